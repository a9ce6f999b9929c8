/* Goal: a move of keys passes when nothing happens to entities, and only then. */
#include "publish/rekey_gate.h"

static gboolean
passes(const HnChangeCounts *counts, const char *text)
{
    gboolean passed = FALSE;
    g_autoptr(GPtrArray) results = hn_rekey_gate("person", counts, &passed);
    g_assert_cmpuint(results->len, ==, 1);
    const HnGateResult *result = results->pdata[0];
    g_assert_cmpstr(result->gate, ==, "keys");
    g_assert_cmpint(result->passed, ==, passed);
    g_assert_nonnull(strstr(result->message, text));
    g_assert_true(passed || result->message_vi != NULL);
    return passed;
}

static void
test_only_names_may_change(void)
{
    const HnChangeCounts none = { 0 }, updated = { .n_updated = 3 };
    g_assert_true(passes(&none, "no entity gains or loses a record"));
    g_assert_true(passes(&updated, "no entity"));
    const HnChangeCounts bad[] = { { .n_new = 1 },       { .n_merged = 1 },  { .n_split = 1 },
                                   { .n_moved = 1 },     { .n_retired = 1 }, { .n_joined = 1 },
                                   { .n_withdrawn = 1 }, { .n_restored = 1 } };
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++)
        g_assert_false(passes(&bad[i], "would make 1 changes"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/publish/rekey_gate/only_names_may_change", test_only_names_may_change);
    return g_test_run();
}
