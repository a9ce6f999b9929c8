/* Goal: each level of dates holds where its comment in records/schema.h says so, on both sides. */
#include "scoring/date_levels.h"

typedef struct {
    HnLevelSpec level;
    const char *a, *b;
    gboolean holds;
} Case;

static void
check_cases(const Case *cases, gsize n)
{
    const HnAttribute date = { .type = HN_TYPE_DATE };
    for (gsize i = 0; i < n; i++) {
        g_autoptr(HnDictionary) values = hn_dictionary_new();
        const guint32 x = hn_dictionary_intern(values, hn_slice_of(cases[i].a));
        const guint32 y = hn_dictionary_intern(values, hn_slice_of(cases[i].b));
        g_autoptr(HnValueForms) forms =
            hn_value_forms_new_of(&date, values, HN_FORM_DATE | HN_FORM_LUNAR, NULL);
        g_test_message("%s %g: %s, %s", hn_level_kind_name(cases[i].level.kind),
                       cases[i].level.threshold, cases[i].a, cases[i].b);
        g_assert_cmpint(hn_date_level_holds(forms, x, y, &cases[i].level), ==, cases[i].holds);
        g_assert_cmpint(hn_date_level_holds(forms, y, x, &cases[i].level), ==, cases[i].holds);
    }
}

static void
test_levels_hold_where_they_should(void)
{
    static const Case cases[] = {
        { { HN_LEVEL_DATE_SWAPPED, 0 }, "1960-02-03", "1960-03-02", TRUE },
        { { HN_LEVEL_DATE_SWAPPED, 0 }, "1960-02", "1960-03-02", FALSE },
        { { HN_LEVEL_DATE_ONE_SLIP, 0 }, "1960-02-03", "1960-02-08", TRUE },
        { { HN_LEVEL_DATE_ONE_SLIP, 0 }, "1960-02-03", "1960-03-08", FALSE },
        { { HN_LEVEL_DATE_YEAR_MONTH, 0 }, "1960-02", "1960-02-03", TRUE },
        { { HN_LEVEL_DATE_YEAR_MONTH, 0 }, "1960", "1960", FALSE },
        { { HN_LEVEL_DATE_MONTH_DAY, 0 }, "1960-02-03", "1961-02-03", TRUE },
        { { HN_LEVEL_DATE_MONTH_DAY, 0 }, "1960-02", "1961-02", FALSE },
        { { HN_LEVEL_DATE_YEAR, 0 }, "1960", "1960-02-03", TRUE },
        { { HN_LEVEL_DATE_YEAR, 0 }, "1960", "1961", FALSE },
        { { HN_LEVEL_DATE_PARTIAL, 0 }, "1960", "1960-02-03", TRUE },
        { { HN_LEVEL_DATE_PARTIAL, 0 }, "1960-02", "1960-02-03", TRUE },
        { { HN_LEVEL_DATE_PARTIAL, 0 }, "1960", "1960-02", TRUE },
        { { HN_LEVEL_DATE_PARTIAL, 0 }, "1960-03", "1960-02-03", FALSE },
        { { HN_LEVEL_DATE_PARTIAL, 0 }, "1961", "1960-02-03", FALSE },
        { { HN_LEVEL_DATE_PARTIAL, 0 }, "1960-02-03", "1960-02-04", FALSE },
        { { HN_LEVEL_DATE_PARTIAL, 0 }, "1960", "1960", FALSE },
        { { HN_LEVEL_DATE_LUNAR, 0 }, "2024-01-01", "2024-02-10", TRUE },
        { { HN_LEVEL_DATE_LUNAR, 0 }, "2024-02-30", "2024-04-08", TRUE },
        { { HN_LEVEL_DATE_LUNAR, 0 }, "2024-01-01", "2024-02-11", FALSE },
        { { HN_LEVEL_DATE_LUNAR, 0 }, "2024-01", "2024-02-10", FALSE },
        { { HN_LEVEL_DATE_LUNAR, 0 }, "2024-02-10", "2024-02-10", FALSE },
        { { HN_LEVEL_DATE_AGE, 3 }, "1960-02-03", "1963-02-03", TRUE },
        { { HN_LEVEL_DATE_AGE, 3 }, "1960-02-03", "1964-02-03", FALSE },
        { { HN_LEVEL_DATE_AGE, 3 }, "1960-02-03", "1961-02-04", FALSE },
        { { HN_LEVEL_DATE_AGE, 3 }, "1960", "1961", FALSE },
        { { HN_LEVEL_DATE_DAYS, 2 }, "1960-02-28", "1960-03-01", TRUE },
        { { HN_LEVEL_DATE_DAYS, 1 }, "1960-02-28", "1960-03-01", FALSE },
        { { HN_LEVEL_DATE_DAYS, 900 }, "1960-02", "1960-02", FALSE },
        { { HN_LEVEL_DATE_MONTHS, 1 }, "1960-01-01", "1960-01-31", TRUE },
        { { HN_LEVEL_DATE_MONTHS, 1 }, "1960-01-01", "1960-02-01", FALSE },
        { { HN_LEVEL_DATE_YEARS, 1 }, "1961-01-01", "1962-01-01", TRUE },
        { { HN_LEVEL_DATE_YEARS, 1 },
          "1960-01-01",
          "1961-01-01",
          FALSE }, /* a leap year: 366 days */
    };
    check_cases(cases, G_N_ELEMENTS(cases));
}

/* Where a day is unknown, years are apart by their number. */
static void
test_years_are_compared_without_days(void)
{
    static const Case cases[] = {
        { { HN_LEVEL_DATE_YEARS, 2 }, "1960", "1962", TRUE },
        { { HN_LEVEL_DATE_YEARS, 2 }, "1960", "1962-12-31", TRUE },
        { { HN_LEVEL_DATE_YEARS, 2 }, "1960-05", "1963", FALSE },
        { { HN_LEVEL_DATE_YEARS, 2 }, "1960", "1957-12-31", FALSE },
        { { HN_LEVEL_DATE_DAYS, 900 }, "1960", "1961", FALSE },
    };
    check_cases(cases, G_N_ELEMENTS(cases));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/scoring/date_levels/levels_hold_where_they_should",
                    test_levels_hold_where_they_should);
    g_test_add_func("/scoring/date_levels/years_are_compared_without_days",
                    test_years_are_compared_without_days);
    return g_test_run();
}
