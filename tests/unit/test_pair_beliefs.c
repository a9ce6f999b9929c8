/* Goal: pairs are as probable as their surroundings say. */
#include "linker/pair_beliefs.h"

#define BIT HN_WEIGHT_UNITS_PER_BIT

static char name_a[] = "a", name_thing[] = "thing", name_all[] = "all", name_t[] = "t";

typedef struct {
    HnEntityType type;
    HnAttribute attribute;
    HnRecordTable *table;
} Fixture;

/* @n_rows records, the first half of source s, the others of t. */
static void
fixture_init(Fixture *f, guint32 n_rows)
{
    *f = (Fixture){ .attribute = { .name = name_a, .type = HN_TYPE_TEXT } };
    f->type = (HnEntityType){ .name = name_thing, .n_attributes = 1, .attributes = &f->attribute };
    f->table = hn_record_table_new(&f->type);
    for (guint32 row = 0; row < n_rows; row++) {
        g_autofree char *id = g_strdup_printf("%07u", row);
        if (row == 0 || row == n_rows / 2)
            hn_record_table_start_source(f->table, row == 0 ? "s" : "t");
        hn_record_table_add(f->table, hn_slice_of(id));
    }
    hn_record_table_seal(f->table);
}

static void
test_a_path_makes_probable(void)
{
    Fixture f;
    fixture_init(&f, 6);
    HnEdge list[] = { { 0, 1, 3 * BIT, 0 },
                      { 0, 2, -2 * BIT, 0 },
                      { 1, 2, 3 * BIT, 0 },
                      { 2, 3, -BIT, 0 },
                      { 4, 5, BIT, 0 } };
    const HnEdges edges = { G_N_ELEMENTS(list), list };
    const guint32 cluster_of[] = { 0, 0, 0, 3, 4, 4 };
    g_autoptr(HnPairBeliefs) beliefs = hn_pair_beliefs_new(f.table, &f.type, &edges, cluster_of);
    const guint64 p = hn_cross_probability(beliefs->plain, 3 * BIT);
    g_assert_cmpuint(beliefs->stated[0], ==, p);
    g_assert_cmpuint(beliefs->stated[1], ==, p * p >> 16);
    g_assert_cmpuint(beliefs->stated[3], ==, hn_cross_probability(beliefs->plain, -BIT));
    g_assert_cmpuint(beliefs->stated[4], ==, hn_cross_probability(beliefs->plain, BIT));
    g_assert_true(hn_pair_beliefs_within(beliefs, 4));
    g_assert_false(hn_pair_beliefs_within(beliefs, 3));
    g_assert_false(beliefs->compete);
    hn_record_table_free(f.table);
}

/* Three records each: sure pairs have a third record, pairs of two bits have none. */
static void
test_what_nobody_confirms_is_doubted(void)
{
    enum { TRIPLES = 200, PAIRS = 200, ROWS = 3 * TRIPLES + 2 * PAIRS };
    Fixture f;
    fixture_init(&f, ROWS);
    g_autofree HnEdge *list = g_new(HnEdge, ROWS);
    g_autofree guint32 *cluster_of = g_new(guint32, ROWS);
    gsize n = 0;
    for (guint32 row = 0; row < ROWS; row++) {
        const guint32 at = row < 3 * TRIPLES ? row % 3 : row % 2;
        const guint32 size = row < 3 * TRIPLES ? 3 : 2;
        cluster_of[row] = row - at;
        for (guint32 k = row + 1; k < row - at + size; k++)
            list[n++] = (HnEdge){ row, k, size == 3 ? 9 * BIT : 2 * BIT, 0 };
    }
    const HnEdges edges = { n, list };
    g_autoptr(HnPairBeliefs) beliefs = hn_pair_beliefs_new(f.table, &f.type, &edges, cluster_of);
    g_assert_cmpuint(beliefs->stated[0], >, 65000);
    g_assert_cmpuint(beliefs->stated[n - 1], <, 65536 / 10);
    hn_record_table_free(f.table);
}

static void
test_one_per_source_competes(void)
{
    Fixture f;
    fixture_init(&f, 4);
    char *all[] = { name_all, NULL }, *second[] = { name_t, NULL };
    HnEdge list[] = { { 0, 2, 3 * BIT, 0 }, { 0, 3, 3 * BIT, 0 }, { 1, 3, 9 * BIT, 0 } };
    const HnEdges edges = { G_N_ELEMENTS(list), list };
    const guint32 cluster_of[] = { 0, 1, 0, 1 };
    f.type.one_per_source = all;
    g_autoptr(HnPairBeliefs) both = hn_pair_beliefs_new(f.table, &f.type, &edges, cluster_of);
    g_assert_true(both->compete);
    g_assert_cmpuint(both->stated[0], >, 65536 * 7 / 8); /* its rival has a partner of its own */
    g_assert_cmpuint(both->stated[1], <, 65536 / 50);
    g_assert_cmpuint(both->stated[2], >, 65536 * 98 / 100);
    f.type.one_per_source = second; /* records of t do not compete for those of s */
    g_autoptr(HnPairBeliefs) one = hn_pair_beliefs_new(f.table, &f.type, &edges, cluster_of);
    g_assert_cmpfloat_with_epsilon((double)one->stated[0], 65536 * 8.0 / 17, 2);
    g_assert_cmpuint(one->stated[1], ==, one->stated[0]);
    hn_record_table_free(f.table);
}

/* Edges of clusters that are left out are what those of their weight are on average. */
static void
test_left_out_take_the_mean(void)
{
    const guint32 n_rows = 3 * HN_PATH_ROWS_MAX;
    Fixture f;
    fixture_init(&f, n_rows);
    g_autofree HnEdge *list = g_new(HnEdge, n_rows);
    g_autofree guint32 *cluster_of = g_new(guint32, n_rows);
    gsize n = 0;
    for (guint32 row = 0; row < n_rows; row++) {
        cluster_of[row] = row - row % 3;
        for (guint32 k = row + 1; k < row - row % 3 + 3; k++)
            list[n++] = (HnEdge){ row, k, k - row == 2 ? -BIT : 6 * BIT, 0 };
    }
    const HnEdges edges = { n, list };
    g_autoptr(HnPairBeliefs) beliefs = hn_pair_beliefs_new(f.table, &f.type, &edges, cluster_of);
    for (gsize i = 0; i < n; i++)
        g_assert_cmpuint(beliefs->stated[i], ==, beliefs->stated[i % 3]);
    g_assert_cmpuint(beliefs->stated[1], >, 60000);
    hn_record_table_free(f.table);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/pair_beliefs/" #what, test_##what)
    ADD(a_path_makes_probable);
    ADD(what_nobody_confirms_is_doubted);
    ADD(one_per_source_competes);
    ADD(left_out_take_the_mean);
    return g_test_run();
}
