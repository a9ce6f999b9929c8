/* linker/rekey_line.h - a line that names records, with the names that they had before keys moved.
 *
 * Data walk: golden_lines.c asks for it while it renders, so that a golden record that differs only
 *   in such names is known for the same one.
 * Threads: pure.
 */
#pragma once
#include "store/rekey.h"

/* @line: JSON in which a record is `"source":"...","record_id":"..."`. (transfer full) */
GByteArray *hn_rekey_line_before(const HnRekey *rekey, HnSlice line);
