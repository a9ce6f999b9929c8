/* insight/type_metrics.h - one entity type of a night in numbers: completeness, pairs by rule,
 * weights, clusters, doubtful cases, changes.
 *
 * Data walk: clusters as soon as they stand, the rest of the night after link, all of it in memory
 *   -> an element of `types` in metrics.json.
 *   Fields have Splink's names where Splink has them (docs/formats.md).
 * Personal data: source and record_id of listed records, nothing else of a record.
 * Cost: cluster_facts.h, and one look at each cell of the packed lines.
 * Threads: one.
 */
#pragma once
#include "base/json_writer.h"
#include "insight/cluster_facts.h"
#include "linker/night.h"

/* As soon as clusters stand; events and cases need not. */
HnClusterFacts *hn_type_cluster_facts(const HnNight *night, guint t);
void hn_type_metrics_write(const HnNight *night, guint t, const HnClusterFacts *facts,
                           HnJsonWriter *json);
