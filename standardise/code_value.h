/* standardise/code_value.h - issued numbers without what people put between characters.
 *
 * Data walk: standardiser.c, for digits and phones; for dates, which also come in other scripts'
 *   digits.
 * Cost: ASCII 1 ns a byte.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

/* Decimal digits of every script as ASCII; with @keep_letters also letters and other numbers, upper
 * case. Everything else goes. @raw is valid UTF-8; @ret has room for hn_normaliser_bytes_max(); the
 * length is returned. */
gsize hn_code_value(HnSlice raw, gboolean keep_letters, guint8 *ret);
/* @raw in NFKC, invisible characters dropped, spaces single, decimal digits of every script as
 * ASCII. */
void hn_fold_digits(HnSlice raw, GByteArray *out);
