/* text/lunar_years.h - the lunar years as words; made by scripts/lunar_years.py.
 *
 * Data walk: lunar_calendar.c alone.
 * Word: bits 0-5 days from 1 January to the lunar new year; 6-9 the month that comes twice, 0 =
 *   none; from 10 on, months of the year in their order that have 30 days (others have 29).
 * Cost: 2 kB.
 * Threads: constants.
 */
#pragma once
#include "text/lunar_calendar.h"

#define HN_LUNAR_YEARS (HN_LUNAR_YEAR_MAX - HN_LUNAR_YEAR_MIN + 1)

extern const guint32 hn_lunar_years[2][HN_LUNAR_YEARS]; /* of UTC+7, of UTC+8 */
