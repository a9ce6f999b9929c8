/* Goal: the table's years follow each other without a gap, and are as long as lunar years are. */
#include "text/date_value.h"
#include "text/lunar_years.h"

static guint32
new_year_of(guint zone, guint year)
{
    const guint32 word = hn_lunar_years[zone][year - HN_LUNAR_YEAR_MIN];
    return hn_date_day_number(year * 10000 + 101) + (word & 63);
}

static void
test_years_follow(void)
{
    for (guint zone = 0; zone < 2; zone++) {
        for (guint year = HN_LUNAR_YEAR_MIN; year < HN_LUNAR_YEAR_MAX; year++) {
            const guint32 word = hn_lunar_years[zone][year - HN_LUNAR_YEAR_MIN];
            const guint leap = word >> 6 & 15;
            const guint n_months = leap == 0 ? 12 : 13;
            const guint n_long = (guint)__builtin_popcount(word >> 10);
            g_assert_cmpuint(leap, <=, 12);
            g_assert_cmpuint(word >> (10 + n_months), ==, 0);
            g_assert_cmpuint(new_year_of(zone, year + 1) - new_year_of(zone, year), ==,
                             29 * n_months + n_long);
            g_assert_cmpuint(word & 63, >=, 20);
            g_assert_cmpuint(word & 63, <=, 51);
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/lunar_years/follow", test_years_follow);
    return g_test_run();
}
