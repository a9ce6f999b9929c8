/* Goal: u and weights follow the population, not the delivered rows; what it does not know counts
 * as the rarest, or as delivered where many rows hold it. */
#include "linker/population_terms.h"

#include "insight/input_table.h"
#include "linker/training.h"
#include "tests/reference/planted_people.h"
#include "tests/reference/table_file.h"

#define N_PEOPLE 600u

typedef struct {
    HnBudget *budget;
    HnThreadPool *pool;
    HnTraining *training;
} Trained;

static HnPopulation *
population_new(const HnAttribute *attribute, const char *content)
{
    g_autoptr(TableFile) path = table_file_new("p.csv", content);
    g_autoptr(GError) error = NULL;
    g_autoptr(HnSideTable) rows = hn_input_table_as_side(
        hn_input_table_new(path, hn_population_columns, HN_POPULATION_COLUMNS, NULL));
    HnPopulation *population = hn_population_new(attribute, rows, &error);
    g_assert_no_error(error);
    return population;
}

/* Half of the people live in value 0, one in 1,000 in each other one. */
static HnPopulation *
lopsided(const HnAttribute *attribute)
{
    g_autoptr(GString) text = g_string_new("value,count\nvalue 0,500\n");
    for (guint i = 0; i < 500; i++)
        g_string_append_printf(text, "value %u,1\n", i + 1);
    return population_new(attribute, text->str);
}

static Trained
train(const HnRecordTable *table, const HnEntityType *type, HnPopulation *const *populations)
{
    Trained trained = { .budget = hn_budget_new(1 << 30), .pool = hn_thread_pool_new(2) };
    const HnTrainingInput input = { .table = table,
                                    .type = type,
                                    .pool = trained.pool,
                                    .budget = trained.budget,
                                    .pairs_max = 2000000,
                                    .populations = populations };
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

static const HnTerm *
term_of(const HnTermTable *terms, const char *value)
{
    for (guint i = 0; i < terms->n; i++)
        if (hn_slice_equal(terms->terms[i].value, hn_slice_of(value)))
            return terms->terms + i;
    return NULL;
}

static void
test_training_follows_the_population(void)
{
    g_autoptr(HnProject) project = planted_project_new();
    const HnEntityType *type = &project->entities[0];
    g_autoptr(HnRecordTable) table = planted_table_new(type, N_PEOPLE, 3);
    const guint city = type->comparisons[PLANTED_CITY].attribute;
    HnPopulation *populations[PLANTED_N] = { NULL };
    populations[city] = lopsided(&type->attributes[city]);
    Trained without = train(table, type, NULL), with = train(table, type, populations);
    const HnModel *a = without.training->model, *b = with.training->model;
    const double u = (500.0 * 499) / (1000.0 * 999);
    g_assert_cmpfloat_with_epsilon(b->comparisons[PLANTED_CITY].u[0], u, 1e-12);
    g_assert_cmpfloat_with_epsilon(b->comparisons[PLANTED_CITY].u[1], 1 - u, 1e-12);
    g_assert_cmpfloat_with_epsilon(a->comparisons[PLANTED_CITY].u[0], planted_u(PLANTED_CITY),
                                   0.15 * planted_u(PLANTED_CITY));
    for (guint c = PLANTED_CITY + 1; c < PLANTED_N; c++)
        g_assert_cmpfloat_with_epsilon(b->comparisons[c].u[0], a->comparisons[c].u[0],
                                       0.1 * a->comparisons[c].u[0]);
    const HnTermTable *terms = &b->comparisons[PLANTED_CITY].terms;
    g_assert_cmpuint(terms->n, ==, 501);
    g_assert_cmpuint(terms->n_total, ==, 1000);
    g_assert_cmpint(term_of(terms, "value 0")->adjust_units, ==, hn_weight_units(u / 0.5));
    g_assert_cmpint(term_of(terms, "value 7")->adjust_units, ==, hn_weight_units(u / 0.001));
    g_assert_cmpint(terms->unseen_units, ==, hn_weight_units(u / 0.001));
    trained_clear(&without);
    trained_clear(&with);
    hn_population_free(populations[city]);
}

static void
test_what_the_table_does_not_know(void)
{
    char name[] = "city";
    const HnAttribute attribute = { .name = name, .type = HN_TYPE_TEXT };
    g_autoptr(HnPopulation) population =
        population_new(&attribute, "value,count\nhue,900\nvinh,95\nha tien,5\n");
    g_autoptr(HnDictionary) values = hn_dictionary_new();
    guint32 held[] = { 0, 300, HN_COMMON_COUNT, HN_COMMON_COUNT - 1 };
    hn_dictionary_intern(values, hn_slice_of("hue"));
    hn_dictionary_intern(values, hn_slice_of("khong ro"));
    hn_dictionary_intern(values, hn_slice_of("hueh"));
    const HnAttributeCounts counts = { 399, 3, held };
    HnPopulationTerms input = { population, values, &counts, 0.02, TRUE };
    g_autoptr(HnModel) model = hn_model_new(1);
    HnTermTable terms = { 0 };
    hn_population_terms_fill(&input, model->arena, &terms);
    g_assert_cmpuint(terms.n, ==, 4);
    for (guint i = 1; i < terms.n; i++)
        g_assert_cmpint(hn_slice_compare(terms.terms[i - 1].value, terms.terms[i].value), <, 0);
    g_assert_cmpint(term_of(&terms, "hue")->adjust_units, ==, hn_weight_units(0.02 / 0.9));
    g_assert_cmpint(term_of(&terms, "khong ro")->adjust_units, ==,
                    hn_weight_units(0.02 / ((double)HN_COMMON_COUNT / 399)));
    g_assert_cmpuint(term_of(&terms, "khong ro")->count, ==, 125);
    g_assert_null(term_of(&terms, "hueh"));
    g_assert_cmpint(terms.unseen_units, ==, hn_weight_units(0.02 / 0.005));
    /* Without term_frequency only what is far more common than the mean is held back. */
    HnTermTable few = { 0 };
    input.term_frequency = FALSE;
    hn_population_terms_fill(&input, model->arena, &few);
    g_assert_cmpuint(few.n, ==, 3);
    g_assert_null(term_of(&few, "ha tien"));
    g_assert_cmpint(few.unseen_units, ==, 0);
}

static void
test_the_other_levels_share_the_rest(void)
{
    char name[] = "city";
    HnAttribute attribute = { .name = name, .type = HN_TYPE_TEXT };
    HnComparison comparison = { .n_levels = 3, .levels = { { HN_LEVEL_EXACT, 0 } } };
    const HnEntityType type = {
        .n_attributes = 1, .attributes = &attribute, .n_comparisons = 1, .comparisons = &comparison
    };
    HnPopulation *populations[] = { population_new(&attribute, "value,count\na,50\nb,50\n") };
    HnLevelRates rates = { .rate = { { 0.2, 0.2, 0.6 } }, .one_pair = { 1e-6 } };
    hn_population_terms_set_rates(populations, &type, &rates);
    const double exact = 2 * 50.0 * 49 / (100.0 * 99);
    g_assert_true(rates.is_known[0]);
    g_assert_cmpfloat_with_epsilon(rates.rate[0][0], exact, 1e-12);
    g_assert_cmpfloat_with_epsilon(rates.rate[0][1], (1 - exact) / 4, 1e-12);
    g_assert_cmpfloat_with_epsilon(rates.rate[0][2], 3 * (1 - exact) / 4, 1e-12);
    hn_population_free(populations[0]);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/population_terms/training", test_training_follows_the_population);
    g_test_add_func("/linker/population_terms/not_known", test_what_the_table_does_not_know);
    g_test_add_func("/linker/population_terms/other_levels", test_the_other_levels_share_the_rest);
    return g_test_run();
}
