/* Goal: dates and times as the server writes them under UTC, to the ends of what they can say. The
 * whole range is compared with a server in tests/databases/test_postgresql_formats.c. */
#include "connect/postgresql_times.h"

#define US_OF_DAY (G_GINT64_CONSTANT(86400) * 1000000)

static void
check(const guint8 *room, gsize n, const char *expected)
{
    g_autofree char *text = g_strndup((const char *)room, n);
    g_assert_cmpuint(n, <=, HN_POSTGRESQL_TIME_BYTES);
    g_assert_cmpstr(text, ==, expected);
}

static void
test_dates(void)
{
    static const struct {
        gint32 days;
        const char *expected;
    } cases[] = {
        { 0, "2000-01-01" },
        { -1, "1999-12-31" },
        { 59, "2000-02-29" },
        { 9830, "2026-11-30" },
        { -730119, "0001-01-01" },
        { -730120, "0001-12-31 BC" },
        { -730485, "0001-01-01 BC" },
        { G_MAXINT32, "infinity" },
        { G_MININT32, "-infinity" },
        { G_MAXINT32 - 1, "5881610-07-10" },
        { G_MININT32 + 1, "5877612-06-23 BC" },
    };
    guint8 room[HN_POSTGRESQL_TIME_BYTES];
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        check(room, hn_postgresql_put_date(room, cases[i].days), cases[i].expected);
}

static void
test_timestamps(void)
{
    guint8 room[HN_POSTGRESQL_TIME_BYTES];
    check(room, hn_postgresql_put_timestamp(room, 0, FALSE), "2000-01-01 00:00:00");
    check(room, hn_postgresql_put_timestamp(room, -1, TRUE), "1999-12-31 23:59:59.999999+00");
    check(room, hn_postgresql_put_timestamp(room, 500000, TRUE), "2000-01-01 00:00:00.5+00");
    check(room, hn_postgresql_put_timestamp(room, -800000 * US_OF_DAY, TRUE),
          "0192-09-04 00:00:00+00 BC");
    check(room, hn_postgresql_put_timestamp(room, G_MAXINT64, TRUE), "infinity");
    check(room, hn_postgresql_put_timestamp(room, G_MININT64, FALSE), "-infinity");
    check(room, hn_postgresql_put_timestamp(room, G_MININT64 + 1, TRUE),
          "290279-12-22 19:59:05.224193+00 BC");
}

static void
test_times(void)
{
    guint8 room[HN_POSTGRESQL_TIME_BYTES];
    check(room, hn_postgresql_put_time(room, 0), "00:00:00");
    check(room, hn_postgresql_put_time(room, US_OF_DAY - 1), "23:59:59.999999");
    check(room, hn_postgresql_put_time(room, US_OF_DAY), "24:00:00");
    check(room, hn_postgresql_put_time(room, 3723040000), "01:02:03.04");
    g_assert_cmpuint(hn_postgresql_put_time(room, US_OF_DAY + 1), ==, 0);
    g_assert_cmpuint(hn_postgresql_put_time(room, -1), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/connect/postgresql_times/dates", test_dates);
    g_test_add_func("/connect/postgresql_times/timestamps", test_timestamps);
    g_test_add_func("/connect/postgresql_times/times", test_times);
    return g_test_run();
}
