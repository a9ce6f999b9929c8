#include "blocking/rule_keys.h"

/* State of one pass over the classes. */
typedef struct {
    const HnKeyRequest *request;
    const HnKeySpace *space;
    const HnOversizeIndex *index; /* NULL: no value of the rule is listed */
    HnRuleKeys *keys;
    HnKeyPacking packing;
    HnKeyList lists[HN_KEY_PARTS_MAX];       /* keys of the current class, by part */
    HnKeyList refinements[HN_KEY_PARTS_MAX]; /* keys of a listed value's refinements */
    GArray *of_lists[HN_KEY_PARTS_MAX], *of_refinements[HN_KEY_PARTS_MAX]; /* scratch of them */
    gboolean by_bytes; /* the current class is cut: lists in the order of bytes */
    guint32 class;
    const guint32 *line;
} Generator;

HnKeyRequest
hn_key_request_of_rule(const HnKeySpace *space, const HnRecordTable *table,
                       const HnEntityType *type, guint rule)
{
    HnKeyRequest request = { table, NULL, table->n_classes, type->rules[rule].n_parts, { { 0 } } };
    for (guint p = 0; p < request.n_parts; p++)
        request.parts[p] = hn_key_space_part(space, rule, p);
    return request;
}

/* Steps to the next choice of one entry of each list, last list fastest; FALSE after the last. */
static gboolean
next_choice(const HnKeyList *lists, guint n_lists, guint *at)
{
    for (guint p = n_lists; p-- > 0;) {
        if (++at[p] < lists[p].n)
            return TRUE;
        at[p] = 0;
    }
    return FALSE;
}

static gint
find_listed(const Generator *generator, const guint32 *codes)
{
    return generator->index == NULL ? -1 : hn_oversize_index_find(generator->index, codes);
}

/* Fills the refinements' lists for @item; returns how many choices they give, 0 if one is empty. */
static guint64
list_refinements(Generator *generator, const HnOversizeItem *item)
{
    guint64 n_choices = 1;
    for (guint i = 0; i < item->oversize->n_refinements; i++) {
        const HnKeySource source =
            hn_key_space_refinement(generator->space, item->oversize->refinements[i]);
        GArray *scratch = generator->of_refinements[i];
        HnKeyList list = hn_key_source_list(&source, generator->line + source.attribute, scratch);
        if (generator->by_bytes)
            list = hn_key_source_sort(&source, list, scratch);
        generator->refinements[i] = list;
        n_choices = MIN(n_choices * list.n, HN_KEYS_MAX + 1);
    }
    return n_choices;
}

/* Would the current class have more than HN_KEYS_MAX keys, or choices to look at? @n_all: choices
 * of one key of each part, up to HN_KEYS_MAX + 1. */
static gboolean
is_cut(Generator *generator, guint64 n_all)
{
    if (generator->index == NULL || n_all > HN_KEYS_MAX)
        return n_all > HN_KEYS_MAX;
    const guint n_parts = generator->request->n_parts;
    guint at[HN_KEY_PARTS_MAX] = { 0 };
    guint64 n_keys = 0;
    do {
        guint32 codes[HN_KEY_PARTS_MAX] = { 0 };
        for (guint p = 0; p < n_parts; p++)
            codes[p] = generator->lists[p].codes[at[p]];
        const gint listed = find_listed(generator, codes);
        if (listed < 0)
            n_keys++;
        else if (generator->index->items[listed].oversize->n_refinements > 0)
            n_keys += list_refinements(generator, generator->index->items + listed);
    } while (n_keys <= HN_KEYS_MAX && next_choice(generator->lists, n_parts, at));
    return n_keys > HN_KEYS_MAX;
}

static guint32
n_rows(const Generator *generator)
{
    const guint32 *start = generator->request->table->class_start + generator->class;
    return start[1] - start[0];
}

/* Keys of a listed value, at most @n_max; returns how many. */
static guint
push_refined(Generator *generator, guint listed, guint n_max)
{
    const HnOversizeItem *item = generator->index->items + listed;
    const guint n_refinements = item->oversize->n_refinements;
    generator->keys->rows_listed[listed] += n_rows(generator);
    if (n_refinements == 0)
        return 0;
    if (list_refinements(generator, item) == 0) {
        generator->keys->records_unrefined += n_rows(generator);
        return 0;
    }
    guint at[HN_KEY_PARTS_MAX] = { 0 };
    guint n = 0;
    do {
        guint32 codes[HN_KEY_CODES_MAX] = { listed };
        for (guint i = 0; i < n_refinements; i++)
            codes[1 + i] = generator->refinements[i].codes[at[i]];
        if (n < n_max)
            hn_key_tuples_push(&generator->keys->refined, &generator->keys->refined_packing, codes,
                               generator->class);
        n++;
    } while (n < n_max && next_choice(generator->refinements, n_refinements, at));
    return MIN(n, n_max);
}

static void
push_class(Generator *generator)
{
    const guint n_parts = generator->request->n_parts;
    guint at[HN_KEY_PARTS_MAX] = { 0 };
    guint n_left = HN_KEYS_MAX, n_choices = 0;
    do {
        guint32 codes[HN_KEY_PARTS_MAX] = { 0 };
        for (guint p = 0; p < n_parts; p++)
            codes[p] = generator->lists[p].codes[at[p]];
        const gint listed = find_listed(generator, codes);
        if (listed >= 0) {
            n_left -= push_refined(generator, (guint)listed, n_left);
        } else {
            hn_key_tuples_push(&generator->keys->plain, &generator->packing, codes,
                               generator->class);
            n_left--;
        }
        n_choices++;
    } while (n_left > 0 && n_choices < HN_KEYS_MAX && next_choice(generator->lists, n_parts, at));
}

/* The general way: lists of keys by part. */
static void
visit_class(Generator *generator)
{
    const HnKeyRequest *request = generator->request;
    guint64 n_choices = 1;
    for (guint p = 0; p < request->n_parts && n_choices > 0; p++) {
        generator->lists[p] =
            hn_key_source_list(&request->parts[p], generator->line + request->parts[p].attribute,
                               generator->of_lists[p]);
        n_choices = MIN(n_choices * generator->lists[p].n, HN_KEYS_MAX + 1);
    }
    if (n_choices == 0)
        return;
    generator->by_bytes = FALSE;
    if (is_cut(generator, n_choices)) {
        generator->by_bytes = TRUE;
        generator->keys->n_cut++;
        for (guint p = 0; p < request->n_parts; p++)
            generator->lists[p] =
                hn_key_source_sort(&request->parts[p], generator->lists[p], generator->of_lists[p]);
    }
    push_class(generator);
}

/* Every part has at most one key: codes straight from the tables. */
static void
visit_single(Generator *generator)
{
    const HnKeyRequest *request = generator->request;
    guint32 codes[HN_KEY_PARTS_MAX] = { 0 };
    for (guint p = 0; p < request->n_parts; p++) {
        const HnKeySource *part = request->parts + p;
        codes[p] = hn_key_values_single(part->keys, generator->line[part->attribute]);
        if (codes[p] == 0)
            return;
    }
    if (find_listed(generator, codes) >= 0)
        visit_class(generator);
    else
        hn_key_tuples_push(&generator->keys->plain, &generator->packing, codes, generator->class);
}

static void
generate(Generator *generator)
{
    const HnKeyRequest *request = generator->request;
    gboolean is_single = TRUE;
    for (guint p = 0; p < request->n_parts; p++)
        is_single = is_single && hn_key_source_is_single(&request->parts[p]);
    for (guint p = 0; p < HN_KEY_PARTS_MAX; p++) {
        generator->of_lists[p] = g_array_new(FALSE, FALSE, sizeof(guint32));
        generator->of_refinements[p] = g_array_new(FALSE, FALSE, sizeof(guint32));
    }
    for (guint32 i = 0; i < request->n_classes; i++) {
        generator->class = request->classes == NULL ? i : request->classes[i];
        generator->line = hn_record_table_line(
            request->table, hn_record_table_class_row(request->table, generator->class));
        if (is_single)
            visit_single(generator);
        else
            visit_class(generator);
    }
    for (guint p = 0; p < HN_KEY_PARTS_MAX; p++) {
        g_array_unref(generator->of_lists[p]);
        g_array_unref(generator->of_refinements[p]);
    }
}

HnKeyPacking
hn_key_request_packing(const HnKeyRequest *request)
{
    guint32 sizes[HN_KEY_CODES_MAX] = { 0 };
    for (guint p = 0; p < request->n_parts; p++)
        sizes[p] = request->parts[p].keys->n_keys;
    return hn_key_packing(sizes, request->n_parts);
}

guint32
hn_rule_keys_plain(const HnKeyRequest *request, HnKeyTuples *tuples)
{
    HnRuleKeys keys = { .n_cut = 0 };
    Generator generator = { .request = request,
                            .keys = &keys,
                            .packing = hn_key_request_packing(request) };
    hn_key_tuples_init(&keys.plain, generator.packing.n_words, request->n_classes);
    generate(&generator);
    *tuples = keys.plain;
    return keys.n_cut;
}

/* A refined key: the listed value's index, then the codes of its refinements; an item with fewer of
 * them leaves the last places 0. */
static HnKeyPacking
refined_packing(const HnKeySpace *space, const HnOversizeIndex *index)
{
    guint32 sizes[HN_KEY_CODES_MAX] = { index->n };
    guint n_parts = 1;
    for (guint i = 0; i < index->n; i++) {
        const HnOversize *oversize = index->items[i].oversize;
        n_parts = MAX(n_parts, 1 + oversize->n_refinements);
        for (guint k = 0; k < oversize->n_refinements; k++) {
            const HnKeySource source = hn_key_space_refinement(space, oversize->refinements[k]);
            sizes[1 + k] = MAX(sizes[1 + k], source.keys->n_keys);
        }
    }
    return hn_key_packing(sizes, n_parts);
}

void
hn_rule_keys_build(const HnKeyRequest *request, const HnKeySpace *space,
                   const HnOversizeIndex *index, HnRuleKeys *ret_keys)
{
    *ret_keys = (HnRuleKeys){ .n_cut = 0 };
    ret_keys->plain_packing = hn_key_request_packing(request);
    Generator generator = { .request = request,
                            .space = space,
                            .index = index->n == 0 ? NULL : index,
                            .keys = ret_keys,
                            .packing = ret_keys->plain_packing };
    ret_keys->refined_packing = refined_packing(space, index);
    ret_keys->rows_listed = g_new0(guint64, (gsize)index->n + 1);
    hn_key_tuples_init(&ret_keys->plain, generator.packing.n_words, request->n_classes);
    hn_key_tuples_init(&ret_keys->refined, ret_keys->refined_packing.n_words, 0);
    generate(&generator);
}

void
hn_rule_keys_clear(HnRuleKeys *keys)
{
    hn_key_tuples_clear(&keys->plain);
    hn_key_tuples_clear(&keys->refined);
    g_clear_pointer(&keys->rows_listed, g_free);
}
