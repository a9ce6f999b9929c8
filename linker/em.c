#include "linker/em.h"

#include <math.h>

#include "base/exact_math.h"
#include "linker/em_labels.h"
#include "linker/em_relatives.h"
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

/* What each digit of each comparison multiplies the odds of a class with, against strangers; 1 for
 * missing. Plain products need no logarithm and cannot overflow: 16 ratios of at most 2^40. */
typedef struct {
    double match[HN_COMPARISONS_MAX][16], relative[HN_COMPARISONS_MAX][16];
    double apart[HN_COMPARISONS_MAX][16]; /* of relatives who live apart */
    double n_relatives;                   /* of each kind for each match; 0: there are none */
} Ratios;

/* What interactions multiply the odds of a pattern with. */
typedef struct {
    double all, of_family; /* the latter for relatives who live apart */
} Factors;

static double
ratio_of(double m, double u)
{
    return MAX(m, PROBABILITY_MIN) / MAX(u, PROBABILITY_MIN);
}

static void
fill_ratios(const HnEntityType *type, const HnModel *start, const HnEmResult *state,
            const HnEmRelatives *relatives, Ratios *ret)
{
    const gboolean are_there = relatives != NULL && relatives->share > 0 && state->share > 0;
    ret->n_relatives = are_there ? relatives->share / state->share : 0;
    for (guint c = 0; c < type->n_comparisons; c++) {
        for (guint digit = 0; digit < 16; digit++)
            ret->match[c][digit] = ret->relative[c][digit] = ret->apart[c][digit] = 1.0;
        for (guint level = 0; level < type->comparisons[c].n_levels; level++) {
            const double u = start->comparisons[c].u[level];
            ret->match[c][level + 1] = ratio_of(state->m[c][level], u);
            /* Else branches would be learned to be what one firm looks like. */
            if (hn_level_kind_tells_apart(type->comparisons[c].levels[level].kind))
                ret->match[c][level + 1] = MIN(ret->match[c][level + 1], 1.0);
            if (are_there)
                ret->relative[c][level + 1] = ratio_of(relatives->m[c][level], u);
            if (are_there && !relatives->of_house[c])
                ret->apart[c][level + 1] = ret->relative[c][level + 1];
        }
    }
}

static const gboolean *
of_house_of(const HnEmRelatives *relatives)
{
    static const gboolean of_none[HN_COMPARISONS_MAX];
    return relatives == NULL ? of_none : relatives->of_house;
}

/* What the model's interactions multiply the odds with; they are whole units, read once. */
static Factors *
interaction_ratios(const HnModel *model, const HnEmPass *pass, const HnEmRelatives *relatives)
{
    Factors *factors = g_new(Factors, pass->n + 1);
    for (gsize i = 0; i < pass->n; i++) {
        HnSharedUnits units = { 0, 0 };
        hn_relatives_add_interactions(of_house_of(relatives), model->interactions,
                                      model->n_interactions, pass->patterns[i].pattern, &units);
        factors[i].all = units.all == 0 ? 1.0 : hn_bayes_factor(units.all);
        factors[i].of_family = units.of_family == 0 ? 1.0 : hn_bayes_factor(units.of_family);
    }
    return factors;
}

/* Probability that a pair of this pattern matches, by the @odds of a match before anything is
 * compared; and that it is one of relatives of one house. */
static double
posterior(const HnEntityType *type, guint64 pattern, double odds, Factors factors,
          const Ratios *ratios, double *ret_relative)
{
    double relative = odds * factors.all * ratios->n_relatives;
    double apart = odds * factors.of_family * ratios->n_relatives;
    odds *= factors.all;
    for (guint c = 0; c < type->n_comparisons; c++) {
        odds *= ratios->match[c][pattern_digit(pattern, c)];
        relative *= ratios->relative[c][pattern_digit(pattern, c)];
        apart *= ratios->apart[c][pattern_digit(pattern, c)];
    }
    const double all = 1.0 + odds + relative + apart;
    *ret_relative = relative / all;
    return odds / all;
}

/* The other levels share what a level may not have, as they share the rest. */
static void
constrain(double *m, guint n_levels, const double *most)
{
    double over = 0, rest = 0;
    for (guint level = 0; level < n_levels; level++) {
        over += MAX(m[level] - most[level], 0);
        rest += m[level] > most[level] ? 0 : m[level];
    }
    if (over <= 0 || rest <= 0)
        return;
    for (guint level = 0; level < n_levels; level++)
        m[level] = m[level] > most[level] ? most[level] : m[level] * (1 + over / rest);
}

static double
sum(const double *counts, guint n)
{
    double total = 0;
    for (guint i = 0; i < n; i++)
        total += counts[i];
    return total;
}

/* What a class is expected to have. */
typedef struct {
    double n, counts[HN_COMPARISONS_MAX][HN_LEVELS_MAX];
} Expected;

static void
expect(Expected *expected, const HnEntityType *type, guint64 pattern, double n)
{
    expected->n += n;
    for (guint c = 0; c < type->n_comparisons; c++)
        if (pattern_digit(pattern, c) > 0)
            expected->counts[c][pattern_digit(pattern, c) - 1] += n;
}

/* What stays the same from step to step, but for the relatives. */
typedef struct {
    const HnEntityType *type;
    const HnModel *start;
    const HnEmPass *pass;
    const HnEmPrior *prior;
    HnEmRelatives *relatives; /* nullable */
    Factors *factors;         /* [pass->n] of the start's interactions */
    Ratios ratios;
} Run;

/* The E-step. @matches_of: [pass->n] or NULL. */
static void
expect_all(const Run *run, double share, Expected *matches, Expected *relatives, double *matches_of)
{
    const double odds = share / (1.0 - share);
    for (gsize i = 0; i < run->pass->n; i++) {
        const guint64 pattern = run->pass->patterns[i].pattern;
        const double n = (double)run->pass->patterns[i].n_pairs;
        double relative = 0;
        const double match =
            posterior(run->type, pattern, odds, run->factors[i], &run->ratios, &relative);
        expect(matches, run->type, pattern, n * match);
        if (run->ratios.n_relatives > 0)
            expect(relatives, run->type, pattern, n * relative);
        if (matches_of != NULL)
            matches_of[i] = n * match;
    }
}

/* m of matches; returns the largest change. */
static double
move_m(const Run *run, double (*counts)[HN_LEVELS_MAX], HnEmResult *state)
{
    const HnEmPrior *prior = run->prior;
    double change = 0;
    for (guint c = 0; c < run->type->n_comparisons; c++) {
        const guint n_levels = run->type->comparisons[c].n_levels;
        const double total = sum(counts[c], n_levels);
        double m[HN_LEVELS_MAX];
        for (guint level = 0; level < n_levels; level++)
            m[level] =
                (counts[c][level] + prior->n_pairs * prior->m[c][level]) / (total + prior->n_pairs);
        constrain(m, n_levels, prior->most[c]);
        for (guint level = 0; level < n_levels; level++)
            change = MAX(change, fabs(m[level] - state->m[c][level]));
        memcpy(state->m[c], m, n_levels * sizeof m[0]);
    }
    return change;
}

/* What labels make matches was taken from all others, relatives among them. */
static double
share_of_relatives(const HnEmPass *pass, double n_before, double n_matches, double n_relatives)
{
    const double n_others = MAX(pass->n_possible - n_matches, 0);
    return n_relatives / pass->n_possible *
           MIN(1, n_others / MAX(pass->n_possible - n_before, n_others + 1e-9));
}

/* One step; returns the largest change of any m, or of the share against itself. */
static double
iterate(Run *run, HnEmResult *state)
{
    const HnEntityType *type = run->type;
    const HnEmPass *pass = run->pass;
    const HnEmPrior *prior = run->prior;
    g_autofree double *matches_of = prior->labels == NULL ? NULL : g_new0(double, pass->n + 1);
    Expected matches = { 0 }, relatives = { 0 };
    fill_ratios(type, run->start, state, run->relatives, &run->ratios);
    expect_all(run, state->share, &matches, &relatives, matches_of);
    double n_matches = matches.n, known[HN_COMPARISONS_MAX][HN_LEVELS_MAX];
    memcpy(known, matches.counts, sizeof known);
    if (prior->labels != NULL)
        n_matches =
            hn_em_labels_apply(prior->labels, type, &(HnEmMatches){ pass, matches_of, n_matches },
                               known, matches.counts);
    if (run->ratios.n_relatives > 0)
        hn_em_relatives_update(run->relatives, type, prior->n_pairs, state->m, relatives.counts,
                               share_of_relatives(pass, matches.n, n_matches, relatives.n));
    const double share = CLAMP(n_matches / pass->n_possible, 1e-15, 1.0 - 1e-9);
    const double share_change = fabs(share - state->share) / share;
    state->share = share;
    state->n_matches = n_matches;
    for (guint c = 0; c < type->n_comparisons; c++)
        state->matches[c] = sum(known[c], type->comparisons[c].n_levels);
    const double m_change = move_m(run, matches.counts, state);
    return MAX(share_change, m_change);
}

void
hn_em_run(const HnEntityType *type, const HnModel *start, const HnEmPass *pass,
          const HnEmPrior *prior, HnEmRelatives *relatives, HnEmResult *ret_result)
{
    g_assert(type->n_comparisons <= HN_COMPARISONS_MAX && prior->n_pairs > 0);
    g_assert(pass->n_possible >= 1 && start->lambda > 0 && start->lambda < 1);
    HnEmResult state = { .share = start->lambda };
    for (guint c = 0; c < type->n_comparisons; c++)
        for (guint level = 0; level < type->comparisons[c].n_levels; level++)
            state.m[c][level] = start->comparisons[c].m[level];
    g_autofree Factors *factors = interaction_ratios(start, pass, relatives);
    Run run = { type, start, pass, prior, relatives, factors, { .n_relatives = 0 } };
    while (state.n_iterations < ITERATIONS_MAX) {
        state.n_iterations++;
        if (iterate(&run, &state) < CONVERGED)
            break;
    }
    *ret_result = state;
}

void
hn_em_posteriors(const HnEntityType *type, const HnModel *model, const HnEmPass *pass,
                 const HnEmRelatives *relatives, double share, double *ret_posteriors)
{
    g_autofree Ratios *ratios = g_new(Ratios, 1);
    HnEmResult state = { .share = model->lambda }; /* relatives are as many for each match */
    for (guint c = 0; c < type->n_comparisons; c++)
        memcpy(state.m[c], model->comparisons[c].m, sizeof state.m[c]);
    fill_ratios(type, model, &state, relatives, ratios);
    g_autofree Factors *factors = interaction_ratios(model, pass, relatives);
    double relative;
    for (gsize i = 0; i < pass->n; i++)
        ret_posteriors[i] = posterior(type, pass->patterns[i].pattern, share / (1.0 - share),
                                      factors[i], ratios, &relative);
}

double
hn_em_expected_matches(const HnEntityType *type, const HnModel *model, const HnEmPass *pass,
                       double share)
{
    g_autofree double *posteriors = g_new(double, pass->n + 1);
    hn_em_posteriors(type, model, pass, NULL, share, posteriors);
    double expected = 0;
    for (gsize i = 0; i < pass->n; i++)
        expected += (double)pass->patterns[i].n_pairs * posteriors[i];
    return expected;
}

/* log2(2^a + 2^b) */
static double
log2_sum(double a, double b)
{
    const double high = MAX(a, b), low = MIN(a, b);
    return high + hn_log2(1 + hn_exp2(low - high));
}

/* Logarithms of the joint rates of a pattern among the classes. */
typedef struct {
    double match, stranger, together, apart;
} LogRates;

static LogRates
log_rates(const HnEntityType *type, const HnModel *model, guint64 pattern,
          const HnEmRelatives *relatives)
{
    const double share = relatives == NULL ? 0 : relatives->share;
    const double log_share = hn_log2(MAX(share, PROBABILITY_MIN));
    LogRates rates = { hn_log2(model->lambda), hn_log2(1 - model->lambda - 2 * share), log_share,
                       log_share };
    for (guint c = 0; c < type->n_comparisons; c++) {
        const guint digit = pattern_digit(pattern, c);
        if (digit == 0)
            continue;
        const double u = hn_log2(MAX(model->comparisons[c].u[digit - 1], PROBABILITY_MIN));
        rates.match += hn_log2(MAX(model->comparisons[c].m[digit - 1], PROBABILITY_MIN));
        rates.stranger += u;
        if (share <= 0)
            continue;
        const double of_one = hn_log2(MAX(relatives->m[c][digit - 1], PROBABILITY_MIN));
        rates.together += of_one;
        rates.apart += relatives->of_house[c] ? u : of_one;
    }
    return rates;
}

double
hn_em_log_likelihood(const HnEntityType *type, const HnModel *model, const HnEmPass *pass,
                     const HnEmRelatives *relatives)
{
    const gboolean are_there = relatives != NULL && relatives->share > 0;
    double sum = 0, n_pairs = 0;
    for (gsize i = 0; i < pass->n; i++) {
        const guint64 pattern = pass->patterns[i].pattern;
        const LogRates rates = log_rates(type, model, pattern, relatives);
        HnSharedUnits units = { 0, 0 };
        hn_relatives_add_interactions(of_house_of(relatives), model->interactions,
                                      model->n_interactions, pattern, &units);
        /* Units are what a weight gains: the strangers' joint rate, turned over. Where relatives
         * live apart their house's levels are joint as those of strangers. */
        const double of_house_units = (double)(units.all - units.of_family);
        const double n = (double)pass->patterns[i].n_pairs;
        double all =
            log2_sum(rates.match, rates.stranger - (double)units.all / HN_WEIGHT_UNITS_PER_BIT);
        if (are_there)
            all = log2_sum(log2_sum(all, rates.together),
                           rates.apart - of_house_units / HN_WEIGHT_UNITS_PER_BIT);
        sum += n * all;
        n_pairs += n;
    }
    return n_pairs == 0 ? 0 : sum * G_LN2 / n_pairs;
}
