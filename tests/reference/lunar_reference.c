#include "tests/reference/lunar_reference.h"

#include <math.h>

#include "text/date_value.h"

#define JULIAN_DAY_0 1721120 /* Julian day of 0000-03-01 */

static double
sine(double degrees)
{
    return sin(degrees * G_PI / 180);
}

static gint64
new_moon(gint64 k, double zone)
{
    const double t = (double)k / 1236.85, t2 = t * t, t3 = t2 * t;
    double moon = 2415020.75933 + 29.53058868 * (double)k + 0.0001178 * t2 - 0.000000155 * t3;
    moon += 0.00033 * sine(166.56 + 132.87 * t - 0.009173 * t2);
    const double m = 359.2242 + 29.10535608 * (double)k - 0.0000333 * t2 - 0.00000347 * t3;
    const double p = 306.0253 + 385.81691806 * (double)k + 0.0107306 * t2 + 0.00001236 * t3;
    const double f = 21.2964 + 390.67050646 * (double)k - 0.0016528 * t2 - 0.00000239 * t3;
    double c = (0.1734 - 0.000393 * t) * sine(m) + 0.0021 * sine(2 * m);
    c += -0.4068 * sine(p) + 0.0161 * sine(2 * p) - 0.0004 * sine(3 * p);
    c += 0.0104 * sine(2 * f) - 0.0051 * sine(m + p) - 0.0074 * sine(m - p);
    c += 0.0004 * sine(2 * f + m) - 0.0004 * sine(2 * f - m) - 0.0006 * sine(2 * f + p);
    c += 0.0010 * sine(2 * f - p) + 0.0005 * sine(2 * p + m);
    const double delta =
        t < -11 ? 0.001 + 0.000839 * t + 0.0002261 * t2 - 0.00000845 * t3 - 0.000000081 * t * t3
                : -0.000278 + 0.000265 * t + 0.000262 * t2;
    return (gint64)floor(moon + c - delta + 0.5 + zone / 24);
}

/* Twelfths of the sun's way, at midnight of a day. */
static gint
sun_sector(gint64 day, double zone)
{
    const double t = ((double)day - 0.5 - zone / 24 - 2451545.0) / 36525, t2 = t * t;
    const double m = 357.52910 + 35999.05030 * t - 0.0001559 * t2 - 0.00000048 * t * t2;
    double longitude = 280.46645 + 36000.76983 * t + 0.0003032 * t2;
    longitude += (1.914600 - 0.004817 * t - 0.000014 * t2) * sine(m);
    longitude += (0.019993 - 0.000101 * t) * sine(2 * m) + 0.000290 * sine(3 * m);
    longitude -= 360 * floor(longitude / 360);
    return (gint)floor(longitude / 30);
}

/* A month holds a principal term if the sun enters a sector in it. */
static gboolean
has_term(gint64 k, double zone)
{
    return sun_sector(new_moon(k, zone), zone) != sun_sector(new_moon(k + 1, zone), zone);
}

/* The month of the winter solstice: the sun enters sector 9 in it. */
static gboolean
is_eleventh(gint64 k, double zone)
{
    return sun_sector(new_moon(k, zone), zone) < 9 && sun_sector(new_moon(k + 1, zone), zone) >= 9;
}

LunarReference
lunar_reference_of(guint32 date, double zone)
{
    const gint64 day = (gint64)hn_date_day_number(date) + JULIAN_DAY_0;
    gint64 k = (gint64)floor(((double)day - 2415021.076998695) / 29.530588853) + 1;
    while (new_moon(k, zone) > day)
        k--;
    gint64 before = k, after = k + 1;
    while (!is_eleventh(before, zone))
        before--;
    while (!is_eleventh(after, zone))
        after++;
    gboolean may_leap = after - before == 13;
    guint month = 11;
    LunarReference lunar = { .day = (guint)(day - new_moon(k, zone) + 1) };
    for (gint64 at = before + 1; at <= k; at++) {
        const gboolean is_leap = may_leap && !has_term(at, zone);
        may_leap &= !is_leap;
        month += is_leap ? 0 : 1;
        lunar.is_leap = is_leap && at == k;
    }
    lunar.month = (month - 1) % 12 + 1;
    lunar.year = hn_date_year(date);
    if (hn_date_month(date) <= 3 && lunar.month >= 10)
        lunar.year--;
    return lunar;
}

gboolean
lunar_reference_reads(guint32 lunar, guint32 date)
{
    const double n_zones = hn_date_year(lunar) <= 1975 ? 2 : 1;
    if (!hn_date_is_complete(lunar) || !hn_date_is_whole(date))
        return FALSE;
    for (double zone = 7; zone < 7 + n_zones; zone++) {
        const LunarReference read = lunar_reference_of(date, zone);
        if (read.year * 10000 + read.month * 100 + read.day == lunar)
            return TRUE;
    }
    return FALSE;
}
