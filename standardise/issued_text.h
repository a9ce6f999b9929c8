/* standardise/issued_text.h - what numbers of all kinds suffer: spreadsheets, masks, fillers.
 *
 * Data walk: citizen_value.c, phone_value.c, filler.c; insight/ where it judges columns.
 * Cost: 5-20 ns.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

/* What a spreadsheet makes of a number: "79201012345.0", "7.9201012345E+10". TRUE: it is such;
 * *ret_n digits into @ret, which has room for @raw's bytes: 0 = digits were lost
 * ("7.92E+10"). */
gboolean hn_spreadsheet_digits(HnSlice raw, guint8 *ret, gsize *ret_n);

/* Some characters are hidden: "0792****2345", "079xxxxx345". What is left is no number. */
gboolean hn_is_masked(HnSlice raw);

/* Each digit is @step more than the one before, behind 9 comes 0: 1234567890 by 1, 0987654321 by 9.
 */
gboolean hn_digits_count_by(HnSlice digits, guint step);

/* Typed to get past a form: one to three digits again and again, all of them up or down by one
 * (1234567890), nothing but zeros before the last ones. @digits are ASCII digits. */
gboolean hn_is_digit_filler(HnSlice digits);
