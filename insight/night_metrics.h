/* insight/night_metrics.h - a night in numbers: metrics.json, from which the report is drawn.
 *
 * Data walk: cluster facts are counted while another thread counts what is expected; the rest when
 *   link is done and everything it saw is still in memory; written to runs/RUN/metrics.json before
 *   the stage counts as done, so a night that is killed later still has it. What is known only at
 *   the end (times, memory, whether a gate held) stands in run.json.
 * Personal data: source and record_id of listed records, nothing else of a record.
 * Left out of every digest, as run.json.
 * Cost: about 2 % of a night of a million records; type_metrics.h.
 * Threads: one.
 */
#pragma once
#include "linker/night.h"

/* HnClusterFacts of each type, as soon as clusters stand. (transfer full) */
GPtrArray *hn_night_cluster_facts(const HnNight *night);
GByteArray *hn_night_metrics(const HnNight *night, const GPtrArray *facts);
