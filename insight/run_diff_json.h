/* insight/run_diff_json.h - what changed between two runs as one JSON object; and the order in
 * which people and programs are told of sources.
 *
 * Data walk: run_diff.h -> `hopnhat diff --json`. docs/commands.md has every key.
 * Threads: one.
 */
#pragma once
#include "base/json_writer.h"
#include "insight/run_diff.h"

typedef struct {
    const char *run_id, *state; /* published, held */
} HnDiffRun;
/* @limit: items that are listed. */
void hn_run_diff_write(const HnRunDiff *diff, const HnDiffRun runs[2], guint limit,
                       HnJsonWriter *json);
/* HnDiffSource, most rows first, then most values, then by name; borrowed. (transfer container) */
GPtrArray *hn_run_diff_sources(const HnRunDiff *diff);
guint64 hn_diff_source_rows(const HnDiffSource *source); /* all that changed their entity */
guint64 hn_diff_source_values(const HnDiffSource *source);
