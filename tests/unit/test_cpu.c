/* Goal: a processor can be asked to be taken for the baseline. */
#include "base/cpu.h"

static void
test_baseline_has_nothing(void)
{
    if (g_test_subprocess()) {
        g_assert_false(hn_cpu_has_avx2());
        g_assert_false(hn_cpu_has_avx2()); /* the answer stays */
        return;
    }
    g_setenv("HOPNHAT_CPU", "baseline", TRUE);
    g_test_trap_subprocess(NULL, 0, 0);
    g_test_trap_assert_passed();
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/cpu/baseline_has_nothing", test_baseline_has_nothing);
    return g_test_run();
}
