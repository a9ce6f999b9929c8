/* Goal: counts are right where they say so, near where not, and the order of values is nothing. */
#include "insight/distinct_count.h"

#include "base/hash.h"

static HnDistinctCount *
count_of(guint first, guint n, guint step)
{
    HnDistinctCount *count = hn_distinct_count_new();
    for (guint i = 0; i < n; i++)
        hn_distinct_count_add(count, hn_hash_mix(first + i * step + 1));
    return count;
}

static void
test_few_values_are_counted_exactly(void)
{
    gboolean exact = FALSE;
    g_autoptr(HnDistinctCount) count = count_of(0, 500, 1);
    for (guint i = 0; i < 500; i++)
        hn_distinct_count_add(count, hn_hash_mix(i + 1));
    g_assert_cmpuint(hn_distinct_count_size(count, &exact), ==, 500);
    g_assert_true(exact);
    g_assert_false(hn_distinct_count_is_unique(count));
}

static void
test_many_values_are_estimated(void)
{
    gboolean exact = TRUE;
    g_autoptr(HnDistinctCount) count = count_of(0, 100000, 1);
    hn_distinct_count_add(count, hn_hash_mix(7));
    const guint64 size = hn_distinct_count_size(count, &exact);
    g_assert_false(exact);
    g_assert_cmpuint(size, >, 94000);
    g_assert_cmpuint(size, <, 106000);
}

static void
test_unique_until_one_comes_twice(void)
{
    gboolean exact = FALSE;
    g_autoptr(HnDistinctCount) count = count_of(0, 50000, 1);
    g_assert_true(hn_distinct_count_is_unique(count));
    g_assert_cmpuint(hn_distinct_count_size(count, &exact), ==, 50000);
    g_assert_true(exact);
    hn_distinct_count_add(count, hn_hash_mix(40000));
    g_assert_false(hn_distinct_count_is_unique(count));
    g_autoptr(HnDistinctCount) none = hn_distinct_count_new();
    g_assert_true(hn_distinct_count_is_unique(none));
    g_assert_cmpuint(hn_distinct_count_size(none, &exact), ==, 0);
}

/* @n_a and @n_b values, of which @n_both are in both. */
static void
check_merge(guint n_a, guint n_b, guint n_both)
{
    gboolean exact = FALSE, whole_is_exact = FALSE;
    guint64 merged_sketch[HN_DISTINCT_SKETCH], whole_sketch[HN_DISTINCT_SKETCH];
    g_autoptr(HnDistinctCount) merged = count_of(0, n_a, 1);
    g_autoptr(HnDistinctCount) other = count_of(n_a - n_both, n_b, 1);
    g_autoptr(HnDistinctCount) whole = count_of(0, n_a, 1);
    for (guint i = 0; i < n_b; i++)
        hn_distinct_count_add(whole, hn_hash_mix(n_a - n_both + i + 1));
    hn_distinct_count_merge(merged, other);
    g_assert_cmpuint(hn_distinct_count_size(merged, &exact), ==,
                     hn_distinct_count_size(whole, &whole_is_exact));
    g_assert_true(exact == whole_is_exact);
    g_assert_true(hn_distinct_count_is_unique(merged) == hn_distinct_count_is_unique(whole));
    const guint n = hn_distinct_count_sketch(merged, merged_sketch);
    g_assert_cmpuint(n, ==, hn_distinct_count_sketch(whole, whole_sketch));
    g_assert_cmpmem(merged_sketch, n * sizeof(guint64), whole_sketch, n * sizeof(guint64));
}

static void
test_merged_as_if_added(void)
{
    check_merge(300, 200, 0);
    check_merge(300, 200, 50);
    check_merge(7000, 7000, 0);
    check_merge(7000, 7000, 1);
    check_merge(100, 30000, 0);
    check_merge(30000, 100, 7);
}

static void
test_sketch_tells_common_values(void)
{
    guint64 a[HN_DISTINCT_SKETCH], b[HN_DISTINCT_SKETCH], c[HN_DISTINCT_SKETCH];
    g_autoptr(HnDistinctCount) first = count_of(0, 20000, 1);
    g_autoptr(HnDistinctCount) half = count_of(10000, 20000, 1);
    g_autoptr(HnDistinctCount) other = count_of(500000, 20000, 1);
    const guint n_a = hn_distinct_count_sketch(first, a);
    const guint n_b = hn_distinct_count_sketch(half, b);
    const guint n_c = hn_distinct_count_sketch(other, c);
    const gdouble overlap = hn_sketch_overlap(a, n_a, 20000, b, n_b, 20000);
    g_assert_cmpfloat(overlap, >, 0.35);
    g_assert_cmpfloat(overlap, <, 0.65);
    g_assert_cmpfloat(hn_sketch_overlap(a, n_a, 20000, c, n_c, 20000), ==, 0);
    g_assert_cmpfloat(hn_sketch_overlap(a, n_a, 20000, a, n_a, 20000), ==, 1);
    g_assert_cmpfloat(hn_sketch_overlap(a, 0, 0, a, n_a, 20000), ==, 0);
}

static void
test_order_of_values_is_nothing(void)
{
    guint64 a[HN_DISTINCT_SKETCH], b[HN_DISTINCT_SKETCH];
    gboolean exact;
    g_autoptr(HnDistinctCount) up = hn_distinct_count_new();
    g_autoptr(HnDistinctCount) down = hn_distinct_count_new();
    for (guint i = 0; i < 30000; i++) {
        hn_distinct_count_add(up, hn_hash_mix(1 + i % 20000));
        hn_distinct_count_add(down, hn_hash_mix(1 + (29999 - i) % 20000));
    }
    g_assert_cmpuint(hn_distinct_count_size(up, &exact), ==, hn_distinct_count_size(down, &exact));
    const guint n = hn_distinct_count_sketch(up, a);
    g_assert_cmpuint(n, ==, hn_distinct_count_sketch(down, b));
    g_assert_cmpmem(a, n * sizeof(guint64), b, n * sizeof(guint64));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/distinct/few", test_few_values_are_counted_exactly);
    g_test_add_func("/insight/distinct/many", test_many_values_are_estimated);
    g_test_add_func("/insight/distinct/unique", test_unique_until_one_comes_twice);
    g_test_add_func("/insight/distinct/sketch", test_sketch_tells_common_values);
    g_test_add_func("/insight/distinct/order", test_order_of_values_is_nothing);
    g_test_add_func("/insight/distinct/merge", test_merged_as_if_added);
    return g_test_run();
}
