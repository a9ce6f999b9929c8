/* config/target_config.h - `targets:` of a configuration: who is told what, and from whose values.
 *
 * Data walk: project.c reads them last, for they name connections, entity types and sources.
 * Threads: reentrant.
 */
#pragma once
#include "config/project.h"
#include "config/yaml_text.h"

/* @ret is zeroed by the caller and cleared by it with hn_target_config_clear(), also on failure. */
gboolean hn_target_config_read(const HnYaml *yaml, HnYamlNode node, const char *name,
                               const HnProject *project, HnTarget *ret, GError **error);
void hn_target_config_clear(HnTarget *target);
