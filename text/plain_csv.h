/* text/plain_csv.h - one line of CSV in the shape that tables of ours have: no line break in a
 * value.
 *
 * Data walk: reads reference tables and, for the next night, the generator's own records.csv;
 *   deliveries of the world are read by connect/.
 * Source: RFC 4180 without embedded line breaks.
 * Cost: one pass, no allocation.
 * Threads: pure functions.
 */
#pragma once
#include "base/slice.h"

/* Splits @line (without its line end) into cells; quotes are removed in place, so @line changes and
 * the cells point into it. FALSE: more than @n_cells_max cells, or a quote out of place. */
gboolean hn_plain_csv_split(guint8 *line, gsize n_bytes, HnSlice *ret_cells, guint n_cells_max,
                            guint *ret_n_cells);

/* Writes one value, quoted if it holds a comma, a quote or a blank at an end. @out has room for
 * HN_PLAIN_CSV_BYTES_MAX(n_bytes of @value). Returns where the next byte goes. */
#define HN_PLAIN_CSV_BYTES_MAX(n_bytes) (2 * (n_bytes) + 2) /* all quotes, each doubled */
guint8 *hn_plain_csv_put(guint8 *out, HnSlice value);
