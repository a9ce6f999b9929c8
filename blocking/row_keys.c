#include "blocking/row_keys.h"

#include <stdlib.h>

#include "base/codec.h"
#include "blocking/key_function.h"

/* One side of a meeting. */
typedef struct {
    GArray *parts[HN_KEY_PARTS_MAX]; /* HnSlice: keys of each part of the rule, ascending */
    GArray *keys;                    /* HnSlice: of the rule, ascending */
} Side;

struct _HnRowKeys {
    const HnEntityType *type;
    const HnOversizeList *oversize; /* nullable */
    const HnRecordTable *table;     /* of the call */
    HnKeyScratch *scratch;
    HnArena *arena;
    GByteArray *packed;
    GArray *refinements[HN_KEY_PARTS_MAX]; /* HnSlice: of the listed value at hand */
    Side sides[2];
    GArray *shared; /* HnSlice */
    GArray *spans;  /* HnKeySpan */
};

static GArray *
slices_new(void)
{
    return g_array_new(FALSE, FALSE, sizeof(HnSlice));
}

HnRowKeys *
hn_row_keys_new(const HnEntityType *type, const HnOversizeList *oversize)
{
    HnRowKeys *keys = g_new0(HnRowKeys, 1);
    keys->type = type;
    keys->oversize = oversize;
    keys->scratch = hn_key_scratch_new();
    keys->arena = hn_arena_new();
    keys->packed = g_byte_array_new();
    keys->shared = slices_new();
    keys->spans = g_array_new(FALSE, FALSE, sizeof(HnKeySpan));
    for (guint side = 0; side < 2; side++)
        keys->sides[side].keys = slices_new();
    for (guint p = 0; p < HN_KEY_PARTS_MAX; p++) {
        keys->refinements[p] = slices_new();
        keys->sides[0].parts[p] = slices_new();
        keys->sides[1].parts[p] = slices_new();
    }
    return keys;
}

void
hn_row_keys_free(HnRowKeys *keys)
{
    if (keys == NULL)
        return;
    for (guint p = 0; p < HN_KEY_PARTS_MAX; p++) {
        g_array_unref(keys->refinements[p]);
        g_array_unref(keys->sides[0].parts[p]);
        g_array_unref(keys->sides[1].parts[p]);
    }
    for (guint side = 0; side < 2; side++)
        g_array_unref(keys->sides[side].keys);
    g_array_unref(keys->shared);
    g_array_unref(keys->spans);
    g_byte_array_unref(keys->packed);
    hn_arena_free(keys->arena);
    hn_key_scratch_free(keys->scratch);
    g_free(keys);
}

/* ---- keys of a part ---- */

static HnSlice
slice_at(const GArray *list, guint i)
{
    return g_array_index(list, HnSlice, i);
}

static gint
compare_slices(gconstpointer a, gconstpointer b)
{
    return hn_slice_compare(*(const HnSlice *)a, *(const HnSlice *)b);
}

/* Sorts the list; each slice stays once. */
static void
sort_distinct(GArray *list)
{
    g_array_sort(list, compare_slices);
    guint n = 0;
    for (guint i = 0; i < list->len; i++)
        if (n == 0 || !hn_slice_equal(slice_at(list, n - 1), slice_at(list, i)))
            g_array_index(list, HnSlice, n++) = slice_at(list, i);
    g_array_set_size(list, n);
}

static void
add_part_keys(HnRowKeys *keys, const HnKeyPart *part, guint32 value, GArray *list)
{
    const HnSlice *found = NULL;
    const HnSlice bytes = hn_dictionary_value(keys->table->values[part->attribute], value);
    const guint n = hn_key_function_apply_of(keys->type->attributes[part->attribute].type, part,
                                             bytes, keys->scratch, &found);
    for (guint i = 0; i < n; i++) {
        const HnSlice copy = hn_arena_copy(keys->arena, found[i]);
        g_array_append_val(list, copy);
    }
}

static guint32
cell_of(const HnRowKeys *keys, guint32 row, const HnKeyPart *part)
{
    return hn_record_table_line(keys->table, row)[part->attribute];
}

static void
list_part(HnRowKeys *keys, guint32 row, const HnKeyPart *part, GArray *list)
{
    const HnValueSets *sets = keys->table->sets[part->attribute];
    const guint32 cell = cell_of(keys, row, part);
    g_array_set_size(list, 0);
    if (sets == NULL && cell != 0)
        add_part_keys(keys, part, cell, list);
    guint n = 0;
    const HnSetMember *members = sets == NULL ? NULL : hn_value_sets_members(sets, cell, &n);
    for (guint i = 0; i < n; i++)
        add_part_keys(keys, part, members[i].value, list);
    if (list->len > 1)
        sort_distinct(list);
}

/* ---- keys of a rule ---- */

static int
compare_listed(const void *a, const void *b)
{
    const HnOversize *x = a, *y = b;
    if (x->rule != y->rule)
        return x->rule < y->rule ? -1 : 1;
    int order = 0;
    for (guint p = 0; p < HN_KEY_PARTS_MAX && order == 0; p++)
        order = hn_slice_compare(x->values[p], y->values[p]);
    return order;
}

static const HnOversize *
find_listed(const HnRowKeys *keys, const HnOversize *wanted)
{
    if (keys->oversize == NULL || keys->oversize->n == 0 ||
        keys->type->rules[wanted->rule].window > 0)
        return NULL;
    return bsearch(wanted, keys->oversize->items, keys->oversize->n, sizeof(HnOversize),
                   compare_listed);
}

/* Steps to the next choice of one entry of each list, last list fastest; FALSE after the last. */
static gboolean
next_choice(GArray *const *lists, guint n_lists, guint *at)
{
    for (guint p = n_lists; p-- > 0;) {
        if (++at[p] < lists[p]->len)
            return TRUE;
        at[p] = 0;
    }
    return FALSE;
}

static void
add_key(HnRowKeys *keys, GArray *list)
{
    const HnSlice packed = hn_slice(keys->packed->data, keys->packed->len);
    const HnSlice copy = hn_arena_copy(keys->arena, packed);
    g_array_append_val(list, copy);
}

static void
add_plain(HnRowKeys *keys, const HnOversize *choice, guint n_parts, GArray *list)
{
    g_byte_array_set_size(keys->packed, 0);
    hn_put_u8(keys->packed, 0);
    for (guint p = 0; p < n_parts; p++)
        hn_put_slice(keys->packed, choice->values[p]);
    add_key(keys, list);
}

/* What the refinements make of a listed value, at most @n_max keys; returns how many. */
static guint
add_refined(HnRowKeys *keys, const HnOversize *listed, guint32 row, guint n_max, GArray *list)
{
    const guint n_refinements = listed->n_refinements;
    guint at[HN_KEY_PARTS_MAX] = { 0 };
    guint n = 0;
    for (guint i = 0; i < n_refinements; i++) {
        list_part(keys, row, keys->type->refinements + listed->refinements[i],
                  keys->refinements[i]);
        if (keys->refinements[i]->len == 0)
            return 0;
    }
    if (n_refinements == 0)
        return 0;
    do {
        g_byte_array_set_size(keys->packed, 0);
        hn_put_u8(keys->packed, 1);
        hn_put_varint(keys->packed, (guint64)(listed - keys->oversize->items));
        for (guint i = 0; i < n_refinements; i++)
            hn_put_slice(keys->packed, slice_at(keys->refinements[i], at[i]));
        add_key(keys, list);
        n++;
    } while (n < n_max && next_choice(keys->refinements, n_refinements, at));
    return n;
}

gint
hn_row_keys_compare(HnSlice a, HnSlice b)
{
    HnCursor x = hn_cursor(a.bytes, a.n_bytes), y = hn_cursor(b.bytes, b.n_bytes);
    gint order = (gint)hn_get_u8(&x) - (gint)hn_get_u8(&y);
    while (order == 0 && x.next < x.end && y.next < y.end)
        order = hn_slice_compare(hn_get_slice(&x), hn_get_slice(&y));
    return order;
}

static gint
compare_in_window(gconstpointer a, gconstpointer b)
{
    return hn_row_keys_compare(*(const HnSlice *)a, *(const HnSlice *)b);
}

/* The choices are taken in the order of bytes: where all of them count, the order says nothing. */
static void
list_side(HnRowKeys *keys, guint rule, guint32 row, Side *side)
{
    const HnBlockingRule *spec = keys->type->rules + rule;
    guint at[HN_KEY_PARTS_MAX] = { 0 };
    guint n_left = HN_KEYS_MAX, n_choices = 0;
    gboolean is_full = TRUE;
    g_array_set_size(side->keys, 0);
    for (guint p = 0; p < spec->n_parts; p++) {
        list_part(keys, row, spec->parts + p, side->parts[p]);
        is_full = is_full && side->parts[p]->len > 0;
    }
    if (!is_full)
        return;
    do {
        HnOversize choice = { .rule = rule };
        for (guint p = 0; p < spec->n_parts; p++)
            choice.values[p] = slice_at(side->parts[p], at[p]);
        const HnOversize *listed = find_listed(keys, &choice);
        if (listed != NULL) {
            n_left -= add_refined(keys, listed, row, n_left, side->keys);
        } else {
            add_plain(keys, &choice, spec->n_parts, side->keys);
            n_left--;
        }
        n_choices++;
    } while (n_left > 0 && n_choices < HN_KEYS_MAX && next_choice(side->parts, spec->n_parts, at));
    if (side->keys->len > 1)
        g_array_sort(side->keys, spec->window > 0 ? compare_in_window : compare_slices);
}

static void
begin(HnRowKeys *keys, const HnRecordTable *table)
{
    keys->table = table;
    hn_arena_reset(keys->arena);
    g_array_set_size(keys->shared, 0);
    g_array_set_size(keys->spans, 0);
}

const HnSlice *
hn_row_keys_list(HnRowKeys *keys, const HnRecordTable *table, guint rule, guint32 row, guint *ret_n)
{
    begin(keys, table);
    list_side(keys, rule, row, &keys->sides[0]);
    *ret_n = keys->sides[0].keys->len;
    return (const HnSlice *)(gconstpointer)keys->sides[0].keys->data;
}

/* ---- meeting ---- */

static void
list_shared(const GArray *a, const GArray *b, GArray *shared)
{
    g_array_set_size(shared, 0);
    for (guint i = 0, j = 0; i < a->len && j < b->len;) {
        const HnSlice x = slice_at(a, i);
        const int order = hn_slice_compare(x, slice_at(b, j));
        if (order == 0)
            g_array_append_val(shared, x);
        i += order <= 0;
        j += order >= 0;
    }
}

/* @shared: scratch, the keys that both have on return. */
static HnPartMeeting
meet_part(const HnRowKeys *keys, const HnKeyPart *part, const guint32 rows[2],
          GArray *const lists[2], GArray *shared)
{
    HnPartMeeting meeting = { .fit = HN_PART_DIFFERS };
    for (guint side = 0; side < 2; side++) {
        const gboolean has_value = cell_of(keys, rows[side], part) != 0;
        meeting.missing |= has_value ? 0 : 1u << side;
        meeting.keyless |= has_value && lists[side]->len == 0 ? 1u << side : 0;
    }
    list_shared(lists[0], lists[1], shared);
    if ((meeting.missing | meeting.keyless) != 0)
        meeting.fit = HN_PART_LACKS;
    else if (shared->len > 0)
        meeting.fit = HN_PART_EQUAL;
    return meeting;
}

/* The first choice of keys in common, by bytes, that is listed; NULL: none of the first ones. */
static const HnOversize *
first_listed(const HnRowKeys *keys, guint rule, GArray *const *common, guint n_parts)
{
    guint at[HN_KEY_PARTS_MAX] = { 0 };
    guint n_choices = 0;
    do {
        HnOversize choice = { .rule = rule };
        for (guint p = 0; p < n_parts; p++)
            choice.values[p] = slice_at(common[p], at[p]);
        const HnOversize *listed = find_listed(keys, &choice);
        if (listed != NULL)
            return listed;
    } while (++n_choices < HN_KEYS_MAX && next_choice(common, n_parts, at));
    return NULL;
}

/* All parts are equal, and yet there is no key in common: because of a listed value, unless what
 * refines it is equal too. */
static void
meet_listed(HnRowKeys *keys, const HnOversize *listed, const guint32 rows[2],
            HnRuleMeeting *meeting)
{
    gboolean all_equal = listed->n_refinements > 0;
    g_autoptr(GArray) shared = slices_new();
    for (guint i = 0; i < listed->n_refinements; i++) {
        const HnKeyPart *part = keys->type->refinements + listed->refinements[i];
        GArray *const lists[2] = { keys->refinements[0], keys->refinements[1] };
        list_part(keys, rows[0], part, lists[0]);
        list_part(keys, rows[1], part, lists[1]);
        meeting->refinements[i] = meet_part(keys, part, rows, lists, shared);
        all_equal = all_equal && meeting->refinements[i].fit == HN_PART_EQUAL;
    }
    if (all_equal)
        return;
    meeting->listed = listed;
    meeting->kind = listed->n_refinements == 0 ? HN_MEETING_COMMON : HN_MEETING_REFINED;
}

/* Of two lists in order: from each key to the next of the other list. */
static void
list_spans(HnRowKeys *keys)
{
    const GArray *a = keys->sides[0].keys, *b = keys->sides[1].keys;
    for (guint i = 0, k = 0; i < a->len && k < b->len;) {
        const HnSlice x = slice_at(a, i), y = slice_at(b, k);
        const gint order = hn_row_keys_compare(x, y);
        const HnKeySpan span = order <= 0 ? (HnKeySpan){ x, y } : (HnKeySpan){ y, x };
        g_array_append_val(keys->spans, span);
        if (order == 0)
            g_array_append_val(keys->shared, x);
        i += order <= 0;
        k += order >= 0;
    }
}

static HnMeetingKind
meet_in_window(HnRowKeys *keys)
{
    list_spans(keys);
    if (keys->spans->len == 0)
        return HN_MEETING_PARTS;
    return keys->shared->len > 0 ? HN_MEETING_MEETS : HN_MEETING_NEAR;
}

void
hn_row_keys_meet(HnRowKeys *keys, const HnRecordTable *table, guint rule, guint32 row_a,
                 guint32 row_b, HnRuleMeeting *ret_meeting)
{
    const HnBlockingRule *spec = keys->type->rules + rule;
    const guint32 rows[2] = { row_a, row_b };
    GArray *common[HN_KEY_PARTS_MAX] = { NULL };
    gboolean all_equal = TRUE;
    begin(keys, table);
    list_side(keys, rule, row_a, &keys->sides[0]);
    list_side(keys, rule, row_b, &keys->sides[1]);
    *ret_meeting = (HnRuleMeeting){ .kind = HN_MEETING_PARTS };
    for (guint p = 0; p < spec->n_parts; p++) {
        GArray *const lists[2] = { keys->sides[0].parts[p], keys->sides[1].parts[p] };
        common[p] = slices_new();
        ret_meeting->parts[p] = meet_part(keys, spec->parts + p, rows, lists, common[p]);
        all_equal = all_equal && ret_meeting->parts[p].fit == HN_PART_EQUAL;
    }
    if (spec->window == 0)
        list_shared(keys->sides[0].keys, keys->sides[1].keys, keys->shared);
    if (spec->window > 0) {
        ret_meeting->kind = meet_in_window(keys);
    } else if (keys->shared->len > 0) {
        ret_meeting->kind = HN_MEETING_MEETS;
    } else if (all_equal) {
        const HnOversize *listed = first_listed(keys, rule, common, spec->n_parts);
        ret_meeting->kind = HN_MEETING_CUT;
        if (listed != NULL)
            meet_listed(keys, listed, rows, ret_meeting);
    }
    for (guint p = 0; p < spec->n_parts; p++)
        g_array_unref(common[p]);
}

const HnSlice *
hn_row_keys_shared(const HnRowKeys *keys, guint *ret_n)
{
    *ret_n = keys->shared->len;
    return (const HnSlice *)(gconstpointer)keys->shared->data;
}

const HnKeySpan *
hn_row_keys_spans(const HnRowKeys *keys, guint *ret_n)
{
    *ret_n = keys->spans->len;
    return (const HnKeySpan *)(gconstpointer)keys->spans->data;
}
