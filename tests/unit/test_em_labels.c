/* Goal: labels move m and nothing else by more than themselves, and a label that no rule made
 * counts. */
#include "linker/em_labels.h"

#include "linker/training.h"
#include "tests/reference/planted_people.h"

#define N_PEOPLE 600u

typedef struct {
    HnBudget *budget;
    HnThreadPool *pool;
    HnTraining *training;
} Trained;

static Trained
train(const HnRecordTable *table, const HnEntityType *type, const HnLabels *labels)
{
    Trained trained = { .budget = hn_budget_new(1 << 30), .pool = hn_thread_pool_new(2) };
    const HnTrainingInput input = { .table = table,
                                    .type = type,
                                    .pool = trained.pool,
                                    .budget = trained.budget,
                                    .pairs_max = 2000000,
                                    .labels = labels };
    trained.training = hn_training_run(&input);
    return trained;
}

static void
trained_clear(Trained *trained)
{
    hn_training_free(trained->training);
    hn_thread_pool_free(trained->pool);
    hn_budget_free(trained->budget);
}

/* Rows 2i and 2i + 1 are one person: the first @n_people of whom they disagree on attribute @a. */
static HnLabels *
disagreeing(const HnRecordTable *table, guint a, guint n_people, double score)
{
    HnLabels *labels = g_new0(HnLabels, 1);
    labels->labels = g_new0(HnLabel, n_people);
    for (guint i = 0; i < N_PEOPLE && labels->n < n_people; i++)
        if (hn_record_table_line(table, 2 * i)[a] != hn_record_table_line(table, 2 * i + 1)[a])
            labels->labels[labels->n++] = (HnLabel){ 2 * i, 2 * i + 1, score };
    return labels;
}

static void
test_chosen_labels_move_m_alone(void)
{
    g_autoptr(HnProject) project = planted_project_new();
    const HnEntityType *type = &project->entities[0];
    g_autoptr(HnRecordTable) table = planted_table_new(type, N_PEOPLE, 3);
    g_autoptr(HnLabels) labels = disagreeing(table, PLANTED_CITY, 60, 1);
    Trained without = train(table, type, NULL), with = train(table, type, labels);
    const HnModel *a = without.training->model, *b = with.training->model;
    g_assert_cmpuint(labels->n, ==, 60);
    g_assert_cmpfloat(b->comparisons[PLANTED_CITY].m[0], <,
                      a->comparisons[PLANTED_CITY].m[0] - 0.1);
    g_assert_cmpfloat_with_epsilon(b->comparisons[PLANTED_GIVEN].m[0],
                                   a->comparisons[PLANTED_GIVEN].m[0], 0.1);
    g_assert_cmpfloat_with_epsilon(b->lambda, a->lambda, 0.15 * a->lambda);
    for (guint c = 0; c < PLANTED_N; c++)
        g_assert_cmpfloat_with_epsilon(b->comparisons[c].u[0], a->comparisons[c].u[0],
                                       0.05 * a->comparisons[c].u[0]);
    g_assert_cmpuint(without.training->labels.n, ==, 0);
    g_assert_cmpuint(with.training->labels.n, ==, 60);
    g_assert_null(with.training->labels.labels);
    trained_clear(&without);
    trained_clear(&with);
}

/* Nothing agrees, so no rule makes them: but somebody knows that they are one. */
static void
test_pairs_that_no_rule_makes_count(void)
{
    g_autoptr(HnProject) project = planted_project_new();
    const HnEntityType *type = &project->entities[0];
    g_autoptr(HnRecordTable) table = planted_table_new(type, N_PEOPLE, 4);
    g_autoptr(HnLabels) labels = g_new0(HnLabels, 1);
    labels->labels = g_new0(HnLabel, 40);
    for (guint32 i = 0; labels->n < 40; i++) {
        gboolean apart = TRUE;
        for (guint c = 0; c < PLANTED_N; c++)
            apart = apart && hn_record_table_line(table, 2 * i)[c] !=
                                 hn_record_table_line(table, 2 * i + 9)[c];
        if (apart)
            labels->labels[labels->n++] = (HnLabel){ 2 * i, 2 * i + 9, 1 };
    }
    Trained without = train(table, type, NULL), with = train(table, type, labels);
    for (guint c = 0; c < PLANTED_N; c++)
        g_assert_cmpfloat(with.training->model->comparisons[c].m[0], <,
                          without.training->model->comparisons[c].m[0] - 0.15);
    trained_clear(&without);
    trained_clear(&with);
}

static void
test_a_label_of_no_match_takes_its_pattern_down(void)
{
    static HnComparison comparison = { .n_levels = 2 };
    const HnEntityType type = { .n_comparisons = 1, .comparisons = &comparison };
    const HnPatternCount patterns[] = { { 1, 300 }, { 2, 700 } };
    const HnEmPass pass = { 2, patterns, 1000 };
    const double of_patterns[] = { 200, 100 };
    HnLabelledPattern labelled[] = { { 1, 10, 0 } };
    const HnEmLabels labels = { 1, labelled };
    double known[HN_COMPARISONS_MAX][HN_LEVELS_MAX] = { { 200, 100 } };
    double counts[HN_COMPARISONS_MAX][HN_LEVELS_MAX] = { { 200, 100 } };
    const HnEmMatches believed = { &pass, of_patterns, 300 };
    const double n = hn_em_labels_apply(&labels, &type, &believed, known, counts);
    /* Ten of 300 pairs, each of which was two thirds of a match. */
    g_assert_cmpfloat_with_epsilon(n, 300 - 10 * 2.0 / 3, 1e-9);
    g_assert_cmpfloat_with_epsilon(known[0][0], 200 - 10 * 2.0 / 3, 1e-9);
    g_assert_cmpfloat(counts[0][0], <, known[0][0]);
    g_assert_cmpfloat(counts[0][1], ==, 100);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/em_labels/chosen_labels_move_m_alone",
                    test_chosen_labels_move_m_alone);
    g_test_add_func("/linker/em_labels/pairs_that_no_rule_makes",
                    test_pairs_that_no_rule_makes_count);
    g_test_add_func("/linker/em_labels/no_match", test_a_label_of_no_match_takes_its_pattern_down);
    return g_test_run();
}
