/* The sum of weights over comparisons is Fellegi and Sunter (1969), section 2; the adjustment of
 * exact levels by a value's frequency follows Winkler (2000), "Frequency-based matching in
 * Fellegi-Sunter model of record linkage". Left out: dependence between comparisons (Winkler 1988),
 * as patterns stay explainable.
 *
 * Pairs are taken in chunks, and a chunk is looked at twice. First by codes alone, pair by pair:
 * missing, equal and "nothing but exact" are settled there, and what is open enters the sum with
 * the largest weight that it can still get. Then the open ones are computed comparison by
 * comparison, cheapest first, each replacing its bound. A pair whose sum falls below the threshold
 * is left alone: bounds never rise, so the outcome is that of the full sum whatever the order.
 */
#include "scoring/pair_scorer.h"

#include "scoring/compared.h"
#include "scoring/level_batch.h"
#include "scoring/likeness.h"

#define CHUNK HN_LEVEL_BATCH
#define CACHE_BITS_MAX                                                                             \
    17u /* 1 MiB: beyond the second-level cache a hit costs as much as a kernel */

typedef struct {
    HnLevelCache caches[HN_COMPARISONS_MAX]; /* by place in compared */
    HnLevelBatch batch;
    guint n_pairs;         /* of this chunk */
    gboolean is_cacheless; /* its values are not worth remembering */
    const guint32 *lines_a[CHUNK], *lines_b[CHUNK];
    gint32 sums[CHUNK];
    HnSharedUnits shared[CHUNK]; /* with relatives: how common values are */
    guint64 patterns[CHUNK];     /* as far as they are computed; kept where comparisons interact */
    guint8 n_left[CHUNK];        /* open comparisons that are not computed yet */
    guint n_open[HN_COMPARISONS_MAX];
    guint16 open[HN_COMPARISONS_MAX][CHUNK]; /* pairs, by place in compared */
    HnScorerCounts counts;
    guint8 padding[64]; /* keeps two threads' counts off one cache line */
} Scratch;

struct _HnPairScorer {
    const HnRecordTable *table;
    const HnEntityType *type;
    gint32 prior_units;
    guint n_interactions;
    const HnInteraction *interactions; /* the model's */
    gint32 bound_beyond;               /* the most that they and likeness can add to a pair */
    HnRelatives relatives;             /* take from it */
    guint n_compared;
    HnCompared compared[HN_COMPARISONS_MAX]; /* cheapest first */
    guint place_of[HN_COMPARISONS_MAX];      /* comparison -> place in compared */
    HnLikeness likeness;
    guint32 *class_rows; /* [n_classes] first row of each class */
    guint n_threads;
    Scratch *scratch; /* [n_threads] */
};

/* The best pair of members so far, or the only pair of values. */
typedef struct {
    guint digit; /* 1 + level, as in a pattern; 0: no two members can be compared */
    gint32 term_units;
    guint32 value_a, value_b;
} Best;

static guint
level_of_values(const HnPairScorer *scorer, Scratch *scratch, guint place, guint32 a, guint32 b)
{
    const HnCompared *compared = scorer->compared + place;
    const HnLevelChain *chain = &compared->chain;
    if (a == b && chain->exact_first)
        return 0;
    const HnLevelCache *cache = scratch->caches + place;
    if (cache->slots == NULL || scratch->is_cacheless)
        return hn_level_chain_level(chain, compared->forms, a, b);
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

/* Numbers of a passport and of a tax office differ in everybody: they tell something only where
 * they are equal. */
static inline gboolean
is_comparable(const HnCompared *compared, const HnSetMember *a, const HnSetMember *b)
{
    return a->value == b->value || ((a->kind == b->kind || a->kind == 0 || b->kind == 0) &&
                                    hn_value_forms_comparable(compared->forms, a->value, b->value));
}

/* Of a person who moved one old number is another province's, but no other number differs. */
static inline gboolean
is_better(const HnCompared *compared, guint digit, gint32 term, const Best *than)
{
    if (than->digit == 0)
        return TRUE;
    if (1 + compared->level_of_all == MIN(digit, than->digit))
        return digit > than->digit;
    return digit < than->digit || (digit == than->digit && term > than->term_units);
}

/* Smallest level, then largest adjustment, then first by the members' order. */
static Best
best_of_sets(const HnPairScorer *scorer, Scratch *scratch, guint place, guint32 cell_a,
             guint32 cell_b)
{
    const HnCompared *compared = scorer->compared + place;
    Best best = { .digit = 0 };
    guint n_a = 0, n_b = 0;
    const HnSetMember *a = hn_value_sets_members(compared->sets, cell_a, &n_a);
    const HnSetMember *b = hn_value_sets_members(compared->sets, cell_b, &n_b);
    for (guint i = 0; i < n_a; i++) {
        for (guint j = 0; j < n_b; j++) {
            if (!is_comparable(compared, &a[i], &b[j]))
                continue;
            const guint digit = 1 + level_of_values(scorer, scratch, place, a[i].value, b[j].value);
            const gint32 term = hn_compared_term(compared, digit - 1, a[i].value, b[j].value);
            if (is_better(compared, digit, term, &best))
                best = (Best){ digit, term, a[i].value, b[j].value };
        }
    }
    return best;
}

/* Both cells are present. */
static Best
best_of_lines(const HnPairScorer *scorer, Scratch *scratch, guint place, const guint32 *line_a,
              const guint32 *line_b)
{
    const HnCompared *compared = scorer->compared + place;
    const guint32 cell_a = line_a[compared->attribute], cell_b = line_b[compared->attribute];
    if (compared->told != NULL && hn_compared_is_told(compared, line_a, line_b))
        return (Best){ 0, 0, cell_a, cell_b };
    if (compared->sets != NULL)
        return best_of_sets(scorer, scratch, place, cell_a, cell_b);
    if (compared->tells_kinds && cell_a != cell_b &&
        !hn_value_forms_comparable(compared->forms, cell_a, cell_b))
        return (Best){ 0, 0, cell_a, cell_b };
    const guint level = level_of_values(scorer, scratch, place, cell_a, cell_b);
    if (compared->to_crosswise != NULL && level > compared->crosswise_level &&
        hn_compared_crosses(compared, line_a, line_b))
        return (Best){ 1 + compared->crosswise_level, 0, cell_a, cell_b };
    return (Best){ 1 + level, hn_compared_term(compared, level, cell_a, cell_b), cell_a, cell_b };
}

/* Finds the lines of a chunk; all are asked for before the first is read. @row_of: of the pairs'
 * numbers, NULL: they are rows. */
static void
start_chunk(const HnPairScorer *scorer, Scratch *scratch, const guint32 *row_of,
            const HnPair *pairs, guint n)
{
    const guint32 last = scorer->table->n_attributes - 1;
    scratch->n_pairs = n;
    for (guint i = 0; i < n; i++) {
        const guint32 a = row_of == NULL ? pairs[i].a : row_of[pairs[i].a];
        const guint32 b = row_of == NULL ? pairs[i].b : row_of[pairs[i].b];
        scratch->lines_a[i] = hn_record_table_line(scorer->table, a);
        scratch->lines_b[i] = hn_record_table_line(scorer->table, b);
        __builtin_prefetch(scratch->lines_a[i]);
        __builtin_prefetch(scratch->lines_a[i] + last);
        __builtin_prefetch(scratch->lines_b[i]);
        __builtin_prefetch(scratch->lines_b[i] + last);
    }
    memset(scratch->n_open, 0, sizeof scratch->n_open);
}

static void
open_pair(Scratch *scratch, guint place, guint pair)
{
    scratch->open[place][scratch->n_open[place]++] = (guint16)pair;
}

/* A level of both lines takes the place of the chain's where it comes before it. */
static void
cross_levels(const HnCompared *compared, Scratch *scratch, const guint16 *pairs, guint n)
{
    HnLevelBatch *batch = &scratch->batch;
    for (guint i = 0; i < n; i++) {
        const guint32 *a = scratch->lines_a[pairs[i]], *b = scratch->lines_b[pairs[i]];
        if (batch->levels[i] > compared->crosswise_level && hn_compared_crosses(compared, a, b))
            batch->levels[i] = (guint8)compared->crosswise_level;
    }
}

/* Levels of @pairs, whose codes were gathered into the batch for a comparison of single values. */
static void
run_batch(const HnPairScorer *scorer, Scratch *scratch, guint place, const guint16 *pairs, guint n)
{
    const HnCompared *compared = scorer->compared + place;
    const HnLevelCache *cache = scratch->caches + place;
    const gboolean has_cache = cache->slots != NULL && !scratch->is_cacheless;
    const guint n_computed = hn_level_batch_run(&scratch->batch, n, &compared->chain,
                                                compared->forms, has_cache ? cache : NULL);
    if (has_cache) {
        scratch->counts.n_kernels += n_computed;
        scratch->counts.n_cache_hits += n - n_computed;
    }
    if (compared->to_crosswise != NULL)
        cross_levels(compared, scratch, pairs, n);
}

/* Puts the codes of @pairs under one comparison into the batch. */
static void
gather_codes(const HnPairScorer *scorer, Scratch *scratch, guint place, const guint16 *pairs,
             guint n)
{
    const guint attribute = scorer->compared[place].attribute;
    for (guint i = 0; i < n; i++) {
        scratch->batch.a[i] = scratch->lines_a[pairs[i]][attribute];
        scratch->batch.b[i] = scratch->lines_b[pairs[i]][attribute];
    }
}

static inline guint
digit_of_lines(const HnCompared *compared, const guint32 *a, const guint32 *b)
{
    if (compared->told != NULL && hn_compared_is_told(compared, a, b))
        return 0;
    return hn_compared_digit(compared, a[compared->attribute], b[compared->attribute]);
}

static void
settle_pattern(const HnPairScorer *scorer, Scratch *scratch, guint pair, guint64 *ret_pattern)
{
    const guint32 *a = scratch->lines_a[pair], *b = scratch->lines_b[pair];
    guint64 pattern = 0;
    for (guint k = 0; k < scorer->n_compared; k++) {
        const HnCompared *compared = scorer->compared + k;
        const guint digit = digit_of_lines(compared, a, b);
        if (digit == HN_DIGIT_OPEN)
            open_pair(scratch, k, pair);
        else
            pattern |= (guint64)digit << (4 * compared->index);
    }
    *ret_pattern = pattern;
}

static void
add_open_digits(const HnPairScorer *scorer, Scratch *scratch, guint place, guint64 *patterns)
{
    const HnCompared *compared = scorer->compared + place;
    const guint16 *pairs = scratch->open[place];
    const guint n = scratch->n_open[place];
    gather_codes(scorer, scratch, place, pairs, n);
    HnLevelBatch *batch = &scratch->batch;
    if (compared->sets == NULL)
        run_batch(scorer, scratch, place, pairs, n);
    for (guint i = 0; i < n; i++) {
        const guint digit =
            compared->sets == NULL
                ? 1u + batch->levels[i]
                : best_of_sets(scorer, scratch, place, batch->a[i], batch->b[i]).digit;
        patterns[pairs[i]] |= (guint64)digit << (4 * compared->index);
    }
}

static void
find_patterns(HnPairScorer *scorer, guint thread, const guint32 *row_of, const HnPair *pairs,
              gsize n_pairs, guint64 *ret_patterns)
{
    g_assert(thread < scorer->n_threads);
    Scratch *scratch = scorer->scratch + thread;
    scratch->counts.n_pairs += n_pairs;
    for (gsize first = 0; first < n_pairs; first += CHUNK) {
        const guint n = (guint)MIN(CHUNK, n_pairs - first);
        start_chunk(scorer, scratch, row_of, pairs + first, n);
        for (guint i = 0; i < n; i++)
            settle_pattern(scorer, scratch, i, ret_patterns + first + i);
        for (guint k = 0; k < scorer->n_compared; k++)
            add_open_digits(scorer, scratch, k, ret_patterns + first);
    }
}

void
hn_pair_scorer_patterns(HnPairScorer *scorer, guint thread, const HnPair *pairs, gsize n_pairs,
                        guint64 *ret_patterns)
{
    find_patterns(scorer, thread, scorer->class_rows, pairs, n_pairs, ret_patterns);
}

void
hn_pair_scorer_row_patterns(HnPairScorer *scorer, guint thread, const HnPair *row_pairs,
                            gsize n_pairs, gboolean at_random, guint64 *ret_patterns)
{
    scorer->scratch[thread].is_cacheless = at_random;
    find_patterns(scorer, thread, NULL, row_pairs, n_pairs, ret_patterns);
    scorer->scratch[thread].is_cacheless = FALSE;
}

/* The sum of what codes tell and of the bounds of what is open. */
static void
settle_sum(const HnPairScorer *scorer, Scratch *scratch, guint pair, gint32 threshold)
{
    const guint32 *a = scratch->lines_a[pair], *b = scratch->lines_b[pair];
    gint32 sum = scorer->prior_units;
    HnSharedUnits shared = { 0, 0 };
    guint8 open[HN_COMPARISONS_MAX];
    guint n_open = 0;
    guint64 pattern = 0;
    for (guint k = 0; k < scorer->n_compared; k++) {
        const HnCompared *compared = scorer->compared + k;
        const guint32 cell_a = a[compared->attribute], cell_b = b[compared->attribute];
        const guint digit = digit_of_lines(compared, a, b);
        if (digit == HN_DIGIT_OPEN) {
            sum += hn_compared_bound(compared, cell_a, cell_b);
            open[n_open++] = (guint8)k;
            continue;
        }
        sum += compared->weights[digit];
        pattern |= (guint64)digit << (4 * compared->index);
        if (cell_a == cell_b && digit != 0 && compared->cell_terms != NULL) {
            const gint32 term = compared->cell_terms[cell_a];
            sum += term;
            hn_relatives_add_term(&scorer->relatives, compared->index, digit, term, &shared);
        }
    }
    scratch->sums[pair] = sum;
    scratch->shared[pair] = shared;
    scratch->patterns[pair] = pattern;
    scratch->n_left[pair] = (guint8)n_open;
    if (sum < threshold) {
        scratch->counts.n_early += n_open > 0;
        return;
    }
    for (guint i = 0; i < n_open; i++)
        open_pair(scratch, open[i], pair);
}

/* Of the pairs that are open here, those that can still reach the threshold. */
static guint
keep_living(Scratch *scratch, guint place, gint32 threshold)
{
    guint16 *pairs = scratch->open[place];
    guint n_kept = 0;
    for (guint i = 0; i < scratch->n_open[place]; i++) {
        const guint16 pair = pairs[i];
        pairs[n_kept] = pair;
        n_kept += scratch->sums[pair] >= threshold;
    }
    return n_kept;
}

static void
add_open_weights(const HnPairScorer *scorer, Scratch *scratch, guint place, gint32 threshold)
{
    const HnCompared *compared = scorer->compared + place;
    const guint16 *pairs = scratch->open[place];
    const guint n = keep_living(scratch, place, threshold);
    gather_codes(scorer, scratch, place, pairs, n);
    HnLevelBatch *batch = &scratch->batch;
    if (compared->sets == NULL)
        run_batch(scorer, scratch, place, pairs, n);
    for (guint i = 0; i < n; i++) {
        const guint32 cell_a = batch->a[i], cell_b = batch->b[i];
        Best best;
        if (compared->sets == NULL) {
            best.digit = 1 + batch->levels[i];
            best.term_units = hn_compared_term(compared, best.digit - 1, cell_a, cell_b);
        } else {
            best = best_of_sets(scorer, scratch, place, cell_a, cell_b);
        }
        gint32 *sum = scratch->sums + pairs[i];
        *sum -= hn_compared_bound(compared, cell_a, cell_b);
        *sum += compared->weights[best.digit] + best.term_units;
        hn_relatives_add_term(&scorer->relatives, compared->index, best.digit, best.term_units,
                              &scratch->shared[pairs[i]]);
        scratch->patterns[pairs[i]] |= (guint64)best.digit << (4 * compared->index);
        scratch->counts.n_early += --scratch->n_left[pairs[i]] > 0 && *sum < threshold;
    }
}

/* What all levels together are worth beyond their sum. */
static gint32
units_of_pattern(const HnPairScorer *scorer, guint64 pattern, HnSharedUnits shared)
{
    const gint32 units =
        hn_model_interaction_units(scorer->interactions, scorer->n_interactions, pattern);
    hn_relatives_add_interactions(scorer->relatives.of_house, scorer->interactions,
                                  scorer->n_interactions, pattern, &shared);
    return units + hn_relatives_units(&scorer->relatives, scorer->n_compared, pattern, shared);
}

static gint32
likeness_of_pair(const HnPairScorer *scorer, const Scratch *scratch, guint pair)
{
    const HnLikeness *likeness = &scorer->likeness;
    return hn_likeness_units(likeness, scratch->patterns[pair], scratch->lines_a[pair],
                             scratch->lines_b[pair]);
}

gsize
hn_pair_scorer_score(HnPairScorer *scorer, guint thread, const HnPair *pairs, gsize n_pairs,
                     gint32 threshold_units, HnEdge *ret_edges)
{
    g_assert(thread < scorer->n_threads);
    Scratch *scratch = scorer->scratch + thread;
    scratch->counts.n_pairs += n_pairs;
    gsize n_edges = 0;
    const gint32 open_threshold =
        MAX(threshold_units, G_MININT32 + scorer->bound_beyond) - scorer->bound_beyond;
    for (gsize first = 0; first < n_pairs; first += CHUNK) {
        const HnPair *chunk = pairs + first;
        const guint n = (guint)MIN(CHUNK, n_pairs - first);
        start_chunk(scorer, scratch, scorer->class_rows, chunk, n);
        for (guint i = 0; i < n; i++)
            settle_sum(scorer, scratch, i, open_threshold);
        for (guint k = 0; k < scorer->n_compared; k++)
            add_open_weights(scorer, scratch, k, open_threshold);
        for (guint i = 0; i < n; i++) {
            if (scratch->sums[i] < open_threshold)
                continue;
            const gint32 sum = scratch->sums[i] +
                               units_of_pattern(scorer, scratch->patterns[i], scratch->shared[i]);
            const gint32 weight = sum + likeness_of_pair(scorer, scratch, i);
            if (weight >= threshold_units)
                ret_edges[n_edges++] = (HnEdge){ chunk[i].a, chunk[i].b, weight, chunk[i].rule };
        }
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
    HnSharedUnits shared = { 0, 0 };
    guint64 pattern = 0;
    for (guint k = 0; k < scorer->n_compared; k++) {
        const HnCompared *compared = scorer->compared + k;
        const guint32 cell_a = a[compared->attribute], cell_b = b[compared->attribute];
        HnScoredComparison scored = { .level = -1 };
        if (cell_a != 0 && cell_b != 0) {
            const Best best = best_of_lines(scorer, scorer->scratch + thread, k, a, b);
            scored = (HnScoredComparison){ .level = (gint)best.digit - 1,
                                           .value_a = best.value_a,
                                           .value_b = best.value_b,
                                           .weight_units = compared->weights[best.digit],
                                           .term_units = best.term_units };
        }
        sum += scored.weight_units + scored.term_units;
        hn_relatives_add_term(&scorer->relatives, compared->index, (guint)(scored.level + 1),
                              scored.term_units, &shared);
        pattern |= (guint64)(guint)(scored.level + 1) << (4 * compared->index);
        ret_comparisons[compared->index] = scored;
    }
    for (guint i = 0; i < scorer->likeness.n; i++) {
        const HnCompared *compared = scorer->likeness.of[i];
        HnScoredComparison *scored = ret_comparisons + compared->index;
        if (scored->level >= 0)
            scored->likeness_units =
                hn_likeness_of(compared, a[compared->attribute], b[compared->attribute]);
        sum += scored->likeness_units;
    }
    return sum + units_of_pattern(scorer, pattern, shared);
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

typedef struct {
    HnPairScorer *scorer;
    const HnModel *model;
} Weighing;

static void
weigh_task(gpointer user, gsize task, guint thread)
{
    const Weighing *weighing = user;
    HnCompared *compared = weighing->scorer->compared + task;
    (void)thread;
    hn_compared_weigh(compared, weighing->model->comparisons + task, compared->forms->values);
}

static void
resolve(HnPairScorer *scorer, const HnModel *model, const HnFormSpace *forms, HnThreadPool *pool)
{
    Weighing weighing = { scorer, model };
    for (guint c = 0; c < scorer->type->n_comparisons; c++) {
        HnCompared *compared = scorer->compared + c;
        hn_compared_init(compared, scorer->type, scorer->table, c);
        compared->forms = hn_form_space_of(forms, compared->attribute);
        if (model != NULL && pool == NULL)
            weigh_task(&weighing, c, 0);
    }
    if (model != NULL && pool != NULL)
        hn_thread_pool_run(pool, scorer->type->n_comparisons, weigh_task, &weighing);
}

static void
take_interactions(HnPairScorer *scorer, const HnModel *model)
{
    scorer->n_interactions = model->n_interactions;
    scorer->interactions = model->interactions;
    scorer->relatives = model->relatives;
    for (guint i = 0; i < model->n_interactions; i++) {
        const HnInteraction *interaction = &model->interactions[i];
        gint32 most = 0;
        for (guint a = 0; a < scorer->type->comparisons[interaction->a].n_levels; a++)
            for (guint b = 0; b < scorer->type->comparisons[interaction->b].n_levels; b++)
                most = MAX(most, interaction->units[a][b]);
        scorer->bound_beyond += most;
    }
}

/* Insertion sort, so that equal costs keep the configuration's order. */
static void
order_by_cost(HnPairScorer *scorer)
{
    for (guint c = 1; c < scorer->n_compared; c++) {
        const HnCompared moved = scorer->compared[c];
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
        const HnCompared *compared = scorer->compared + k;
        if (compared->chain.cost < HN_LEVEL_COST_CACHED)
            continue;
        const guint64 n_values = hn_dictionary_size(compared->forms->values);
        const guint n_bits =
            CLAMP(g_bit_storage(n_values * n_values / 2), HN_LEVEL_CACHE_BITS_MIN, CACHE_BITS_MAX);
        for (guint t = 0; t < scorer->n_threads; t++)
            scorer->scratch[t].caches[k] =
                (HnLevelCache){ n_bits, g_new0(guint64, (gsize)1 << n_bits) };
    }
}

HnPairScorer *
hn_pair_scorer_new(const HnRecordTable *table, const HnEntityType *type, const HnModel *model,
                   const HnFormSpace *forms, guint n_threads, HnThreadPool *pool)
{
    g_assert(type->n_comparisons <= HN_COMPARISONS_MAX && n_threads >= 1);
    g_assert(model == NULL || model->n_comparisons == type->n_comparisons);
    HnPairScorer *scorer = g_new0(HnPairScorer, 1);
    scorer->table = table;
    scorer->type = type;
    scorer->n_threads = n_threads;
    scorer->n_compared = type->n_comparisons;
    scorer->prior_units = model == NULL ? 0 : model->prior_units;
    if (model != NULL)
        take_interactions(scorer, model);
    resolve(scorer, model, forms, pool);
    order_by_cost(scorer);
    hn_likeness_init(&scorer->likeness, type, scorer->compared, scorer->n_compared);
    scorer->bound_beyond += (gint32)scorer->likeness.n * HN_LIKENESS_UNITS;
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
    for (guint k = 0; k < scorer->n_compared; k++)
        hn_compared_clear(scorer->compared + k);
    for (guint t = 0; t < scorer->n_threads; t++) {
        for (guint c = 0; c < HN_COMPARISONS_MAX; c++)
            g_free(scorer->scratch[t].caches[c].slots);
    }
    g_free(scorer->scratch);
    g_free(scorer->class_rows);
    g_free(scorer);
}
