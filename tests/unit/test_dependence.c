/* Goal: what is implied counts once, what is independent is left alone, and no thread matters. */
#include "linker/dependence.h"

#include "base/rng.h"
#include "tests/reference/people.h"
#include "tests/reference/planted_people.h"

#define BIT HN_WEIGHT_UNITS_PER_BIT
#define N_PEOPLE 1500u
#define N_SURNAMES 300u
#define SURNAMES_OF_CITY 10u
#define KEPT 0.9

/* What stands in a record's city and given name. */
typedef enum {
    DRAWN,        /* nothing that the others tell */
    CITY_IMPLIED, /* the surname tells the city: each is of one */
    ALL_ONE,      /* the surname tells city and given name */
} Planted;

typedef struct {
    HnProject *project;
    HnEntityType *type;
    HnRecordTable *table;
    HnThreadPool *pool;
    HnFormSpace *forms;
    HnPairScorer *scorer;
    GArray *all; /* patterns of all pairs of rows */
    HnModel *model;
    HnDependence *dependence;
} Fixture;

static guint32
code_of(HnRecordTable *table, guint attribute, guint value)
{
    char text[32];
    g_snprintf(text, sizeof text, "value %u", value);
    return hn_dictionary_intern(table->values[attribute], hn_slice_of(text));
}

static void
fill_line(HnRecordTable *table, Planted planted, const guint *drawn, guint32 *line)
{
    guint values[PLANTED_N];
    memcpy(values, drawn, sizeof values);
    if (planted == CITY_IMPLIED)
        values[PLANTED_CITY] = values[PLANTED_SURNAME] / SURNAMES_OF_CITY;
    if (planted == ALL_ONE)
        values[PLANTED_CITY] = values[PLANTED_GIVEN] = values[PLANTED_SURNAME];
    for (guint a = 0; a < PLANTED_N; a++)
        line[a] = code_of(table, a, values[a]);
}

/* Two records a person; the second keeps each value with probability KEPT. */
static HnRecordTable *
table_new(const HnEntityType *type, Planted planted)
{
    HnRecordTable *table = hn_record_table_new(type);
    HnRng rng = hn_rng_seed(5, 1);
    hn_record_table_start_source(table, "people");
    for (guint i = 0; i < N_PEOPLE; i++) {
        guint drawn[PLANTED_N];
        for (guint copy = 0; copy < 2; copy++) {
            char id[32];
            for (guint a = 0; a < PLANTED_N; a++)
                if (copy == 0 || hn_rng_unit(&rng) >= KEPT)
                    drawn[a] = (guint)hn_rng_below(&rng, planted_pool[a]);
            g_snprintf(id, sizeof id, "%07u-%u", i, copy);
            guint32 *line = hn_record_table_add(table, hn_slice_of(id));
            fill_line(table, planted, drawn, line);
        }
    }
    hn_record_table_seal(table);
    return table;
}

static GArray *
count_all_pairs(const HnRecordTable *table, HnPairScorer *scorer)
{
    g_autoptr(HnPatternCounts) counts = hn_pattern_counts_new();
    g_autofree HnPair *pairs = g_new(HnPair, table->n_rows);
    g_autofree guint64 *patterns = g_new(guint64, table->n_rows);
    for (guint32 b = 1; b < table->n_rows; b++) {
        for (guint32 a = 0; a < b; a++)
            pairs[a] = (HnPair){ a, b, 0 };
        hn_pair_scorer_row_patterns(scorer, 0, pairs, b, TRUE, patterns);
        for (guint32 a = 0; a < b; a++)
            hn_pattern_counts_add(counts, patterns[a], 1);
    }
    return hn_pattern_counts_list(counts);
}

/* The rates that were planted. */
static HnModel *
model_new(const HnEntityType *type, Planted planted)
{
    HnModel *model = hn_model_new(type->n_comparisons);
    model->lambda = 1.0 / (2 * N_PEOPLE);
    for (guint c = 0; c < PLANTED_N; c++) {
        double u = planted_u(c);
        if (planted == CITY_IMPLIED && c == PLANTED_CITY)
            u = (double)SURNAMES_OF_CITY / N_SURNAMES;
        if (planted == ALL_ONE && (c == PLANTED_CITY || c == PLANTED_GIVEN))
            u = 1.0 / N_SURNAMES;
        model->comparisons[c].u[0] = u;
        model->comparisons[c].u[1] = 1 - u;
        model->comparisons[c].m[0] = KEPT;
        model->comparisons[c].m[1] = 1 - KEPT;
    }
    hn_model_weigh(model, type);
    return model;
}

static Fixture
fixture_new(Planted planted, guint n_threads)
{
    Fixture f = { .project = planted_project_new(), .pool = hn_thread_pool_new(n_threads) };
    g_assert_cmpuint(planted_pool[PLANTED_SURNAME], ==, N_SURNAMES);
    f.type = &f.project->entities[0];
    f.table = table_new(f.type, planted);
    f.forms = hn_form_space_new(f.table, f.type, NULL, NULL);
    f.scorer = hn_pair_scorer_new(f.table, f.type, NULL, f.forms, n_threads, NULL);
    f.all = count_all_pairs(f.table, f.scorer);
    f.model = model_new(f.type, planted);
    const HnPairScope all = { .table = f.table };
    g_autoptr(HnValueFrequencies) frequencies = hn_value_frequencies_new(f.table, f.pool);
    f.dependence = hn_dependence_new(&all, f.type, frequencies, f.all, f.scorer, f.pool);
    const HnEmPass candidates = { f.all->len, (const HnPatternCount *)(void *)f.all->data,
                                  (double)f.table->n_rows * (f.table->n_rows - 1) / 2 };
    /* All in one: as training begins, nobody is known to match, however much they agree. */
    hn_dependence_fit(f.dependence, f.type, &candidates, NULL,
                      planted == ALL_ONE ? 0 : f.model->lambda, f.model);
    return f;
}

static void
fixture_free(Fixture *f)
{
    hn_dependence_free(f->dependence);
    hn_model_free(f->model);
    g_array_unref(f->all);
    hn_pair_scorer_free(f->scorer);
    hn_form_space_free(f->forms);
    hn_record_table_free(f->table);
    hn_thread_pool_free(f->pool);
    hn_project_free(f->project);
}

static double
bits(const HnInteraction *interaction, guint i, guint j)
{
    return (double)interaction->units[i][j] / BIT;
}

/* Two strangers of one surname are of one city: the city's weight is taken back. That they are not
 * of one city happens to no strangers, so it is held against nobody. */
static void
test_what_is_implied_counts_once(void)
{
    Fixture f = fixture_new(CITY_IMPLIED, 2);
    const double weight = -hn_weight_units(planted_u(PLANTED_SURNAME) * SURNAMES_OF_CITY);
    g_assert_cmpuint(f.model->n_interactions, ==, 1);
    const HnInteraction *interaction = &f.model->interactions[0];
    g_assert_cmpuint(interaction->a, ==, PLANTED_CITY);
    g_assert_cmpuint(interaction->b, ==, PLANTED_SURNAME);
    g_assert_cmpfloat_with_epsilon(bits(interaction, 0, 0), -weight / BIT, 0.4);
    g_assert_cmpfloat(bits(interaction, 1, 0), >, 3);                   /* another city */
    g_assert_cmpfloat_with_epsilon(bits(interaction, 0, 1), 0.15, 0.1); /* another surname */
    g_assert_cmpfloat_with_epsilon(bits(interaction, 1, 1), 0, 0.1);
    fixture_free(&f);
}

static void
test_what_is_independent_is_left_alone(void)
{
    Fixture f = fixture_new(DRAWN, 2);
    g_assert_cmpuint(f.model->n_interactions, ==, 0);
    fixture_free(&f);
}

/* Each of three tells the other two: two edges take two weights back, a third would take one that
 * was not given. */
static void
test_the_interactions_are_a_forest(void)
{
    Fixture f = fixture_new(ALL_ONE, 2);
    g_assert_cmpuint(f.model->n_interactions, ==, 2);
    const HnInteraction *first = &f.model->interactions[0], *second = &f.model->interactions[1];
    g_assert_true(first->a != second->a || first->b != second->b);
    for (guint i = 0; i < 2; i++) {
        g_assert_cmpuint(f.model->interactions[i].a, <, f.model->interactions[i].b);
        g_assert_cmpuint(f.model->interactions[i].b, <, PLANTED_YEAR);
        g_assert_cmpint(f.model->interactions[i].units[0][0], <, -2 * BIT);
    }
    fixture_free(&f);
}

/* Where most pairs that agree on both are matches, what is left of them are the model's own doubts:
 * no term. */
static void
test_what_matches_show_is_no_term(void)
{
    Fixture f = fixture_new(CITY_IMPLIED, 1);
    f.model->lambda = 0.5;
    const HnEmPass candidates = { f.all->len, (const HnPatternCount *)(void *)f.all->data,
                                  (double)f.table->n_rows * (f.table->n_rows - 1) / 2 };
    hn_dependence_fit(f.dependence, f.type, &candidates, NULL, f.model->lambda, f.model);
    for (guint i = 0; i < f.model->n_interactions; i++)
        g_assert_cmpint(f.model->interactions[i].units[0][0], ==, 0);
    fixture_free(&f);
}

/* Fitted once more, the model forgets what it had. */
static void
test_a_fit_replaces_the_one_before(void)
{
    Fixture f = fixture_new(CITY_IMPLIED, 1);
    const HnInteraction before = f.model->interactions[0];
    const HnEmPass candidates = { f.all->len, (const HnPatternCount *)(void *)f.all->data,
                                  (double)f.table->n_rows * (f.table->n_rows - 1) / 2 };
    hn_dependence_fit(f.dependence, f.type, &candidates, NULL, f.model->lambda, f.model);
    g_assert_cmpuint(f.model->n_interactions, ==, 1);
    g_assert_cmpuint(f.model->interactions[0].b, ==, before.b);
    g_assert_cmpfloat_with_epsilon(bits(&f.model->interactions[0], 0, 0), bits(&before, 0, 0), 0.2);
    fixture_free(&f);
}

static void
test_the_threads_do_not_matter(void)
{
    Fixture one = fixture_new(CITY_IMPLIED, 1), three = fixture_new(CITY_IMPLIED, 3);
    for (guint c = 0; c < PLANTED_N; c++) {
        const GArray *a = one.dependence->agreeing[c], *b = three.dependence->agreeing[c];
        g_assert_cmpmem(a->data, a->len * sizeof(HnPatternCount), b->data,
                        b->len * sizeof(HnPatternCount));
        for (guint i = 0; i < a->len; i++) /* they agree on what they were drawn to agree on */
            g_assert_cmpuint(g_array_index(a, HnPatternCount, i).pattern >> (4 * c) & 15, ==, 1);
    }
    g_assert_cmpuint(one.model->n_interactions, ==, three.model->n_interactions);
    g_assert_cmpmem(one.model->interactions, sizeof one.model->interactions,
                    three.model->interactions, sizeof three.model->interactions);
    fixture_free(&one);
    fixture_free(&three);
}

/* No pairs are drawn where agreement is not equality of two codes: of many values, or of a
 * comparison that begins otherwise; nor where no two records agree. */
static void
test_pairs_are_drawn_of_plain_values_only(void)
{
    HnComparison comparisons[] = {
        { .attribute = PEOPLE_NAME, .n_levels = 2, .levels = { { HN_LEVEL_EXACT, 0 } } },
        { .attribute = PEOPLE_NAME, .n_levels = 2, .levels = { { HN_LEVEL_OSA, 1 } } },
        { .attribute = PEOPLE_PHONE, .n_levels = 2, .levels = { { HN_LEVEL_EXACT, 0 } } },
        { .attribute = PEOPLE_BIRTH_DATE, .n_levels = 2, .levels = { { HN_LEVEL_EXACT, 0 } } },
    };
    static const char *const lines[] = { "a:1|hung|1960|0912;0977", "a:2|hung|1961|0977;0912",
                                         "a:3|lan||0977", "a:4|mai||", NULL };
    HnEntityType type = people_type();
    type.comparisons = comparisons;
    type.n_comparisons = G_N_ELEMENTS(comparisons);
    for (guint c = 0; c < G_N_ELEMENTS(comparisons); c++)
        comparisons[c].levels[1].kind = HN_LEVEL_ELSE;
    g_autoptr(HnRecordTable) table = text_table_new(&type, lines);
    g_autoptr(HnThreadPool) pool = hn_thread_pool_new(1);
    g_autoptr(HnFormSpace) forms = hn_form_space_new(table, &type, NULL, NULL);
    g_autoptr(HnPairScorer) scorer = hn_pair_scorer_new(table, &type, NULL, forms, 1, NULL);
    g_autoptr(GArray) random = count_all_pairs(table, scorer);
    const HnPairScope all = { .table = table };
    g_autoptr(HnValueFrequencies) frequencies = hn_value_frequencies_new(table, pool);
    g_autoptr(HnDependence) dependence =
        hn_dependence_new(&all, &type, frequencies, random, scorer, pool);
    g_assert_nonnull(dependence->agreeing[0]);
    g_assert_cmpuint(dependence->agreeing[0]->len, ==, 1); /* the only pair of one name */
    g_assert_cmphex(g_array_index(dependence->agreeing[0], HnPatternCount, 0).pattern, ==, 0x2111);
    g_assert_cmpuint(g_array_index(dependence->agreeing[0], HnPatternCount, 0).n_pairs, ==, 1);
    for (guint c = 1; c < G_N_ELEMENTS(comparisons); c++)
        g_assert_null(dependence->agreeing[c]);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/dependence/" #what, test_##what)
    ADD(what_is_implied_counts_once);
    ADD(what_is_independent_is_left_alone);
    ADD(the_interactions_are_a_forest);
    ADD(what_matches_show_is_no_term);
    ADD(a_fit_replaces_the_one_before);
    ADD(the_threads_do_not_matter);
    ADD(pairs_are_drawn_of_plain_values_only);
    return g_test_run();
}
