/* Training's search for oversize values, after Borthwick, Ash, Pang, Qureshi, Jones (2020),
 * "Scalable blocking for very large databases" (hashed dynamic blocking), section 3: a block that
 * is too large is split by a conjunction with further keys. Left out: their probabilistic counting,
 * as sorted runs give the exact sizes; and refining on demand at run time, as keys may not depend
 * on today's block sizes.
 */
#include "blocking/oversize_search.h"

#define TRIES_MAX 256 /* sets of refinements tried for one value */

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
splits(const HnOversizeSearch *search, const guint32 *classes, guint32 n_classes,
       const HnOversize *item)
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
choose_refinements(const HnOversizeSearch *search, const guint32 *classes, guint32 n_classes,
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

/* Folding loses the codes of keys of several words: @words gets a copy of them, and the classes of
 * @tuples become places in it. */
static void
keep_words(HnKeyTuples *tuples, HnKeyTuples *words)
{
    g_assert(tuples->n <= G_MAXUINT32);
    hn_key_tuples_init(words, tuples->n_words, tuples->n);
    for (guint w = 0; w < tuples->n_words; w++)
        memcpy(words->words[w], tuples->words[w], tuples->n * sizeof(guint64));
    memcpy(words->classes, tuples->classes, tuples->n * sizeof(guint32));
    for (gsize i = 0; i < tuples->n; i++)
        tuples->classes[i] = (guint32)i;
    words->n = tuples->n;
}

void
hn_oversize_search(const HnOversizeSearch *search, guint rule, const HnKeyPacking *packing,
                   HnKeyTuples *plain, HnOversizeList *list)
{
    HnKeyTuples words = { .n_words = 0 };
    const gboolean has_words = packing->n_words > 1;
    if (has_words)
        keep_words(plain, &words);
    hn_key_tuples_fold(plain);
    hn_key_tuples_sort(plain);
    for (gsize first = 0, end = 0; first < plain->n; first = end) {
        for (end = first + 1; end < plain->n && plain->words[0][end] == plain->words[0][first];)
            end++;
        const gsize at = has_words ? plain->classes[first] : first;
        for (gsize i = first; has_words && i < end; i++)
            plain->classes[i] = words.classes[plain->classes[i]];
        if (end - first <= search->type->block_size_max)
            continue;
        HnOversize item = { .rule = rule };
        for (guint p = 0; p < packing->n_parts; p++) {
            const HnKeySource source = hn_key_space_part(search->space, rule, p);
            const guint32 code =
                hn_key_packing_code(packing, has_words ? words.words : plain->words, at, p);
            item.values[p] = hn_dictionary_value(source.keys->names, code);
        }
        choose_refinements(search, plain->classes + first, (guint32)(end - first), &item);
        hn_oversize_list_add(list, &item, packing->n_parts);
    }
    if (has_words)
        hn_key_tuples_clear(&words);
}
