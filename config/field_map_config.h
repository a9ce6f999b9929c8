/* config/field_map_config.h - `map:` of a source: which columns fill which attribute.
 *
 * Data walk: feed_config.c reads a source's map by it.
 * Threads: reentrant.
 */
#pragma once
#include "config/project.h"
#include "config/yaml_text.h"

gboolean hn_field_map_config_read(const HnYaml *yaml, HnYamlNode node, const HnEntityType *type,
                                  HnFeed *feed, GError **error);
void hn_field_map_config_clear(HnFieldMap *map);
