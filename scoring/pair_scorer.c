/* The sum of weights over comparisons is Fellegi and Sunter (1969), section 2; the adjustment of
 * exact levels by a value's frequency follows Winkler (2000), "Frequency-based matching in
 * Fellegi-Sunter model of record linkage". Left out: dependence between comparisons (Winkler 1988),
 * as patterns stay explainable.
 *
 * A pair is looked at twice. First by codes alone, for all comparisons: missing, equal and "nothing
 * but exact" are settled there, and what is open enters the sum with the largest weight that it can
 * still get. Then the open ones are computed, cheapest first, each replacing its bound. A sum that
 * falls below the threshold ends the pair: bounds never rise, so the outcome is that of the full
 * sum whatever the order.
 */
#include "scoring/pair_scorer.h"

#include "scoring/level_cache.h"
#include "scoring/level_chain.h"

#define OPEN G_MAXUINT /* codes alone do not tell the level */
#define PREFETCH_PAIRS                                                                             \
    12u /* lines asked for ahead; a line from memory takes about the time of 4 pairs */
#define CACHE_BITS_MAX                                                                             \
    17u /* 1 MiB: beyond the second-level cache a hit costs as much as a kernel */

/* One comparison, resolved against the table. */
typedef struct {
    HnLevelChain chain;
    guint index; /* in the entity type */
    guint attribute;
    const HnValueSets *sets; /* NULL: cells are codes of values */
    const HnValueForms *forms;
    gint32 weights[HN_LEVELS_MAX + 1]; /* by digit of the pattern: 0 = missing, else 1 + level */
    gint32 bound_equal, bound_unequal; /* largest weight of open pairs */
    gint32 *value_terms;               /* adjustment of each value at an exact level; NULL = none */
    gint32 *cell_terms; /* of equal cells: value_terms, or of a set the largest of its members' */
} Compared;

typedef struct {
    HnLevelCache caches[HN_COMPARISONS_MAX];
    HnScorerCounts counts;
    guint8 padding[64]; /* keeps two threads' counts off one cache line */
} Scratch;

struct _HnPairScorer {
    const HnRecordTable *table;
    const HnEntityType *type;
    gint32 prior_units;
    guint n_compared;
    Compared compared[HN_COMPARISONS_MAX]; /* cheapest first */
    guint place_of[HN_COMPARISONS_MAX];    /* comparison -> place in compared */
    HnValueForms *forms[HN_ATTRIBUTES_MAX];
    guint32 *class_rows; /* [n_classes] first row of each class */
    guint n_threads;
    Scratch *scratch; /* [n_threads] */
};

/* The best pair of members so far, or the only pair of values. */
typedef struct {
    guint level;
    gint32 term_units;
    guint32 value_a, value_b;
} Best;

static gint32
term_of(const Compared *compared, guint level, guint32 a, guint32 b)
{
    const gboolean counts = compared->value_terms != NULL && a == b &&
                            compared->chain.comparison->levels[level].kind == HN_LEVEL_EXACT;
    return counts ? compared->value_terms[a] : 0;
}

static guint
level_of_values(const Compared *compared, Scratch *scratch, guint32 a, guint32 b)
{
    const HnLevelChain *chain = &compared->chain;
    if (a == b && chain->exact_first)
        return 0;
    if (chain->cost < HN_LEVEL_COST_CACHED)
        return hn_level_chain_level(chain, compared->forms, a, b);
    HnLevelCache *cache = scratch->caches + compared->index;
    const guint64 mix = hn_level_cache_mix(a, b);
    const gint known = hn_level_cache_find(cache, mix);
    if (known >= 0) {
        scratch->counts.n_cache_hits++;
        return (guint)known;
    }
    scratch->counts.n_kernels++;
    const guint level = hn_level_chain_level(chain, compared->forms, a, b);
    hn_level_cache_put(cache, mix, level);
    return level;
}

/* Smallest level, then largest adjustment, then first by the members' order. */
static Best
best_of_sets(const Compared *compared, Scratch *scratch, guint32 cell_a, guint32 cell_b)
{
    Best best = { .level = G_MAXUINT };
    guint n_a = 0, n_b = 0;
    const HnSetMember *a = hn_value_sets_members(compared->sets, cell_a, &n_a);
    const HnSetMember *b = hn_value_sets_members(compared->sets, cell_b, &n_b);
    for (guint i = 0; i < n_a; i++) {
        for (guint j = 0; j < n_b; j++) {
            const guint level = level_of_values(compared, scratch, a[i].value, b[j].value);
            const gint32 term = term_of(compared, level, a[i].value, b[j].value);
            if (level < best.level || (level == best.level && term > best.term_units))
                best = (Best){ level, term, a[i].value, b[j].value };
        }
    }
    return best;
}

/* Both cells are present. */
static Best
best_of_cells(const Compared *compared, Scratch *scratch, guint32 cell_a, guint32 cell_b)
{
    if (compared->sets != NULL)
        return best_of_sets(compared, scratch, cell_a, cell_b);
    const guint level = level_of_values(compared, scratch, cell_a, cell_b);
    return (Best){ level, term_of(compared, level, cell_a, cell_b), cell_a, cell_b };
}

/* The digit of the pattern as far as codes alone tell it, else OPEN. */
static inline guint
digit_of_codes(const Compared *compared, guint32 a, guint32 b)
{
    if (a == 0 || b == 0)
        return 0;
    if (a == b)
        return compared->chain.exact_first ? 1 : OPEN;
    /* Unequal sets may share a member, so only single values are settled. */
    const gboolean settled = !compared->chain.looks && compared->sets == NULL;
    return settled ? compared->chain.comparison->n_levels : OPEN;
}

static guint64
pattern_of_lines(const HnPairScorer *scorer, Scratch *scratch, const guint32 *a, const guint32 *b)
{
    guint64 pattern = 0;
    for (guint k = 0; k < scorer->n_compared; k++) {
        const Compared *compared = scorer->compared + k;
        const guint32 cell_a = a[compared->attribute], cell_b = b[compared->attribute];
        guint digit = digit_of_codes(compared, cell_a, cell_b);
        if (digit == OPEN)
            digit = 1 + best_of_cells(compared, scratch, cell_a, cell_b).level;
        pattern |= (guint64)digit << (4 * compared->index);
    }
    return pattern;
}

/* The match weight, or any sum below @threshold if the weight is below it. */
static gint32
weight_of_lines(const HnPairScorer *scorer, Scratch *scratch, const guint32 *a, const guint32 *b,
                gint32 threshold)
{
    guint open[HN_COMPARISONS_MAX];
    guint n_open = 0;
    gint32 sum = scorer->prior_units;
    for (guint k = 0; k < scorer->n_compared; k++) {
        const Compared *compared = scorer->compared + k;
        const guint32 cell_a = a[compared->attribute], cell_b = b[compared->attribute];
        const guint digit = digit_of_codes(compared, cell_a, cell_b);
        if (digit == OPEN) {
            sum += cell_a == cell_b ? compared->bound_equal : compared->bound_unequal;
            open[n_open++] = k;
            continue;
        }
        sum += compared->weights[digit];
        if (cell_a == cell_b && digit != 0 && compared->cell_terms != NULL)
            sum += compared->cell_terms[cell_a];
    }
    for (guint i = 0; i < n_open; i++) {
        if (sum < threshold) {
            scratch->counts.n_early++;
            return sum;
        }
        const Compared *compared = scorer->compared + open[i];
        const guint32 cell_a = a[compared->attribute], cell_b = b[compared->attribute];
        const Best best = best_of_cells(compared, scratch, cell_a, cell_b);
        sum -= cell_a == cell_b ? compared->bound_equal : compared->bound_unequal;
        sum += compared->weights[1 + best.level] + best.term_units;
    }
    return sum;
}

static const guint32 *
line_of_class(const HnPairScorer *scorer, guint32 class)
{
    return hn_record_table_line(scorer->table, scorer->class_rows[class]);
}

static void
prefetch_pair(const HnPairScorer *scorer, const HnPair *pair)
{
    __builtin_prefetch(line_of_class(scorer, pair->b));
    __builtin_prefetch(line_of_class(scorer, pair->a));
}

void
hn_pair_scorer_patterns(HnPairScorer *scorer, guint thread, const HnPair *pairs, gsize n_pairs,
                        guint64 *ret_patterns)
{
    g_assert(thread < scorer->n_threads);
    Scratch *scratch = scorer->scratch + thread;
    scratch->counts.n_pairs += n_pairs;
    for (gsize i = 0; i < n_pairs; i++) {
        if (i + PREFETCH_PAIRS < n_pairs)
            prefetch_pair(scorer, pairs + i + PREFETCH_PAIRS);
        ret_patterns[i] = pattern_of_lines(scorer, scratch, line_of_class(scorer, pairs[i].a),
                                           line_of_class(scorer, pairs[i].b));
    }
}

gsize
hn_pair_scorer_score(HnPairScorer *scorer, guint thread, const HnPair *pairs, gsize n_pairs,
                     gint32 threshold_units, HnEdge *ret_edges)
{
    g_assert(thread < scorer->n_threads);
    Scratch *scratch = scorer->scratch + thread;
    scratch->counts.n_pairs += n_pairs;
    gsize n_edges = 0;
    for (gsize i = 0; i < n_pairs; i++) {
        if (i + PREFETCH_PAIRS < n_pairs)
            prefetch_pair(scorer, pairs + i + PREFETCH_PAIRS);
        const gint32 weight = weight_of_lines(scorer, scratch, line_of_class(scorer, pairs[i].a),
                                              line_of_class(scorer, pairs[i].b), threshold_units);
        if (weight >= threshold_units)
            ret_edges[n_edges++] = (HnEdge){ pairs[i].a, pairs[i].b, weight, pairs[i].rule };
    }
    return n_edges;
}

gint32
hn_pair_scorer_explain(HnPairScorer *scorer, guint thread, guint32 row_a, guint32 row_b,
                       HnScoredComparison *ret_comparisons)
{
    g_assert(thread < scorer->n_threads);
    const guint32 *a = hn_record_table_line(scorer->table, row_a);
    const guint32 *b = hn_record_table_line(scorer->table, row_b);
    gint32 sum = scorer->prior_units;
    for (guint k = 0; k < scorer->n_compared; k++) {
        const Compared *compared = scorer->compared + k;
        const guint32 cell_a = a[compared->attribute], cell_b = b[compared->attribute];
        HnScoredComparison scored = { .level = -1 };
        if (cell_a != 0 && cell_b != 0) {
            const Best best = best_of_cells(compared, scorer->scratch + thread, cell_a, cell_b);
            scored = (HnScoredComparison){ (gint)best.level, best.value_a, best.value_b,
                                           compared->weights[1 + best.level], best.term_units };
        }
        sum += scored.weight_units + scored.term_units;
        ret_comparisons[compared->index] = scored;
    }
    return sum;
}

gint
hn_pair_scorer_level(HnPairScorer *scorer, guint thread, guint comparison, guint32 code_a,
                     guint32 code_b)
{
    g_assert(thread < scorer->n_threads && comparison < scorer->n_compared);
    if (code_a == 0 || code_b == 0)
        return -1;
    const Compared *compared = scorer->compared + scorer->place_of[comparison];
    return (gint)best_of_cells(compared, scorer->scratch + thread, code_a, code_b).level;
}

HnScorerCounts
hn_pair_scorer_counts(const HnPairScorer *scorer)
{
    HnScorerCounts sum = { 0 };
    for (guint t = 0; t < scorer->n_threads; t++) {
        const HnScorerCounts *counts = &scorer->scratch[t].counts;
        sum.n_pairs += counts->n_pairs;
        sum.n_kernels += counts->n_kernels;
        sum.n_cache_hits += counts->n_cache_hits;
        sum.n_early += counts->n_early;
    }
    return sum;
}

static gint32 *
terms_of_values(const HnTermTable *terms, const HnDictionary *values)
{
    g_autoptr(HnDictionary) listed = hn_dictionary_new();
    g_autofree gint32 *adjust = g_new0(gint32, (gsize)terms->n + 1);
    adjust[0] = terms->unseen_units;
    for (guint i = 0; i < terms->n; i++)
        adjust[hn_dictionary_intern(listed, terms->terms[i].value)] = terms->terms[i].adjust_units;
    const guint32 n_values = hn_dictionary_size(values);
    gint32 *by_code = g_new0(gint32, (gsize)n_values + 1);
    for (guint32 code = 1; code <= n_values; code++)
        by_code[code] = adjust[hn_dictionary_find(listed, hn_dictionary_value(values, code))];
    return by_code;
}

/* An equal pair of sets has its exact level from the member with the largest adjustment. */
static gint32 *
terms_of_sets(const HnValueSets *sets, const gint32 *value_terms)
{
    const guint32 n_sets = hn_value_sets_size(sets);
    gint32 *by_code = g_new0(gint32, (gsize)n_sets + 1);
    for (guint32 code = 1; code <= n_sets; code++) {
        guint n = 0;
        const HnSetMember *members = hn_value_sets_members(sets, code, &n);
        by_code[code] = G_MININT32;
        for (guint i = 0; i < n; i++)
            by_code[code] = MAX(by_code[code], value_terms[members[i].value]);
    }
    return by_code;
}

static gint32
largest_term(const gint32 *terms, guint32 n)
{
    gint32 largest = 0;
    for (guint32 code = 1; terms != NULL && code <= n; code++)
        largest = MAX(largest, terms[code]);
    return largest;
}

/* The largest weight that an open pair can get: unequal values cannot be exact, unequal sets can.
 */
static void
set_bounds(Compared *compared, guint32 n_values)
{
    const HnComparison *comparison = compared->chain.comparison;
    const gint32 term = largest_term(compared->value_terms, n_values);
    compared->bound_equal = compared->bound_unequal = G_MININT32;
    for (guint level = 0; level < comparison->n_levels; level++) {
        const gboolean is_exact = comparison->levels[level].kind == HN_LEVEL_EXACT;
        const gint32 weight = compared->weights[1 + level] + (is_exact ? term : 0);
        compared->bound_equal = MAX(compared->bound_equal, weight);
        if (!is_exact || compared->sets != NULL)
            compared->bound_unequal = MAX(compared->bound_unequal, weight);
    }
}

static void
weigh(Compared *compared, const HnComparisonModel *model, const HnDictionary *values)
{
    const HnComparison *comparison = compared->chain.comparison;
    for (guint level = 0; level < comparison->n_levels; level++)
        compared->weights[1 + level] = model->weight_units[level];
    if (comparison->term_frequency) {
        compared->value_terms = terms_of_values(&model->terms, values);
        compared->cell_terms = compared->sets == NULL
                                   ? compared->value_terms
                                   : terms_of_sets(compared->sets, compared->value_terms);
    }
    set_bounds(compared, hn_dictionary_size(values));
}

static void
resolve(HnPairScorer *scorer, const HnModel *model)
{
    const HnEntityType *type = scorer->type;
    guint form_flags[HN_ATTRIBUTES_MAX] = { 0 };
    for (guint c = 0; c < type->n_comparisons; c++) {
        Compared *compared = scorer->compared + c;
        compared->chain = hn_level_chain(type->comparisons + c);
        compared->index = c;
        compared->attribute = type->comparisons[c].attribute;
        g_assert(compared->attribute < scorer->table->n_attributes);
        compared->sets = scorer->table->sets[compared->attribute];
        form_flags[compared->attribute] |= compared->chain.form_flags;
    }
    for (guint c = 0; c < type->n_comparisons; c++) {
        Compared *compared = scorer->compared + c;
        const guint attribute = compared->attribute;
        const HnDictionary *values = scorer->table->values[attribute];
        if (scorer->forms[attribute] == NULL)
            scorer->forms[attribute] = hn_value_forms_new(values, form_flags[attribute]);
        compared->forms = scorer->forms[attribute];
        if (model != NULL)
            weigh(compared, model->comparisons + c, values);
    }
}

/* Insertion sort, so that equal costs keep the configuration's order. */
static void
order_by_cost(HnPairScorer *scorer)
{
    for (guint c = 1; c < scorer->n_compared; c++) {
        const Compared moved = scorer->compared[c];
        guint k = c;
        for (; k > 0 && scorer->compared[k - 1].chain.cost > moved.chain.cost; k--)
            scorer->compared[k] = scorer->compared[k - 1];
        scorer->compared[k] = moved;
    }
    for (guint k = 0; k < scorer->n_compared; k++)
        scorer->place_of[scorer->compared[k].index] = k;
}

/* A cache as large as all pairs of a small dictionary, or CACHE_BITS_MAX. */
static void
make_caches(HnPairScorer *scorer)
{
    scorer->scratch = g_new0(Scratch, scorer->n_threads);
    for (guint k = 0; k < scorer->n_compared; k++) {
        const Compared *compared = scorer->compared + k;
        if (compared->chain.cost < HN_LEVEL_COST_CACHED)
            continue;
        const guint64 n_values = hn_dictionary_size(compared->forms->values);
        const guint n_bits =
            CLAMP(g_bit_storage(n_values * n_values / 2), HN_LEVEL_CACHE_BITS_MIN, CACHE_BITS_MAX);
        for (guint t = 0; t < scorer->n_threads; t++)
            scorer->scratch[t].caches[compared->index] =
                (HnLevelCache){ n_bits, g_new0(guint64, (gsize)1 << n_bits) };
    }
}

HnPairScorer *
hn_pair_scorer_new(const HnRecordTable *table, const HnEntityType *type, const HnModel *model,
                   guint n_threads)
{
    g_assert(type->n_comparisons <= HN_COMPARISONS_MAX && n_threads >= 1);
    g_assert(model == NULL || model->n_comparisons == type->n_comparisons);
    HnPairScorer *scorer = g_new0(HnPairScorer, 1);
    scorer->table = table;
    scorer->type = type;
    scorer->n_threads = n_threads;
    scorer->n_compared = type->n_comparisons;
    scorer->prior_units = model == NULL ? 0 : model->prior_units;
    resolve(scorer, model);
    order_by_cost(scorer);
    make_caches(scorer);
    scorer->class_rows = g_new(guint32, (gsize)table->n_classes + 1);
    for (guint32 c = 0; c < table->n_classes; c++)
        scorer->class_rows[c] = hn_record_table_class_row(table, c);
    return scorer;
}

void
hn_pair_scorer_free(HnPairScorer *scorer)
{
    if (scorer == NULL)
        return;
    for (guint k = 0; k < scorer->n_compared; k++) {
        Compared *compared = scorer->compared + k;
        if (compared->cell_terms != compared->value_terms)
            g_free(compared->cell_terms);
        g_free(compared->value_terms);
    }
    for (guint i = 0; i < HN_ATTRIBUTES_MAX; i++)
        hn_value_forms_free(scorer->forms[i]);
    for (guint t = 0; t < scorer->n_threads; t++) {
        for (guint c = 0; c < HN_COMPARISONS_MAX; c++)
            g_free(scorer->scratch[t].caches[c].slots);
    }
    g_free(scorer->scratch);
    g_free(scorer->class_rows);
    g_free(scorer);
}
