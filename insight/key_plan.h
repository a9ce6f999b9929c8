/* insight/key_plan.h - which column names the records of a file, and which one its sources.
 *
 * Data walk: attribute_plan.c, before it looks for attributes.
 * Rules: a column `source` whose values can be names of sources; else the file's stem. The key is
 *   the column that is asked for, else `record_id`, else the only code that is filled in every row
 *   and stands in none twice (within its source); of several the one whose header says so, and none
 *   that only counts the rows where there is another. Rows that are no records, as lines of
 *   separators, footers and the header again are, keep no column from it (key_faults.h).
 * Threads: belongs to one thread.
 */
#pragma once
#include "insight/attribute_plan.h"

/* The columns that are asked for stand in some file. @error: as in attribute_plan.h. */
gboolean hn_key_plan_check(const HnScan *scan, const HnAttributePlanOptions *options,
                           GError **error);
/* Fills source, source_column, key_column and key_evidence of @planned, whose `scanned`, `meanings`
 * and `profiles` are there; adds sentences to @warnings (of char *). @error: as in
 * attribute_plan.h. */
gboolean hn_key_plan_make(const HnScan *scan, guint file, const HnAttributePlanOptions *options,
                          HnPlannedFile *planned, GPtrArray *warnings, GError **error);
