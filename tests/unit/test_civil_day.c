/* Goal: days are those of GLib's calendar, both ways. */
#include "datasets/businesses/civil_day.h"

static void
test_days_are_glibs(void)
{
    GDate date;
    g_date_clear(&date, 1);
    g_date_set_dmy(&date, 1, G_DATE_JANUARY, 1970);
    const guint32 epoch = g_date_get_julian(&date);
    g_date_set_dmy(&date, 1, G_DATE_JANUARY, 1896);
    for (; g_date_get_year(&date) < 2104; g_date_add_days(&date, 1)) {
        const gint32 days = (gint32)g_date_get_julian(&date) - (gint32)epoch;
        const HnCivilDay civil = hn_civil_from_days(days);
        g_assert_cmpuint(civil.year, ==, g_date_get_year(&date));
        g_assert_cmpuint(civil.month, ==, (guint)g_date_get_month(&date));
        g_assert_cmpuint(civil.day, ==, g_date_get_day(&date));
        g_assert_cmpint(hn_civil_to_days(civil.year, civil.month, civil.day), ==, days);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/civil_day/glib", test_days_are_glibs);
    return g_test_run();
}
