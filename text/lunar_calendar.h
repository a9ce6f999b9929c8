/* text/lunar_calendar.h - dates of the Vietnamese lunar calendar in the common one.
 *
 * Data walk: scoring/value_forms.c asks for the readings of each distinct date once; the level
 *   date_lunar compares them. People born before the war often told their day by the lunar
 *   calendar, and a clerk wrote it down as it was told: 17 to 52 days before the real one.
 * Source: Ho Ngoc Duc (2004), "Computing the Vietnamese lunar calendar", as a table of years that
 *   scripts/lunar_years.py makes; tests/reference/lunar_reference.c computes the same. The zone of
 *   the country is UTC+7; up to 1975 the calendar that was printed followed UTC+8 in whole or in
 *   part, so both readings count there.
 * Cost: 10 ns.
 * Threads: reentrant.
 */
#pragma once
#include <glib.h>

#define HN_LUNAR_READINGS_MAX 4 /* two zones, and a month that comes twice in its year */
#define HN_LUNAR_YEAR_MIN 1850
#define HN_LUNAR_YEAR_MAX 2100

/* The common dates (text/date_value.h) of lunar day, month and year of @date, each once and
 * ascending, the rest 0; returns how many. None: a part is unknown, or the lunar calendar does not
 * have it. A slip such as 30 February may be a lunar date. */
guint hn_lunar_readings(guint32 date, guint32 ret[HN_LUNAR_READINGS_MAX]);
