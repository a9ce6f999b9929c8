/* Goal: the figures of a case that was worked out by hand. */
#include "insight/evaluation.h"

/* True: {0 1 2} {3 4} {5}. Found: {0 1} {2 3 4} {5}. Sources: 0 and 1 are of one. */
static guint32 found[] = { 0, 0, 1, 1, 1, 2 }, truth[] = { 0, 0, 0, 1, 1, 2 };
static guint32 source[] = { 1, 1, 2, 2, 0, 0 };
static const HnJudgedRecords six = {
    .n = 6, .n_found = 3, .n_true = 3, .found = found, .truth = truth, .source = source
};

static void
test_by_hand(void)
{
    HnEvaluation evaluation;
    g_autoptr(HnPartners) partners = hn_partners_new(&six, FALSE);
    hn_evaluation_of_records(&six, partners, &evaluation);
    g_assert_cmpuint(evaluation.n_found, ==, 4); /* 01 23 24 34 */
    g_assert_cmpuint(evaluation.n_true, ==, 4);  /* 01 02 12 34 */
    g_assert_cmpuint(evaluation.n_both, ==, 2);  /* 01 34 */
    g_assert_cmpfloat(evaluation.precision.value, ==, 0.5);
    g_assert_cmpfloat(evaluation.recall.value, ==, 0.5);
    g_assert_cmpfloat(evaluation.f1.value, ==, 0.5);
    /* Records 0 and 1: 1; 2: 1/3; 3 and 4: 2/3; 5: 1. */
    g_assert_cmpfloat_with_epsilon(evaluation.b3_precision.value, (2 + 5 / 3.0 + 1) / 6, 1e-15);
    /* Records 0 and 1: 2/3; 2: 1/3; 3, 4 and 5: 1. */
    g_assert_cmpfloat_with_epsilon(evaluation.b3_recall.value, (5 / 3.0 + 3) / 6, 1e-15);
    g_assert_cmpuint(evaluation.n_clusters_found, ==, 3);
    g_assert_cmpuint(evaluation.n_clusters_true, ==, 3);
    g_assert_cmpuint(evaluation.n_clusters_exact, ==, 1);
    g_assert_cmpuint(evaluation.n_units, ==, 3);
    g_assert_cmpfloat(evaluation.recall.low, <, 0.5);
    g_assert_cmpfloat(evaluation.recall.high, >, 0.5);
}

/* 01 and 23 are inside a source; 4 and 5 have none that is known, which is another one each. */
static void
test_across_sources(void)
{
    HnEvaluation evaluation;
    g_autoptr(HnPartners) partners = hn_partners_new(&six, TRUE);
    hn_evaluation_of_records(&six, partners, &evaluation);
    g_assert_cmpuint(evaluation.n_found, ==, 2); /* 24 34 */
    g_assert_cmpuint(evaluation.n_true, ==, 3);  /* 02 12 34 */
    g_assert_cmpuint(evaluation.n_both, ==, 1);  /* 34 */
    g_assert_cmpuint(evaluation.n_clusters_exact, ==, 1);
}

static void
test_nothing(void)
{
    const HnJudgedRecords none = { 0 };
    HnEvaluation evaluation;
    g_autoptr(HnPartners) partners = hn_partners_new(&none, FALSE);
    hn_evaluation_of_records(&none, partners, &evaluation);
    g_assert_cmpfloat(evaluation.precision.value, ==, 1);
    g_assert_cmpfloat(evaluation.recall.low, ==, 1);
    g_assert_cmpuint(evaluation.n_units, ==, 0);
}

/* One cluster of many records: pairs beyond 32 bits, and no time for each of them. */
static void
test_one_giant(void)
{
    const guint32 n = 200000;
    g_autofree guint32 *all_one = g_new0(guint32, n);
    g_autofree guint32 *halves = g_new0(guint32, n);
    for (guint32 i = 0; i < n / 2; i++)
        halves[i] = 1;
    const HnJudgedRecords giant = {
        .n = n, .n_found = 1, .n_true = 2, .found = all_one, .truth = halves, .source = all_one
    };
    HnEvaluation evaluation;
    g_autoptr(HnPartners) partners = hn_partners_new(&giant, FALSE);
    hn_evaluation_of_records(&giant, partners, &evaluation);
    g_assert_cmpuint(evaluation.n_found, ==, (guint64)n * (n - 1) / 2);
    g_assert_cmpuint(evaluation.n_both, ==, (guint64)(n / 2) * (n / 2 - 1));
    g_assert_cmpfloat(evaluation.recall.value, ==, 1);
    g_assert_cmpfloat_with_epsilon(evaluation.b3_precision.value, 0.5, 1e-9);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/evaluation/by_hand", test_by_hand);
    g_test_add_func("/insight/evaluation/across_sources", test_across_sources);
    g_test_add_func("/insight/evaluation/nothing", test_nothing);
    g_test_add_func("/insight/evaluation/one_giant", test_one_giant);
    return g_test_run();
}
