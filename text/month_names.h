/* text/month_names.h - the month that a word names.
 *
 * Data walk: date_value.c where a form says %b; date_words.c for dates in words.
 * Cost: 5-20 ns.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

#define HN_MONTH_NAME_BYTES_MAX 9 /* september */

/* 1 to 12: @word is the English name of the month, its first three letters, or Sept, in any case;
 * 0: it names none. */
guint hn_month_of_name(HnSlice word);
