/* Goal: the ceiling holds, also among threads; sizes as people write them are read. */
#include "base/budget.h"

#include "base/thread_pool.h"

static void
test_ceiling_holds(void)
{
    g_autoptr(HnBudget) budget = hn_budget_new(100);
    g_assert_cmpuint(hn_budget_ceiling(budget), ==, 100);
    g_assert_true(hn_budget_take(budget, 60));
    g_assert_false(hn_budget_take(budget, 41));
    g_assert_cmpuint(hn_budget_left(budget), ==, 40);
    g_assert_true(hn_budget_take(budget, 40));
    g_assert_false(hn_budget_take(budget, 1));
    g_assert_true(hn_budget_take(budget, 0));
    hn_budget_force(budget, 25);
    g_assert_cmpuint(hn_budget_left(budget), ==, 0);
    g_assert_false(hn_budget_take(budget, 0)); /* already beyond */
    hn_budget_give(budget, 125);
    g_assert_cmpuint(hn_budget_left(budget), ==, 100);
    g_assert_cmpuint(hn_budget_peak(budget), ==, 125);
    g_assert_false(hn_budget_take(budget, G_MAXUINT64)); /* no wrap */
}

static void
test_giving_more_than_taken_aborts(void)
{
    if (g_test_subprocess()) {
        g_autoptr(HnBudget) budget = hn_budget_new(100);
        hn_budget_give(budget, 1);
        return;
    }
    g_test_trap_subprocess(NULL, 0, 0);
    g_test_trap_assert_failed();
}

static void
take_and_give(gpointer user, gsize task, guint thread G_GNUC_UNUSED)
{
    HnBudget *budget = user;
    for (guint i = 0; i < 2000; i++) {
        if (hn_budget_take(budget, 1 + task % 7))
            hn_budget_give(budget, 1 + task % 7);
    }
}

static void
test_threads_never_pass_it_together(void)
{
    g_autoptr(HnBudget) budget = hn_budget_new(9);
    g_autoptr(HnThreadPool) pool = hn_thread_pool_new(4);
    hn_thread_pool_run(pool, 64, take_and_give, budget);
    g_assert_cmpuint(hn_budget_left(budget), ==, 9);
    g_assert_cmpuint(hn_budget_peak(budget), <=, 9);
}

static void
test_sizes_are_read(void)
{
    static const struct {
        const char *text;
        guint64 bytes;
    } cases[] = {
        { "65536", 65536 },
        { "512M", 512u << 20 },
        { "1G", 1u << 30 },
        { "1g", 1u << 30 },
        { "1.5GiB", 3ull << 29 },
        { "2 KB", 2048 },
        { "2KiB", 2048 },
        { "1T", 1ull << 40 },
        { "0.5K", 512 },
        { "7B", 7 },
        { "", 0 },
        { "G", 0 },
        { "-1G", 0 },
        { "1X", 0 },
        { "1GG", 0 },
        { "1 G x", 0 },
        { ".5G", 0 },
        { "99999999999999T", 0 },
        { "18446744073709551616", 0 },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("'%s'", cases[i].text);
        g_assert_cmpuint(hn_budget_parse(cases[i].text), ==, cases[i].bytes);
    }
}

static void
test_this_machine_has_a_ceiling_and_a_peak(void)
{
    g_assert_cmpuint(hn_budget_default_ceiling(), >, 1u << 20);
    g_assert_cmpuint(hn_process_peak_bytes(), >, 1u << 16);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/budget/ceiling_holds", test_ceiling_holds);
    g_test_add_func("/base/budget/giving_more_than_taken_aborts",
                    test_giving_more_than_taken_aborts);
    g_test_add_func("/base/budget/threads_never_pass_it_together",
                    test_threads_never_pass_it_together);
    g_test_add_func("/base/budget/sizes_are_read", test_sizes_are_read);
    g_test_add_func("/base/budget/this_machine_has_a_ceiling_and_a_peak",
                    test_this_machine_has_a_ceiling_and_a_peak);
    return g_test_run();
}
