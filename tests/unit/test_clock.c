/* Goal: the clocks run, and a test can put its own in their place. */
#include "base/clock.h"

#define YEAR_2020_US (G_GINT64_CONSTANT(1577836800) * G_USEC_PER_SEC)

static void
test_system_clocks_run_forward(void)
{
    g_assert_cmpint(hn_clock_wall_us(), >, YEAR_2020_US);
    const gint64 first = hn_clock_monotonic_us();
    g_assert_cmpint(hn_clock_monotonic_us(), >=, first);
}

static gint64
year_1970(void)
{
    return 7;
}

static void
test_seam_replaces_and_restores(void)
{
    hn_clock_set(year_1970, NULL);
    g_assert_cmpint(hn_clock_wall_us(), ==, 7);
    hn_clock_set(NULL, year_1970);
    g_assert_cmpint(hn_clock_wall_us(), >, YEAR_2020_US);
    g_assert_cmpint(hn_clock_monotonic_us(), ==, 7);
    hn_clock_set(NULL, NULL);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/clock/system_clocks_run_forward", test_system_clocks_run_forward);
    g_test_add_func("/base/clock/seam_replaces_and_restores", test_seam_replaces_and_restores);
    return g_test_run();
}
