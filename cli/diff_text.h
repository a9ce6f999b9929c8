/* cli/diff_text.h - what changed between two runs, for people.
 *
 * Data walk: run_diff.h -> stdout, in the language of the call; source:record_id, entities and
 *   names of attributes alone.
 * Threads: one.
 */
#pragma once
#include "insight/run_diff_json.h"

/* @limit: items that are listed. */
void hn_diff_text_print(const HnRunDiff *diff, const HnDiffRun runs[2], guint limit);
