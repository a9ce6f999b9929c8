#include "datasets/businesses/civil_day.h"

/* Both count from 1 March of the year 0, so that a leap day is the last of its year. */
#define DAYS_TO_1970 719468
#define DAYS_OF_ERA 146097

gint32
hn_civil_to_days(guint year, guint month, guint day)
{
    const guint shifted = month <= 2 ? year - 1 : year;
    const guint era = shifted / 400;
    const guint year_of_era = shifted % 400;
    const guint day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    const guint day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (gint32)(era * DAYS_OF_ERA + day_of_era) - DAYS_TO_1970;
}

HnCivilDay
hn_civil_from_days(gint32 days)
{
    const guint shifted = (guint)(days + DAYS_TO_1970);
    const guint era = shifted / DAYS_OF_ERA;
    const guint day_of_era = shifted % DAYS_OF_ERA;
    const guint year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const guint day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const guint month_from_march = (5 * day_of_year + 2) / 153;
    const guint month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    return (HnCivilDay){ .year = era * 400 + year_of_era + (month <= 2),
                         .month = month,
                         .day = day_of_year - (153 * month_from_march + 2) / 5 + 1 };
}
