/* tests/reference/lunar_reference.h - the lunar calendar computed day by day, as it was published.
 *
 * Source: Ho Ngoc Duc (2004), "Computing the Vietnamese lunar calendar": new moons and the sun's
 *   longitude after Meeus. Independent of the table of years: it steps through the months.
 */
#pragma once
#include <glib.h>

typedef struct {
    guint day, month, year;
    gboolean is_leap;
} LunarReference;

/* The lunar date of a common one (YYYYMMDD) in the zone UTC + @zone. */
LunarReference lunar_reference_of(guint32 date, double zone);
/* Whether @date is a reading of @lunar: in UTC+7, or up to 1975 in UTC+8. */
gboolean lunar_reference_reads(guint32 lunar, guint32 date);
