#include "linker/expand_edges.h"

#include <stdlib.h>

static HnThreadPool *pool;

/* A table with sources of given sizes; class_of says which rows are equal (classes in order of
 * first row). */
static HnRecordTable *
make_table(const guint32 *n_rows_of_source, guint n_sources, const guint32 *class_of)
{
    static char name[] = "value";
    static HnAttribute attribute = { .name = name };
    const HnEntityType type = { .n_attributes = 1, .attributes = &attribute };
    HnRecordTable *table = hn_record_table_new(&type);
    guint32 row = 0;
    for (guint source = 0; source < n_sources; source++) {
        g_autofree char *source_name = g_strdup_printf("source%02u", source);
        hn_record_table_start_source(table, source_name);
        for (guint32 i = 0; i < n_rows_of_source[source]; i++, row++) {
            g_autofree char *id = g_strdup_printf("%06u", i);
            g_autofree char *value = g_strdup_printf("v%u", class_of == NULL ? 0 : class_of[row]);
            guint32 *line = hn_record_table_add(table, hn_slice_of(id));
            line[0] = hn_dictionary_intern(table->values[0], hn_slice_of(value));
        }
    }
    hn_record_table_seal(table);
    return table;
}

static HnEdges *
expand(const HnRecordTable *table, const HnEdge *class_edges, gsize n, HnThreadPool *workers)
{
    const HnPairScope all = { .table = table };
    return hn_expand_edges(&all, class_edges, n, workers);
}

static void
assert_well_formed(const HnEdges *edges, const HnRecordTable *table, const HnEdge *class_edge)
{
    for (gsize i = 0; i < edges->n; i++) {
        const HnEdge *edge = &edges->edges[i];
        g_assert_cmpuint(edge->a, <, edge->b);
        g_assert_cmpint(edge->weight_units, ==, class_edge->weight_units);
        g_assert_cmpuint(edge->rule, ==, class_edge->rule);
        const guint32 class_a = table->class_of[edge->a], class_b = table->class_of[edge->b];
        g_assert_cmpuint(MIN(class_a, class_b), ==, class_edge->a);
        g_assert_cmpuint(MAX(class_a, class_b), ==, class_edge->b);
        if (i > 0)
            g_assert_true(edges->edges[i - 1].a < edge->a ||
                          (edges->edges[i - 1].a == edge->a && edges->edges[i - 1].b < edge->b));
    }
}

/* Rows of @from (a class) that one can walk to from @start; @skip is not entered (G_MAXUINT32 =
 * none). */
static guint32
count_reached(const HnEdges *edges, guint32 n_rows, guint32 start, guint32 skip)
{
    g_autofree gboolean *reached = g_new0(gboolean, n_rows);
    reached[start] = TRUE;
    for (gboolean more = TRUE; more;) {
        more = FALSE;
        for (gsize i = 0; i < edges->n; i++) {
            const guint32 a = edges->edges[i].a, b = edges->edges[i].b;
            if (a == skip || b == skip || reached[a] == reached[b])
                continue;
            reached[a] = reached[b] = more = TRUE;
        }
    }
    guint32 n = 0;
    for (guint32 row = 0; row < n_rows; row++)
        n += reached[row];
    return n;
}

static int
compare_edges(const void *x, const void *y)
{
    const HnEdge *a = x, *b = y;
    const int by_a = (a->a > b->a) - (a->a < b->a);
    return by_a != 0 ? by_a : (a->b > b->b) - (a->b < b->b);
}

static void
test_single_rows(void)
{
    const guint32 rows[] = { 2, 2 }, classes[] = { 0, 1, 2, 3 };
    g_autoptr(HnRecordTable) table = make_table(rows, 2, classes);
    const HnEdge class_edges[] = { { 0, 2, 5, 1 }, { 0, 3, 6, 2 }, { 1, 2, -7, 3 } };
    g_autoptr(HnEdges) edges = expand(table, class_edges, 3, pool);
    g_assert_cmpuint(edges->n, ==, 3);
    g_assert_cmpmem(edges->edges, sizeof class_edges, class_edges, sizeof class_edges);
}

static void
test_product(void)
{
    /* Class 0 = rows 0, 2, 4; class 1 = rows 1, 3. */
    const guint32 rows[] = { 5 }, classes[] = { 0, 1, 0, 1, 0 };
    g_autoptr(HnRecordTable) table = make_table(rows, 1, classes);
    const HnEdge class_edges[] = { { 0, 0, 9, 4 }, { 0, 1, 5, 2 } };
    g_autoptr(HnEdges) edges = expand(table, class_edges, 2, pool);
    const HnEdge expected[] = { { 0, 1, 5, 2 }, { 0, 2, 9, 4 }, { 0, 3, 5, 2 },
                                { 0, 4, 9, 4 }, { 1, 2, 5, 2 }, { 1, 4, 5, 2 },
                                { 2, 3, 5, 2 }, { 2, 4, 9, 4 }, { 3, 4, 5, 2 } };
    g_assert_cmpuint(edges->n, ==, G_N_ELEMENTS(expected));
    g_assert_cmpmem(edges->edges, edges->n * sizeof(HnEdge), expected, sizeof expected);
}

static void
test_inside_limits(void)
{
    static const guint32 sizes[] = { 2, 23, 24, 25, 100 };
    for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
        const guint32 n = sizes[i];
        g_autoptr(HnRecordTable) table = make_table(&n, 1, NULL);
        const HnEdge class_edge = { 0, 0, 70000, 3 };
        g_autoptr(HnEdges) edges = expand(table, &class_edge, 1, pool);
        assert_well_formed(edges, table, &class_edge);
        g_assert_cmpuint(edges->n, ==, n <= 23 ? n * (n - 1) / 2 : n * HN_EXPAND_REACH);
        g_assert_cmpuint(count_reached(edges, n, 0, G_MAXUINT32), ==, n);
        for (guint32 skip = 1; skip < n; skip++) /* nobody holds the class together alone */
            g_assert_cmpuint(count_reached(edges, n, 0, skip), ==, n - 1);
    }
}

static void
test_between_limits(void)
{
    static const guint32 sizes[][2] = { { 16, 16 }, { 16, 17 }, { 1, 256 }, { 1, 257 },  { 300, 1 },
                                        { 3, 100 }, { 90, 7 },  { 40, 40 }, { 200, 150 } };
    for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
        const guint32 n_a = sizes[i][0], n_b = sizes[i][1], n = n_a + n_b;
        g_autofree guint32 *classes = g_new0(guint32, n);
        for (guint32 row = 1; row < n; row++) /* both classes in both sources */
            classes[row] = row > n_a ? 1 : 0;
        if (n_b > 0 && n_a > 1)
            classes[n_a - 1] = 1, classes[n_a] = 0;
        else
            classes[n_a] = 1;
        const guint32 rows[] = { n / 3, n - n / 3 };
        g_autoptr(HnRecordTable) table = make_table(rows, 2, classes);
        const HnEdge class_edge = { 0, 1, -3, 8 };
        g_autoptr(HnEdges) edges = expand(table, &class_edge, 1, pool);
        assert_well_formed(edges, table, &class_edge);
        g_assert_cmpuint(edges->n, ==,
                         n_a * n_b <= HN_EXPAND_PAIRS_MAX
                             ? n_a * n_b
                             : MAX(n_a, n_b) * MIN(MIN(n_a, n_b), HN_EXPAND_REACH));
        g_assert_cmpuint(count_reached(edges, n, 0, G_MAXUINT32), ==, n);
    }
}

/* Where both sources hold one record per entity, each first has an edge to the other's first,
 * second to second. */
static void
test_dealt(void)
{
    const guint32 rows[] = { 100, 100 };
    g_autoptr(HnRecordTable) table = make_table(rows, 2, NULL);
    const HnEdge class_edge = { 0, 0, 1, 0 };
    g_autoptr(HnEdges) edges = expand(table, &class_edge, 1, pool);
    guint32 n_met = 0;
    for (gsize i = 0; i < edges->n; i++)
        n_met += edges->edges[i].b == edges->edges[i].a + 100;
    g_assert_cmpuint(n_met, ==, 100);
}

static void
test_nothing(void)
{
    const guint32 rows[] = { 3 };
    g_autoptr(HnRecordTable) table = make_table(rows, 1, NULL);
    g_autoptr(HnEdges) edges = expand(table, NULL, 0, pool);
    g_assert_cmpuint(edges->n, ==, 0);
}

/* More than one part of class edges, two rows a class: what each class edge gives alone, sorted. */
static void
test_parts(void)
{
    enum { N = 40000 };
    g_autofree guint32 *classes = g_new(guint32, 2 * N);
    for (guint32 row = 0; row < 2 * N; row++)
        classes[row] = row % N;
    const guint32 rows[] = { N, N };
    g_autoptr(HnRecordTable) table = make_table(rows, 2, classes);
    g_autofree HnEdge *class_edges = g_new(HnEdge, 2 * N);
    gsize n = 0, n_alone = 0;
    for (guint32 class = 0; class < N; class ++) {
        class_edges[n++] = (HnEdge){ class, class, (gint32) class, 1 };
        if (class + 1 < N)
            class_edges[n++] = (HnEdge){ class, class + 1, -(gint32) class, 2 };
    }
    g_autoptr(HnEdges) edges = expand(table, class_edges, n, pool);
    for (gsize i = 0; i < n; i++) {
        g_autoptr(HnEdges) alone = expand(table, &class_edges[i], 1, pool);
        n_alone += alone->n;
        for (gsize k = 0; k < alone->n; k++)
            g_assert_nonnull(
                bsearch(&alone->edges[k], edges->edges, edges->n, sizeof(HnEdge), compare_edges));
    }
    g_assert_cmpuint(edges->n, ==, n_alone);
    for (gsize i = 1; i < edges->n; i++)
        g_assert_cmpint(compare_edges(&edges->edges[i - 1], &edges->edges[i]), <, 0);
}

/* Rows 0 to 2 of one source, 3 and 4 of another; only the first holds an entity once. */
static void
test_beyond_the_scope_is_no_edge(void)
{
    const guint32 rows[] = { 3, 2 }, classes[] = { 0, 0, 1, 0, 0 };
    g_autoptr(HnRecordTable) table = make_table(rows, 2, classes);
    guint32 source_of[] = { 0, 0, 0, 1, 1 };
    guint8 once[] = { 1, 0 };
    const HnPairScope scope = { table, source_of, once, NULL };
    const HnEdge class_edges[] = { { 0, 0, 9, 4 }, { 0, 1, 5, 2 } };
    g_autoptr(HnEdges) edges = hn_expand_edges(&scope, class_edges, 2, pool);
    const HnEdge expected[] = { { 0, 3, 9, 4 }, { 0, 4, 9, 4 }, { 1, 3, 9, 4 }, { 1, 4, 9, 4 },
                                { 2, 3, 5, 2 }, { 2, 4, 5, 2 }, { 3, 4, 9, 4 } };
    g_assert_cmpmem(edges->edges, edges->n * sizeof(HnEdge), expected, sizeof expected);
}

/* Rows 0 to 2 of one source, 3 of another, 4 of a third, all equal; the first and the third may not
 * be compared. */
static void
test_what_may_not_be_compared_is_no_edge(void)
{
    const guint32 rows[] = { 3, 1, 1 }, classes[] = { 0, 0, 0, 0, 0 };
    g_autoptr(HnRecordTable) table = make_table(rows, 3, classes);
    guint32 source_of[] = { 0, 0, 0, 1, 2 };
    guint8 meets[] = { 0, 0, HN_MEET_NEVER, 0, 0, 0, HN_MEET_NEVER, 0, 0 };
    const HnPairScope scope = { table, source_of, NULL, meets };
    const HnEdge class_edges[] = { { 0, 0, 9, 4 } };
    g_autoptr(HnEdges) edges = hn_expand_edges(&scope, class_edges, 1, pool);
    const HnEdge expected[] = { { 0, 1, 9, 4 }, { 0, 2, 9, 4 }, { 0, 3, 9, 4 }, { 1, 2, 9, 4 },
                                { 1, 3, 9, 4 }, { 2, 3, 9, 4 }, { 3, 4, 9, 4 } };
    g_assert_cmpmem(edges->edges, edges->n * sizeof(HnEdge), expected, sizeof expected);
}

/* Many parts, each with pairs beyond: none is lost at a seam, none is left in a gap. */
static void
test_gaps_close(void)
{
    enum { N = 40000 };
    const guint32 rows[] = { N, N };
    g_autofree guint32 *classes = g_new(guint32, 2 * N);
    g_autofree guint32 *source_of = g_new(guint32, 2 * N);
    for (guint32 row = 0; row < 2 * N; row++) {
        classes[row] = row;
        source_of[row] = row >= N;
    }
    g_autoptr(HnRecordTable) table = make_table(rows, 2, classes);
    guint8 once[] = { 1, 1 };
    const HnPairScope scope = { table, source_of, once, NULL };
    g_autofree HnEdge *class_edges = g_new(HnEdge, 2 * N);
    gsize n = 0;
    for (guint32 row = 0; row + 1 < N; row++) {
        class_edges[n++] = (HnEdge){ row, row + 1, 1, 0 };
        class_edges[n++] = (HnEdge){ row, row + N, 2, 0 };
    }
    g_autoptr(HnEdges) edges = hn_expand_edges(&scope, class_edges, n, pool);
    g_assert_cmpuint(edges->n, ==, N - 1);
    for (guint32 row = 0; row + 1 < N; row++) {
        g_assert_cmpuint(edges->edges[row].a, ==, row);
        g_assert_cmpuint(edges->edges[row].b, ==, row + N);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    pool = hn_thread_pool_new(2);
    g_test_add_func("/linker/expand_edges/no_edges", test_nothing);
    g_test_add_func("/linker/expand_edges/single_rows_stay_as_they_are", test_single_rows);
    g_test_add_func("/linker/expand_edges/small_classes_give_the_product", test_product);
    g_test_add_func("/linker/expand_edges/a_large_class_is_a_ring", test_inside_limits);
    g_test_add_func("/linker/expand_edges/two_large_classes_are_connected", test_between_limits);
    g_test_add_func("/linker/expand_edges/first_meets_first", test_dealt);
    g_test_add_func("/linker/expand_edges/parts_fit_together", test_parts);
    g_test_add_func("/linker/expand_edges/what_may_not_be_compared_is_no_edge",
                    test_what_may_not_be_compared_is_no_edge);
    g_test_add_func("/linker/expand_edges/beyond_the_scope_is_no_edge",
                    test_beyond_the_scope_is_no_edge);
    g_test_add_func("/linker/expand_edges/gaps_close", test_gaps_close);
    const int failed = g_test_run();
    hn_thread_pool_free(pool);
    return failed;
}
