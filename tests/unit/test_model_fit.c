/* Goal: the start is kept that the pairs speak for: rare matches among strangers of one place, or
 * large entities that hold a tenth of all pairs. */
#include "linker/model_fit.h"

#include <math.h>

#define N 4
#define LEVELS 3
#define N_PATTERNS (LEVELS * LEVELS * LEVELS * LEVELS)
#define N_PAIRS 500000.0

typedef struct {
    double m[N][LEVELS], u[N][LEVELS];
    double lambda;
    /* Strangers who agree on comparison 0 agree on comparison 1 with this probability; 0: as their
     * u says. */
    double implied;
} Planted;

typedef struct {
    HnLevelRates rates;
    HnDependence dependence;
    HnModelFit fit;
    HnModel *model;
} Fixture;

static HnAttribute attributes[N];
static HnComparison comparisons[N] = { { .attribute = 0, .n_levels = LEVELS },
                                       { .attribute = 1, .n_levels = LEVELS },
                                       { .attribute = 2, .n_levels = LEVELS },
                                       { .attribute = 3, .n_levels = LEVELS } };
static const HnEntityType type = {
    .n_attributes = N, .attributes = attributes, .n_comparisons = N, .comparisons = comparisons
};

/* Few, large entities: their records differ in much, and are a tenth of all pairs. */
static const Planted large_entities = {
    .m = { { .45, .15, .40 }, { .50, .10, .40 }, { .55, .10, .35 }, { .50, .10, .40 } },
    .u = { { .01, .01, .98 }, { .08, .02, .90 }, { .10, .05, .85 }, { .03, .02, .95 } },
    .lambda = 0.1,
};
/* Two records of some people, among others of the same places. */
static const Planted one_place = {
    .m = { { .85, .10, .05 }, { .90, .05, .05 }, { .85, .10, .05 }, { .90, .05, .05 } },
    .u = { { .02, .01, .97 }, { .02, .01, .97 }, { .005, .005, .99 }, { .004, .002, .994 } },
    .lambda = 0.0004,
    .implied = 0.9,
};

static double
stranger_rate(const Planted *planted, const guint *levels)
{
    double rate = 1;
    for (guint c = 0; c < N; c++)
        rate *= planted->u[c][levels[c]];
    if (planted->implied > 0 && levels[0] == 0) {
        const double rest = 1 - planted->u[1][0];
        rate *=
            levels[1] == 0 ? planted->implied / planted->u[1][0] : (1 - planted->implied) / rest;
    }
    return rate;
}

static GArray *
patterns_of(const Planted *planted, double n_pairs, guint64 (*rates)[LEVELS])
{
    GArray *patterns = g_array_new(FALSE, FALSE, sizeof(HnPatternCount));
    for (guint k = 0; k < N_PATTERNS; k++) {
        const guint levels[N] = { k % 3, k / 3 % 3, k / 9 % 3, k / 27 };
        double match = planted->lambda;
        HnPatternCount count = { 0, 0 };
        for (guint c = 0; c < N; c++) {
            match *= planted->m[c][levels[c]];
            count.pattern |= (guint64)(levels[c] + 1) << (4 * c);
        }
        count.n_pairs = (guint64)lround(
            n_pairs * (match + (1 - planted->lambda) * stranger_rate(planted, levels)));
        for (guint c = 0; c < N && rates != NULL; c++)
            rates[c][levels[c]] += count.n_pairs;
        if (count.n_pairs > 0)
            g_array_append_val(patterns, count);
    }
    return patterns;
}

static gint
compare_patterns(gconstpointer a, gconstpointer b)
{
    const guint64 x = ((const HnPatternCount *)a)->pattern,
                  y = ((const HnPatternCount *)b)->pattern;
    return (x > y) - (x < y);
}

static void
fixture_init(Fixture *fixture, const Planted *planted)
{
    guint64 counts[N][LEVELS] = { { 0 } };
    GArray *patterns = patterns_of(planted, N_PAIRS, counts);
    g_array_sort(patterns, compare_patterns);
    *fixture = (Fixture){ .model = hn_model_new(N) };
    fixture->rates.patterns = patterns;
    for (guint c = 0; c < N; c++) {
        fixture->rates.one_pair[c] = 1.0 / N_PAIRS;
        fixture->rates.n_with_value[c] = 1000;
        fixture->rates.shown[c] = 1;
        for (guint level = 0; level < LEVELS; level++)
            fixture->rates.rate[c][level] = (double)counts[c][level] / N_PAIRS;
    }
    fixture->dependence = (HnDependence){ N, patterns, g_new0(GArray *, N) };
    fixture->fit =
        (HnModelFit){ .type = &type,
                      .rates = &fixture->rates,
                      .dependence = &fixture->dependence,
                      .candidates = { patterns->len, (const HnPatternCount *)(void *)patterns->data,
                                      N_PAIRS },
                      .n_rows = 1000 };
}

static void
fixture_clear(Fixture *fixture)
{
    g_array_unref(fixture->rates.patterns);
    g_free(fixture->dependence.agreeing);
    hn_model_free(fixture->model);
}

static double
fit(Fixture *fixture)
{
    g_autoptr(HnThreadPool) pool = hn_thread_pool_new(1);
    return hn_model_fit(&fixture->fit, pool, fixture->model);
}

static void
test_large_entities_are_seen(void)
{
    Fixture fixture;
    fixture_init(&fixture, &large_entities);
    const double n_matches = fit(&fixture);
    g_assert_cmpfloat_with_epsilon(n_matches, 0.1 * N_PAIRS, 0.01 * N_PAIRS);
    g_assert_cmpfloat_with_epsilon(fixture.model->lambda, 0.1, 0.01);
    for (guint c = 0; c < N; c++) {
        g_assert_cmpfloat_with_epsilon(fixture.model->comparisons[c].m[0], large_entities.m[c][0],
                                       0.05);
        g_assert_cmpfloat_with_epsilon(fixture.model->comparisons[c].u[0], large_entities.u[c][0],
                                       0.01);
    }
    g_assert_cmpuint(fixture.model->n_interactions, ==, 0);
    fixture_clear(&fixture);
}

/* No pair shows the level between, and of categories none is expected to: it may come all the same,
 * and its weight is a number. */
static void
test_an_unseen_level_of_a_category(void)
{
    Planted planted = one_place;
    Fixture fixture;
    planted.implied = 0;
    planted.m[0][1] = planted.u[0][1] = 0;
    planted.m[0][0] = .95;
    planted.u[0][2] = .98;
    attributes[0].type = HN_TYPE_CATEGORY;
    fixture_init(&fixture, &planted);
    fit(&fixture);
    g_assert_cmpfloat(fixture.model->comparisons[0].m[1], >, 0);
    g_assert_cmpfloat(fixture.model->comparisons[0].m[1], <, 0.01);
    g_assert_cmpfloat(fixture.model->comparisons[0].u[1], >, 0);
    fixture_clear(&fixture);
    attributes[0].type = HN_TYPE_TEXT;
}

/* u of comparison 3's first level, which no two strangers show; @one_pair: what one of the pairs
 * that were looked at is worth. */
static double
u_of_equal(HnAttributeType of, double one_pair)
{
    Planted planted = one_place;
    Fixture fixture;
    planted.implied = 0;
    planted.u[3][0] = 0;
    planted.u[3][2] = .998;
    attributes[3].type = of;
    fixture_init(&fixture, &planted);
    fixture.rates.one_pair_exact[3] = one_pair;
    fit(&fixture);
    const double u = fixture.model->comparisons[3].u[0];
    fixture_clear(&fixture);
    attributes[3].type = HN_TYPE_TEXT;
    return u;
}

static void
test_one_pair_more_than_was_seen(void)
{
    const double u = u_of_equal(HN_TYPE_TEXT, 0);
    g_assert_cmpfloat_with_epsilon(u_of_equal(HN_TYPE_TEXT, 1e-4), u + 1e-4, u / 4);
}

static void
test_an_issued_number_is_hardly_equal_by_chance(void)
{
    const double of_matches = one_place.lambda * one_place.m[3][0];
    g_assert_cmpfloat(u_of_equal(HN_TYPE_TEXT, 0), >, of_matches / 25);
    g_assert_cmpfloat(u_of_equal(HN_TYPE_DIGITS, 0), <, of_matches / 50);
    g_assert_cmpfloat(u_of_equal(HN_TYPE_CITIZEN_NUMBER, 0), <, of_matches / 50);
    g_assert_cmpfloat(u_of_equal(HN_TYPE_TEXT, 0.002), >, 0.0019);
    g_assert_cmpfloat(u_of_equal(HN_TYPE_DIGITS, 0.002), <, 0.0006); /* few pairs */
}

/* m of the middle level of comparison 0, which one match in ten shows; @kind: what it is. */
static double
m_of_middle(HnLevelKind kind)
{
    Planted planted = one_place;
    Fixture fixture;
    const HnLevelKind before = comparisons[0].levels[1].kind;
    planted.implied = 0;
    planted.m[0][1] = .1;
    planted.m[0][2] = 1 - planted.m[0][0] - planted.m[0][1];
    comparisons[0].levels[1].kind = kind;
    fixture_init(&fixture, &planted);
    fit(&fixture);
    const double m = fixture.model->comparisons[0].m[1];
    fixture_clear(&fixture);
    comparisons[0].levels[1].kind = before;
    return m;
}

/* However many matches seem to show it, hardly anybody took another given name, and eight of those
 * had better be asked about than two twins be one. */
static void
test_another_given_name_is_rare(void)
{
    g_assert_cmpfloat(m_of_middle(comparisons[0].levels[1].kind), >, 0.05);
    g_assert_cmpfloat(m_of_middle(HN_LEVEL_OTHER_GIVEN_NAME), <=, 0.0011 / 8);
}

/* Old numbers of two provinces are a part of those that differ, with the same start and limit. */
static void
test_moved_numbers_are_a_part_of_those_that_differ(void)
{
    attributes[0].type = HN_TYPE_CITIZEN_NUMBER;
    const double m = m_of_middle(HN_LEVEL_NUMBER_MOVED);
    attributes[0].type = HN_TYPE_TEXT;
    g_assert_cmpfloat(m, >, 0.05);
    g_assert_cmpfloat(m, <=, 0.0751);
}

/* But where one number and one birth date confirm it of many, they did. */
static void
test_numbers_confirm_another_given_name(void)
{
    attributes[1].type = HN_TYPE_DATE;
    attributes[3].type = HN_TYPE_CITIZEN_NUMBER;
    const double m = m_of_middle(HN_LEVEL_OTHER_GIVEN_NAME);
    attributes[1].type = attributes[3].type = HN_TYPE_TEXT;
    g_assert_cmpfloat(m, >, 0.01 / 8);
    g_assert_cmpfloat(m, <, 0.02 / 8); /* 160 of them, 1,000 behind */
}

static void
test_a_place_is_no_identity(void)
{
    Fixture fixture;
    fixture_init(&fixture, &one_place);
    const double n_matches = fit(&fixture);
    g_assert_cmpfloat_with_epsilon(n_matches, one_place.lambda * N_PAIRS,
                                   0.15 * one_place.lambda * N_PAIRS);
    g_assert_cmpuint(fixture.model->n_interactions, ==, 1);
    g_assert_cmpuint(fixture.model->interactions[0].a, ==, 0);
    g_assert_cmpuint(fixture.model->interactions[0].b, ==, 1);
    /* The second of two fields that imply each other is worth nothing. */
    g_assert_cmpint(fixture.model->interactions[0].units[0][0], <, -4 * HN_WEIGHT_UNITS_PER_BIT);
    fixture_clear(&fixture);
}

/* What two fields have in common is explained by a term or by matches: if names are among what
 * strangers of one place share, they are matches. */
static void
test_names_say_which_pairs_match(void)
{
    Planted planted = one_place;
    Fixture fixture;
    planted.m[0][0] = planted.m[1][0] = .70;
    planted.m[0][2] = planted.m[1][2] = .20;
    attributes[0].type = attributes[1].type = HN_TYPE_NAME;
    fixture_init(&fixture, &planted);
    g_assert_cmpfloat(fit(&fixture), >, 20 * planted.lambda * N_PAIRS);
    fixture_clear(&fixture);
    attributes[0].type = attributes[1].type = HN_TYPE_TEXT;
    attributes[2].type = attributes[3].type = HN_TYPE_NAME;
    fixture_init(&fixture, &planted);
    g_assert_cmpfloat(fit(&fixture), <, 2 * planted.lambda * N_PAIRS);
    fixture_clear(&fixture);
    attributes[2].type = attributes[3].type = HN_TYPE_TEXT;
}

static void
test_the_threads_do_not_matter(void)
{
    Fixture a, b;
    g_autoptr(HnThreadPool) three = hn_thread_pool_new(3);
    attributes[0].type = HN_TYPE_DATE; /* relatives, and the third start */
    fixture_init(&a, &one_place);
    fixture_init(&b, &one_place);
    g_assert_cmpfloat(fit(&a), ==, hn_model_fit(&b.fit, three, b.model));
    for (guint c = 0; c < N; c++)
        g_assert_cmpmem(a.model->comparisons[c].m, sizeof a.model->comparisons[c].m,
                        b.model->comparisons[c].m, sizeof b.model->comparisons[c].m);
    fixture_clear(&a);
    fixture_clear(&b);
    attributes[0].type = HN_TYPE_TEXT;
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/model_fit/large-entities", test_large_entities_are_seen);
    g_test_add_func("/model_fit/one-place", test_a_place_is_no_identity);
    g_test_add_func("/model_fit/unseen-level", test_an_unseen_level_of_a_category);
    g_test_add_func("/model_fit/one-pair-more", test_one_pair_more_than_was_seen);
    g_test_add_func("/model_fit/issued", test_an_issued_number_is_hardly_equal_by_chance);
    g_test_add_func("/model_fit/another-given-name", test_another_given_name_is_rare);
    g_test_add_func("/model_fit/numbers-confirm", test_numbers_confirm_another_given_name);
    g_test_add_func("/model_fit/moved-numbers", test_moved_numbers_are_a_part_of_those_that_differ);
    g_test_add_func("/model_fit/names", test_names_say_which_pairs_match);
    g_test_add_func("/model_fit/again", test_the_threads_do_not_matter);
    return g_test_run();
}
