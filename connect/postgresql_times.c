#include "connect/postgresql_times.h"

#include <string.h>

#include "connect/postgresql_numbers.h"

/* Days are counted from 1 March of the year 0, so that a leap day is the last of its year. */
#define DAYS_TO_2000 730425
#define DAYS_OF_ERA 146097
#define YEARS_OF_ERA 400
#define US_OF_SECOND G_GINT64_CONSTANT(1000000)
#define US_OF_DAY (86400 * US_OF_SECOND)
#define FRACTION_DIGITS 6

static gsize
put_word(guint8 *room, const char *word)
{
    const gsize n = strlen(word);
    memcpy(room, word, n);
    return n;
}

static guint8 *
put_two(guint8 *out, guint value)
{
    out[0] = (guint8)('0' + value / 10);
    out[1] = (guint8)('0' + value % 10);
    return out + 2;
}

/* YYYY-MM-DD; *ret_is_bc: years count backwards from 1. */
static guint8 *
put_day(guint8 *out, gint64 days, gboolean *ret_is_bc)
{
    const gint64 shifted = days + DAYS_TO_2000;
    const gint64 era = (shifted >= 0 ? shifted : shifted - (DAYS_OF_ERA - 1)) / DAYS_OF_ERA;
    const guint day_of_era = (guint)(shifted - era * DAYS_OF_ERA);
    const guint year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const guint day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const guint month_from_march = (5 * day_of_year + 2) / 153;
    const guint month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    const gint64 year = era * YEARS_OF_ERA + year_of_era + (month <= 2);
    *ret_is_bc = year <= 0;
    out += hn_postgresql_put_digits(out, (guint64)(year <= 0 ? 1 - year : year), 4);
    *out++ = '-';
    out = put_two(out, month);
    *out++ = '-';
    return put_two(out, day_of_year - (153 * month_from_march + 2) / 5 + 1);
}

/* HH:MM:SS and what there is of a fraction. */
static guint8 *
put_clock(guint8 *out, gint64 us)
{
    const guint seconds = (guint)(us / US_OF_SECOND);
    guint64 fraction = (guint64)(us % US_OF_SECOND);
    out = put_two(out, seconds / 3600);
    *out++ = ':';
    out = put_two(out, seconds / 60 % 60);
    *out++ = ':';
    out = put_two(out, seconds % 60);
    if (fraction == 0)
        return out;
    guint width = FRACTION_DIGITS;
    for (; fraction % 10 == 0; width--)
        fraction /= 10;
    *out++ = '.';
    return out + hn_postgresql_put_digits(out, fraction, width);
}

gsize
hn_postgresql_put_date(guint8 *room, gint32 days)
{
    if (days == G_MAXINT32 || days == G_MININT32)
        return put_word(room, days == G_MAXINT32 ? "infinity" : "-infinity");
    gboolean is_bc;
    guint8 *out = put_day(room, days, &is_bc);
    if (is_bc)
        out += put_word(out, " BC");
    return (gsize)(out - room);
}

gsize
hn_postgresql_put_timestamp(guint8 *room, gint64 us, gboolean has_zone)
{
    if (us == G_MAXINT64 || us == G_MININT64)
        return put_word(room, us == G_MAXINT64 ? "infinity" : "-infinity");
    gboolean is_bc;
    gint64 days = us / US_OF_DAY;
    gint64 of_day = us % US_OF_DAY;
    if (of_day < 0) {
        days--;
        of_day += US_OF_DAY;
    }
    guint8 *out = put_day(room, days, &is_bc);
    *out++ = ' ';
    out = put_clock(out, of_day);
    if (has_zone)
        out += put_word(out, "+00");
    if (is_bc)
        out += put_word(out, " BC");
    return (gsize)(out - room);
}

gsize
hn_postgresql_put_time(guint8 *room, gint64 us)
{
    if (us < 0 || us > US_OF_DAY)
        return 0;
    return (gsize)(put_clock(room, us) - room);
}
