/* Goal: what stands around a date goes, and nothing of the date with it. */
#include "text/date_dress.h"

static void
assert_text(HnSlice text, const char *expected)
{
    g_assert_cmpmem(text.bytes, text.n_bytes, expected, strlen(expected));
}

static void
test_undressed(void)
{
    assert_text(hn_date_undressed(hn_slice_of(" '05/03/1970\t")), "05/03/1970");
    assert_text(hn_date_undressed(hn_slice_of("'05/03/1970 '")), "05/03/1970");
    assert_text(hn_date_undressed(hn_slice_of("05/03/1970'")), "05/03/1970'");
    assert_text(hn_date_undressed(hn_slice_of("''''")), "");
    assert_text(hn_date_undressed(hn_slice_of("'")), "'");
    assert_text(hn_date_undressed(hn_slice_of("")), "");
}

static void
test_times(void)
{
    static const char *const times[] = { "",      "T17:00:00Z",  " 12:00:00 SA",
                                         " 9:30", "   12:00 CH", " 12h30",
                                         " 7g15", " 12:00 (VN)", "t00:00:00.000+07:00" };
    static const char *const others[] = {
        " ", "T", " 17", " or so", " SA", ":30", " 123:00", " :"
    };
    for (gsize i = 0; i < G_N_ELEMENTS(times); i++)
        g_assert_true(hn_date_time_follows(hn_slice_of(times[i])));
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++)
        g_assert_false(hn_date_time_follows(hn_slice_of(others[i])));
}

static void
test_clocks(void)
{
    static const char *const clocks[] = { "0000",       "2359",      "235959",
                                          "120000.123", "1200+0700", "120000.0-1130" };
    static const char *const others[] = { "",      "12",       "2400",   "1260",    "120060",
                                          "12000", "1200.",    "1200Z",  "1200+07", "1200+2500",
                                          "12:00", "12003012", "120000+" };
    for (gsize i = 0; i < G_N_ELEMENTS(clocks); i++)
        g_assert_true(hn_date_clock_follows(hn_slice_of(clocks[i])));
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++)
        g_assert_false(hn_date_clock_follows(hn_slice_of(others[i])));
}

static void
test_without_time(void)
{
    assert_text(hn_date_without_time(hn_slice_of("05/03/1970 12:00:00 SA")), "05/03/1970");
    assert_text(hn_date_without_time(hn_slice_of("1/1/70 0:00")), "1/1/70");
    assert_text(hn_date_without_time(hn_slice_of("2024-01-31T10:00:00Z")), "2024-01-31");
    assert_text(hn_date_without_time(hn_slice_of("12 Th\u00e1ng 4, 1968 0:00")),
                "12 Th\u00e1ng 4, 1968");
    assert_text(hn_date_without_time(hn_slice_of("05 / 03 / 1970")), "05 / 03 / 1970");
    assert_text(hn_date_without_time(hn_slice_of("")), "");
}

/* A megabyte of what may be passed over: neither a deep stack nor a look for each byte. */
static void
test_long_values(void)
{
    const gsize n = 1 << 20;
    g_autofree char *signs = g_strnfill(n, '\''), *spaces = g_strnfill(n, ' ');
    spaces[0] = spaces[n - 1] = 'x';
    assert_text(hn_date_undressed(hn_slice_of(signs)), "");
    g_assert_cmpuint(hn_date_without_time(hn_slice_of(spaces)).n_bytes, ==, n);
    assert_text(hn_date_without_time(hn_slice_of("05/03/1970   12:00")), "05/03/1970");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/date_dress/undressed", test_undressed);
    g_test_add_func("/date_dress/times", test_times);
    g_test_add_func("/date_dress/clocks", test_clocks);
    g_test_add_func("/date_dress/without_time", test_without_time);
    g_test_add_func("/date_dress/long_values", test_long_values);
    return g_test_run();
}
