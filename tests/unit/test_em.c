/* Goal: planted probabilities are found again, and the prior keeps what was not seen. */
#include "linker/em.h"

#include <math.h>

#define N_COMPARISONS 4
#define N_PATTERNS (4 * 4 * 4 * 3)
#define N_PAIRS 20e6

static HnComparison comparisons[N_COMPARISONS] = {
    { .n_levels = 3 }, { .n_levels = 3 }, { .n_levels = 3 }, { .n_levels = 2 }
};
static const HnEntityType type = { .n_comparisons = N_COMPARISONS, .comparisons = comparisons };

static const double planted_m[N_COMPARISONS][3] = {
    { 0.80, 0.15, 0.05 }, { 0.70, 0.20, 0.10 }, { 0.90, 0.07, 0.03 }, { 0.95, 0.05 }
};
static const double planted_u[N_COMPARISONS][3] = {
    { 0.010, 0.040, 0.950 }, { 0.002, 0.018, 0.980 }, { 0.050, 0.100, 0.850 }, { 0.50, 0.50 }
};
static const double missing[N_COMPARISONS] = { 0.0, 0.1, 0.3, 0.0 };

static HnModel *
start_model(void)
{
    HnModel *model = hn_model_new(N_COMPARISONS);
    model->lambda = 0.1;
    for (guint c = 0; c < N_COMPARISONS; c++)
        for (guint level = 0; level < comparisons[c].n_levels; level++) {
            model->comparisons[c].u[level] = planted_u[c][level];
            model->comparisons[c].m[level] = level == 0 ? 0.6 : 0.4 / (comparisons[c].n_levels - 1);
        }
    return model;
}

static HnEmPrior
flat_prior(double n_pairs)
{
    HnEmPrior prior = { .n_pairs = n_pairs };
    for (guint c = 0; c < N_COMPARISONS; c++) {
        for (guint level = 0; level < comparisons[c].n_levels; level++) {
            prior.m[c][level] = 1.0 / comparisons[c].n_levels;
            prior.most[c][level] = 1;
        }
    }
    return prior;
}

static double
share_of(guint c, guint digit, const double probabilities[N_COMPARISONS][3])
{
    return digit == 0 ? missing[c] : (1 - missing[c]) * probabilities[c][digit - 1];
}

/* Every pattern with as many pairs as the planted model expects of it. */
static gsize
planted_patterns(double share, HnPatternCount *patterns)
{
    gsize n = 0;
    for (guint64 pattern = 0; pattern < 1u << (4 * N_COMPARISONS); pattern++) {
        double match = share, other = 1 - share;
        gboolean exists = TRUE;
        for (guint c = 0; c < N_COMPARISONS; c++) {
            const guint digit = pattern >> (4 * c) & 15;
            exists = exists && digit <= comparisons[c].n_levels;
            match *= exists ? share_of(c, digit, planted_m) : 0;
            other *= exists ? share_of(c, digit, planted_u) : 0;
        }
        const guint64 n_pairs = (guint64)(N_PAIRS * (match + other) + 0.5);
        if (n_pairs > 0)
            patterns[n++] = (HnPatternCount){ pattern, n_pairs };
    }
    return n;
}

static void
test_planted_probabilities_are_found(void)
{
    HnPatternCount patterns[N_PATTERNS];
    g_autoptr(HnModel) start = start_model();
    const HnEmPrior prior = flat_prior(10);
    static const double shares[] = { 0.3, 0.05, 0.002 };
    for (guint s = 0; s < G_N_ELEMENTS(shares); s++) {
        HnEmResult result;
        const HnEmPass pass = { planted_patterns(shares[s], patterns), patterns, N_PAIRS };
        hn_em_run(&type, start, &pass, &prior, NULL, &result);
        g_assert_cmpfloat_with_epsilon(result.share, shares[s], 0.01 * shares[s]);
        g_assert_cmpfloat_with_epsilon(result.n_matches, shares[s] * N_PAIRS,
                                       0.01 * shares[s] * N_PAIRS);
        for (guint c = 0; c < N_COMPARISONS; c++) {
            g_assert_cmpfloat_with_epsilon(result.matches[c], result.n_matches * (1 - missing[c]),
                                           0.01 * result.n_matches);
            for (guint level = 0; level < comparisons[c].n_levels; level++)
                g_assert_cmpfloat_with_epsilon(result.m[c][level], planted_m[c][level], 0.005);
        }
    }
}

/* Blocking makes only the pairs that agree in comparison 0 or 2; those that it leaves out, nearly
 * all of them no matches, still count among the possible ones. */
static void
test_pairs_that_no_rule_made_are_no_matches(void)
{
    HnPatternCount patterns[N_PATTERNS];
    gsize n = planted_patterns(0.002, patterns), kept = 0;
    double n_kept = 0;
    for (gsize i = 0; i < n; i++)
        if ((patterns[i].pattern & 15) == 1 || (patterns[i].pattern >> 8 & 15) == 1) {
            n_kept += (double)patterns[i].n_pairs;
            patterns[kept++] = patterns[i];
        }
    g_assert_cmpfloat(n_kept, <, 0.1 * N_PAIRS);
    g_autoptr(HnModel) start = start_model();
    const HnEmPrior prior = flat_prior(10);
    const HnEmPass pass = { kept, patterns, N_PAIRS };
    HnEmResult result;
    hn_em_run(&type, start, &pass, &prior, NULL, &result);
    const double met = 1 - (1 - planted_m[0][0]) * (1 - (1 - missing[2]) * planted_m[2][0]);
    g_assert_cmpfloat_with_epsilon(result.share, 0.002 * met, 0.0002);
    g_assert_cmpfloat_with_epsilon(result.m[1][0], planted_m[1][0], 0.02);
}

/* Level 1 of comparison 0 never occurs: only the prior's pseudo-pairs speak for it. */
static void
test_the_prior_keeps_a_level_that_was_not_seen(void)
{
    HnPatternCount patterns[N_PATTERNS];
    gsize n = planted_patterns(0.3, patterns), kept = 0;
    for (gsize i = 0; i < n; i++)
        if ((patterns[i].pattern & 15) != 2)
            patterns[kept++] = patterns[i];
    g_autoptr(HnModel) start = start_model();
    const HnEmPrior prior = flat_prior(1000);
    const HnEmPass pass = { kept, patterns, N_PAIRS };
    HnEmResult result;
    hn_em_run(&type, start, &pass, &prior, NULL, &result);
    const double expected = 1000 * (1.0 / 3) / (result.matches[0] + 1000);
    g_assert_cmpfloat_with_epsilon(result.m[0][1], expected, expected * 1e-3);
    double sum = 0;
    for (guint level = 0; level < 3; level++)
        sum += result.m[0][level];
    g_assert_cmpfloat_with_epsilon(sum, 1.0, 1e-9);
}

static void
test_no_pairs_give_the_prior(void)
{
    g_autoptr(HnModel) start = start_model();
    const HnEmPrior prior = flat_prior(5);
    const HnEmPass pass = { 0, NULL, N_PAIRS };
    HnEmResult result;
    hn_em_run(&type, start, &pass, &prior, NULL, &result);
    g_assert_cmpfloat_with_epsilon(result.m[2][1], 1.0 / 3, 1e-12);
    g_assert_cmpfloat(result.n_matches, ==, 0);
    g_assert_true(isfinite(result.share) && result.share > 0);
}

static void
test_expected_matches_are_the_sum_of_posteriors(void)
{
    HnPatternCount patterns[N_PATTERNS];
    g_autoptr(HnModel) model = start_model();
    for (guint c = 0; c < N_COMPARISONS; c++)
        memcpy(model->comparisons[c].m, planted_m[c], sizeof planted_m[c]);
    const HnEmPass pass = { planted_patterns(0.05, patterns), patterns, N_PAIRS };
    double expected = 0;
    for (gsize i = 0; i < pass.n; i++) {
        double match = 0.05, other = 0.95;
        for (guint c = 0; c < N_COMPARISONS; c++) {
            const guint digit = patterns[i].pattern >> (4 * c) & 15;
            match *= digit == 0 ? 1 : planted_m[c][digit - 1];
            other *= digit == 0 ? 1 : planted_u[c][digit - 1];
        }
        expected += (double)patterns[i].n_pairs * match / (match + other);
    }
    g_assert_cmpfloat_with_epsilon(hn_em_expected_matches(&type, model, &pass, 0.05), expected,
                                   expected * 1e-9);
    g_assert_cmpfloat_with_epsilon(expected, 0.05 * N_PAIRS, N_PAIRS * 1e-4);
}

/* Among no matches, comparison 1 agrees wherever 0 does. */
static gsize
implied_patterns(double share, HnPatternCount *patterns)
{
    gsize n = 0;
    for (guint64 pattern = 0; pattern < 1u << (4 * N_COMPARISONS); pattern++) {
        double match = share, other = 1 - share;
        gboolean exists = TRUE;
        for (guint c = 0; c < N_COMPARISONS; c++) {
            const guint digit = pattern >> (4 * c) & 15;
            exists = exists && digit > 0 && digit <= comparisons[c].n_levels;
            match *= exists ? planted_m[c][digit - 1] : 0;
            other *= !exists                         ? 0
                     : c == 1 && (pattern & 15) == 1 ? (digit == 1 ? 1 : 0)
                                                     : planted_u[c][digit - 1];
        }
        const guint64 n_pairs = (guint64)(N_PAIRS * (match + other) + 0.5);
        if (n_pairs > 0)
            patterns[n++] = (HnPatternCount){ pattern, n_pairs };
    }
    return n;
}

/* With the interaction that says so the planted share is found, and each posterior is Bayes'. */
static void
test_interactions_count_once(void)
{
    HnPatternCount patterns[N_PATTERNS];
    const HnEmPass pass = { implied_patterns(0.002, patterns), patterns, N_PAIRS };
    g_autoptr(HnModel) start = start_model();
    const HnEmPrior prior = flat_prior(10);
    HnEmResult without, with;
    hn_em_run(&type, start, &pass, &prior, NULL, &without);
    start->n_interactions = 1;
    HnInteraction *interaction = &start->interactions[0];
    interaction->a = 0;
    interaction->b = 1;
    interaction->units[0][0] = hn_weight_units(planted_u[1][0]);
    interaction->units[0][1] = interaction->units[0][2] = 12 * HN_WEIGHT_UNITS_PER_BIT;
    hn_em_run(&type, start, &pass, &prior, NULL, &with);
    g_assert_cmpfloat_with_epsilon(with.share, 0.002, 0.0001);
    g_assert_cmpfloat_with_epsilon(with.m[1][0], planted_m[1][0], 0.02);
    g_assert_cmpfloat(fabs(without.share - 0.002), >, 0.0005);

    const HnPatternCount one = { 0x1111, 1 };
    const HnEmPass single = { 1, &one, 1 };
    double found, match = 0.01, other = 0.99;
    for (guint c = 0; c < N_COMPARISONS; c++) {
        memcpy(start->comparisons[c].m, planted_m[c], sizeof planted_m[c]);
        match *= planted_m[c][0];
        other *= c == 1 ? 1 : planted_u[c][0];
    }
    hn_em_posteriors(&type, start, &single, NULL, 0.01, &found);
    g_assert_cmpfloat_with_epsilon(found, match / (match + other), 1e-5);
    g_assert_cmpfloat(hn_em_expected_matches(&type, start, &single, 0.01), ==, found);
}

/* A class of which half differs altogether is not what matches are. */
static void
test_matches_may_not_differ_altogether(void)
{
    HnPatternCount patterns[N_PATTERNS];
    g_autoptr(HnModel) start = start_model();
    HnEmPrior prior = flat_prior(20);
    const HnEmPass pass = { planted_patterns(0.02, patterns), patterns, N_PAIRS };
    HnEmResult result;
    prior.most[1][2] = 0.04;
    hn_em_run(&type, start, &pass, &prior, NULL, &result);
    g_assert_cmpfloat_with_epsilon(result.m[1][2], 0.04, 1e-9);
    g_assert_cmpfloat_with_epsilon(result.m[1][0] + result.m[1][1], 0.96, 1e-9);
    g_assert_cmpfloat_with_epsilon(result.m[1][0] / result.m[1][1], 3.5, 0.1); /* as planted */
    g_assert_cmpfloat(result.m[0][2], >, 0.04); /* the others are free */
    prior.most[1][1] = 0.1;                     /* and a level between */
    hn_em_run(&type, start, &pass, &prior, NULL, &result);
    g_assert_cmpfloat_with_epsilon(result.m[1][1], 0.1, 1e-9);
    g_assert_cmpfloat_with_epsilon(result.m[1][0], 0.86, 1e-9);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/em/planted_probabilities_are_found",
                    test_planted_probabilities_are_found);
    g_test_add_func("/linker/em/pairs_that_no_rule_made_are_no_matches",
                    test_pairs_that_no_rule_made_are_no_matches);
    g_test_add_func("/linker/em/the_prior_keeps_a_level_that_was_not_seen",
                    test_the_prior_keeps_a_level_that_was_not_seen);
    g_test_add_func("/linker/em/no_pairs_give_the_prior", test_no_pairs_give_the_prior);
    g_test_add_func("/linker/em/expected_matches_are_the_sum_of_posteriors",
                    test_expected_matches_are_the_sum_of_posteriors);
    g_test_add_func("/linker/em/interactions_count_once", test_interactions_count_once);
    g_test_add_func("/linker/em/matches_may_not_differ_altogether",
                    test_matches_may_not_differ_altogether);
    return g_test_run();
}
