/* datasets/plain_csv.h - one line of CSV in the shape that this folder writes: no line break in a
 * value.
 *
 * Data walk: reads the embedded tables and, for the next night, the generator's own records.csv;
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

/* Appends one value, quoted if it holds a comma, a quote or white space at an end. */
void hn_plain_csv_append(GByteArray *out, HnSlice value);
