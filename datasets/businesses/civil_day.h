/* datasets/businesses/civil_day.h - days as numbers, and back to year, month and day.
 *
 * Data walk: business.c counts the life of a business in days; business_record.c writes dates.
 * Source: Hinnant (2013), "chrono-compatible low-level date algorithms": civil_from_days.
 * Cost: a few divisions.
 * Threads: pure functions.
 */
#pragma once
#include <glib.h>

typedef struct {
    guint year;
    guint month; /* 1..12 */
    guint day;   /* 1..31 */
} HnCivilDay;

gint32 hn_civil_to_days(guint year, guint month, guint day); /* since 1 January 1970 */
HnCivilDay hn_civil_from_days(gint32 days);
