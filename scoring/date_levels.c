#include "scoring/date_levels.h"

#include "text/date_value.h"

#define DAYS_PER_MONTH 30.4375
#define DAYS_PER_YEAR 365.25

static gboolean
days_hold(guint32 a, guint32 b, double n_days_max)
{
    return hn_date_is_complete(a) && hn_date_is_complete(b) &&
           (double)hn_date_days_apart(a, b) <= n_days_max;
}

static gboolean
is_reading(const HnValueForms *forms, guint32 code, guint32 date)
{
    for (guint i = 0; i < HN_LUNAR_READINGS_MAX; i++)
        if (forms->lunar[code][i] == date)
            return TRUE;
    return FALSE;
}

/* Of a date of which less than the day is known the years count: it may be no farther apart. */
static gboolean
years_hold(guint32 a, guint32 b, double n_years_max)
{
    const guint year_a = hn_date_year(a), year_b = hn_date_year(b);
    if (hn_date_is_complete(a) && hn_date_is_complete(b))
        return days_hold(a, b, n_years_max * DAYS_PER_YEAR);
    return (double)(MAX(year_a, year_b) - MIN(year_a, year_b)) <= n_years_max;
}

static gboolean
ages_hold(guint32 a, guint32 b, double n_years_max)
{
    const guint year_a = hn_date_year(a), year_b = hn_date_year(b);
    return hn_date_is_complete(a) && a % 10000 == b % 10000 &&
           (double)(MAX(year_a, year_b) - MIN(year_a, year_b)) <= n_years_max;
}

/* Packed dates: a level that needs a part holds only where both sides know it. */
gboolean
hn_date_level_holds(const HnValueForms *forms, guint32 code_a, guint32 code_b,
                    const HnLevelSpec *level)
{
    const guint32 a = forms->dates[code_a], b = forms->dates[code_b];
    if (a == 0 || b == 0)
        return FALSE;
    switch ((gint)level->kind) {
    case HN_LEVEL_DATE_SWAPPED:
        return hn_date_swapped(a, b);
    case HN_LEVEL_DATE_ONE_SLIP:
        return hn_date_one_slip(a, b);
    case HN_LEVEL_DATE_YEAR_MONTH:
        return hn_date_month(a) != 0 && a / 100 == b / 100;
    case HN_LEVEL_DATE_MONTH_DAY:
        return hn_date_is_complete(a) && a % 10000 == b % 10000;
    case HN_LEVEL_DATE_YEAR:
        return hn_date_year(a) == hn_date_year(b);
    case HN_LEVEL_DATE_PARTIAL:
        return hn_date_partial(a, b);
    case HN_LEVEL_DATE_LUNAR:
        return is_reading(forms, code_a, b) || is_reading(forms, code_b, a);
    case HN_LEVEL_DATE_AGE:
        return ages_hold(a, b, level->threshold);
    case HN_LEVEL_DATE_DAYS:
        return days_hold(a, b, level->threshold);
    case HN_LEVEL_DATE_MONTHS:
        return days_hold(a, b, level->threshold * DAYS_PER_MONTH);
    case HN_LEVEL_DATE_YEARS:
        return years_hold(a, b, level->threshold);
    default:
        g_assert_not_reached();
    }
}
