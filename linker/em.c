#include "linker/em.h"

#include <math.h>

#include "base/exact_math.h"
#include "linker/em_labels.h"
#include "records/match_weight.h"

#define ITERATIONS_MAX 500
#define CONVERGED 1e-7
/* Ratios of one comparison are kept inside 2^-40..2^40, so that a level never seen cannot decide
 * alone. */
#define PROBABILITY_MIN 1e-12

static inline guint
pattern_digit(guint64 pattern, guint comparison)
{
    return (guint)(pattern >> (4 * comparison)) & 15;
}

/* m/u of every digit of every comparison; 1 for missing. Plain products need no logarithm and
 * cannot overflow: 16 ratios of at most 2^40. */
static void
fill_ratios(const HnEntityType *type, const HnModel *start, const HnEmResult *state,
            double ratios[HN_COMPARISONS_MAX][16])
{
    for (guint c = 0; c < type->n_comparisons; c++) {
        for (guint digit = 0; digit < 16; digit++)
            ratios[c][digit] = 1.0;
        for (guint level = 0; level < type->comparisons[c].n_levels; level++)
            ratios[c][level + 1] = MAX(state->m[c][level], PROBABILITY_MIN) /
                                   MAX(start->comparisons[c].u[level], PROBABILITY_MIN);
    }
}

/* What the model's interactions multiply the odds with; they are whole units, read once. */
static double *
interaction_ratios(const HnModel *model, const HnEmPass *pass)
{
    double *factors = g_new(double, pass->n + 1);
    for (gsize i = 0; i < pass->n; i++) {
        const gint32 units = hn_model_interaction_units(model->interactions, model->n_interactions,
                                                        pass->patterns[i].pattern);
        factors[i] = units == 0 ? 1.0 : hn_bayes_factor(units);
    }
    return factors;
}

static double
posterior(const HnEntityType *type, guint64 pattern, double odds,
          double ratios[HN_COMPARISONS_MAX][16])
{
    for (guint c = 0; c < type->n_comparisons; c++)
        odds *= ratios[c][pattern_digit(pattern, c)];
    return odds / (1.0 + odds);
}

/* The other levels share what the last one may not have, as they share the rest. */
static void
constrain(double *m, guint n_levels, double else_max)
{
    const double last = m[n_levels - 1];
    if (n_levels < 2 || last <= else_max)
        return;
    for (guint level = 0; level + 1 < n_levels; level++)
        m[level] *= (1 - else_max) / (1 - last);
    m[n_levels - 1] = else_max;
}

static double
sum(const double *counts, guint n)
{
    double total = 0;
    for (guint i = 0; i < n; i++)
        total += counts[i];
    return total;
}

/* One step; returns the largest change of any m, or of the share against itself. */
static double
iterate(const HnEntityType *type, const HnModel *start, const HnEmPass *pass,
        const HnEmPrior *prior, const double *factors, HnEmResult *state)
{
    g_autofree double *matches_of = prior->labels == NULL ? NULL : g_new0(double, pass->n + 1);
    double ratios[HN_COMPARISONS_MAX][16];
    double counts[HN_COMPARISONS_MAX][HN_LEVELS_MAX] = { { 0 } };
    double n_matches = 0;
    fill_ratios(type, start, state, ratios);
    const double odds = state->share / (1.0 - state->share);
    for (gsize i = 0; i < pass->n; i++) {
        const guint64 pattern = pass->patterns[i].pattern;
        const double n = (double)pass->patterns[i].n_pairs;
        const double matching = n * posterior(type, pattern, odds * factors[i], ratios);
        n_matches += matching;
        if (matches_of != NULL)
            matches_of[i] = matching;
        for (guint c = 0; c < type->n_comparisons; c++)
            if (pattern_digit(pattern, c) > 0)
                counts[c][pattern_digit(pattern, c) - 1] += matching;
    }
    double known[HN_COMPARISONS_MAX][HN_LEVELS_MAX];
    memcpy(known, counts, sizeof known);
    if (prior->labels != NULL)
        n_matches = hn_em_labels_apply(
            prior->labels, type, &(HnEmMatches){ pass, matches_of, n_matches }, known, counts);
    const double share = CLAMP(n_matches / pass->n_possible, 1e-15, 1.0 - 1e-9);
    double change = fabs(share - state->share) / share;
    state->share = share;
    state->n_matches = n_matches;
    for (guint c = 0; c < type->n_comparisons; c++)
        state->matches[c] = sum(known[c], type->comparisons[c].n_levels);
    for (guint c = 0; c < type->n_comparisons; c++) {
        const guint n_levels = type->comparisons[c].n_levels;
        const double total = sum(counts[c], n_levels);
        double m[HN_LEVELS_MAX];
        for (guint level = 0; level < n_levels; level++)
            m[level] =
                (counts[c][level] + prior->n_pairs * prior->m[c][level]) / (total + prior->n_pairs);
        constrain(m, n_levels, prior->else_max[c]);
        for (guint level = 0; level < n_levels; level++)
            change = MAX(change, fabs(m[level] - state->m[c][level]));
        memcpy(state->m[c], m, n_levels * sizeof m[0]);
    }
    return change;
}

void
hn_em_run(const HnEntityType *type, const HnModel *start, const HnEmPass *pass,
          const HnEmPrior *prior, HnEmResult *ret_result)
{
    g_assert(type->n_comparisons <= HN_COMPARISONS_MAX && prior->n_pairs > 0);
    g_assert(pass->n_possible >= 1 && start->lambda > 0 && start->lambda < 1);
    HnEmResult state = { .share = start->lambda };
    for (guint c = 0; c < type->n_comparisons; c++)
        for (guint level = 0; level < type->comparisons[c].n_levels; level++)
            state.m[c][level] = start->comparisons[c].m[level];
    g_autofree double *factors = interaction_ratios(start, pass);
    while (state.n_iterations < ITERATIONS_MAX) {
        state.n_iterations++;
        if (iterate(type, start, pass, prior, factors, &state) < CONVERGED)
            break;
    }
    *ret_result = state;
}

void
hn_em_posteriors(const HnEntityType *type, const HnModel *model, const HnEmPass *pass, double share,
                 double *ret_posteriors)
{
    double ratios[HN_COMPARISONS_MAX][16];
    HnEmResult state = { .share = share };
    for (guint c = 0; c < type->n_comparisons; c++)
        memcpy(state.m[c], model->comparisons[c].m, sizeof state.m[c]);
    fill_ratios(type, model, &state, ratios);
    g_autofree double *factors = interaction_ratios(model, pass);
    for (gsize i = 0; i < pass->n; i++)
        ret_posteriors[i] =
            posterior(type, pass->patterns[i].pattern, share / (1.0 - share) * factors[i], ratios);
}

double
hn_em_expected_matches(const HnEntityType *type, const HnModel *model, const HnEmPass *pass,
                       double share)
{
    g_autofree double *posteriors = g_new(double, pass->n + 1);
    hn_em_posteriors(type, model, pass, share, posteriors);
    double expected = 0;
    for (gsize i = 0; i < pass->n; i++)
        expected += (double)pass->patterns[i].n_pairs * posteriors[i];
    return expected;
}

double
hn_em_log_likelihood(const HnEntityType *type, const HnModel *model, const HnEmPass *pass)
{
    double sum = 0, n_pairs = 0;
    for (gsize i = 0; i < pass->n; i++) {
        const guint64 pattern = pass->patterns[i].pattern;
        double match = hn_log2(model->lambda), stranger = hn_log2(1 - model->lambda);
        for (guint c = 0; c < type->n_comparisons; c++) {
            const guint digit = pattern_digit(pattern, c);
            if (digit == 0)
                continue;
            match += hn_log2(MAX(model->comparisons[c].m[digit - 1], PROBABILITY_MIN));
            stranger += hn_log2(MAX(model->comparisons[c].u[digit - 1], PROBABILITY_MIN));
        }
        /* Units are what a weight gains: the strangers' joint rate, turned over. */
        stranger -= (double)hn_model_interaction_units(model->interactions, model->n_interactions,
                                                       pattern) /
                    HN_WEIGHT_UNITS_PER_BIT;
        const double high = MAX(match, stranger), low = MIN(match, stranger);
        const double n = (double)pass->patterns[i].n_pairs;
        sum += n * (high + hn_log2(1 + hn_exp2(low - high)));
        n_pairs += n;
    }
    return n_pairs == 0 ? 0 : sum * G_LN2 / n_pairs;
}
