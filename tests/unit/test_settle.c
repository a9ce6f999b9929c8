#include "linker/settle.h"

#define ROWS(...) ((const guint32[]){ __VA_ARGS__ })
#define SAME(decision, n, ...)                                                                     \
    {                                                                                              \
        HN_CONSTRAINT_SAME, decision, { n, 0 },                                                    \
        {                                                                                          \
            ROWS(__VA_ARGS__), NULL                                                                \
        }                                                                                          \
    }
#define LOCK(decision, n, ...)                                                                     \
    {                                                                                              \
        HN_CONSTRAINT_LOCK, decision, { n, 0 },                                                    \
        {                                                                                          \
            ROWS(__VA_ARGS__), NULL                                                                \
        }                                                                                          \
    }
#define DIFFERENT(decision, a, b)                                                                  \
    {                                                                                              \
        HN_CONSTRAINT_DIFFERENT, decision, { 1, 1 },                                               \
        {                                                                                          \
            ROWS(a), ROWS(b)                                                                       \
        }                                                                                          \
    }

/* @expected: a digit a constraint, 1 = stands. */
static void
assert_stands(const HnConstraint *constraints, gsize n, const char *expected)
{
    g_autoptr(HnSettled) settled = hn_settle(constraints, n, NULL);
    guint n_overruled = 0;
    for (gsize i = 0; i < n; i++) {
        g_assert_cmpint(settled->stands[i], ==, expected[i] == '1');
        if (!settled->stands[i])
            g_assert_cmpuint(g_array_index(settled->overruled, guint64, n_overruled++), ==,
                             constraints[i].decision);
    }
    g_assert_cmpuint(settled->overruled->len, ==, n_overruled);
}

static void
test_nothing(void)
{
    g_autoptr(HnSettled) settled = hn_settle(NULL, 0, NULL);
    g_assert_cmpuint(settled->n_rows, ==, 0);
    g_assert_cmpuint(hn_settled_find(settled, 7), ==, G_MAXUINT32);
}

/* Rows 0 and 3 are of sources that never meet: what would bind them is overruled, the earlier
 * decision stands, and what came later all the same. */
static void
test_the_law_stands_above(void)
{
    const guint32 source_of[] = { 0, 1, 1, 2, 1 };
    const guint8 meets[] = { 0, 0, 2, 0, 0, 0, 2, 0, 0 };
    const HnRowsMeet meet = { 3, source_of, meets };
    const HnConstraint constraints[] = { SAME(1, 2, 0, 1), SAME(2, 2, 1, 3), SAME(3, 2, 0, 3),
                                         LOCK(4, 2, 2, 4), SAME(5, 2, 0, 1) };
    g_autoptr(HnSettled) settled = hn_settle(constraints, G_N_ELEMENTS(constraints), &meet);
    static const guint8 expected[] = { 1, 0, 0, 1, 1 };
    g_assert_cmpmem(settled->stands, sizeof expected, expected, sizeof expected);
    g_assert_cmpuint(settled->overruled->len, ==, 2);
    assert_stands(constraints, G_N_ELEMENTS(constraints), "11111");
}

static void
test_binds_transitively(void)
{
    const HnConstraint constraints[] = { SAME(1, 2, 9, 30), SAME(2, 2, 4, 30), SAME(3, 2, 5, 6) };
    g_autoptr(HnSettled) settled = hn_settle(constraints, G_N_ELEMENTS(constraints), NULL);
    g_assert_cmpuint(settled->n_rows, ==, 5);
    const guint32 four = hn_settled_find(settled, 4);
    g_assert_cmpuint(settled->bound_to[hn_settled_find(settled, 30)], ==, four);
    g_assert_cmpuint(settled->bound_to[hn_settled_find(settled, 9)], ==, four);
    g_assert_cmpuint(settled->bound_to[hn_settled_find(settled, 6)], ==,
                     hn_settled_find(settled, 5));
    g_assert_cmpuint(settled->overruled->len, ==, 0);
}

static void
test_later_wins(void)
{
    const HnConstraint different_last[] = { SAME(1, 2, 1, 2), DIFFERENT(2, 1, 2) };
    const HnConstraint same_last[] = { DIFFERENT(1, 1, 2), SAME(2, 2, 1, 2) };
    assert_stands(different_last, 2, "01");
    assert_stands(same_last, 2, "01");
}

/* 1 = 2 = 3 against 1 != 3: the chain as a whole contradicts, its earliest link gives way. */
static void
test_chain(void)
{
    const HnConstraint constraints[] = { SAME(1, 2, 1, 2), SAME(2, 2, 2, 3), DIFFERENT(3, 1, 3) };
    assert_stands(constraints, 3, "011");
    const HnConstraint reversed[] = { DIFFERENT(1, 1, 3), SAME(2, 2, 2, 3), SAME(3, 2, 1, 2) };
    assert_stands(reversed, 3, "011");
}

static void
test_lock(void)
{
    const HnConstraint joined[] = { LOCK(1, 2, 1, 2), SAME(2, 2, 2, 3) };
    assert_stands(joined, 2, "01");
    const HnConstraint closed[] = { SAME(1, 2, 2, 3), SAME(2, 2, 1, 2), LOCK(3, 2, 1, 2) };
    assert_stands(closed, 3, "011");
    const HnConstraint divided[] = { LOCK(1, 3, 1, 2, 3), DIFFERENT(2, 1, 3) };
    assert_stands(divided, 2, "01");
    const HnConstraint twice[] = { LOCK(1, 2, 1, 2), LOCK(2, 2, 1, 2), DIFFERENT(3, 1, 5) };
    assert_stands(twice, 3, "111");
    const HnConstraint overlap[] = { LOCK(1, 2, 1, 2), LOCK(2, 2, 2, 3) };
    assert_stands(overlap, 2, "01");
    g_autoptr(HnSettled) settled = hn_settle(overlap, 2, NULL);
    g_assert_false(settled->locked[hn_settled_find(settled, 1)]);
    g_assert_true(settled->locked[hn_settled_find(settled, 2)]);
    g_assert_true(settled->locked[hn_settled_find(settled, 3)]);
}

static void
test_row_on_both_sides(void)
{
    const HnConstraint constraints[] = { DIFFERENT(1, 3, 3) };
    assert_stands(constraints, 1, "0");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/settle/no_decisions", test_nothing);
    g_test_add_func("/linker/settle/same_the_law_stands_above", test_the_law_stands_above);
    g_test_add_func("/linker/settle/same_binds_transitively", test_binds_transitively);
    g_test_add_func("/linker/settle/later_decision_wins", test_later_wins);
    g_test_add_func("/linker/settle/a_chain_contradicts_as_a_whole", test_chain);
    g_test_add_func("/linker/settle/a_lock_is_exactly_its_rows", test_lock);
    g_test_add_func("/linker/settle/a_row_is_not_different_from_itself", test_row_on_both_sides);
    return g_test_run();
}
