/* connect/cell_value.h - values that are not plain text in the declared encoding, into cells.
 *
 * Data walk: drivers of databases, between hn_cell_rows_begin() and hn_cell_rows_end().
 * Source: MariaDB, strings/dtoa.c (my_gcvt), for the form of a number in single precision; it stops
 *   at six digits, where nine may be needed.
 * Cost: one copy; a float 1 us; JSON is read once (0.5-1 ns a byte) and written anew.
 * Threads: as the rows.
 */
#pragma once
#include "connect/cell_rows.h"

/* Two hex digits a byte, small letters. */
void hn_cell_value_hex(HnCellRows *rows, guint column, HnSlice bytes);
/* Text that is UTF-8 whatever the declared encoding is; else the fault "encoding". */
void hn_cell_value_utf8(HnCellRows *rows, guint column, HnSlice text);
/* The shortest digits, six of them at least where it has as many, that read back as the same number
 * of single precision: 16777216, 0.1, 3.1415927, 1e22, 1e-20. */
void hn_cell_value_float(HnCellRows *rows, guint column, gfloat value);
/* UTF-16 in this machine's order; a surrogate alone is the fault "encoding". */
void hn_cell_value_utf16(HnCellRows *rows, guint column, HnSlice units);
/* One JSON text of a column that holds JSON: a string is what it means, null is missing, all else
 * HN_FIELD_JSON without white space between its tokens, as connect/json_rows.c does it. What is no
 * JSON is text: MariaDB's check can be switched off. */
void hn_cell_value_json(HnCellRows *rows, guint column, HnSlice text);
