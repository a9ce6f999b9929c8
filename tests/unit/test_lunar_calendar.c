/* Goal: known days of the lunar calendar, and every day of the table's years against the
 * calendar computed. */
#include "tests/reference/lunar_reference.h"
#include "text/date_value.h"
#include "text/lunar_calendar.h"

static void
assert_readings(guint32 date, guint32 first, guint32 second)
{
    guint32 readings[HN_LUNAR_READINGS_MAX];
    g_assert_cmpuint(hn_lunar_readings(date, readings), ==,
                     (first != 0 ? 1 : 0) + (second != 0 ? 1 : 0));
    g_assert_cmpuint(readings[0], ==, first);
    g_assert_cmpuint(readings[1], ==, second);
}

static void
test_known_days(void)
{
    assert_readings(20240101, 20240210, 0);
    assert_readings(20250101, 20250129, 0);
    assert_readings(20070101, 20070217, 0);        /* a day before China's */
    assert_readings(19850101, 19850121, 0);        /* a month before */
    assert_readings(20230215, 20230306, 20230405); /* the second month came twice */
    assert_readings(19680101, 19680129, 19680130); /* the year of two calendars */
    assert_readings(20240230, 20240408, 0);        /* the common calendar has no 30 February */
    assert_readings(20241229, 20250128, 0);
    assert_readings(20241230, 0, 0); /* that month had 29 days */
    assert_readings(20240130, 0, 0); /* and that one */
    assert_readings(19600000, 0, 0);
    assert_readings(19600500, 0, 0);
    assert_readings(19601305, 0, 0);
    assert_readings(18490101, 0, 0);
    assert_readings(21010101, 0, 0);
}

static void
test_every_day(void)
{
    const guint32 first = hn_date_day_number(19000101), last = hn_date_day_number(20501231);
    for (guint32 day = first; day <= last; day++) {
        const guint32 date = hn_date_of_day_number(day);
        const LunarReference lunar = lunar_reference_of(date, 7);
        guint32 readings[HN_LUNAR_READINGS_MAX];
        gboolean is_found = FALSE;
        hn_lunar_readings(lunar.year * 10000 + lunar.month * 100 + lunar.day, readings);
        for (guint i = 0; i < HN_LUNAR_READINGS_MAX; i++)
            is_found |= readings[i] == date;
        if (!is_found)
            g_error("%u is %u-%u-%u%s", date, lunar.year, lunar.month, lunar.day,
                    lunar.is_leap ? " leap" : "");
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/lunar_calendar/known_days", test_known_days);
    g_test_add_func("/lunar_calendar/every_day", test_every_day);
    return g_test_run();
}
