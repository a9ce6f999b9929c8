/* insight/type_metrics.h - one entity type of a night in numbers: completeness, pairs by rule,
 * weights, clusters, doubtful cases, changes.
 *
 * Data walk: the night after link, all of it in memory -> an element of `types` in metrics.json.
 *   Fields have Splink's names where Splink has them (docs/formats.md).
 * Personal data: source and record_id of listed records, nothing else of a record.
 * Cost: cluster_facts.h, and one look at each cell of the packed lines.
 * Threads: one.
 */
#pragma once
#include "base/json_writer.h"
#include "linker/night.h"

void hn_type_metrics_write(const HnNight *night, guint t, HnJsonWriter *json);
