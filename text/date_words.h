/* text/date_words.h - dates in words and with signs for what is not known.
 *
 * Data walk: standardise/standardiser.c, for what no declared form reads: it means one thing
 *   whatever is declared.
 * Read: "ngày 5 tháng 3 năm 1970", "tháng 3 năm 1970", "năm 1970", with or without marks, in small
 *   or capital letters, "sinh" in front; "16-Thg5-1966" and "12 Tháng 4, 1968" of Vietnamese
 *   spreadsheets; English names of months, in full or the first three letters, with day and year
 *   of four digits in any order ("Mar 1 1970", "1st March, 1970", "01MAR1970", "1970-Mar-01",
 *   "Sept. 1970"); a time of day behind all of these is read over; "05/1970", "1970/05"; parts that
 *   are signs or nothing ("__/__/1970", "xx/05/1970", "/05/1970"). Where day and month cannot be
 *   told apart ("05/xx/1970") the year is all that is known.
 * Cost: 20-100 ns; a text that is none of these 5-15 ns.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

/* FALSE: it is nothing of this kind. */
gboolean hn_date_parse_words(HnSlice text, guint32 *ret);
