#include "linker/dependence.h"

#include <math.h>

#include "base/exact_math.h"
#include "base/radix_sort.h"
#include "base/rng.h"

#define PAIRS_AGREEING 8192u
#define SEED 0x64657065u /* any constant; the same one always */
/* Pairs seen and expected behind each ratio: where few were expected, few tell nothing. */
#define SHRINK 2.0
#define UNITS_MAX (8 * HN_WEIGHT_UNITS_PER_BIT)
#define STRENGTH_MIN 0.15 /* bits that an edge moves a doubtful candidate on average */
/* Where most pairs of two levels are matches, strangers among them are the model's own doubts: they
 * tell nothing about strangers. */
#define MATCHES_MAX 0.5
#define DOUBTFUL 0.001 /* probability from which on, and up to 1 minus which, it is doubtful */

/* ---- pairs that agree exactly on one comparison ---- */

typedef struct {
    const HnPairScope *scope;
    const HnEntityType *type;
    const HnValueFrequencies *frequencies;
    HnPairScorer *scorer;
    HnDependence *dependence;
} Draw;

/* Rows by value, of values on two rows or more. Codes only group, they order nothing that is kept:
 * a pair is drawn by its place among all agreeing pairs of ascending first rows. */
typedef struct {
    guint32 n_groups;
    guint32 *first, *n;    /* [n_groups] place in rows, members >= 2 */
    guint64 *pairs_before; /* [n_groups + 1] */
    guint32 *rows;
} Groups;

/* Where the rows of a value stand, and where the next one of them goes; both lie together, because
 * values are met in the order of rows. */
typedef struct {
    guint32 start, next;
} Place;

#define AHEAD 16u /* rows whose places are asked for together */

/* [n_codes + 2]; a value on one row has no room. Returns the rows of all others. */
static guint32
give_places(const HnAttributeCounts *counts, Place *places)
{
    guint32 at = 0;
    for (guint32 code = 0; code <= counts->n_codes; code++) {
        places[code] = (Place){ at, at };
        at += counts->counts[code] >= 2 ? counts->counts[code] : 0;
    }
    places[counts->n_codes + 1] = (Place){ at, at };
    return at;
}

static void
add_group(Groups *groups, guint32 first, guint64 n)
{
    const guint32 g = groups->n_groups++;
    groups->first[g] = first;
    groups->n[g] = (guint32)n;
    groups->pairs_before[g + 1] = groups->pairs_before[g] + n * (n - 1) / 2;
}

static void
group_rows(const HnRecordTable *table, guint attribute, const HnAttributeCounts *counts,
           Groups *groups)
{
    g_autofree Place *places = g_new(Place, (gsize)counts->n_codes + 2);
    const guint32 n_grouped = give_places(counts, places);
    groups->rows = g_new(guint32, (gsize)n_grouped + 1);
    groups->first = g_new(guint32, (gsize)n_grouped / 2 + 1);
    groups->n = g_new(guint32, (gsize)n_grouped / 2 + 1);
    groups->pairs_before = g_new0(guint64, (gsize)n_grouped / 2 + 1);
    for (guint32 row = 0; row < table->n_rows; row++) {
        const guint32 ahead = MIN(row + AHEAD, table->n_rows - 1);
        __builtin_prefetch(places + hn_record_table_line(table, ahead)[attribute], 1);
        Place *place = places + hn_record_table_line(table, row)[attribute];
        const guint32 n = place[1].start - place->start;
        if (n == 0)
            continue;
        if (place->next == place->start) /* its first row */
            add_group(groups, place->start, n);
        groups->rows[place->next++] = row;
    }
}

static void
groups_clear(Groups *groups)
{
    g_free(groups->first);
    g_free(groups->n);
    g_free(groups->pairs_before);
    g_free(groups->rows);
}

static HnPair
draw_pair(const Groups *groups, HnRng *rng)
{
    const guint64 place = hn_rng_below(rng, groups->pairs_before[groups->n_groups]);
    guint32 low = 0, high = groups->n_groups;
    while (low + 1 < high) {
        const guint32 middle = low + (high - low) / 2;
        if (groups->pairs_before[middle] <= place)
            low = middle;
        else
            high = middle;
    }
    const guint32 *rows = groups->rows + groups->first[low];
    const guint32 a = (guint32)hn_rng_below(rng, groups->n[low]);
    guint32 b = (guint32)hn_rng_below(rng, groups->n[low] - 1);
    b += b >= a ? 1 : 0;
    return (HnPair){ MIN(rows[a], rows[b]), MAX(rows[a], rows[b]), 0 };
}

/* Few pairs count once each: drawn again and again they would pass for many. */
static guint
choose_pairs(const Groups *groups, gsize comparison, HnPair *ret_pairs)
{
    guint n = 0;
    if (groups->pairs_before[groups->n_groups] > PAIRS_AGREEING) {
        HnRng rng = hn_rng_seed(SEED, comparison);
        while (n < PAIRS_AGREEING)
            ret_pairs[n++] = draw_pair(groups, &rng);
        return n;
    }
    for (guint32 g = 0; g < groups->n_groups; g++) {
        const guint32 *rows = groups->rows + groups->first[g];
        for (guint32 b = 1; b < groups->n[g]; b++)
            for (guint32 a = 0; a < b; a++)
                ret_pairs[n++] = (HnPair){ rows[a], rows[b], 0 };
    }
    return n;
}

static guint
keep_in_scope(const HnPairScope *scope, HnPair *pairs, guint n)
{
    guint n_kept = 0;
    for (guint i = 0; i < n; i++)
        if (hn_pair_scope_has(scope, pairs[i].a, pairs[i].b))
            pairs[n_kept++] = pairs[i];
    return n_kept;
}

static void
draw_task(gpointer user, gsize c, guint thread)
{
    const Draw *draw = user;
    const HnComparison *comparison = &draw->type->comparisons[c];
    if (comparison->levels[0].kind != HN_LEVEL_EXACT ||
        draw->scope->table->sets[comparison->attribute] != NULL)
        return;
    Groups groups = { 0 };
    group_rows(draw->scope->table, comparison->attribute,
               draw->frequencies->attributes + comparison->attribute, &groups);
    if (groups.n_groups > 0) {
        g_autofree HnPair *pairs = g_new(HnPair, PAIRS_AGREEING);
        g_autofree guint64 *patterns = g_new(guint64, PAIRS_AGREEING);
        const guint n = keep_in_scope(draw->scope, pairs, choose_pairs(&groups, c, pairs));
        hn_pair_scorer_row_patterns(draw->scorer, thread, pairs, n, TRUE, patterns);
        g_autoptr(HnPatternCounts) counts = hn_pattern_counts_new();
        for (guint i = 0; i < n; i++)
            hn_pattern_counts_add(counts, patterns[i], 1);
        draw->dependence->agreeing[c] = hn_pattern_counts_list(counts);
    }
    groups_clear(&groups);
}

HnDependence *
hn_dependence_new(const HnPairScope *scope, const HnEntityType *type,
                  const HnValueFrequencies *frequencies, GArray *random, HnPairScorer *scorer,
                  HnThreadPool *pool)
{
    HnDependence *dependence = g_new0(HnDependence, 1);
    dependence->n_comparisons = type->n_comparisons;
    dependence->random = random;
    dependence->agreeing = g_new0(GArray *, type->n_comparisons);
    Draw draw = { scope, type, frequencies, scorer, dependence };
    hn_thread_pool_run(pool, type->n_comparisons, draw_task, &draw);
    return dependence;
}

void
hn_dependence_free(HnDependence *dependence)
{
    if (dependence == NULL)
        return;
    for (guint c = 0; c < dependence->n_comparisons; c++)
        if (dependence->agreeing[c] != NULL)
            g_array_unref(dependence->agreeing[c]);
    g_free(dependence->agreeing);
    g_free(dependence);
}

/* ---- joint rates ---- */

typedef double Table[HN_LEVELS_MAX][HN_LEVELS_MAX];

typedef struct {
    gsize n;
    const HnPatternCount *patterns;
    double *posteriors; /* [n] */
} Weighed;

static Weighed
weigh(const HnEntityType *type, const HnModel *model, const HnEmRelatives *relatives,
      const GArray *patterns, double share)
{
    Weighed weighed = { patterns->len, (const HnPatternCount *)(void *)patterns->data, NULL };
    const HnEmPass pass = { weighed.n, weighed.patterns, 1 };
    weighed.posteriors = g_new(double, weighed.n + 1);
    hn_em_posteriors(type, model, &pass, relatives, share,
                     weighed.posteriors); /* all 0 for share 0 */
    return weighed;
}

/* Pairs that show level i of @a and j of @b: as far as they are no matches, and all. */
typedef struct {
    Table strangers, all;
    double n_strangers;
} Joint;

static void
count_joint(const Weighed *weighed, guint a, guint b, Joint *ret)
{
    memset(ret, 0, sizeof *ret);
    for (gsize k = 0; k < weighed->n; k++) {
        const guint i = (guint)(weighed->patterns[k].pattern >> (4 * a)) & 15;
        const guint j = (guint)(weighed->patterns[k].pattern >> (4 * b)) & 15;
        if (i == 0 || j == 0)
            continue;
        const double n = (double)weighed->patterns[k].n_pairs;
        ret->all[i - 1][j - 1] += n;
        ret->strangers[i - 1][j - 1] += n * (1 - weighed->posteriors[k]);
        ret->n_strangers += n * (1 - weighed->posteriors[k]);
    }
}

/* Strangers that show levels (i, j), over those of @n that would if the rate were @independent. */
static double
ratio_of(const Joint *joint, guint i, guint j, double n, double independent)
{
    if (joint->strangers[i][j] < (1 - MATCHES_MAX) * joint->all[i][j])
        return 1;
    return (joint->strangers[i][j] + SHRINK) / (n * independent + SHRINK);
}

/* Ratio of the joint rate of (i, j) to that of independence, over all levels of both. */
static void
ratios_of(const Weighed *weighed, const HnEntityType *type, const HnModel *model, guint a, guint b,
          Table ret)
{
    Joint joint;
    count_joint(weighed, a, b, &joint);
    for (guint i = 0; i < type->comparisons[a].n_levels; i++)
        for (guint j = 0; j < type->comparisons[b].n_levels; j++)
            ret[i][j] = ratio_of(&joint, i, j, joint.n_strangers,
                                 model->comparisons[a].u[i] * model->comparisons[b].u[j]);
}

/* The row of exact agreement on @given, from pairs drawn to agree on it. */
static void
ratios_given(const Weighed *agreeing, guint given, guint other, guint n_levels, const double *rate,
             double *ret)
{
    Joint joint;
    double total = 0;
    count_joint(agreeing, given, other, &joint);
    for (guint j = 0; j < n_levels; j++)
        total += joint.strangers[0][j];
    for (guint j = 0; j < n_levels; j++)
        ret[j] = ratio_of(&joint, 0, j, total, rate[j]);
}

typedef struct {
    const HnEntityType *type;
    const HnModel *model;
    Weighed candidates, random;
    Weighed agreeing[HN_COMPARISONS_MAX];
} Fit;

static gint32
units_of(double ratio)
{
    const double units = round(hn_log2(ratio) * HN_WEIGHT_UNITS_PER_BIT);
    return (gint32)CLAMP(units, -(double)UNITS_MAX, (double)UNITS_MAX);
}

static HnInteraction
interaction_of(const Fit *fit, guint a, guint b)
{
    HnInteraction interaction = { .a = a, .b = b };
    const HnComparisonModel *model_a = &fit->model->comparisons[a];
    const HnComparisonModel *model_b = &fit->model->comparisons[b];
    const guint n_a = fit->type->comparisons[a].n_levels, n_b = fit->type->comparisons[b].n_levels;
    Table ratios;
    double column[HN_LEVELS_MAX];
    ratios_of(&fit->random, fit->type, fit->model, a, b, ratios);
    if (fit->agreeing[b].n > 0) {
        ratios_given(&fit->agreeing[b], b, a, n_a, model_a->u, column);
        for (guint i = 0; i < n_a; i++)
            ratios[i][0] = column[i];
    }
    if (fit->agreeing[a].n > 0)
        ratios_given(&fit->agreeing[a], a, b, n_b, model_b->u, ratios[0]);
    for (guint i = 0; i < n_a; i++)
        for (guint j = 0; j < n_b; j++)
            interaction.units[i][j] = units_of(1.0 / ratios[i][j]);
    return interaction;
}

/* Bits by which it moves a doubtful candidate on average. */
static double
strength_of(const Fit *fit, const HnInteraction *interaction)
{
    double moved = 0, n_doubtful = 0;
    for (gsize k = 0; k < fit->candidates.n; k++) {
        const double p = fit->candidates.posteriors[k];
        if (p < DOUBTFUL || p > 1 - DOUBTFUL)
            continue;
        const double n = (double)fit->candidates.patterns[k].n_pairs;
        const gint32 units =
            hn_model_interaction_units(interaction, 1, fit->candidates.patterns[k].pattern);
        moved += n * ABS(units);
        n_doubtful += n;
    }
    return n_doubtful == 0 ? 0 : moved / n_doubtful / HN_WEIGHT_UNITS_PER_BIT;
}

/* What it makes the random pairs likelier by, in nats, less what that many parameters would by
 * chance (Schwarz 1978, "Estimating the dimension of a model"). */
static double
worth_of(const Fit *fit, const HnInteraction *interaction)
{
    double gain = 0, n_strangers = 0;
    for (gsize k = 0; k < fit->random.n; k++) {
        const double n = (double)fit->random.patterns[k].n_pairs * (1 - fit->random.posteriors[k]);
        gain -= n * hn_model_interaction_units(interaction, 1, fit->random.patterns[k].pattern);
        n_strangers += n;
    }
    const guint n_a = fit->type->comparisons[interaction->a].n_levels;
    const guint n_b = fit->type->comparisons[interaction->b].n_levels;
    return gain / HN_WEIGHT_UNITS_PER_BIT * G_LN2 -
           0.5 * hn_log(MAX(n_strangers, 1)) * (n_a - 1) * (n_b - 1);
}

typedef struct {
    HnInteraction interaction;
    double strength, worth;
} Edge;

static gint
compare_strength(gconstpointer a, gconstpointer b)
{
    const Edge *x = a, *y = b;
    if (x->strength != y->strength)
        return x->strength < y->strength ? 1 : -1;
    if (x->interaction.a != y->interaction.a)
        return x->interaction.a > y->interaction.a ? 1 : -1;
    return x->interaction.b > y->interaction.b ? 1 : -1;
}

/* The forest of greatest strength (Kruskal 1956). */
static void
take_forest(GArray *edges, double strength_min, HnModel *model)
{
    guint tree[HN_COMPARISONS_MAX];
    for (guint c = 0; c < HN_COMPARISONS_MAX; c++)
        tree[c] = c;
    g_array_sort(edges, compare_strength);
    model->n_interactions = 0;
    for (guint e = 0; e < edges->len; e++) {
        const Edge *edge = &g_array_index(edges, Edge, e);
        const guint from = tree[edge->interaction.b], to = tree[edge->interaction.a];
        if (edge->strength < strength_min || edge->worth <= 0 || from == to)
            continue;
        model->interactions[model->n_interactions++] = edge->interaction;
        for (guint c = 0; c < HN_COMPARISONS_MAX; c++)
            tree[c] = tree[c] == from ? to : tree[c];
    }
}

/* Of each two comparisons what a term between them would be and be worth. */
static GArray *
list_terms(const HnDependence *dependence, const HnEntityType *type, const HnEmPass *candidates,
           const HnEmRelatives *relatives, double share, const HnModel *model)
{
    GArray *edges = g_array_new(FALSE, FALSE, sizeof(Edge));
    Fit fit = { .type = type,
                .model = model,
                .candidates = { candidates->n, candidates->patterns, NULL } };
    fit.candidates.posteriors = g_new(double, candidates->n + 1);
    hn_em_posteriors(type, model, candidates, relatives, model->lambda, fit.candidates.posteriors);
    fit.random = weigh(type, model, relatives, dependence->random, share);
    for (guint c = 0; c < type->n_comparisons; c++)
        if (dependence->agreeing[c] != NULL)
            fit.agreeing[c] = weigh(type, model, relatives, dependence->agreeing[c], share);
    for (guint a = 0; a < type->n_comparisons; a++)
        for (guint b = a + 1; b < type->n_comparisons; b++) {
            Edge edge = { .interaction = interaction_of(&fit, a, b) };
            edge.strength = strength_of(&fit, &edge.interaction);
            edge.worth = worth_of(&fit, &edge.interaction);
            g_array_append_val(edges, edge);
        }
    g_free(fit.candidates.posteriors);
    g_free(fit.random.posteriors);
    for (guint c = 0; c < type->n_comparisons; c++)
        g_free(fit.agreeing[c].posteriors);
    return edges;
}

void
hn_dependence_fit(const HnDependence *dependence, const HnEntityType *type,
                  const HnEmPass *candidates, const HnEmRelatives *relatives, double share,
                  HnModel *model)
{
    g_autoptr(GArray) terms = list_terms(dependence, type, candidates, relatives, share, model);
    take_forest(terms, STRENGTH_MIN, model);
}

void
hn_dependence_fit_all(const HnDependence *dependence, const HnEntityType *type,
                      const HnEmPass *candidates, const HnEmRelatives *relatives, double share,
                      HnModel *model)
{
    g_autoptr(GArray) terms = list_terms(dependence, type, candidates, relatives, share, model);
    take_forest(terms, 0, model);
}
