/* Goal: one slip of the keyboard and no more; numbers are never near. */
#include "text/one_slip.h"

static gboolean
slip(const char *a, const char *b)
{
    const gboolean there = hn_is_one_slip(hn_slice_of(a), hn_slice_of(b));
    g_assert_cmpint(there, ==, hn_is_one_slip(hn_slice_of(b), hn_slice_of(a)));
    return there;
}

static void
test_one_slip(void)
{
    static const char *const near[] = { "phucxa", "phuxa",   "phucxaa", "phucxe",
                                        "phcuxa", "xphucxa", "phuxca" };
    for (gsize i = 1; i < G_N_ELEMENTS(near); i++)
        g_assert_true(slip(near[0], near[i]));
    g_assert_true(slip("ab", "ba"));
    g_assert_true(slip("a", "b"));
}

static void
test_more_is_another_name(void)
{
    g_assert_false(slip("phucxa", "phucxa"));
    g_assert_false(slip("phucxa", "phuxaa"));
    g_assert_false(slip("phucxa", "hpcuxa"));
    g_assert_false(slip("phucxa", "phucxaab"));
    g_assert_false(slip("", "a"));
    g_assert_false(slip("abc", "cba"));
}

static void
test_digits_must_be_right(void)
{
    g_assert_false(slip("1", "2"));
    g_assert_false(slip("midinh1", "midinh2"));
    g_assert_false(slip("midinh1", "midinh12"));
    g_assert_true(slip("midinh1", "midnh1"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/one_slip/one_slip", test_one_slip);
    g_test_add_func("/text/one_slip/more_is_another_name", test_more_is_another_name);
    g_test_add_func("/text/one_slip/digits_must_be_right", test_digits_must_be_right);
    return g_test_run();
}
