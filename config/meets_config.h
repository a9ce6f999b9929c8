/* config/meets_config.h - `meets:` of a source: with whom its records may be compared, and with
 * whom they may be of one entity.
 *
 * Data walk: feed_config.c reads them with the source; project_parts.c holds their names against
 *   the sources once all are known, and hands all of one entity type to that (records/meetings.h).
 * Threads: reentrant.
 */
#pragma once
#include "config/project.h"
#include "config/yaml_text.h"

/* @node: of the source. Into @feed, whose name and source_column are there already. */
gboolean hn_meets_config_read(const HnYaml *yaml, HnYamlNode node, HnFeed *feed, GError **error);
void hn_meets_config_clear(HnFeed *feed);
/* The names in it are other sources of the entity type. @node: of the source. */
gboolean hn_meets_config_check(const HnYaml *yaml, HnYamlNode node, const HnProject *project,
                               const HnFeed *feed, GError **error);
/* What all sources of each entity type say, into the types. */
void hn_meets_config_gather(HnProject *project);
