/* Training's search for oversize values, after Borthwick, Ash, Pang, Qureshi, Jones (2020),
 * "Scalable blocking for very large databases" (hashed dynamic blocking), section 3: a block that
 * is too large is split by a conjunction with further keys. Left out: their probabilistic counting,
 * as sorted runs give the exact sizes; and refining on demand at run time, as keys may not depend
 * on today's block sizes.
 */
#include "blocking/blocks.h"

#include "blocking/oversize.h"
#include "blocking/rule_keys.h"

#define TRIES_MAX 256 /* sets of refinements tried for one value */

typedef struct {
    const HnRecordTable *table;
    const HnEntityType *type;
    const HnKeySpace *space;
    HnOversizeList **found; /* [n_rules] */
} Search;

/* Largest number of classes that share a key of sorted @tuples. */
static gsize
largest_run(const HnKeyTuples *tuples)
{
    gsize largest = 0;
    for (gsize first = 0, end = 0; first < tuples->n; first = end) {
        for (end = first + 1; end < tuples->n && tuples->words[0][end] == tuples->words[0][first];)
            end++;
        largest = MAX(largest, end - first);
    }
    return largest;
}

/* Tuples come class by class, so a class's tuples are neighbours before they are sorted. */
static guint32
n_classes_with_key(const HnKeyTuples *tuples)
{
    guint32 n = 0;
    for (gsize i = 0; i < tuples->n; i++)
        n += i == 0 || tuples->classes[i] != tuples->classes[i - 1];
    return n;
}

static gboolean
splits(const Search *search, const guint32 *classes, guint32 n_classes, const HnOversize *item)
{
    HnKeyRequest request = { search->table, classes, n_classes, item->n_refinements, { { 0 } } };
    for (guint i = 0; i < item->n_refinements; i++)
        request.parts[i] = hn_key_space_refinement(search->space, item->refinements[i]);
    HnKeyTuples tuples;
    hn_rule_keys_plain(&request, &tuples);
    gboolean is_split = 2 * (guint64)n_classes_with_key(&tuples) >= n_classes;
    if (is_split) {
        hn_key_tuples_fold(&tuples);
        hn_key_tuples_sort(&tuples);
        is_split = largest_run(&tuples) <= search->type->block_size_max;
    }
    hn_key_tuples_clear(&tuples);
    return is_split;
}

/* Steps to the next set of the same size in the configuration's order; FALSE after the last. */
static gboolean
next_set(guint *set, guint n_set, guint n_all)
{
    for (guint i = n_set; i-- > 0;) {
        if (set[i] + n_set - i < n_all) {
            set[i]++;
            for (guint k = i + 1; k < n_set; k++)
                set[k] = set[k - 1] + 1;
            return TRUE;
        }
    }
    return FALSE;
}

/* Fills in the refinements of @item, whose classes are given. */
static void
choose_refinements(const Search *search, const guint32 *classes, guint32 n_classes,
                   HnOversize *item)
{
    const guint n_all = search->type->n_refinements;
    guint n_tries = 0;
    for (guint n_set = 1; n_set <= MIN(n_all, HN_KEY_PARTS_MAX); n_set++) {
        item->n_refinements = n_set;
        for (guint i = 0; i < n_set; i++)
            item->refinements[i] = i;
        do {
            if (n_tries++ >= TRIES_MAX)
                break;
            if (splits(search, classes, n_classes, item))
                return;
        } while (next_set(item->refinements, n_set, n_all));
    }
    item->n_refinements = 0;
    memset(item->refinements, 0, sizeof item->refinements);
}

/* A copy of @tuples whose companions are places in @tuples, folded and sorted. */
static HnKeyTuples
sort_by_place(const HnKeyTuples *tuples)
{
    g_assert(tuples->n <= G_MAXUINT32);
    HnKeyTuples sorted;
    hn_key_tuples_init(&sorted, tuples->n_words, tuples->n);
    for (guint w = 0; w < tuples->n_words; w++)
        memcpy(sorted.words[w], tuples->words[w], tuples->n * sizeof(guint64));
    for (gsize i = 0; i < tuples->n; i++)
        sorted.classes[i] = (guint32)i;
    sorted.n = tuples->n;
    hn_key_tuples_fold(&sorted);
    hn_key_tuples_sort(&sorted);
    return sorted;
}

static void
search_rule(gpointer user, gsize rule, guint thread)
{
    (void)thread;
    Search *search = user;
    HnKeyRequest request =
        hn_key_request_of_rule(search->space, search->table, search->type, (guint)rule);
    HnKeyTuples tuples;
    const HnKeyPacking packing = hn_rule_keys_plain(&request, &tuples);
    HnKeyTuples sorted = sort_by_place(&tuples);
    search->found[rule] = hn_oversize_list_new();
    for (gsize first = 0, end = 0; first < sorted.n; first = end) {
        for (end = first + 1; end < sorted.n && sorted.words[0][end] == sorted.words[0][first];)
            end++;
        if (end - first <= search->type->block_size_max)
            continue;
        HnOversize item = { .rule = (guint)rule };
        for (guint p = 0; p < request.n_parts; p++) {
            const guint32 code =
                hn_key_packing_code(&packing, tuples.words, sorted.classes[first], p);
            item.values[p] = hn_dictionary_value(request.parts[p].keys->names, code);
        }
        for (gsize i = first; i < end; i++)
            sorted.classes[i] = tuples.classes[sorted.classes[i]];
        choose_refinements(search, sorted.classes + first, (guint32)(end - first), &item);
        hn_oversize_list_add(search->found[rule], &item, request.n_parts);
    }
    hn_key_tuples_clear(&sorted);
    hn_key_tuples_clear(&tuples);
}

HnOversizeList *
hn_blocks_find_oversize(const HnRecordTable *table, const HnEntityType *type, HnThreadPool *pool,
                        HnBudget *budget)
{
    g_autoptr(HnKeySpace) space = hn_key_space_new(table, type, pool);
    g_autofree HnOversizeList **found = g_new0(HnOversizeList *, (gsize)type->n_rules + 1);
    Search search = { table, type, space, found };
    const guint n_threads = pool == NULL ? 1 : hn_thread_pool_n_threads(pool);
    const guint64 scratch_bytes = G_GUINT64_CONSTANT(48) * table->n_classes * n_threads;
    if (budget != NULL)
        hn_budget_force(budget, scratch_bytes);
    for (guint r = 0; pool == NULL && r < type->n_rules; r++)
        search_rule(&search, r, 0);
    if (pool != NULL)
        hn_thread_pool_run(pool, type->n_rules, search_rule, &search);
    if (budget != NULL)
        hn_budget_give(budget, scratch_bytes);
    HnOversizeList *list = hn_oversize_list_new();
    for (guint r = 0; r < type->n_rules; r++) {
        for (guint i = 0; i < found[r]->n; i++)
            hn_oversize_list_add(list, found[r]->items + i, type->rules[r].n_parts);
        hn_oversize_list_free(found[r]);
    }
    hn_oversize_list_sort(list);
    return list;
}
