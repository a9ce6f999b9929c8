/* Goal: rejected pairs are found between the rows that are asked for, under their places; and a
 * component whose pairs would be too many is left out. Which ones there are: test_score_stage.c */
#include "linker/rejected_pairs.h"

#include "base/rng.h"
#include "tests/reference/random_records.h"

static void
test_among_some_rows(void)
{
    for (guint64 seed = 0; seed < 200; seed++) {
        enum { N = 20 };
        HnRng rng = hn_rng_seed(seed, 1);
        HnEdge all[N * N];
        guint32 rows[N], n_rows = 0;
        HnEdges rejected = { 0, all };
        for (guint32 a = 0; a < N; a++)
            for (guint32 b = a + 1; b < N; b++)
                if (hn_rng_below(&rng, 3) == 0)
                    all[rejected.n++] = (HnEdge){ a, b, HN_REJECTED_UNITS, 0 };
        for (guint32 row = 0; row < N; row++)
            if (hn_rng_below(&rng, 2) == 0)
                rows[n_rows++] = row;
        gsize n = 0, n_expected = 0;
        g_autofree HnEdge *among = hn_rejected_pairs_among(&rejected, rows, n_rows, &n);
        for (guint32 i = 0; i < n_rows; i++)
            for (guint32 k = i + 1; k < n_rows; k++)
                for (gsize e = 0; e < rejected.n; e++) {
                    if (all[e].a != rows[i] || all[e].b != rows[k])
                        continue;
                    g_assert_cmpuint(n_expected, <, n);
                    g_assert_cmpuint(among[n_expected].a, ==, i);
                    g_assert_cmpuint(among[n_expected++].b, ==, k);
                }
        g_assert_cmpuint(n, ==, n_expected);
    }
}

/* One block of all, and a chain of match edges through it. */
static gsize
n_of_chain(guint32 n_records)
{
    static char name[] = "town";
    HnAttribute attribute = { .name = name };
    HnBlockingRule rule = { .name = name, .n_parts = 1, .parts = { { 0, HN_KEY_PREFIX, 1 } } };
    const HnEntityType type = { .n_attributes = 1,
                                .attributes = &attribute,
                                .n_rules = 1,
                                .rules = &rule,
                                .block_size_max = 1u << 30 };
    g_autoptr(HnRecordTable) table = hn_record_table_new(&type);
    hn_record_table_start_source(table, "a");
    for (guint32 i = 0; i < n_records; i++) {
        g_autofree char *text = g_strdup_printf("v%06u", i); /* ascending: class = row */
        hn_record_table_add(table, hn_slice_of(text))[0] =
            hn_dictionary_intern(table->values[0], hn_slice_of(text));
    }
    hn_record_table_seal(table);
    g_autoptr(HnThreadPool) pool = hn_thread_pool_new(2);
    HnRuleReport report;
    g_autoptr(HnBlocks) blocks = hn_blocks_build(table, &type, NULL, pool, NULL, &report);
    g_autofree HnEdge *edges = g_new(HnEdge, n_records);
    for (guint32 i = 0; i + 1 < n_records; i++)
        edges[i] = (HnEdge){ i, i + 1, 0, 0 };
    const HnRejectedPairsInput input = { .n_classes = table->n_classes,
                                         .n_edges = n_records - 1,
                                         .edges = edges,
                                         .match_units = 0,
                                         .blocks = blocks,
                                         .pool = pool };
    gsize n = 0;
    g_autofree HnEdge *rejected = hn_rejected_pairs_find(&input, &n);
    return n;
}

static void
test_too_large_a_component_is_left_out(void)
{
    g_assert_cmpuint(n_of_chain(2), ==, 0);
    g_assert_cmpuint(n_of_chain(3), ==, 1);
    g_assert_cmpuint(n_of_chain(1000), ==, 999 * 998 / 2);
    g_assert_cmpuint(n_of_chain(3000), ==, 0); /* 4.5 million pairs for 2999 edges */
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/rejected_pairs/among_some_rows", test_among_some_rows);
    g_test_add_func("/linker/rejected_pairs/too_large_a_component_is_left_out",
                    test_too_large_a_component_is_left_out);
    return g_test_run();
}
