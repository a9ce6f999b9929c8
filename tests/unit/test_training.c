/* Goal: what was planted is learned, and nothing else matters: no thread, no order of codes. */
#include "linker/training.h"

#include "tests/reference/planted_people.h"

#define N_PEOPLE 1500u

typedef struct {
    HnBudget *budget;
    HnThreadPool *pool;
    HnTraining *training;
} Trained;

static Trained
train_on(const HnRecordTable *table, const HnEntityType *type, guint n_threads, guint64 pairs_max)
{
    Trained trained = { .budget = hn_budget_new(1 << 30), .pool = hn_thread_pool_new(n_threads) };
    const HnTrainingInput input = { .table = table,
                                    .type = type,
                                    .pool = trained.pool,
                                    .budget = trained.budget,
                                    .pairs_max = pairs_max };
    trained.training = hn_training_run(&input);
    return trained;
}

static Trained
train(const HnRecordTable *table, const HnEntityType *type, guint n_threads)
{
    return train_on(table, type, n_threads, 2000000);
}

static void
trained_clear(Trained *trained)
{
    hn_training_free(trained->training);
    hn_thread_pool_free(trained->pool);
    hn_budget_free(trained->budget);
}

static void
test_planted_rates_are_learned(void)
{
    g_autoptr(HnProject) project = planted_project_new();
    const HnEntityType *type = &project->entities[0];
    for (guint64 seed = 0; seed < 4; seed++) {
        g_autoptr(HnRecordTable) table = planted_table_new(type, N_PEOPLE, seed);
        Trained trained = train(table, type, 2);
        const HnModel *model = trained.training->model;
        for (guint c = 0; c < PLANTED_N; c++) {
            g_assert_cmpfloat_with_epsilon(model->comparisons[c].m[0], planted_m(c), 0.04);
            g_assert_cmpfloat_with_epsilon(model->comparisons[c].u[0], planted_u(c),
                                           0.15 * planted_u(c));
            g_assert_cmpfloat_with_epsilon(model->comparisons[c].m[0] + model->comparisons[c].m[1],
                                           1.0, 1e-9);
            g_assert_cmpint(model->comparisons[c].weight_units[0], >, 0);
            g_assert_cmpint(model->comparisons[c].weight_units[1], <, 0);
        }
        const double n = 2.0 * N_PEOPLE, lambda = N_PEOPLE / (n * (n - 1) / 2);
        g_assert_cmpfloat_with_epsilon(model->lambda, lambda, 0.15 * lambda);
        g_assert_cmpfloat_with_epsilon(trained.training->expected_matches, N_PEOPLE,
                                       0.15 * N_PEOPLE);
        g_assert_cmpuint(trained.training->n_unseen_levels, ==, 0);
        for (guint r = 0; r < trained.training->n_passes; r++)
            g_assert_true(trained.training->passes[r].used);
        trained_clear(&trained);
    }
}

static void
test_the_threads_do_not_matter(void)
{
    g_autoptr(HnProject) project = planted_project_new();
    const HnEntityType *type = &project->entities[0];
    g_autoptr(HnRecordTable) table = planted_table_new(type, N_PEOPLE, 9);
    Trained one = train(table, type, 1), four = train(table, type, 4);
    const HnModel *a = one.training->model, *b = four.training->model;
    g_assert_cmpmem(&a->lambda, sizeof a->lambda, &b->lambda, sizeof b->lambda);
    for (guint c = 0; c < PLANTED_N; c++) {
        const HnComparisonModel *x = &a->comparisons[c], *y = &b->comparisons[c];
        g_assert_cmpmem(x->m, sizeof x->m, y->m, sizeof y->m);
        g_assert_cmpmem(x->u, sizeof x->u, y->u, sizeof y->u);
        g_assert_cmpmem(x->weight_units, sizeof x->weight_units, y->weight_units,
                        sizeof y->weight_units);
        g_assert_cmpuint(x->terms.n, ==, y->terms.n);
        for (guint i = 0; i < x->terms.n; i++) {
            g_assert_true(hn_slice_equal(x->terms.terms[i].value, y->terms.terms[i].value));
            g_assert_cmpint(x->terms.terms[i].adjust_units, ==, y->terms.terms[i].adjust_units);
        }
    }
    trained_clear(&one);
    trained_clear(&four);
}

/* Codes are numbered in another order; values, and so everything learned, are the same, by all
 * pairs and by a sample of them. */
static void
test_codes_do_not_matter(void)
{
    g_autoptr(HnProject) project = planted_project_new();
    const HnEntityType *type = &project->entities[0];
    g_autoptr(HnRecordTable) table = planted_table_new(type, 400, 9);
    g_autoptr(HnRecordTable) other = hn_record_table_new(type);
    for (guint a = 0; a < type->n_attributes; a++)
        for (guint32 code = hn_dictionary_size(table->values[a]); code > 0; code--)
            hn_dictionary_intern(other->values[a], hn_dictionary_value(table->values[a], code));
    hn_record_table_start_source(other, "people");
    for (guint32 row = 0; row < table->n_rows; row++) {
        guint32 *line = hn_record_table_add(other, hn_record_table_id(table, row));
        for (guint a = 0; a < type->n_attributes; a++)
            line[a] = hn_dictionary_find(
                other->values[a],
                hn_dictionary_value(table->values[a], hn_record_table_line(table, row)[a]));
    }
    hn_record_table_seal(other);
    for (guint64 pairs_max = 2000; pairs_max <= 2000000; pairs_max *= 1000) {
        Trained one = train_on(table, type, 2, pairs_max);
        Trained two = train_on(other, type, 2, pairs_max);
        const HnModel *a = one.training->model, *b = two.training->model;
        for (guint c = 0; c < PLANTED_N; c++)
            g_assert_cmpmem(a->comparisons[c].m, sizeof a->comparisons[c].m, b->comparisons[c].m,
                            sizeof b->comparisons[c].m);
        g_assert_cmpmem(&a->lambda, sizeof a->lambda, &b->lambda, sizeof b->lambda);
        for (guint r = 0; r < one.training->n_passes; r++)
            g_assert_cmpuint(one.training->passes[r].n_pairs, ==, two.training->passes[r].n_pairs);
        trained_clear(&one);
        trained_clear(&two);
    }
}

static void
test_a_rare_value_weighs_more(void)
{
    g_autoptr(HnProject) project = planted_project_new();
    HnEntityType *type = &project->entities[0];
    g_autoptr(HnRecordTable) table = planted_table_new(type, N_PEOPLE, 2);
    Trained trained = train(table, type, 2);
    const HnTermTable *terms = &trained.training->model->comparisons[PLANTED_CITY].terms;
    const double u = trained.training->model->comparisons[PLANTED_CITY].u[0];
    g_assert_cmpuint(terms->n, ==, planted_pool[PLANTED_CITY]);
    g_assert_cmpuint(terms->n_total, ==, 2 * N_PEOPLE);
    guint64 sum = 0;
    for (guint i = 0; i < terms->n; i++) {
        const HnTerm *term = &terms->terms[i];
        sum += term->count;
        /* Of the records that hold it two are the pair's, and half a one is more than was seen. */
        g_assert_cmpint(term->adjust_units, ==,
                        hn_weight_units(u * (2.0 * N_PEOPLE) / (term->count - 2 + 0.5)));
        g_assert_true(i == 0 || hn_slice_compare(term[-1].value, term->value) < 0);
        g_assert_cmpint(term->adjust_units, <, terms->unseen_units);
    }
    g_assert_cmpuint(sum, ==, 2 * N_PEOPLE);
    g_assert_cmpuint(trained.training->model->comparisons[PLANTED_GIVEN].terms.n, ==, 0);
    /* One that nobody else holds is no weaker than one that is merely like it. */
    const HnComparisonModel *city = &trained.training->model->comparisons[PLANTED_CITY];
    for (guint level = 1; level < type->comparisons[PLANTED_CITY].n_levels; level++)
        g_assert_cmpint(hn_weight_units(city->m[0] / city->u[0]) + terms->unseen_units, >=,
                        hn_weight_units(city->m[level] / city->u[level]) - 1);
    trained_clear(&trained);
}

static void
test_thresholds_are_the_configured_ones(void)
{
    g_autoptr(HnProject) project = planted_project_new();
    HnEntityType *type = &project->entities[0];
    g_autoptr(HnRecordTable) table = planted_table_new(type, 300, 2);
    Trained automatic = train(table, type, 1);
    g_assert_cmpint(automatic.training->model->threshold_match_units, >,
                    automatic.training->model->threshold_review_units);
    type->thresholds_auto = FALSE;
    type->threshold_match_units = 777777;
    type->threshold_review_units = -5;
    type->cluster_support_auto = FALSE;
    type->cluster_support = 1234;
    Trained given = train(table, type, 1);
    g_assert_cmpint(given.training->model->threshold_match_units, ==, 777777);
    g_assert_cmpint(given.training->model->threshold_review_units, ==, -5);
    g_assert_cmpuint(given.training->model->cluster_support, ==, 1234);
    g_assert_cmpuint(automatic.training->model->cluster_support, ==, 65536 * 18 / 100);
    trained_clear(&automatic);
    trained_clear(&given);
}

static void
test_without_a_pair_there_is_nothing_to_learn(void)
{
    g_autoptr(HnProject) project = planted_project_new();
    const HnEntityType *type = &project->entities[0];
    for (guint n_rows = 0; n_rows < 3; n_rows++) {
        g_autoptr(HnRecordTable) table = hn_record_table_new(type);
        hn_record_table_start_source(table, "people");
        for (guint row = 0; row < n_rows; row++) {
            const char id[] = { (char)('0' + row), '\0' };
            hn_record_table_add(table, hn_slice_of(id));
        }
        hn_record_table_seal(table);
        Trained trained = train(table, type, 1);
        const HnModel *model = trained.training->model;
        g_assert_false(hn_training_has_pairs(trained.training));
        g_assert_true(model->lambda > 0 && model->lambda < 1e-6);
        for (guint c = 0; c < type->n_comparisons; c++) {
            double sum_m = 0, sum_u = 0;
            for (guint level = 0; level < type->comparisons[c].n_levels; level++) {
                sum_m += model->comparisons[c].m[level];
                sum_u += model->comparisons[c].u[level];
            }
            g_assert_cmpfloat_with_epsilon(sum_m, 1, 1e-9);
            g_assert_cmpfloat_with_epsilon(sum_u, 1, 1e-9);
        }
        trained_clear(&trained);
    }
}

/* "value 17": every record has the first word, hardly two the second. */
static void
test_words_are_counted_where_a_level_weighs_them(void)
{
    g_autoptr(HnProject) project = planted_project_new();
    HnEntityType *type = &project->entities[0];
    HnComparison *surname = type->comparisons + 2;
    surname->levels[1] = (HnLevelSpec){ HN_LEVEL_SOFT_TF_IDF, 0.8 };
    surname->levels[2] = (HnLevelSpec){ HN_LEVEL_ELSE, 0 };
    surname->n_levels = 3;
    g_autoptr(HnRecordTable) table = planted_table_new(type, 400, 1);
    Trained trained = train(table, type, 2);
    const HnModel *model = trained.training->model;
    const HnTermTable *tokens = &model->comparisons[2].tokens;
    g_assert_cmpuint(model->comparisons[1].tokens.n, ==, 0);
    g_assert_cmpint(model->comparisons[1].tokens.unseen_units, ==, 0);
    g_assert_cmpuint(tokens->n, >, 100);
    g_assert_true(hn_slice_equal(tokens->terms[tokens->n - 1].value, hn_slice_of("value")));
    g_assert_cmpuint(tokens->terms[tokens->n - 1].count, ==, tokens->n_total);
    const HnValueForms *forms = hn_form_space_of(trained.training->forms, surname->attribute);
    const guint32 value = hn_value_forms_words(forms, 1).numbers[0];
    g_assert_cmpuint(forms->weights[value], ==, (guint32)tokens->terms[tokens->n - 1].adjust_units);
    trained_clear(&trained);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/training/" #what, test_##what)
    ADD(planted_rates_are_learned);
    ADD(the_threads_do_not_matter);
    ADD(codes_do_not_matter);
    ADD(a_rare_value_weighs_more);
    ADD(thresholds_are_the_configured_ones);
    ADD(without_a_pair_there_is_nothing_to_learn);
    g_test_add_func("/linker/training/words_are_counted_where_a_level_weighs_them",
                    test_words_are_counted_where_a_level_weighs_them);
    return g_test_run();
}
