#include "linker/model_fit.h"

#include "base/exact_math.h"
#include "linker/confirmed_rate.h"
#include "linker/em_labels.h"
#include "linker/em_relatives.h"
#include "linker/level_order.h"
#include "linker/start_choice.h"

#define ROUNDS 4 /* of u, m, lambda and dependence against each other */
/* Pseudo-matches behind the starting m of each comparison; of few records more, as there the pairs
 * of one household are no fewer than those of one person. */
#define PRIOR_PAIRS 20.0
#define PRIOR_PAIRS_FEW 20000.0 /* over the number of records, */
#define PRIOR_PAIRS_MAX 200.0   /* at most */
/* Of random pairs that show a level, one in so many at least is no match: of numbers that somebody
 * issues fewer. These are equal by a slip of a pen or of a program, however few pairs were seen. */
#define LEAST_SHARE 20.0
#define LEAST_SHARE_ISSUED 100.0
#define BY_A_SLIP 5e-4
#define SHARE_RARE 0.1   /* of all pairs, at most, in the start that takes matches to be rare */
#define STRICT 0.01      /* of m of disagreeing stays in the start that is strict */
#define SHARE_COMMON 0.1 /* in the start that takes them to be common */

/* One start and what became of it. */
typedef struct {
    HnModel model; /* borrows the terms */
    HnEmRelatives relatives;
    double n_matches;
    HnStartFigures figures;
} Fitted;

/* What matches of an attribute show, before any is seen: how many agree in the best level, in none,
 * and by what each level between falls behind the one before. And how many may agree in none: of
 * twelve labelled sets the largest shares were .22 of names, .18 of dates, .14 of issued numbers,
 * .17 of e-mail; telephones and documents change in a life, and of words anything may be true. */
typedef struct {
    double best, none, none_max;
} Usual;
#define FALL 0.6
#define BETWEEN_MIN 0.02
#define RATE_MIN 1e-12 /* of a level, where weights are made of it */
#define MOVED                                                                                      \
    0.15 /* of those without a number in common, as many as of strangers: it begins as none */
#define APART 0.1 /* what tells two things of one name apart is rare among records of one thing */

static const Usual usual[] = {
    [HN_TYPE_TEXT] = { 0.35, 0.20, 1 },
    [HN_TYPE_NAME] = { 0.55, 0.08, 0.3 },
    [HN_TYPE_DATE] = { 0.70, 0.05, 0.3 },
    [HN_TYPE_DIGITS] = { 0.80, 0.10, 0.5 },
    [HN_TYPE_PHONE] = { 0.65, 0.20, 0.5 },
    [HN_TYPE_EMAIL] = { 0.65, 0.20, 0.5 },
    [HN_TYPE_CATEGORY] = { 0.75, 0.25, 1 },
    [HN_TYPE_NUMBER] = { 0.40, 0.30, 1 },
    [HN_TYPE_SEX] = { 0.95, 0.05, 0.3 },
    [HN_TYPE_CODE] = { 0.60, 0.20, 0.5 },
    [HN_TYPE_POINT] = { 0.55, 0.35, 1 },
    [HN_TYPE_UNIT] = { 0.55, 0.35, 1 },
    [HN_TYPE_ADDRESS_LINE] = { 0.35, 0.20, 1 },
    [HN_TYPE_ADDRESS] = { 0.35, 0.20, 1 },
    [HN_TYPE_CITIZEN_NUMBER] = { 0.80, 0.10, 0.5 },
    [HN_TYPE_INSURANCE_NUMBER] = { 0.80, 0.10, 0.5 },
    [HN_TYPE_COMPANY] = { 0.40, 0.10, 0.3 },
    [HN_TYPE_TAX_CODE] = { 0.80, 0.10, 0.5 },
    [HN_TYPE_VIETNAMESE_NAME] = { 0.55, 0.08, 0.3 },
};
/* Of many values, but of numbers that somebody issues, a match need not have any in common. */
static const Usual usual_of_many = { 0.50, 0.40, 1 };

static const Usual *
usual_of(const HnEntityType *type, const HnComparison *comparison)
{
    const HnAttribute *attribute = &type->attributes[comparison->attribute];
    const gboolean is_list = attribute->many && hn_attribute_type_has_letters(attribute->type);
    return is_list ? &usual_of_many : &usual[attribute->type];
}

/* m to start from, and what is behind it where little is seen. */
static void
start_m(const HnEntityType *type, const HnComparison *comparison, double *ret_m)
{
    const Usual *of = usual_of(type, comparison);
    const guint n = comparison->n_levels;
    double between = 1, total = 0;
    for (guint level = 0; level < n; level++) {
        ret_m[level] = level == 0 ? of->best : between;
        if (level == n - 1 && n > 1)
            ret_m[level] = of->none;
        else if (level > 0 && hn_level_kind_tells_apart(comparison->levels[level].kind))
            ret_m[level] = APART * between;
        else if (level > 0 && comparison->levels[level].kind == HN_LEVEL_NUMBER_MOVED)
            ret_m[level] = 0;
        else if (level > 0)
            between *= FALL;
    }
    for (guint level = 1; level + 1 < n; level++)
        total += ret_m[level];
    /* A level between best and none may be seen, though hardly any match of the kind shows it. */
    const double rest = MAX(1 - of->best - of->none, BETWEEN_MIN);
    for (guint level = 1; level + 1 < n; level++)
        ret_m[level] *= rest / total;
    for (guint level = 0; level < n && n > 2 && of->best + of->none > 1 - BETWEEN_MIN; level++)
        ret_m[level] /= of->best + of->none + rest;
    for (guint level = 1; level + 1 < n; level++)
        if (comparison->levels[level].kind == HN_LEVEL_NUMBER_MOVED) {
            ret_m[level] = MOVED * ret_m[n - 1];
            ret_m[n - 1] -= ret_m[level];
        }
    if (n <= 2)
        for (guint level = 0; level < n; level++)
            ret_m[level] = n == 1 ? 1 : ret_m[level] / (of->best + of->none);
}

/* Of a thousand people one took another given name, if no numbers tell how many. More often it is a
 * twin's, of the same birth date and mother, and nothing else may tell the two apart (decisions
 * 0050, 0057). */
#define RENAMED 0.001
/* So many people asked about are the price of two twins who are one (decision 0059). */
#define FALSE_MERGE_COST 8.0

static void
limit_m(const HnModelFit *fit, guint c, double *ret_most)
{
    const HnEntityType *type = fit->type;
    const HnComparison *comparison = &type->comparisons[c];
    for (guint level = 0; level < comparison->n_levels; level++)
        ret_most[level] =
            comparison->levels[level].kind == HN_LEVEL_OTHER_GIVEN_NAME
                ? hn_confirmed_rate(type, &fit->candidates, c, level, RENAMED) / FALSE_MERGE_COST
                : 1.0;
    if (comparison->n_levels > 1)
        ret_most[comparison->n_levels - 1] = usual_of(type, comparison)->none_max;
    for (guint level = 0; level < comparison->n_levels; level++)
        if (comparison->levels[level].kind == HN_LEVEL_NUMBER_MOVED)
            ret_most[level] = MOVED * usual_of(type, comparison)->none_max;
}

/* Pairs of records that both hold comparison @c's attribute: a rare attribute is held by few
 * records, and by the same entities'. */
static double
pairs_showing(const HnModelFit *fit, guint c)
{
    const double n = fit->rates->n_with_value[c];
    return fit->rates->shown[c] * n * (n - 1) / 2;
}

/* u of a level that random pairs show at the rate @p, the matches among them taken out. Never below
 * one in @least_share of it, as m and lambda are estimates too. One pair more than was seen, as
 * what was not seen may be (Laplace's rule of succession, 1814): with a few records more or less
 * the rare levels would be worth twice as much, or half. */
static double
u_of(double p, double m, double lambda, double least_share, double one_pair)
{
    return MAX((p - lambda * m) / (1.0 - lambda), p / least_share) + one_pair;
}

static gboolean
is_issued(const HnEntityType *type, const HnComparison *comparison)
{
    return comparison->levels[0].kind == HN_LEVEL_EXACT &&
           hn_attribute_type_is_issued(type->attributes[comparison->attribute].type);
}

/* u of every level, summing to 1. @matches: of each comparison. */
static void
set_u(const HnModelFit *fit, HnModel *model, const double *matches)
{
    for (guint c = 0; c < fit->type->n_comparisons; c++) {
        HnComparisonModel *comparison = &model->comparisons[c];
        const HnComparison *spec = &fit->type->comparisons[c];
        const guint n_levels = spec->n_levels;
        const double n_pairs = pairs_showing(fit, c);
        const double lambda = n_pairs < 1 ? 0 : CLAMP(matches[c] / n_pairs, 0, 0.5);
        const guint first = fit->rates->is_known[c] ? 1 : 0;
        double total = 0;
        if (first > 0)
            comparison->u[0] = fit->rates->rate[c][0];
        for (guint level = first; level < n_levels; level++) {
            const double p = fit->rates->rate[c][level];
            const gboolean is_number = level == 0 && is_issued(fit->type, spec);
            const double one_pair =
                level == 0 ? fit->rates->one_pair_exact[c] : fit->rates->one_pair[c];
            comparison->u[level] =
                u_of(p, comparison->m[level], lambda, is_number ? LEAST_SHARE_ISSUED : LEAST_SHARE,
                     is_number ? MIN(one_pair, BY_A_SLIP) : one_pair);
            total += comparison->u[level];
        }
        for (guint level = first; level < n_levels; level++)
            comparison->u[level] =
                comparison->u[level] / total * (first > 0 ? 1 - comparison->u[0] : 1);
    }
}

/* EM over all candidate pairs, each once. Pairs that no rule made count as no matches. */
static void
fit_m(const HnModelFit *fit, const HnEmPrior *prior, Fitted *fitted)
{
    HnModel *model = &fitted->model;
    HnEmResult result = { .share = 0 };
    hn_em_run(fit->type, model, &fit->candidates, prior, &fitted->relatives, &result);
    for (guint c = 0; c < fit->type->n_comparisons; c++)
        memcpy(model->comparisons[c].m, result.m[c], sizeof result.m[c]);
    model->lambda = result.share;
    fitted->n_matches = result.n_matches;
    set_u(fit, model, result.matches);
}

static void
fit_dependence(const HnModelFit *fit, Fitted *fitted, double share)
{
    hn_dependence_fit(fit->dependence, fit->type, &fit->candidates, &fitted->relatives, share,
                      &fitted->model);
}

static void
start(const HnModelFit *fit, const HnEmPrior *prior, double lambda, double share, Fitted *fitted)
{
    HnModel *model = &fitted->model;
    double matches[HN_COMPARISONS_MAX];
    model->lambda = lambda;
    model->n_interactions = 0;
    for (guint c = 0; c < fit->type->n_comparisons; c++) {
        memcpy(model->comparisons[c].m, prior->m[c], sizeof prior->m[c]);
        matches[c] = share * pairs_showing(fit, c);
    }
    if (fit->labels != NULL)
        hn_em_labels_start(fit->labels, fit->type, prior, model);
    set_u(fit, model, matches);
    hn_em_relatives_start(&fitted->relatives, fit->type, prior, model, lambda);
}

/* One match for each record, and no match among the random pairs. */
static void
start_rare(const HnModelFit *fit, const HnEmPrior *prior, Fitted *fitted)
{
    start(fit, prior, MIN(1.0 / MAX((double)fit->n_rows, 2.0), SHARE_RARE), 0, fitted);
}

/* Log-likelihood of the random pairs, less half their logarithm for each parameter that one start
 * may have and the other not (Schwarz 1978). */
static double
worth_of(const HnModelFit *fit, const HnModel *model, const HnEmRelatives *relatives)
{
    const HnEmPass random = { fit->rates->patterns->len,
                              (const HnPatternCount *)(void *)fit->rates->patterns->data, 1 };
    double n_pairs = 0, n_parameters = 0;
    for (gsize i = 0; i < random.n; i++)
        n_pairs += (double)random.patterns[i].n_pairs;
    for (guint i = 0; i < model->n_interactions; i++)
        n_parameters += (fit->type->comparisons[model->interactions[i].a].n_levels - 1) *
                        (fit->type->comparisons[model->interactions[i].b].n_levels - 1);
    return n_pairs * hn_em_log_likelihood(fit->type, model, &random, relatives) -
           0.5 * n_parameters * hn_log(MAX(n_pairs, 1));
}

static double
names_apart(const HnModelFit *fit, const HnModel *model)
{
    double apart = 0;
    for (guint c = 0; c < fit->type->n_comparisons; c++) {
        const HnComparison *comparison = &fit->type->comparisons[c];
        const HnAttribute *attribute = &fit->type->attributes[comparison->attribute];
        if (hn_attribute_type_is_name(attribute->type) && !attribute->many)
            apart += model->comparisons[c].m[comparison->n_levels - 1];
    }
    return apart;
}

/* Beside relatives it is judged with all two-way terms that its strangers show: which of them move
 * a doubtful pair, and so are kept, depends on how many pairs it leaves in doubt. Without, more
 * terms would explain large entities away. */
static void
judge(const HnModelFit *fit, Fitted *fitted)
{
    g_autofree HnModel *whole = g_memdup2(&fitted->model, sizeof fitted->model);
    if (fitted->relatives.share > 0)
        hn_dependence_fit_all(fit->dependence, fit->type, &fit->candidates, &fitted->relatives,
                              whole->lambda, whole);
    const gboolean are_exchanged =
        hn_em_relatives_are_exchanged(&fitted->relatives, fit->type, &fitted->model);
    const double with_terms = worth_of(fit, whole, &fitted->relatives);
    whole->n_interactions = 0;
    fitted->figures =
        (HnStartFigures){ .worth = are_exchanged ? -G_MAXDOUBLE : with_terms,
                          .of_terms = with_terms - worth_of(fit, whole, &fitted->relatives),
                          .names_apart = names_apart(fit, &fitted->model) };
}

static void
keep_relatives(const HnModelFit *fit, const Fitted *fitted, HnRelatives *ret)
{
    const HnEmRelatives *relatives = &fitted->relatives;
    *ret = (HnRelatives){ .is_there = relatives->share > 0 };
    if (!ret->is_there)
        return;
    const double strangers = 1 - fitted->model.lambda - 2 * relatives->share;
    ret->may_be_apart = TRUE;
    memcpy(ret->of_house, relatives->of_house, sizeof ret->of_house);
    ret->prior_units = hn_weight_units(relatives->share / strangers);
    for (guint c = 0; c < fit->type->n_comparisons; c++)
        for (guint level = 0; level < fit->type->comparisons[c].n_levels; level++)
            ret->units[c][level] =
                hn_weight_units(MAX(relatives->m[c][level], RATE_MIN) /
                                MAX(fitted->model.comparisons[c].u[level], RATE_MIN));
}

static void
take(const HnModelFit *fit, const Fitted *fitted, HnModel *model)
{
    model->lambda = fitted->model.lambda;
    model->n_interactions = fitted->model.n_interactions;
    memcpy(model->interactions, fitted->model.interactions, sizeof model->interactions);
    keep_relatives(fit, fitted, &model->relatives);
    for (guint c = 0; c < fit->type->n_comparisons; c++) {
        const HnComparisonModel *from = &fitted->model.comparisons[c];
        memcpy(model->comparisons[c].m, from->m, sizeof from->m);
        memcpy(model->comparisons[c].u, from->u, sizeof from->u);
        hn_level_order(&fit->type->comparisons[c], model->comparisons[c].m,
                       model->comparisons[c].u);
    }
}

static void
fit_rounds(const HnModelFit *fit, const HnEmPrior *prior, Fitted *fitted)
{
    for (guint round = 0; round < ROUNDS; round++) {
        fit_m(fit, prior, fitted);
        fit_dependence(fit, fitted, fitted->model.lambda);
    }
    fit_m(fit, prior, fitted);
    judge(fit, fitted);
}

/* ---- the starts ---- */

static void
fit_rare(const HnModelFit *fit, const HnEmPrior *prior, Fitted *fitted)
{
    start_rare(fit, prior, fitted);
    /* Else EM would take strangers of a place for doubles. */
    fit_dependence(fit, fitted, 0);
    fit_rounds(fit, prior, fitted);
}

/* EM speaks before any term does. */
static void
fit_freely(const HnModelFit *fit, const HnEmPrior *prior, Fitted *fitted)
{
    for (guint round = 0; round < ROUNDS; round++)
        fit_m(fit, prior, fitted);
    fit_rounds(fit, prior, fitted);
}

static void
fit_common(const HnModelFit *fit, const HnEmPrior *prior, Fitted *fitted)
{
    start(fit, prior, SHARE_COMMON, SHARE_COMMON, fitted);
    fit_freely(fit, prior, fitted);
}

/* Where a house has more pairs of relatives than of records of one person, EM may settle between
 * the two, and calls half of the relatives matches. So once it begins where matches differ in
 * nothing of their own, and relatives are those who do. */
static void
fit_strict(const HnModelFit *fit, const HnEmPrior *prior, Fitted *fitted)
{
    start_rare(fit, prior, fitted);
    for (guint c = 0; c < fit->type->n_comparisons; c++) {
        const HnComparison *comparison = &fit->type->comparisons[c];
        const guint last = comparison->n_levels - 1;
        double *m = fitted->model.comparisons[c].m;
        const HnAttributeType type = fit->type->attributes[comparison->attribute].type;
        if (type != HN_TYPE_DATE && type != HN_TYPE_SEX && !hn_attribute_type_is_name(type))
            continue;
        m[0] += m[last] * (1 - STRICT);
        m[last] *= STRICT;
    }
    fit_dependence(fit, fitted, 0);
    fit_rounds(fit, prior, fitted);
}

/* Where matches differ in nothing and EM says how much they may: records of one kind, as papers of
 * the same authors, are not yet among them. */
static void
fit_equal(const HnModelFit *fit, const HnEmPrior *prior, Fitted *fitted)
{
    start_rare(fit, prior, fitted);
    for (guint c = 0; c < fit->type->n_comparisons; c++) {
        double *m = fitted->model.comparisons[c].m;
        for (guint level = 1; level < fit->type->comparisons[c].n_levels; level++) {
            m[0] += m[level] * (1 - STRICT);
            m[level] *= STRICT;
        }
    }
    fit_freely(fit, prior, fitted);
}

/* The first unless another one is clearly likelier; the last beside relatives alone. */
typedef void (*FitStart)(const HnModelFit *fit, const HnEmPrior *prior, Fitted *fitted);
static const FitStart starts[] = { fit_equal, fit_rare, fit_common, fit_strict };
#define N_STARTS G_N_ELEMENTS(starts)

typedef struct {
    const HnModelFit *fit;
    HnEmPrior prior;
    Fitted fitted[N_STARTS];
} Fits;

static void
fit_task(gpointer user, gsize task, guint thread G_GNUC_UNUSED)
{
    Fits *fits = user;
    starts[task](fits->fit, &fits->prior, &fits->fitted[task]);
}

double
hn_model_fit(const HnModelFit *fit, HnThreadPool *pool, HnModel *model)
{
    g_autofree Fits *fits = g_new0(Fits, 1);
    fits->fit = fit;
    fits->prior.n_pairs =
        CLAMP(PRIOR_PAIRS_FEW / MAX(fit->n_rows, 1), PRIOR_PAIRS, PRIOR_PAIRS_MAX);
    fits->prior.labels = fit->labels;
    for (guint c = 0; c < fit->type->n_comparisons; c++) {
        start_m(fit->type, &fit->type->comparisons[c], fits->prior.m[c]);
        limit_m(fit, c, fits->prior.most[c]);
    }
    const guint n = hn_em_has_relatives(fit->type) ? N_STARTS : N_STARTS - 1;
    for (guint i = 0; i < n; i++)
        fits->fitted[i].model = *model;
    hn_thread_pool_run(pool, n, fit_task, fits);

    HnStartFigures figures[N_STARTS];
    for (guint i = 0; i < n; i++)
        figures[i] = fits->fitted[i].figures;
    const Fitted *best = &fits->fitted[hn_start_choice(figures, n)];
    take(fit, best, model);
    return best->n_matches;
}
