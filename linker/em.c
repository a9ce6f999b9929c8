#include "linker/em.h"

#include <math.h>

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

static inline gboolean
looked_at(const HnEmPass *pass, guint comparison)
{
    return (pass->skip >> comparison & 1) == 0;
}

/* m/u of every digit of every comparison; 1 for missing and for comparisons not looked at. Plain
 * products need no logarithm and cannot overflow: 16 ratios of at most 2^40. */
static void
fill_ratios(const HnEntityType *type, const HnModel *start, const HnEmPass *pass,
            const HnEmResult *state, double ratios[HN_COMPARISONS_MAX][16])
{
    for (guint c = 0; c < type->n_comparisons; c++) {
        for (guint digit = 0; digit < 16; digit++)
            ratios[c][digit] = 1.0;
        for (guint level = 0; looked_at(pass, c) && level < type->comparisons[c].n_levels; level++)
            ratios[c][level + 1] = MAX(state->m[c][level], PROBABILITY_MIN) /
                                   MAX(start->comparisons[c].u[level], PROBABILITY_MIN);
    }
}

static double
posterior(const HnEntityType *type, guint64 pattern, double odds,
          double ratios[HN_COMPARISONS_MAX][16])
{
    for (guint c = 0; c < type->n_comparisons; c++)
        odds *= ratios[c][pattern_digit(pattern, c)];
    return odds / (1.0 + odds);
}

/* One step; returns the largest change of any m or of the share. */
static double
iterate(const HnEntityType *type, const HnModel *start, const HnEmPass *pass,
        const HnEmPrior *prior, HnEmResult *state)
{
    double ratios[HN_COMPARISONS_MAX][16];
    double counts[HN_COMPARISONS_MAX][HN_LEVELS_MAX] = { { 0 } };
    double n_pairs = 0, n_matches = 0;
    fill_ratios(type, start, pass, state, ratios);
    const double odds = state->share / (1.0 - state->share);
    for (gsize i = 0; i < pass->n; i++) {
        const guint64 pattern = pass->patterns[i].pattern;
        const double n = (double)pass->patterns[i].n_pairs;
        const double matching = n * posterior(type, pattern, odds, ratios);
        n_pairs += n;
        n_matches += matching;
        for (guint c = 0; c < type->n_comparisons; c++)
            if (pattern_digit(pattern, c) > 0)
                counts[c][pattern_digit(pattern, c) - 1] += matching;
    }
    const double share = CLAMP(n_matches / MAX(n_pairs, 1.0), 1e-9, 1.0 - 1e-9);
    double change = fabs(share - state->share);
    state->share = share;
    state->n_matches = n_matches;
    for (guint c = 0; c < type->n_comparisons; c++) {
        if (!looked_at(pass, c))
            continue;
        const guint n_levels = type->comparisons[c].n_levels;
        double total = 0;
        for (guint level = 0; level < n_levels; level++)
            total += counts[c][level];
        state->matches[c] = total;
        for (guint level = 0; level < n_levels; level++) {
            const double m =
                (counts[c][level] + prior->n_pairs * prior->m[c][level]) / (total + prior->n_pairs);
            change = MAX(change, fabs(m - state->m[c][level]));
            state->m[c][level] = m;
        }
    }
    return change;
}

void
hn_em_run(const HnEntityType *type, const HnModel *start, const HnEmPass *pass,
          const HnEmPrior *prior, HnEmResult *ret_result)
{
    g_assert(type->n_comparisons <= HN_COMPARISONS_MAX && prior->n_pairs > 0);
    HnEmResult state = { .share = 0.1 };
    for (guint c = 0; c < type->n_comparisons; c++)
        for (guint level = 0; level < type->comparisons[c].n_levels; level++)
            state.m[c][level] = start->comparisons[c].m[level];
    while (state.n_iterations < ITERATIONS_MAX) {
        state.n_iterations++;
        if (iterate(type, start, pass, prior, &state) < CONVERGED)
            break;
    }
    *ret_result = state;
}

double
hn_em_expected_matches(const HnEntityType *type, const HnModel *model, const HnEmPass *pass,
                       double share)
{
    double ratios[HN_COMPARISONS_MAX][16];
    HnEmResult state = { .share = share };
    for (guint c = 0; c < type->n_comparisons; c++)
        memcpy(state.m[c], model->comparisons[c].m, sizeof state.m[c]);
    fill_ratios(type, model, pass, &state, ratios);
    const double odds = share / (1.0 - share);
    double expected = 0;
    for (gsize i = 0; i < pass->n; i++)
        expected += (double)pass->patterns[i].n_pairs *
                    posterior(type, pass->patterns[i].pattern, odds, ratios);
    return expected;
}
