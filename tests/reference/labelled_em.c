#include "tests/reference/labelled_em.h"

static guint
digit_of(guint64 pattern, guint c)
{
    return (guint)(pattern >> (4 * c)) & 15;
}

static double
believed(const HnEntityType *type, const HnModel *start, const HnEmResult *state, guint64 pattern)
{
    double match = state->share, other = 1 - state->share;
    for (guint c = 0; c < type->n_comparisons; c++) {
        const guint digit = digit_of(pattern, c);
        match *= digit == 0 ? 1 : state->m[c][digit - 1];
        other *= digit == 0 ? 1 : start->comparisons[c].u[digit - 1];
    }
    return match / (match + other);
}

static void
step(const HnEntityType *type, const HnModel *start, const GArray *pairs, const HnEmPrior *prior,
     double n_possible, HnEmResult *state)
{
    double counts[HN_COMPARISONS_MAX][HN_LEVELS_MAX] = { { 0 } };
    state->n_matches = 0;
    for (guint i = 0; i < pairs->len; i++) {
        const LabelledEmPair *pair = &g_array_index(pairs, LabelledEmPair, i);
        const double p =
            pair->score >= 0 ? pair->score : believed(type, start, state, pair->pattern);
        state->n_matches += p;
        for (guint c = 0; c < type->n_comparisons; c++)
            if (digit_of(pair->pattern, c) > 0)
                counts[c][digit_of(pair->pattern, c) - 1] += p;
    }
    state->share = state->n_matches / n_possible;
    for (guint c = 0; c < type->n_comparisons; c++) {
        state->matches[c] = 0;
        for (guint level = 0; level < type->comparisons[c].n_levels; level++)
            state->matches[c] += counts[c][level];
        for (guint level = 0; level < type->comparisons[c].n_levels; level++)
            state->m[c][level] = (counts[c][level] + prior->n_pairs * prior->m[c][level]) /
                                 (state->matches[c] + prior->n_pairs);
    }
}

void
labelled_em_run(const HnEntityType *type, const HnModel *start, const GArray *pairs,
                const HnEmPrior *prior, double n_possible, guint n_steps, HnEmResult *ret_result)
{
    HnEmResult state = { .share = start->lambda };
    for (guint c = 0; c < type->n_comparisons; c++)
        memcpy(state.m[c], start->comparisons[c].m, sizeof state.m[c]);
    for (guint i = 0; i < n_steps; i++)
        step(type, start, pairs, prior, n_possible, &state);
    *ret_result = state;
}
