/* Goal: lost pairs are estimated from the parts that likely matches share and from what clusters
 * hold, and where there is no model from counts of rules. */
#include "linker/blocking_loss.h"

#include "base/rng.h"

#define BIT HN_WEIGHT_UNITS_PER_BIT

enum { PAIRS = 3000, ATTRIBUTES = 3 };
#define KEPT 0.8

static char names[ATTRIBUTES][2] = { "a", "b", "c" }, name_thing[] = "thing";

/* Pairs of rows 2 i and 2 i + 1: each attribute of the second is the first's, or its own. */
typedef struct {
    HnEntityType type;
    HnAttribute attributes[ATTRIBUTES];
    HnBlockingRule rules[2];
    HnRecordTable *table;
    HnEdge list[PAIRS];
    HnEdges edges;
    guint32 cluster_of[2 * PAIRS];
    guint n_lost;
} Fixture;

static guint32
word(Fixture *f, guint attribute, guint number)
{
    const guint32 letters = g_htonl(number);
    return hn_dictionary_intern(f->table->values[attribute], hn_slice(&letters, sizeof letters));
}

static void
add_row(Fixture *f, guint number, const guint32 *cells)
{
    const guint32 id = g_htonl(number);
    guint32 *line = hn_record_table_add(f->table, hn_slice(&id, sizeof id));
    memcpy(line, cells, ATTRIBUTES * sizeof *cells);
}

/* Rules: a and b, or c. */
static void
fixture_init(Fixture *f)
{
    HnRng rng = hn_rng_seed(7, 0);
    *f = (Fixture){ .rules = {
                        { .name = names[0],
                          .n_parts = 2,
                          .parts = { { .attribute = 0 }, { .attribute = 1 } } },
                        { .name = names[2], .n_parts = 1, .parts = { { .attribute = 2 } } } } };
    for (guint i = 0; i < ATTRIBUTES; i++)
        f->attributes[i] = (HnAttribute){ .name = names[i], .type = HN_TYPE_TEXT };
    f->type = (HnEntityType){ .name = name_thing,
                              .n_attributes = ATTRIBUTES,
                              .attributes = f->attributes,
                              .n_rules = 2,
                              .rules = f->rules,
                              .block_size_max = 100 };
    f->table = hn_record_table_new(&f->type);
    hn_record_table_start_source(f->table, "s");
    for (guint pair = 0; pair < PAIRS; pair++) {
        guint32 cells[ATTRIBUTES], others[ATTRIBUTES];
        gboolean kept[ATTRIBUTES];
        for (guint i = 0; i < ATTRIBUTES; i++) {
            kept[i] = hn_rng_unit(&rng) < KEPT;
            cells[i] = word(f, i, 2 * pair);
            others[i] = kept[i] ? cells[i] : word(f, i, 2 * pair + 1);
        }
        add_row(f, 2 * pair, cells);
        add_row(f, 2 * pair + 1, others);
        f->cluster_of[2 * pair] = 2 * pair;
        f->cluster_of[2 * pair + 1] = 2 * pair + 1;
        if (!(kept[0] && kept[1]) && !kept[2])
            f->n_lost++;
        else
            f->list[f->edges.n++] = (HnEdge){ 2 * pair, 2 * pair + 1, 3 * BIT, 0 };
    }
    f->edges.edges = f->list;
    hn_record_table_seal(f->table);
}

static gdouble
lost_of(Fixture *f)
{
    HnBlockingLoss loss;
    hn_blocking_loss_of(&loss, f->table, &f->type, &f->edges, f->cluster_of);
    g_assert_cmpuint(loss.n_likely, ==, f->edges.n);
    g_assert_cmpuint(loss.n_looked_up, ==, f->edges.n);
    g_assert_cmpuint(loss.n_once + loss.n_twice, ==, f->edges.n);
    return (gdouble)loss.p_lost / 65536;
}

static void
test_parts_tell(void)
{
    Fixture f;
    fixture_init(&f);
    g_test_message("lost %u, said %.1f", f.n_lost, lost_of(&f));
    g_assert_cmpfloat(lost_of(&f), >, 0.7 * f.n_lost);
    g_assert_cmpfloat(lost_of(&f), <, 1.4 * f.n_lost);
    hn_record_table_free(f.table);
}

/* Clusters of two pairs each: what no rule makes of them is seen, and more than the parts say. */
static void
test_clusters_tell(void)
{
    Fixture f;
    fixture_init(&f);
    const gdouble by_parts = lost_of(&f);
    for (guint row = 0; row < 2 * PAIRS; row++)
        f.cluster_of[row] = row / 4 * 4;
    g_assert_cmpfloat(lost_of(&f), >, by_parts);
    g_assert_cmpfloat_with_epsilon(lost_of(&f), 4 * (PAIRS / 2) + f.n_lost, 0.01);
    hn_record_table_free(f.table);
}

static void
test_counts_where_there_is_a_window(void)
{
    Fixture f;
    HnBlockingLoss loss;
    fixture_init(&f);
    f.rules[1].window = 1;
    hn_blocking_loss_of(&loss, f.table, &f.type, &f.edges, f.cluster_of);
    g_assert_cmpuint(loss.n_once, >, 0);
    g_assert_cmpuint(loss.p_lost, ==, hn_blocking_loss_bound(loss.n_once, loss.n_twice));
    g_assert_cmpuint(hn_blocking_loss_bound(3, 2), ==, 65536);
    g_assert_cmpuint(hn_blocking_loss_bound(0, 2), ==, 0);
    g_assert_cmpuint(hn_blocking_loss_bound(24000000, 0), >,
                     hn_blocking_loss_bound(20000000, 0) / 2);
    g_assert_cmpuint(hn_blocking_loss_bound(G_MAXUINT32, 0), >, G_GUINT64_CONSTANT(1) << 61);
    hn_record_table_free(f.table);
}

static void
test_nothing(void)
{
    Fixture f;
    fixture_init(&f);
    f.edges.n = 0;
    g_assert_cmpfloat(lost_of(&f), ==, 0);
    hn_record_table_free(f.table);
}

static void
test_what_all_rules_need_is_blind(void)
{
    HnBlockingRule rules[] = { { .n_parts = 2,
                                 .parts = { { .attribute = 1 }, { .attribute = 0 } } },
                               { .n_parts = 1, .parts = { { .attribute = 1 } } } };
    HnEntityType type = { .n_attributes = 2, .n_rules = 2, .rules = rules };
    g_assert_cmpint(hn_blocking_loss_needs(&type), ==, 1);
    rules[1].parts[0].attribute = 0;
    g_assert_cmpint(hn_blocking_loss_needs(&type), ==, 0);
    rules[0].parts[1].attribute = 1;
    g_assert_cmpint(hn_blocking_loss_needs(&type), ==, -1);
    type.n_rules = 0;
    g_assert_cmpint(hn_blocking_loss_needs(&type), ==, -1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/blocking_loss/" #what, test_##what)
    ADD(parts_tell);
    ADD(clusters_tell);
    ADD(counts_where_there_is_a_window);
    ADD(nothing);
    ADD(what_all_rules_need_is_blind);
    return g_test_run();
}
