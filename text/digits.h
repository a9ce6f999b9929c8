/* text/digits.h - slips in numbers that somebody issued: identity numbers, phones, tax codes.
 *
 * Data walk: scoring/ compares canonical values (letters and digits only, upper case).
 * Source: Damerau (1964): most slips are one wrong character or two neighbours exchanged.
 * Cost: 8 bytes a step; 5-7 ns for 12 digits.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

/* Same length, and one byte is wrong or two neighbouring bytes are exchanged; FALSE for equal
 * values. */
gboolean hn_digits_one_slip(HnSlice a, HnSlice b);
/* Both have at least @n_bytes and the last @n_bytes are equal; FALSE for n_bytes = 0. */
gboolean hn_digits_tail_equal(HnSlice a, HnSlice b, gsize n_bytes);
