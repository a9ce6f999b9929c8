/* config/feed_from_config.h - where a source's rows come from: files, or a table or query of a
 * connection.
 *
 * Data walk: feed_config.c reads `from:` by it.
 * Threads: reentrant.
 */
#pragma once
#include "config/project.h"
#include "config/yaml_text.h"

/* @project: folder and connections are there already. @ret is cleared by the caller with
 * hn_feed_from_config_clear(), also on failure. */
gboolean hn_feed_from_config_read(const HnYaml *yaml, HnYamlNode node, const HnProject *project,
                                  HnFeedFrom *ret, GError **error);
void hn_feed_from_config_clear(HnFeedFrom *from);
