#include "insight/tried_keys.h"

#include <string.h>

#include "blocking/rule_keys.h"
#include "insight/shared_keys.h"
#include "insight/source_duplicates.h"

/* Keys of one project, which has room for HN_RULES_MAX. */
typedef struct {
    HnProject *project;
    HnKeySpace *space;
} Part;

struct _HnTriedKeys {
    const HnRecordTable *table;
    HnThreadPool *pool;
    guint32 block_size_max;
    guint n_keys; /* the first candidates, as they were made */
    guint n_parts;
    Part *parts;
};

static guint
count_keys(const GArray *candidates)
{
    guint n = 0;
    while (n < candidates->len && g_array_index(candidates, HnRuleCandidate, n).n_attributes == 1)
        n++;
    return n;
}

HnTriedKeys *
hn_tried_keys_new(const HnDraft *draft, const GArray *candidates, const HnRecordTable *table,
                  HnThreadPool *pool, GError **error)
{
    g_autoptr(HnTriedKeys) keys = g_new0(HnTriedKeys, 1);
    keys->table = table;
    keys->pool = pool;
    keys->n_keys = count_keys(candidates);
    keys->parts = g_new0(Part, keys->n_keys / HN_RULES_MAX + 1);
    for (guint first = 0; first < keys->n_keys; first += HN_RULES_MAX) {
        Part *part = &keys->parts[keys->n_parts];
        part->project = hn_rule_candidates_project(draft, candidates, first,
                                                   MIN(HN_RULES_MAX, keys->n_keys - first), error);
        if (part->project == NULL)
            return NULL;
        const HnEntityType *type = &part->project->entities[0];
        part->space = hn_key_space_new(table, type, pool);
        keys->block_size_max = type->block_size_max;
        keys->n_parts++;
    }
    return g_steal_pointer(&keys);
}

void
hn_tried_keys_free(HnTriedKeys *keys)
{
    if (keys == NULL)
        return;
    for (guint i = 0; i < keys->n_parts; i++) {
        hn_key_space_free(keys->parts[i].space);
        hn_project_free(keys->parts[i].project);
    }
    g_free(keys->parts);
    g_free(keys);
}

static HnKeySource
source_of(const HnTriedKeys *keys, guint key)
{
    g_assert(key < keys->n_keys);
    return hn_key_space_part(keys->parts[key / HN_RULES_MAX].space, key % HN_RULES_MAX, 0);
}

/* ---- what candidates cost ---- */

typedef struct {
    const HnTriedKeys *keys;
    HnSharedKeys **shared; /* [n_keys] */
    GArray *candidates;
    gdouble scale;
} Count;

static void
list_shared(gpointer user, gsize key, guint thread)
{
    const Count *count = user;
    const HnKeySource source = source_of(count->keys, (guint)key);
    (void)thread;
    count->shared[key] = hn_shared_keys_new(count->keys->table, &source);
}

/* Sorted keys in runs: all rows that share one are pairs, though of too many none will be made. */
static void
count_runs(const HnTriedKeys *keys, const HnKeyTuples *tuples, HnRuleCandidate *candidate)
{
    const guint32 *class_start = keys->table->class_start;
    for (gsize first = 0, end = 0; first < tuples->n; first = end) {
        guint64 n_rows = 0;
        for (end = first; end < tuples->n && tuples->words[0][end] == tuples->words[0][first];
             end++) {
            const guint32 class = tuples->classes[end];
            n_rows += class_start[class + 1] - class_start[class];
        }
        const guint64 n_pairs = n_rows * (n_rows - 1) / 2;
        /* Refinements will make some of those that are dropped: all count as cost. */
        candidate->n_pairs += n_pairs;
        candidate->pairs_dropped += end - first > keys->block_size_max ? n_pairs : 0;
    }
}

/* The keys of @candidate, and their lists. */
typedef struct {
    HnKeyRequest request;
    HnKeyPacking packing;
    const HnSharedKeys *shared[HN_KEY_PARTS_MAX];
} Tuples;

/* Every choice of one key of each list. */
static void
push_class(const Tuples *of, guint32 class, HnKeyTuples *tuples)
{
    guint32 codes[HN_KEY_PARTS_MAX] = { 0 };
    const guint32 *at[HN_KEY_PARTS_MAX], *first[HN_KEY_PARTS_MAX], *end[HN_KEY_PARTS_MAX];
    const guint n_parts = of->request.n_parts;
    for (guint p = 0; p < n_parts; p++) {
        at[p] = first[p] = of->shared[p]->codes + of->shared[p]->start[class];
        end[p] = of->shared[p]->codes + of->shared[p]->start[class + 1];
        if (at[p] == end[p])
            return;
    }
    for (guint p = 0; p < n_parts;) {
        for (guint i = 0; i < n_parts; i++)
            codes[i] = *at[i];
        hn_key_tuples_push(tuples, &of->packing, codes, class);
        for (p = 0; p < n_parts && ++at[p] == end[p]; p++)
            at[p] = first[p];
    }
}

/* Of a class with too many keys blocking knows which count. */
static void
push_cut(Tuples *of, const GArray *cut, HnKeyTuples *tuples)
{
    HnKeyTuples more;
    of->request.classes = (const guint32 *)(gconstpointer)cut->data;
    of->request.n_classes = cut->len;
    hn_rule_keys_plain(&of->request, &more);
    for (gsize i = 0; i < more.n; i++) {
        guint32 codes[HN_KEY_PARTS_MAX] = { 0 };
        for (guint p = 0; p < of->request.n_parts; p++)
            codes[p] = hn_key_packing_code(&of->packing, more.words, i, p);
        hn_key_tuples_push(tuples, &of->packing, codes, more.classes[i]);
    }
    hn_key_tuples_clear(&more);
}

static void
push_classes(Tuples *of, guint32 n_classes, HnKeyTuples *tuples)
{
    g_autoptr(GArray) cut = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (guint32 class = 0; class < n_classes; class ++) {
        guint n_keys = 1;
        for (guint p = 0; p < of->request.n_parts; p++)
            n_keys = MIN(n_keys * of->shared[p]->n_all[class], HN_KEYS_MAX + 1);
        if (n_keys > HN_KEYS_MAX)
            g_array_append_val(cut, class);
        else if (n_keys > 0)
            push_class(of, class, tuples);
    }
    if (cut->len > 0)
        push_cut(of, cut, tuples);
}

static void
count_candidate(gpointer user, gsize task, guint thread)
{
    const Count *count = user;
    const HnTriedKeys *keys = count->keys;
    HnRuleCandidate *candidate = &g_array_index(count->candidates, HnRuleCandidate, task);
    Tuples of = { .request = { .table = keys->table, .n_parts = candidate->n_attributes } };
    HnKeyTuples tuples;
    (void)thread;
    for (guint k = 0; k < candidate->n_attributes; k++) {
        of.request.parts[k] = source_of(keys, candidate->keys[k]);
        of.shared[k] = count->shared[candidate->keys[k]];
    }
    of.packing = hn_key_request_packing(&of.request);
    hn_key_tuples_init(&tuples, of.packing.n_words, keys->table->n_classes);
    push_classes(&of, keys->table->n_classes, &tuples);
    hn_key_tuples_fold(&tuples);
    hn_key_tuples_sort(&tuples);
    count_runs(keys, &tuples, candidate);
    hn_key_tuples_clear(&tuples);
    candidate->n_pairs_all = (gdouble)candidate->n_pairs * count->scale * count->scale;
}

static gint
compare_cost(gconstpointer a, gconstpointer b)
{
    const HnRuleCandidate *x = a, *y = b;
    if (x->n_pairs != y->n_pairs)
        return x->n_pairs > y->n_pairs ? 1 : -1;
    return x->made < y->made ? -1 : x->made > y->made;
}

void
hn_tried_keys_count(const HnTriedKeys *keys, gdouble scale, GArray *candidates)
{
    g_autofree HnSharedKeys **shared = g_new0(HnSharedKeys *, (gsize)keys->n_keys + 1);
    Count count = { keys, shared, candidates, scale };
    hn_thread_pool_run(keys->pool, keys->n_keys, list_shared, &count);
    hn_thread_pool_run(keys->pool, candidates->len, count_candidate, &count);
    for (guint k = 0; k < keys->n_keys; k++)
        hn_shared_keys_free(shared[k]);
    guint n = 0;
    for (guint i = 0; i < candidates->len; i++) {
        HnRuleCandidate *candidate = &g_array_index(candidates, HnRuleCandidate, i);
        if (candidate->n_pairs > 0)
            g_array_index(candidates, HnRuleCandidate, n++) = *candidate;
        else
            g_free(candidate->parts);
    }
    g_array_set_size(candidates, n);
    g_array_sort(candidates, compare_cost);
}

/* ---- what candidates make ---- */

typedef struct {
    const HnTriedKeys *keys;
    const GArray *candidates, *pairs;
    guint8 *shared;  /* [n_keys * n_pairs] */
    guint32 *donors; /* [n_attributes * n_pairs] whose each attribute is; NULL: the pair's own */
    guint8 *makes;
} Making;

static gboolean
have_common(HnKeyList a, HnKeyList b)
{
    for (guint i = 0; i < a.n; i++)
        for (guint j = 0; j < b.n; j++)
            if (a.codes[i] == b.codes[j])
                return TRUE;
    return FALSE;
}

static void
share_key(gpointer user, gsize key, guint thread)
{
    const Making *making = user;
    const HnRecordTable *table = making->keys->table;
    const HnKeySource source = source_of(making->keys, (guint)key);
    g_autoptr(GArray) scratch_a = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GArray) scratch_b = g_array_new(FALSE, FALSE, sizeof(guint32));
    guint8 *shared = making->shared + key * making->pairs->len;
    (void)thread;
    for (guint i = 0; i < making->pairs->len; i++) {
        const HnLikelyPair *pair = &g_array_index(making->pairs, HnLikelyPair, i);
        const guint32 *cell_a = hn_record_table_line(table, pair->a) + source.attribute;
        const guint32 *cell_b = hn_record_table_line(table, pair->b) + source.attribute;
        const HnKeyList of_a = hn_key_source_list(&source, cell_a, scratch_a);
        const HnKeyList of_b = hn_key_source_list(&source, cell_b, scratch_b);
        shared[i] = have_common(of_a, of_b) ? 1 : 0;
    }
}

typedef struct {
    guint64 draw;
    guint32 pair;
} Draw;

static gint
compare_draws(gconstpointer a, gconstpointer b)
{
    const Draw *x = a, *y = b;
    if (x->draw != y->draw)
        return x->draw > y->draw ? 1 : -1;
    return (x->pair > y->pair) - (x->pair < y->pair);
}

/* Of the pairs that have the attribute on both sides each gives it to the next in an order of the
 * attribute's own. */
static void
deal(gpointer user, gsize attribute, guint thread)
{
    const Making *making = user;
    const HnRecordTable *table = making->keys->table;
    const guint n = making->pairs->len;
    guint32 *donors = making->donors + attribute * n;
    g_autoptr(GArray) order = g_array_new(FALSE, FALSE, sizeof(Draw));
    (void)thread;
    for (guint i = 0; i < n; i++) {
        const HnLikelyPair *pair = &g_array_index(making->pairs, HnLikelyPair, i);
        const gboolean has_both = hn_record_table_line(table, pair->a)[attribute] != 0 &&
                                  hn_record_table_line(table, pair->b)[attribute] != 0;
        const Draw draw = { hn_hash_mix(pair->draw + attribute), i };
        donors[i] = i;
        if (has_both)
            g_array_append_val(order, draw);
    }
    g_array_sort(order, compare_draws);
    for (guint k = 0; k < order->len; k++)
        donors[g_array_index(order, Draw, k).pair] =
            g_array_index(order, Draw, (k + 1) % order->len).pair;
}

static void
make_pairs(gpointer user, gsize task, guint thread)
{
    const Making *making = user;
    const HnRuleCandidate *candidate =
        &g_array_index(making->candidates, HnRuleCandidate, (guint)task);
    const gsize n_pairs = making->pairs->len;
    guint8 *makes = making->makes + task * n_pairs;
    (void)thread;
    memset(makes, 1, n_pairs);
    for (guint k = 0; k < candidate->n_attributes; k++) {
        const guint8 *shared = making->shared + candidate->keys[k] * n_pairs;
        const guint32 *donors =
            making->donors == NULL
                ? NULL
                : making->donors + source_of(making->keys, candidate->keys[k]).attribute * n_pairs;
        for (gsize i = 0; i < n_pairs; i++)
            makes[i] &= shared[donors == NULL ? i : donors[i]];
    }
}

static void
make_all(const HnTriedKeys *keys, const GArray *candidates, const GArray *pairs, guint32 *donors,
         guint8 *ret_makes)
{
    g_autofree guint8 *shared = g_new(guint8, (gsize)keys->n_keys * pairs->len + 1);
    Making making = { keys, candidates, pairs, shared, donors, ret_makes };
    if (donors != NULL)
        hn_thread_pool_run(keys->pool, keys->table->n_attributes, deal, &making);
    hn_thread_pool_run(keys->pool, keys->n_keys, share_key, &making);
    hn_thread_pool_run(keys->pool, candidates->len, make_pairs, &making);
}

void
hn_tried_keys_make(const HnTriedKeys *keys, const GArray *candidates, const GArray *pairs,
                   guint8 *ret_makes)
{
    make_all(keys, candidates, pairs, NULL, ret_makes);
}

void
hn_tried_keys_make_mixed(const HnTriedKeys *keys, const GArray *candidates, const GArray *pairs,
                         guint8 *ret_makes)
{
    g_autofree guint32 *donors = g_new(guint32, (gsize)keys->table->n_attributes * pairs->len + 1);
    make_all(keys, candidates, pairs, donors, ret_makes);
}
