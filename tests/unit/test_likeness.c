/* Goal: where sources hold an entity once, of two candidates that agree in the same levels the more
 * alike one weighs more, by less than anything else could; elsewhere they weigh the same. */
#include "scoring/likeness.h"

#include "scoring/pair_scorer.h"
#include "tests/reference/text_table.h"

#define BIT HN_WEIGHT_UNITS_PER_BIT

static char product[] = "product", title[] = "title", maker[] = "maker", shop[] = "shop";
static HnAttribute attributes[] = { { .name = title, .type = HN_TYPE_TEXT },
                                    { .name = maker, .type = HN_TYPE_TEXT } };
static HnComparison comparisons[] = {
    { .attribute = 0,
      .n_levels = 3,
      .levels = { { HN_LEVEL_EXACT, 0 }, { HN_LEVEL_SOFT_TF_IDF, 0.2 }, { HN_LEVEL_ELSE, 0 } } },
    { .attribute = 1, .n_levels = 2, .levels = { { HN_LEVEL_EXACT, 0 }, { HN_LEVEL_ELSE, 0 } } }
};
static const char *const lines[] = { "abt:1|lg freezer smooth black|lg",
                                     "abt:2|lg freezer stainless steel|lg",
                                     "buy:1|lg stainless steel bottom freezer|lg",
                                     "buy:2|lg freezer smooth black|",
                                     "buy:3||lg",
                                     NULL };

typedef struct {
    HnEntityType type;
    HnRecordTable *table;
    HnModel *model;
    HnFormSpace *forms;
    HnPairScorer *scorer;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
    static char *sources[] = { shop, NULL };
    fixture->type = (HnEntityType){ .name = product,
                                    .n_attributes = 2,
                                    .attributes = attributes,
                                    .n_comparisons = 2,
                                    .comparisons = comparisons,
                                    .one_per_source = data == NULL ? NULL : sources };
    fixture->table = text_table_new(&fixture->type, lines);
    fixture->model = hn_model_new(2);
    fixture->model->comparisons[0].weight_units[0] = 8 * BIT;
    fixture->model->comparisons[0].weight_units[1] = 4 * BIT;
    fixture->model->comparisons[1].weight_units[0] = BIT;
    fixture->forms = hn_form_space_new(fixture->table, &fixture->type, NULL, NULL);
    fixture->scorer =
        hn_pair_scorer_new(fixture->table, &fixture->type, fixture->model, fixture->forms, 1, NULL);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
    (void)data;
    hn_pair_scorer_free(fixture->scorer);
    hn_form_space_free(fixture->forms);
    hn_model_free(fixture->model);
    hn_record_table_free(fixture->table);
}

static const HnPair pairs[] = { { 0, 2, 0 }, { 1, 2, 0 }, { 0, 3, 0 }, { 0, 4, 0 } };

static void
score(const Fixture *fixture, gint32 threshold, gsize n_expected, HnEdge *ret)
{
    g_assert_cmpuint(
        hn_pair_scorer_score(fixture->scorer, 0, pairs, G_N_ELEMENTS(pairs), threshold, ret), ==,
        n_expected);
}

static void
test_the_more_alike_weighs_more(Fixture *fixture, gconstpointer data)
{
    HnEdge edges[G_N_ELEMENTS(pairs)];
    HnScoredComparison told[2];
    (void)data;
    score(fixture, G_MININT32, 4, edges);
    g_assert_cmpint(edges[0].weight_units, >, 5 * BIT);
    g_assert_cmpint(edges[1].weight_units, >, edges[0].weight_units);
    g_assert_cmpint(edges[1].weight_units, <, 5 * BIT + HN_LIKENESS_UNITS);
    g_assert_cmpint(edges[2].weight_units, ==, 8 * BIT + HN_LIKENESS_UNITS); /* equal */
    g_assert_cmpint(edges[3].weight_units, ==, BIT); /* missing: nothing is alike */
    for (guint i = 0; i < G_N_ELEMENTS(pairs); i++) {
        const gint32 weight =
            hn_pair_scorer_explain(fixture->scorer, 0, pairs[i].a, pairs[i].b, told);
        g_assert_cmpint(weight, ==, edges[i].weight_units);
        g_assert_cmpint(told[0].weight_units + told[0].likeness_units + told[1].weight_units, ==,
                        weight);
        g_assert_cmpint(told[1].likeness_units, ==, 0); /* no level of weighted words */
    }
}

/* It is a part of the weight that the threshold asks for. */
static void
test_likeness_reaches_the_threshold(Fixture *fixture, gconstpointer data)
{
    HnEdge edges[G_N_ELEMENTS(pairs)];
    (void)data;
    score(fixture, 8 * BIT + HN_LIKENESS_UNITS, 1, edges);
    score(fixture, 8 * BIT + HN_LIKENESS_UNITS + 1, 0, edges);
}

static void
test_without_such_sources_levels_are_all(Fixture *fixture, gconstpointer data)
{
    HnEdge edges[G_N_ELEMENTS(pairs)];
    (void)data;
    score(fixture, G_MININT32, 4, edges);
    g_assert_cmpint(edges[0].weight_units, ==, 5 * BIT);
    g_assert_cmpint(edges[1].weight_units, ==, 5 * BIT);
    g_assert_cmpint(edges[2].weight_units, ==, 8 * BIT);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/scoring/likeness/more-alike", Fixture, "once", set_up,
               test_the_more_alike_weighs_more, tear_down);
    g_test_add("/scoring/likeness/threshold", Fixture, "once", set_up,
               test_likeness_reaches_the_threshold, tear_down);
    g_test_add("/scoring/likeness/elsewhere", Fixture, NULL, set_up,
               test_without_such_sources_levels_are_all, tear_down);
    return g_test_run();
}
