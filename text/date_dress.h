/* text/date_dress.h - what stands around a date and is no part of it: spaces, an apostrophe, a time
 * of day.
 *
 * Data walk: date_value.c and date_words.c read what is left; insight/value_class.c looks at it to
 *   tell a date's form. All three take the same things away, so what `init` takes for a date is one
 *   on the night.
 * Source of the forms: spreadsheets (an apostrophe that keeps a date as text; Vietnamese ones write
 *   SA and CH for AM and PM), HL7 v2.5 section 2.A.22 (DTM: YYYYMMDDHHMM[SS[.S]][+/-ZZZZ]).
 * Cost: 2-5 ns; a text of ten bytes or fewer has no room for a time, so nothing is sought.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

/* Without spaces around, an apostrophe in front, and its fellow behind. */
HnSlice hn_date_undressed(HnSlice raw);
/* @rest of a text behind its date: nothing, or T or spaces and what begins as a time of day,
 * whatever comes then. */
gboolean hn_date_time_follows(HnSlice rest);
/* @rest of a text behind eight digits: HHMM or HHMMSS, maybe with a fraction and a zone. */
gboolean hn_date_clock_follows(HnSlice rest);
/* @text in front of the time of day that ends it; all of it if there is none. */
HnSlice hn_date_without_time(HnSlice text);
