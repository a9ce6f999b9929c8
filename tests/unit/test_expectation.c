/* Goal: expected quality is what edges and the rules that make them say. */
#include "linker/expectation.h"

#include "linker/blocking_loss.h"

#define BIT HN_WEIGHT_UNITS_PER_BIT

enum { ROWS = 6 };

static char name_a[] = "a", name_b[] = "b", name_thing[] = "thing", name_all[] = "all";

typedef struct {
    HnEntityType type;
    HnAttribute attributes[2];
    HnBlockingRule rules[2];
    HnRecordTable *table;
} Fixture;

/* Six records, @per_source of each source; one letter of each attribute a record, '.' = none. */
static void
fixture_init_sources(Fixture *f, const char *first, const char *second, guint per_source)
{
    *f =
        (Fixture){ .attributes = { { .name = name_a, .type = HN_TYPE_TEXT },
                                   { .name = name_b, .type = HN_TYPE_TEXT } },
                   .rules = { { .name = name_a, .n_parts = 1, .parts = { { 0 } } },
                              { .name = name_b, .n_parts = 1, .parts = { { .attribute = 1 } } } } };
    f->type = (HnEntityType){ .name = name_thing,
                              .n_attributes = 2,
                              .attributes = f->attributes,
                              .n_rules = 2,
                              .rules = f->rules,
                              .block_size_max = 100 };
    f->table = hn_record_table_new(&f->type);
    for (guint i = 0; i < ROWS; i++) {
        const guint8 id = (guint8)('0' + i);
        if (i % per_source == 0)
            hn_record_table_start_source(f->table, i == 0 ? "s" : "t");
        guint32 *line = hn_record_table_add(f->table, hn_slice(&id, 1));
        if (first[i] != '.')
            line[0] = hn_dictionary_intern(f->table->values[0], hn_slice(first + i, 1));
        if (second[i] != '.')
            line[1] = hn_dictionary_intern(f->table->values[1], hn_slice(second + i, 1));
    }
    hn_record_table_seal(f->table);
}

static void
fixture_init(Fixture *f, const char *first, const char *second)
{
    fixture_init_sources(f, first, second, ROWS);
}

static HnExpectation
expected_of(const Fixture *f, const HnEdges *edges, const guint32 *cluster_of)
{
    HnExpectation sums = { 0 };
    g_autoptr(HnPairBeliefs) beliefs = hn_pair_beliefs_new(f->table, &f->type, edges, cluster_of);
    hn_expectation_add(&sums, f->table, edges, cluster_of, beliefs);
    return sums;
}

static void
test_sums(void)
{
    Fixture f;
    fixture_init(&f, "xxxyyz", "ppq.qr");
    /* 0-1 by both rules, 0-2 and 3-4 by one; 1-5 by none, an edge between clusters. 1-2 has no
     * edge: what is known of it is the path over 0. */
    HnEdge list[] = {
        { 0, 1, 3 * BIT, 0 }, { 0, 2, 1 * BIT, 0 }, { 1, 5, -1 * BIT, 0 }, { 3, 4, 2 * BIT, 0 }
    };
    const HnEdges edges = { G_N_ELEMENTS(list), list };
    const guint32 cluster_of[ROWS] = { 0, 0, 0, 3, 3, 5 };
    const HnExpectation sums = expected_of(&f, &edges, cluster_of);
    g_autoptr(HnCrossSupport) p = hn_cross_support_new(0, NULL);
    const guint64 first = hn_cross_probability(p, 3 * BIT), second = hn_cross_probability(p, BIT);
    g_assert_cmpuint(sums.n_within, ==, 3 + 1);
    g_assert_cmpuint(sums.n_edges_within, ==, 3);
    g_assert_cmpuint(sums.p_within, ==, first + second + hn_cross_probability(p, 2 * BIT));
    g_assert_cmpuint(sums.p_plain_within, ==, sums.p_within);
    g_assert_cmpuint(sums.n_unscored, ==, 2 * HN_PATH_SHARES);
    g_assert_cmpuint(sums.p_unscored, ==, sums.n_unscored * (first * second >> 16));
    g_assert_cmpuint(sums.p_outside, ==, hn_cross_probability(p, -BIT));
    g_assert_cmpuint(sums.p_plain_outside, ==, sums.p_outside);
    g_assert_cmpuint(sums.n_likely, ==, 3);
    g_assert_cmpuint(sums.n_once, ==, 2);
    g_assert_cmpuint(sums.n_twice, ==, 1);

    HnExpectedQuality quality;
    g_assert_true(hn_expectation_quality(&sums, &quality));
    const double found =
        ((double)sums.p_within + (double)sums.p_unscored / (double)sums.n_unscored) / 65536;
    g_assert_cmpfloat_with_epsilon(quality.precision.value, found / 4, 1e-12);
    HnBlockingLoss expected;
    hn_blocking_loss_of(&expected, f.table, &f.type, &edges, cluster_of);
    g_assert_cmpuint(expected.p_lost, >, 0);
    g_assert_cmpuint(sums.p_lost, ==, expected.p_lost);
    const double lost = (double)expected.p_lost / 65536;
    const double loss = lost / (3 + lost);
    g_assert_cmpfloat_with_epsilon(quality.blocking_loss.value, loss, 1e-12);
    const double outside = (double)sums.p_outside / 65536;
    g_assert_cmpuint(sums.n_unruled, ==, expected.n_unruled);
    const double none = (1 - loss) * found / (found + outside);
    const double all = (1 - loss) * found / (found * (1 - (double)sums.n_unruled / 4) + outside);
    g_assert_cmpfloat_with_epsilon(quality.recall.value,
                                   (none + MIN(all, found / (found + outside))) / 2, 1e-12);
    g_assert_cmpfloat(quality.recall.high, >=, found / (found + outside));
    hn_record_table_free(f.table);
}

/* Where sources hold an entity once, what a record has with others counts against its pair. */
static void
test_one_per_source(void)
{
    Fixture f;
    char *all[] = { name_all, NULL };
    fixture_init_sources(&f, "xxxyyz", "ppqqqr", 3);
    f.type.one_per_source = all;
    HnEdge list[] = { { 0, 3, 3 * BIT, 0 }, { 0, 4, 3 * BIT, 0 } };
    const HnEdges edges = { G_N_ELEMENTS(list), list };
    const guint32 cluster_of[ROWS] = { 0, 1, 2, 0, 4, 5 };
    const HnExpectation sums = expected_of(&f, &edges, cluster_of);
    g_assert_cmpuint(sums.n_edges_within, ==, 1);
    g_assert_cmpfloat_with_epsilon((double)sums.p_within, 65536 * 8.0 / 17, 2);
    g_assert_cmpuint(sums.p_plain_within, ==, sums.p_within); /* by itself it says nothing */
    g_assert_cmpuint(sums.p_outside, ==, sums.p_within);
    g_assert_cmpuint(sums.p_plain_outside, ==, sums.p_outside);
    hn_record_table_free(f.table);
}

static void
test_intervals_hold_their_value(void)
{
    HnExpectation sums = { .n_within = 1000,
                           .n_edges_within = 900,
                           .p_within = 900 * (guint64)60000,
                           .p_plain_within = 900 * (guint64)60000,
                           .variance_within = 900 * (guint64)5000,
                           .p_outside = 50 * (guint64)65536,
                           .p_plain_outside = 50 * (guint64)65536,
                           .n_once = 100,
                           .n_twice = 200,
                           .n_looked_up = 900,
                           .n_likely = 900 };
    HnExpectedQuality quality;
    g_assert_true(hn_expectation_quality(&sums, &quality));
    const HnExpected all[] = { quality.precision, quality.recall, quality.blocking_loss };
    for (guint i = 0; i < G_N_ELEMENTS(all); i++) {
        g_assert_cmpfloat(all[i].low, >=, 0);
        g_assert_cmpfloat(all[i].low, <=, all[i].value);
        g_assert_cmpfloat(all[i].value, <=, all[i].high);
        g_assert_cmpfloat(all[i].high, <=, 1);
    }
    /* The further from what weights say by themselves, the wider. */
    const double width = quality.precision.high - quality.precision.low;
    sums.p_plain_within = 900 * (guint64)40000;
    g_assert_true(hn_expectation_quality(&sums, &quality));
    g_assert_cmpfloat(quality.precision.high - quality.precision.low, >, width + 0.05);
    const HnExpectation nothing = { 0 };
    g_assert_false(hn_expectation_quality(&nothing, &quality));
}

static void
test_blind_rules_have_no_floor(void)
{
    HnExpectation sums = { .n_within = 10,
                           .n_edges_within = 10,
                           .p_within = 10 * 65000,
                           .p_plain_within = 10 * 65000,
                           .n_likely = 10 };
    HnExpectedQuality seen, blind;
    g_assert_true(hn_expectation_quality(&sums, &seen));
    sums.n_blind = 1;
    g_assert_true(hn_expectation_quality(&sums, &blind));
    g_assert_cmpfloat(seen.recall.low, >, 0.5);
    g_assert_cmpfloat(blind.recall.low, ==, 0);
    g_assert_cmpfloat(blind.blocking_loss.high, ==, 1);
    g_assert_cmpfloat(blind.recall.value, ==, seen.recall.value);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/expectation/" #what, test_##what)
    ADD(sums);
    ADD(one_per_source);
    ADD(intervals_hold_their_value);
    ADD(blind_rules_have_no_floor);
    return g_test_run();
}
