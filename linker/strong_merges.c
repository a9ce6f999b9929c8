#include "linker/strong_merges.h"

#include "base/judy_set.h"

gboolean
hn_strong_merges_asks(const HnAttribute *attribute)
{
    return attribute->holds != HN_HOLDS_MANY && hn_attribute_type_is_issued(attribute->type);
}

/* ---- who became one ---- */

/* An old entity and the one that it is tonight; the surviving one leads to itself. */
typedef struct {
    guint64 member, target;
} Merged;

static gint
compare_merged(gconstpointer a, gconstpointer b)
{
    const Merged *x = a, *y = b;
    return (x->member > y->member) - (x->member < y->member);
}

static void
add_merged(GArray *merged, guint64 member, guint64 target)
{
    const Merged one = { member, target };
    g_array_append_val(merged, one);
}

/* Ascending by member, distinct. (element-type Merged) */
static GArray *
find_merged(const HnEntities *old, const HnEntities *now)
{
    GArray *merged = g_array_new(FALSE, FALSE, sizeof(Merged));
    gsize n = 0, kept = 0;
    for (gsize i = 0; i < now->n && n < old->n; i++) {
        const HnEntity *entity = &now->entities[i];
        if (old->entities[n].sequence != entity->sequence)
            continue;
        const gboolean lived = old->entities[n++].status == HN_ENTITY_LIVE;
        const guint64 target = lived && entity->status == HN_ENTITY_REDIRECT
                                   ? hn_entities_resolve(now, entity->sequence)
                                   : 0;
        if (target == 0)
            continue;
        add_merged(merged, entity->sequence, target);
        add_merged(merged, target, target);
    }
    g_array_sort(merged, compare_merged);
    for (guint i = 0; i < merged->len; i++) {
        const Merged one = g_array_index(merged, Merged, i);
        if (kept == 0 || g_array_index(merged, Merged, kept - 1).member != one.member)
            g_array_index(merged, Merged, kept++) = one;
    }
    g_array_set_size(merged, (guint)kept);
    return merged;
}

/* 0: it is not among them. */
static guint64
target_of(const GArray *merged, guint64 member)
{
    guint low = 0, high = merged->len;
    while (low < high) {
        const guint middle = low + (high - low) / 2;
        if (g_array_index(merged, Merged, middle).member < member)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == merged->len || g_array_index(merged, Merged, low).member != member)
        return 0;
    return g_array_index(merged, Merged, low).target;
}

/* ---- what they hold ---- */

typedef struct {
    guint64 target, member;
    guint attribute;
    guint32 kind, value;
} Holding;

/* The surviving entity of each target first. */
static gint
compare_holdings(gconstpointer a, gconstpointer b)
{
    const Holding *x = a, *y = b;
    if (x->target != y->target)
        return x->target < y->target ? -1 : 1;
    if (x->member != y->member) {
        if (x->member == x->target || y->member == y->target)
            return x->member == x->target ? -1 : 1;
        return x->member < y->member ? -1 : 1;
    }
    return (x->attribute > y->attribute) - (x->attribute < y->attribute);
}

static void
add_cell(const HnRecordTable *table, guint32 cell, Holding *holding, GArray *holdings)
{
    const HnValueSets *sets = table->sets[holding->attribute];
    guint n = cell == 0 ? 0 : 1;
    const HnSetMember alone = { .value = cell };
    const HnSetMember *members = &alone;
    if (sets != NULL)
        members = hn_value_sets_members(sets, cell, &n);
    for (guint i = 0; i < n; i++) {
        holding->kind = members[i].kind;
        holding->value = members[i].value;
        g_array_append_val(holdings, *holding);
    }
}

/* (element-type Holding) */
static GArray *
find_holdings(const HnStrongMergesInput *input, const GArray *merged)
{
    const HnRecordTable *table = input->table;
    GArray *holdings = g_array_new(FALSE, FALSE, sizeof(Holding));
    for (guint32 row = 0; row < table->n_rows; row++) {
        Holding holding = { .member = input->old_entity[row] };
        holding.target = holding.member == 0 ? 0 : target_of(merged, holding.member);
        if (holding.target == 0)
            continue;
        for (guint a = 0; a < table->n_attributes; a++) {
            holding.attribute = a;
            if (hn_strong_merges_asks(&input->type->attributes[a]))
                add_cell(table, hn_record_table_line(table, row)[a], &holding, holdings);
        }
    }
    g_array_sort(holdings, compare_holdings);
    return holdings;
}

/* ---- who contradicts whom ---- */

typedef struct {
    const HnRecordTable *table;
    const Holding *holdings;
    HnJudySet *values, *forms; /* of one target, of the members before */
    HnStrongMerges *result;
    guint64 by_attribute[HN_ATTRIBUTES_MAX];
    GArray *strong; /* Merged: target, and as member how many merges made it */
} Judge;

#define KIND_BITS 26 /* of a source's few words for kinds, beside 6 of the attribute */

static guint64
key_of(const Holding *holding, guint32 what)
{
    g_assert(holding->kind < 1u << KIND_BITS);
    return ((guint64)holding->attribute << KIND_BITS | holding->kind) << 32 | what;
}

static guint32
length_of(const Judge *judge, const Holding *holding)
{
    const HnDictionary *values = judge->table->values[holding->attribute];
    return (guint32)hn_dictionary_value(values, holding->value).n_bytes;
}

/* Holdings [first, end) of one member in one attribute. */
static gboolean
contradicts(const Judge *judge, guint first, guint end)
{
    gboolean comparable = FALSE;
    for (guint i = first; i < end; i++) {
        const Holding *holding = &judge->holdings[i];
        if (hn_judy_set_has(judge->values, key_of(holding, holding->value)))
            return FALSE;
        comparable =
            comparable || hn_judy_set_has(judge->forms, key_of(holding, length_of(judge, holding)));
    }
    return comparable;
}

/* Holdings [first, end) of one member. */
static void
judge_member(Judge *judge, guint first, guint end)
{
    gboolean strong = FALSE;
    for (guint i = first, next; i < end; i = next) {
        const guint attribute = judge->holdings[i].attribute;
        for (next = i + 1; next < end && judge->holdings[next].attribute == attribute;)
            next++;
        if (!contradicts(judge, i, next))
            continue;
        strong = TRUE;
        judge->by_attribute[attribute]++;
    }
    for (guint i = first; i < end; i++) {
        const Holding *holding = &judge->holdings[i];
        hn_judy_set_add(judge->values, key_of(holding, holding->value));
        hn_judy_set_add(judge->forms, key_of(holding, length_of(judge, holding)));
    }
    if (!strong)
        return;
    const guint64 target = judge->holdings[first].target;
    const guint n = judge->strong->len;
    judge->result->n++;
    if (n > 0 && g_array_index(judge->strong, Merged, n - 1).member == target)
        g_array_index(judge->strong, Merged, n - 1).target++;
    else
        add_merged(judge->strong, target, 1);
}

static void
judge_all(Judge *judge, guint n)
{
    for (guint i = 0, next; i < n; i = next) {
        const Holding *first = &judge->holdings[i];
        if (i == 0 || first->target != first[-1].target) {
            g_clear_pointer(&judge->values, hn_judy_set_free);
            g_clear_pointer(&judge->forms, hn_judy_set_free);
            judge->values = hn_judy_set_new();
            judge->forms = hn_judy_set_new();
        }
        for (next = i + 1; next < n && judge->holdings[next].member == first->member;)
            next++;
        judge_member(judge, i, next);
    }
    g_clear_pointer(&judge->values, hn_judy_set_free);
    g_clear_pointer(&judge->forms, hn_judy_set_free);
    for (guint a = 1; a < HN_ATTRIBUTES_MAX; a++)
        if (judge->by_attribute[a] > judge->by_attribute[judge->result->attribute])
            judge->result->attribute = a;
}

/* ---- whose rows of tonight are in them ---- */

static const HnTableSource *
find_source(const HnRecordTable *table, const char *name)
{
    for (guint s = 0; s < table->n_sources; s++)
        if (strcmp(table->sources[s].name, name) == 0)
            return &table->sources[s];
    return NULL;
}

/* Of the entities in @touched, how many merges made them. */
static guint64
count_touched(const HnJudySet *touched, const GArray *strong)
{
    guint64 n = 0;
    for (guint i = 0; i < strong->len; i++)
        if (hn_judy_set_has(touched, g_array_index(strong, Merged, i).member))
            n += g_array_index(strong, Merged, i).target;
    return n;
}

/* Both ascend by record id. */
static gboolean
touch_rows(const HnStrongMergesInput *input, HnVersionReader *reader, const HnTableSource *source,
           HnJudySet *touched, GError **error)
{
    guint32 row = source->first_row;
    const guint32 end = row + source->n_rows;
    HnVersion version;
    gboolean more = TRUE;
    while (row < end) {
        if (!hn_version_reader_next(reader, &version, &more, error))
            return FALSE;
        if (!more)
            return TRUE;
        while (row < end &&
               hn_slice_compare(hn_record_table_id(input->table, row), version.record_id) < 0)
            row++;
        if (row < end && hn_slice_equal(hn_record_table_id(input->table, row), version.record_id))
            hn_judy_set_add(touched, input->entity_of[row]);
    }
    return TRUE;
}

static gboolean
ask_source(const HnStrongMergesInput *input, const HnLandedSource *landed, const GArray *strong,
           HnStrongMerges *result, GError **error)
{
    const HnTableSource *source = find_source(input->table, landed->source);
    if (landed->segment == NULL || source == NULL)
        return TRUE;
    g_autoptr(GPtrArray) segments = g_ptr_array_new();
    g_ptr_array_add(segments, landed->segment);
    HnVersionReader *reader = hn_version_reader_new(input->store, segments, FALSE, error);
    if (reader == NULL)
        return FALSE;
    g_autoptr(HnJudySet) touched = hn_judy_set_new();
    const gboolean ok = touch_rows(input, reader, source, touched, error);
    hn_version_reader_free(reader);
    const guint64 n = ok ? count_touched(touched, strong) : 0;
    if (n > result->n_source) {
        result->n_source = n;
        result->source = landed->source;
    }
    return ok;
}

gboolean
hn_strong_merges_find(const HnStrongMergesInput *input, HnStrongMerges *ret, GError **error)
{
    *ret = (HnStrongMerges){ 0 };
    g_autoptr(GArray) merged = find_merged(input->old_entities, input->entities);
    if (merged->len == 0)
        return TRUE;
    g_autoptr(GArray) holdings = find_holdings(input, merged);
    g_autoptr(GArray) strong = g_array_new(FALSE, FALSE, sizeof(Merged));
    Judge judge = { .table = input->table,
                    .holdings = (const Holding *)(void *)holdings->data,
                    .result = ret,
                    .strong = strong };
    judge_all(&judge, holdings->len);
    for (guint i = 0; strong->len > 0 && i < input->landing->sources->len; i++)
        if (!ask_source(input, input->landing->sources->pdata[i], strong, ret, error))
            return FALSE;
    return TRUE;
}
