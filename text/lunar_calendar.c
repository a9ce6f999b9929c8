#include "text/lunar_calendar.h"

#include "text/date_value.h"
#include "text/lunar_years.h"

#define LAST_YEAR_OF_TWO_ZONES 1975
#define DAYS_BITS 6
#define LEAP_BITS 4

/* Where month @place of a year begins, in days behind its new year, and whether it has @day. */
static gboolean
find_day(guint32 word, guint place, guint day, guint *ret_days)
{
    const guint32 long_months = word >> (DAYS_BITS + LEAP_BITS);
    const guint n_long = (guint)__builtin_popcount(long_months & ((1u << place) - 1));
    *ret_days = 29 * place + n_long + day - 1;
    return day <= 29 + (long_months >> place & 1);
}

static guint
add_reading(guint32 reading, guint32 ret[HN_LUNAR_READINGS_MAX], guint n)
{
    guint at = 0;
    while (at < n && ret[at] < reading)
        at++;
    if (at < n && ret[at] == reading)
        return n;
    for (guint i = n; i > at; i--)
        ret[i] = ret[i - 1];
    ret[at] = reading;
    return n + 1;
}

guint
hn_lunar_readings(guint32 date, guint32 ret[HN_LUNAR_READINGS_MAX])
{
    const guint year = hn_date_year(date), month = hn_date_month(date), day = hn_date_day(date);
    guint n = 0;
    memset(ret, 0, HN_LUNAR_READINGS_MAX * sizeof *ret);
    if (year < HN_LUNAR_YEAR_MIN || year > HN_LUNAR_YEAR_MAX || month == 0 || month > 12 ||
        day == 0 || day > 30)
        return 0;
    const guint n_zones = year <= LAST_YEAR_OF_TWO_ZONES ? 2 : 1;
    const guint32 january = hn_date_day_number(year * 10000 + 101);
    for (guint zone = 0; zone < n_zones; zone++) {
        const guint32 word = hn_lunar_years[zone][year - HN_LUNAR_YEAR_MIN];
        const guint new_year = word & ((1u << DAYS_BITS) - 1);
        const guint leap = word >> DAYS_BITS & ((1u << LEAP_BITS) - 1);
        const guint first = month - 1 + (leap != 0 && month > leap ? 1 : 0);
        for (guint place = first; place <= first + (month == leap ? 1 : 0); place++) {
            guint days = 0;
            if (find_day(word, place, day, &days))
                n = add_reading(hn_date_of_day_number(january + new_year + days), ret, n);
        }
    }
    return n;
}
