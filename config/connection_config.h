/* config/connection_config.h - `connections:` of a configuration, apart from what is read over
 * them.
 *
 * Data walk: project.c reads them before the sources, which name them.
 * Threads: reentrant.
 */
#pragma once
#include "config/project.h"
#include "config/yaml_text.h"

/* @folder: that relative paths start from. @ret is zeroed by the caller and cleared by it with
 * hn_connection_config_clear(), also on failure. */
gboolean hn_connection_config_read(const HnYaml *yaml, HnYamlNode node, const char *name,
                                   const char *folder, HnConnection *ret, GError **error);
void hn_connection_config_clear(HnConnection *connection);
