/* cli/decision_csv.h - decisions as a table: one row for each record that a decision names.
 *
 * Data walk: `decisions export` writes it, `decisions import` reads it.
 * Columns: decision (any label; rows of one decision follow each other), kind (same, different,
 *   lock, value), entity_type, side (a or b; b only for different and value), source, record_id,
 *   reason, by. Side b of a value is its attribute: the name as source, no record_id. When
 *   reading, entity_type may be left out in a project with one type, side where it is a, and by.
 * Errors: HN_CONFIG_ERROR_VALUE naming the row (the header is row 1) and the column, never a value
 *   of a record.
 * Threads: one.
 */
#pragma once
#include "config/project.h"
#include "store/decisions.h"

void hn_decision_csv_header(GByteArray *out);
void hn_decision_csv_write(const HnDecision *decision, GByteArray *out);
/* HnDecision with sequence 0 and verb "import", in the order of the file; @by where a row has none.
 * All is checked, or NULL. (transfer full) */
GPtrArray *hn_decision_csv_read(const char *path, const HnProject *project, const char *by,
                                GError **error);
/* The same kind, entity type and records? */
gboolean hn_decision_csv_equal(const HnDecision *a, const HnDecision *b);
