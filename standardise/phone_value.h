/* standardise/phone_value.h - telephone numbers as they are written in Viet Nam, in today's form.
 *
 * Data walk: standardiser.c, for attributes of type phone with `country: vn`.
 * Canonical: the national number with its 0: 10 digits of a mobile, 11 of a line at home. +84, 84,
 *   0084, no 0 in front, a 0 that a spreadsheet lost, mobiles of before 2018, area codes of before
 *   2017, extensions and words around it become that. 84 with 9 digits is a number of prefix 084.
 *   What is none of these keeps its digits; with a + only where they would be read as one.
 * Several numbers stand in one field with any separator, or none: a number ends where the digits so
 *   far make a whole one and no digit follows. Of one value the first is taken.
 * Left as they are: lines' numbers of before 2008, as the digit that came before them depends on
 *   who ran the line; numbers without an area code.
 * Missing: fillers, fewer than 6 digits, masked and rounded numbers.
 * Cost: ten digits 6 ns, +84 and spaces 40-60 ns, two numbers 80 ns.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"
#include "standardise/phone_plan.h"

/* @raw: digits are ASCII. Into @ret, which has room for its bytes and 2 * HN_PHONE_DIGITS_MAX; 0 =
 * missing. */
gsize hn_phone_value(HnSlice raw, const HnPhonePlan *plan, guint8 *ret);

/* Where several whole numbers stand in @raw, in their order. Fewer than two: 0. */
guint hn_phone_pieces(HnSlice raw, const HnPhonePlan *plan, HnSlice *ret_pieces, guint n_max);
