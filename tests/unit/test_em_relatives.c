/* Goal: people of one house do not pass for one person, and where nothing tells them apart there is
 * no such class. */
#include "linker/em_relatives.h"

#include <string.h>

#define N 4
#define LEVELS 2
#define N_PATTERNS (1u << N)
#define N_PAIRS 20e6

enum { NAME, BIRTH, ADDRESS, PHONE };

static HnAttribute attributes[N] = { { .type = HN_TYPE_NAME },
                                     { .type = HN_TYPE_DATE },
                                     { .type = HN_TYPE_TEXT },
                                     { .type = HN_TYPE_PHONE } };
static HnComparison comparisons[N] = { { .attribute = NAME, .n_levels = LEVELS },
                                       { .attribute = BIRTH, .n_levels = LEVELS },
                                       { .attribute = ADDRESS, .n_levels = LEVELS },
                                       { .attribute = PHONE, .n_levels = LEVELS } };
static const HnEntityType type = {
    .n_attributes = N, .attributes = attributes, .n_comparisons = N, .comparisons = comparisons
};

/* How often each class agrees: of a house are four times as many pairs as of a person. */
#define MATCHES 1e-4
#define RELATIVES 4e-4
static const double of_matches[N] = { .90, .95, .80, .70 };
static double of_relatives[N] = { .03, .0202, .90, .60 }; /* twins */
static const double of_strangers[N] = { .001, .0002, .0005, .0001 };

static double
rate_of(const double agree[N], guint pattern)
{
    double rate = 1;
    for (guint c = 0; c < N; c++)
        rate *= (pattern >> c & 1) != 0 ? agree[c] : 1 - agree[c];
    return rate;
}

/* Relatives who live apart: what a house gives they have as strangers. */
static double
rate_apart(guint pattern)
{
    double agree[N];
    for (guint c = 0; c < N; c++)
        agree[c] = c < ADDRESS ? of_relatives[c] : of_strangers[c];
    return rate_of(agree, pattern);
}

/* Every pattern with as many pairs as the classes show it. */
static gsize
planted_patterns(HnPatternCount *patterns)
{
    gsize n = 0;
    for (guint k = N_PATTERNS; k-- > 0;) { /* agreement is the first level: ascending patterns */
        const double rate = MATCHES * rate_of(of_matches, k) +
                            RELATIVES * (rate_of(of_relatives, k) + rate_apart(k)) +
                            (1 - MATCHES - 2 * RELATIVES) * rate_of(of_strangers, k);
        HnPatternCount count = { 0, (guint64)(N_PAIRS * rate + 0.5) };
        for (guint c = 0; c < N; c++)
            count.pattern |= (guint64)((k >> c & 1) != 0 ? 1 : 2) << (4 * c);
        if (count.n_pairs > 0)
            patterns[n++] = count;
    }
    return n;
}

static HnModel *
start_model(void)
{
    HnModel *model = hn_model_new(N);
    model->lambda = 1e-3;
    for (guint c = 0; c < N; c++) {
        model->comparisons[c].u[0] = of_strangers[c];
        model->comparisons[c].u[1] = 1 - of_strangers[c];
        model->comparisons[c].m[0] = 0.7;
        model->comparisons[c].m[1] = 0.3;
    }
    return model;
}

static HnEmPrior
flat_prior(void)
{
    HnEmPrior prior = { .n_pairs = 20 };
    for (guint c = 0; c < N; c++) {
        prior.m[c][0] = 0.7;
        prior.m[c][1] = 0.3;
        prior.most[c][0] = prior.most[c][1] = 1;
    }
    return prior;
}

static HnEmResult
run(HnEmRelatives *relatives)
{
    HnPatternCount patterns[N_PATTERNS];
    g_autoptr(HnModel) start = start_model();
    const HnEmPrior prior = flat_prior();
    HnEmResult result;
    const gsize n = planted_patterns(patterns);
    const HnEmPass pass = { n, patterns, N_PAIRS };
    if (relatives != NULL)
        hn_em_relatives_start(relatives, &type, &prior, start, start->lambda);
    hn_em_run(&type, start, &pass, &prior, relatives, &result);
    return result;
}

static void
test_houses_are_told_from_people(void)
{
    HnEmRelatives relatives;
    const HnEmResult result = run(&relatives);
    g_assert_cmpfloat_with_epsilon(result.share, MATCHES, 0.1 * MATCHES);
    g_assert_cmpfloat_with_epsilon(relatives.share, RELATIVES, 0.1 * RELATIVES);
    for (guint c = 0; c < N; c++)
        g_assert_cmpfloat_with_epsilon(result.m[c][0], of_matches[c], 0.06);
    for (guint c = ADDRESS; c < N; c++)
        g_assert_cmpfloat_with_epsilon(relatives.m[c][0], of_relatives[c], 0.06);
    g_assert_cmpfloat(relatives.m[NAME][0], <, 0.1);
    const HnEmResult two_classes = run(NULL); /* they settle on the house */
    g_assert_cmpfloat(two_classes.m[BIRTH][0], <, 0.5);
}

/* Two of one house differ in name and date: no match, though they share the rest. */
static void
test_posteriors_know_relatives(void)
{
    g_autoptr(HnModel) model = start_model();
    HnEmRelatives relatives;
    const HnEmResult result = run(&relatives);
    memcpy(model->comparisons[BIRTH].m, result.m[BIRTH], sizeof result.m[BIRTH]);
    model->lambda = result.share;
    const HnPatternCount house[] = { { 0x1122, 1 } };
    const HnEmPass pass = { 1, house, 1 };
    double with = 0, without = 0;
    hn_em_posteriors(&type, model, &pass, &relatives, model->lambda, &with);
    hn_em_posteriors(&type, model, &pass, NULL, model->lambda, &without);
    g_assert_cmpfloat(with, <, 0.02);
    g_assert_cmpfloat(without, >, 0.9);
}

/* Of dates EM learns how many are twins, and nothing else. */
static void
test_twins_are_counted(void)
{
    HnEmRelatives relatives;
    of_relatives[BIRTH] = .06;
    run(&relatives);
    of_relatives[BIRTH] = .0202;
    g_assert_cmpfloat_with_epsilon(relatives.m[BIRTH][0], .06, .015);
    g_assert_cmpfloat_with_epsilon(relatives.m[BIRTH][0] + relatives.m[BIRTH][1], 1, 1e-12);
    double counts[HN_COMPARISONS_MAX][HN_LEVELS_MAX] = { [BIRTH] = { 1e6, 0 } };
    double of_one[HN_COMPARISONS_MAX][HN_LEVELS_MAX] = { { 0 } };
    hn_em_relatives_update(&relatives, &type, 20, of_one, counts, .001);
    g_assert_cmpfloat(relatives.twins[BIRTH], ==, .13); /* no families have more */
}

/* Those of one house live in one commune, whatever namesakes of a province show. */
static void
test_a_house_is_one_place(void)
{
    HnEmRelatives relatives;
    double counts[HN_COMPARISONS_MAX][HN_LEVELS_MAX] = { [ADDRESS] = { 1e5, 9e5 } };
    double of_one[HN_COMPARISONS_MAX][HN_LEVELS_MAX] = { [ADDRESS] = { .8, .2 } };
    run(&relatives);
    hn_em_relatives_update(&relatives, &type, 20, of_one, counts, .001);
    g_assert_cmpfloat_with_epsilon(relatives.m[ADDRESS][0], .1, .01); /* no place of the country */
    attributes[ADDRESS].type = HN_TYPE_UNIT;
    comparisons[ADDRESS].levels[1].kind = HN_LEVEL_UNIT_PROVINCE;
    hn_em_relatives_update(&relatives, &type, 20, of_one, counts, .001);
    attributes[ADDRESS].type = HN_TYPE_TEXT;
    comparisons[ADDRESS].levels[1].kind = HN_LEVEL_EXACT;
    g_assert_cmpfloat_with_epsilon(relatives.m[ADDRESS][0], .5, 1e-9);
    g_assert_cmpfloat_with_epsilon(relatives.m[ADDRESS][1], .5, 1e-9);
}

/* Rules pair relatives by a house that is written alike; two people write it no more alike than one
 * does, so how it is written tells nothing. */
static void
test_a_house_is_written_in_as_many_ways(void)
{
    static HnLevelSpec levels[] = { { .kind = HN_LEVEL_EXACT },
                                    { .kind = HN_LEVEL_ADDRESS_HOUSE },
                                    { .kind = HN_LEVEL_UNIT_PROVINCE },
                                    { .kind = HN_LEVEL_ELSE } };
    HnAttribute address = { .type = HN_TYPE_ADDRESS };
    HnComparison comparison = { .n_levels = G_N_ELEMENTS(levels) };
    memcpy(comparison.levels, levels, sizeof levels);
    const HnEntityType one = {
        .n_attributes = 1, .attributes = &address, .n_comparisons = 1, .comparisons = &comparison
    };
    double counts[HN_COMPARISONS_MAX][HN_LEVELS_MAX] = { { 7e5, 1e5, 1e5, 1e5 } };
    double of_one[HN_COMPARISONS_MAX][HN_LEVELS_MAX] = { { .3, .1, .2, .4 } };
    HnEmRelatives relatives = { .share = .001, .of_house = { TRUE } };
    hn_em_relatives_update(&relatives, &one, 20, of_one, counts, .001);
    g_assert_cmpfloat_with_epsilon(relatives.m[0][0], .6, 1e-3); /* .8, as 3 to 1 */
    g_assert_cmpfloat_with_epsilon(relatives.m[0][1], .2, 1e-3);
    g_assert_cmpfloat_with_epsilon(relatives.m[0][2], .1, 1e-3);
    g_assert_cmpfloat_with_epsilon(relatives.m[0][3], .1, 1e-3);
}

static void
test_without_dates_there_are_none(void)
{
    HnEmRelatives relatives;
    attributes[BIRTH].type = HN_TYPE_DIGITS;
    const HnEmResult with = run(&relatives), without = run(NULL);
    attributes[BIRTH].type = HN_TYPE_DATE;
    g_assert_cmpfloat(relatives.share, ==, 0);
    g_assert_cmpmem(&with, sizeof with, &without, sizeof without);
}

/* Sisters and branches of a firm are told by its name. */
static void
test_firms_have_none(void)
{
    HnEmRelatives relatives;
    attributes[NAME].type = HN_TYPE_COMPANY;
    run(&relatives);
    g_assert_cmpfloat(relatives.share, ==, 0);
    attributes[NAME].type = HN_TYPE_NAME;
    attributes[PHONE].type = HN_TYPE_TAX_CODE;
    run(&relatives);
    g_assert_cmpfloat(relatives.share, ==, 0);
    attributes[PHONE].type = HN_TYPE_PHONE;
}

static void
test_they_begin_as_they_are_born(void)
{
    HnEmRelatives relatives;
    g_autoptr(HnModel) start = start_model();
    const HnEmPrior prior = flat_prior();
    hn_em_relatives_start(&relatives, &type, &prior, start, 0.01);
    g_assert_cmpfloat(relatives.share, ==, 0.01);
    g_assert_true(relatives.born[BIRTH]);
    g_assert_cmpfloat_with_epsilon(relatives.m[BIRTH][0], 0.02 * 0.7 + 0.98 * of_strangers[BIRTH],
                                   1e-12);
    g_assert_cmpfloat_with_epsilon(relatives.m[BIRTH][0] + relatives.m[BIRTH][1], 1, 1e-12);
    g_assert_false(relatives.born[NAME]);
    g_assert_cmpfloat(relatives.m[NAME][0], ==, of_strangers[NAME]);
    g_assert_cmpfloat(relatives.m[ADDRESS][0], ==, 0.7);
    g_assert_cmpfloat(relatives.m[PHONE][0], ==, 0.7);
    g_assert_false(relatives.of_house[NAME] || relatives.of_house[BIRTH]);
    g_assert_true(relatives.of_house[ADDRESS] && relatives.of_house[PHONE]);
}

/* Who agrees more in names and dates are the matches, whatever else is alike; nothing is said where
 * there are no relatives. */
static void
test_classes_that_changed_places(void)
{
    g_autoptr(HnModel) model = start_model();
    HnEmRelatives relatives;
    const HnEmResult result = run(&relatives);
    for (guint c = 0; c < N; c++)
        memcpy(model->comparisons[c].m, result.m[c], sizeof result.m[c]);
    g_assert_false(hn_em_relatives_are_exchanged(&relatives, &type, model));
    model->comparisons[ADDRESS].m[0] = model->comparisons[PHONE].m[0] = 1e-6;
    g_assert_false(hn_em_relatives_are_exchanged(&relatives, &type, model));
    memcpy(model->comparisons[NAME].m, relatives.m[NAME], sizeof relatives.m[NAME]);
    memcpy(relatives.m[NAME], result.m[NAME], sizeof result.m[NAME]);
    relatives.m[NAME][0] *= 0.5;
    g_assert_false(hn_em_relatives_are_exchanged(&relatives, &type, model)); /* dates tell more */
    model->comparisons[BIRTH].m[0] = relatives.m[BIRTH][0];
    g_assert_true(hn_em_relatives_are_exchanged(&relatives, &type, model));
    relatives.share = 0;
    g_assert_false(hn_em_relatives_are_exchanged(&relatives, &type, model));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/em_relatives/" #what, test_##what)
    ADD(houses_are_told_from_people);
    ADD(posteriors_know_relatives);
    ADD(twins_are_counted);
    ADD(a_house_is_one_place);
    ADD(a_house_is_written_in_as_many_ways);
    ADD(without_dates_there_are_none);
    ADD(firms_have_none);
    ADD(they_begin_as_they_are_born);
    ADD(classes_that_changed_places);
    return g_test_run();
}
