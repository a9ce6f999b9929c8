/* insight/review_joins.h - what if every pair in the review band were one? Joins their clusters.
 *
 * Data walk: hopnhat evaluate --review: edges or cases of a night -> clusters of
 *   judged_records.h, before they are judged. Edges whose outcome is review join the entities of
 *   their records, cases of kind review their two entities; a table with a column entity_id_l is
 *   one of cases. Joining is transitive, as answering each case with *same* would be.
 * Errors: HN_INSIGHT_ERROR_ROW for a record or entity that the crosswalk does not have.
 * Cost: a step for each row.
 * Threads: one.
 */
#pragma once
#include "insight/judged_records.h"

/* @ret_n_rows: rows of the review band. */
gboolean hn_review_joins_apply(const char *path, HnJudgedRecords *records, guint64 *ret_n_rows,
                               GError **error);
