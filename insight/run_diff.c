#include "insight/run_diff.h"

#include <jansson.h>

#include "insight/golden_diff.h"
#include "insight/result_lines.h"
#include "records/entity_id.h"

const char *
hn_diff_kind_name(HnDiffKind kind)
{
    static const char *const names[HN_DIFF_KINDS] = { "merged", "split",   "moved",     "new",
                                                      "joined", "retired", "withdrawn", "updated" };
    g_assert(kind < HN_DIFF_KINDS);
    return names[kind];
}

/* ---- names ---- */

static void
free_source(gpointer source)
{
    g_free(((HnDiffSource *)source)->name);
    g_free(source);
}

guint
hn_run_diff_source(HnRunDiff *diff, const char *name)
{
    for (guint i = diff->sources->len; i > 0; i--) /* rows come source by source */
        if (strcmp(((const HnDiffSource *)diff->sources->pdata[i - 1])->name, name) == 0)
            return i - 1;
    HnDiffSource *source = g_new0(HnDiffSource, 1);
    source->name = g_strdup(name);
    g_ptr_array_add(diff->sources, source);
    return diff->sources->len - 1;
}

guint
hn_run_diff_attribute(HnRunDiff *diff, const char *entity_type, const char *attribute)
{
    g_autofree char *name = g_strconcat(entity_type, ".", attribute, NULL);
    for (guint i = 0; i < diff->attributes->len; i++)
        if (strcmp(diff->attributes->pdata[i], name) == 0)
            return i;
    if (diff->attributes->len == HN_DIFF_ATTRIBUTES_MAX)
        return HN_DIFF_ATTRIBUTES_MAX - 1;
    const gboolean last = diff->attributes->len == HN_DIFF_ATTRIBUTES_MAX - 1;
    g_ptr_array_add(diff->attributes, last ? g_strdup("others") : g_steal_pointer(&name));
    return diff->attributes->len - 1;
}

/* ---- crosswalks side by side ---- */

typedef struct {
    HnResultLines *lines;
    gboolean at_end;
    HnSlice source, id;
    guint64 entity;
    GByteArray *unescaped;
} Side;

#define HEAD "{\"source\":\""
#define MIDDLE "\",\"record_id\":\""
#define TAIL "\",\"entity_id\":\""
#define BYTES(text) (sizeof(text) - 1)

static gboolean
starts_with(const guint8 *at, const guint8 *end, const char *text, gsize n_bytes)
{
    return (gsize)(end - at) >= n_bytes && memcmp(at, text, n_bytes) == 0;
}

/* Ids are compared as they are, not as JSON has to write them. */
static gboolean
unescape(Side *side)
{
    if (memchr(side->id.bytes, '\\', side->id.n_bytes) == NULL)
        return TRUE;
    json_t *text = json_loadb((const char *)side->id.bytes - 1, side->id.n_bytes + 2,
                              JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    const gboolean ok = json_is_string(text);
    g_byte_array_set_size(side->unescaped, 0);
    if (ok)
        g_byte_array_append(side->unescaped, (const guint8 *)json_string_value(text),
                            (guint)json_string_length(text));
    side->id = hn_slice(side->unescaped->data, side->unescaped->len);
    json_decref(text);
    return ok;
}

/* What is written has this one form: docs/formats.md. */
static gboolean
parse_row(Side *side, HnSlice line)
{
    const guint8 *at = line.bytes, *end = at + line.n_bytes;
    if (!starts_with(at, end, HEAD, BYTES(HEAD)))
        return FALSE;
    at += BYTES(HEAD);
    const guint8 *quote = memchr(at, '"', (gsize)(end - at));
    if (quote == NULL || !starts_with(quote, end, MIDDLE, BYTES(MIDDLE)))
        return FALSE;
    side->source = hn_slice(at, (gsize)(quote - at));
    at = quote + BYTES(MIDDLE);
    const gsize n_tail = BYTES(TAIL) + HN_ENTITY_ID_CHARS + 2;
    if ((gsize)(end - at) < n_tail || !starts_with(end - n_tail, end, TAIL, BYTES(TAIL)))
        return FALSE;
    side->id = hn_slice(at, (gsize)(end - at) - n_tail);
    return hn_entity_id_parse(hn_slice(end - n_tail + BYTES(TAIL), HN_ENTITY_ID_CHARS), 'e',
                              &side->entity) &&
           unescape(side);
}

static gboolean
advance(Side *side, GError **error)
{
    HnSlice line;
    if (!hn_result_lines_next(side->lines, &line, error))
        return FALSE;
    side->at_end = line.bytes == NULL;
    return side->at_end || parse_row(side, line) ||
           hn_result_lines_refuse(side->lines, "no row of a crosswalk", error);
}

static int
compare_sides(const Side sides[2])
{
    if (sides[0].at_end || sides[1].at_end)
        return sides[0].at_end ? 1 : -1;
    const int order = hn_slice_compare(sides[0].source, sides[1].source);
    return order != 0 ? order : hn_slice_compare(sides[0].id, sides[1].id);
}

static void
add_row(HnRunDiff *diff, const Side *side, guint64 from, guint64 to)
{
    g_autofree char *name = g_strndup((const char *)side->source.bytes, side->source.n_bytes);
    const HnDiffRow row = { .from = from,
                            .to = to,
                            .source = hn_run_diff_source(diff, name),
                            .id_bytes = (guint32)side->id.n_bytes,
                            .id_at = diff->ids->len };
    g_byte_array_append(diff->ids, side->id.bytes, (guint)side->id.n_bytes);
    g_array_append_val(diff->rows_changed, row);
}

static gboolean
step(HnRunDiff *diff, Side sides[2], GError **error)
{
    const int order = compare_sides(sides);
    const gboolean before = order <= 0, after = order >= 0;
    diff->n_records[0] += before ? 1 : 0;
    diff->n_records[1] += after ? 1 : 0;
    if (!before || !after || sides[0].entity != sides[1].entity)
        add_row(diff, before ? &sides[0] : &sides[1], before ? sides[0].entity : 0,
                after ? sides[1].entity : 0);
    return (!before || advance(&sides[0], error)) && (!after || advance(&sides[1], error));
}

static gboolean
walk_crosswalks(const HnRunDiffInput *input, HnRunDiff *diff, GError **error)
{
    g_autoptr(HnResultLines) first = hn_result_lines_new(input->crosswalk[0], error);
    g_autoptr(HnResultLines) second =
        first == NULL ? NULL : hn_result_lines_new(input->crosswalk[1], error);
    if (second == NULL)
        return FALSE;
    g_autoptr(GByteArray) bytes_first = g_byte_array_new(), bytes_second = g_byte_array_new();
    Side sides[2] = { { .lines = first, .unescaped = bytes_first },
                      { .lines = second, .unescaped = bytes_second } };
    gboolean ok = advance(&sides[0], error) && advance(&sides[1], error);
    while (ok && !(sides[0].at_end && sides[1].at_end))
        ok = step(diff, sides, error);
    return ok;
}

/* ---- rows of one way are an item ---- */

static gint
compare_rows(gconstpointer a, gconstpointer b)
{
    const HnDiffRow *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (x->to > y->to) - (x->to < y->to);
}

static const HnDiffRow *
row_of(const HnRunDiff *diff, const HnDiffItem *item)
{
    return &g_array_index(diff->rows_changed, HnDiffRow, item->first);
}

const HnDiffRow *
hn_run_diff_rows(const HnRunDiff *diff, const HnDiffItem *item)
{
    return row_of(diff, item);
}

/* Of each way an item, which is a move until more is known. */
static void
group_rows(HnRunDiff *diff)
{
    g_array_sort(diff->rows_changed, compare_rows); /* stable */
    for (gsize i = 0, next; i < diff->rows_changed->len; i = next) {
        const HnDiffRow *row = &g_array_index(diff->rows_changed, HnDiffRow, i);
        for (next = i + 1;
             next < diff->rows_changed->len && compare_rows(row, row + (next - i)) == 0;)
            next++;
        const HnDiffItem item = { .kind = HN_DIFF_MOVED,
                                  .entity = row->to == 0 ? row->from : row->to,
                                  .other = row->to == 0 ? 0 : row->from,
                                  .first = i,
                                  .n = next - i };
        g_array_append_val(diff->items, item);
    }
}

static gint
compare_numbers(gconstpointer a, gconstpointer b)
{
    const guint64 x = *(const guint64 *)a, y = *(const guint64 *)b;
    return (x > y) - (x < y);
}

/* Entities that rows left or came to, ascending. (element-type guint64) */
static GArray *
touched_entities(const HnRunDiff *diff)
{
    GArray *touched = g_array_new(FALSE, FALSE, sizeof(guint64));
    guint kept = 0;
    for (guint i = 0; i < diff->items->len; i++) {
        const HnDiffItem *item = &g_array_index(diff->items, HnDiffItem, i);
        g_array_append_val(touched, item->entity);
        if (item->other != 0)
            g_array_append_val(touched, item->other);
    }
    g_array_sort(touched, compare_numbers);
    for (guint i = 0; i < touched->len; i++) {
        const guint64 entity = g_array_index(touched, guint64, i);
        if (kept == 0 || g_array_index(touched, guint64, kept - 1) != entity)
            g_array_index(touched, guint64, kept++) = entity;
    }
    g_array_set_size(touched, kept);
    return touched;
}

/* ---- what happened ---- */

static gint
compare_by_entity(gconstpointer a, gconstpointer b)
{
    const HnDiffItem *x = *(const HnDiffItem *const *)a, *y = *(const HnDiffItem *const *)b;
    if (x->entity != y->entity)
        return x->entity < y->entity ? -1 : 1;
    return (x->other > y->other) - (x->other < y->other);
}

/* Of each entity that is gone, the item with most of its records is a merge. Items ascend by
 * (from, to). */
static void
find_merges(HnRunDiff *diff, const HnGoldenDiff *golden)
{
    HnDiffItem *items = (HnDiffItem *)(void *)diff->items->data;
    for (guint i = 0, next; i < diff->items->len; i = next) {
        const guint64 from = row_of(diff, &items[i])->from;
        HnDiffItem *most = NULL;
        for (next = i; next < diff->items->len && row_of(diff, &items[next])->from == from; next++)
            if (items[next].other != 0 && (most == NULL || items[next].n > most->n))
                most = &items[next];
        if (from == 0 || most == NULL || !hn_golden_diff_has(golden->gone, from))
            continue;
        most->kind = HN_DIFF_MERGED;
        most->attributes = hn_golden_diff_contradicts(golden, most->other, most->entity);
    }
}

/* Of each entity that is new, the item with most records of one that lives on is a split. */
static void
find_splits(const HnGoldenDiff *golden, GPtrArray *by_entity)
{
    for (guint i = 0, next; i < by_entity->len; i = next) {
        const guint64 entity = ((const HnDiffItem *)by_entity->pdata[i])->entity;
        HnDiffItem *most = NULL;
        for (next = i; next < by_entity->len; next++) {
            HnDiffItem *item = by_entity->pdata[next];
            if (item->entity != entity)
                break;
            if (item->other != 0 && !hn_golden_diff_has(golden->gone, item->other) &&
                (most == NULL || item->n > most->n))
                most = item;
        }
        if (most != NULL && hn_golden_diff_has(golden->come, entity))
            most->kind = HN_DIFF_SPLIT;
    }
}

/* Records that come from nowhere, or go there: by what became of their entity. */
static void
find_ends(const HnRunDiff *diff, const HnGoldenDiff *golden, GPtrArray *by_entity)
{
    for (guint i = 0, next; i < by_entity->len; i = next) {
        const guint64 entity = ((const HnDiffItem *)by_entity->pdata[i])->entity;
        gboolean is_split = FALSE;
        for (next = i; next < by_entity->len; next++) {
            const HnDiffItem *item = by_entity->pdata[next];
            if (item->entity != entity)
                break;
            is_split = is_split || item->kind == HN_DIFF_SPLIT;
        }
        for (guint k = i; k < next; k++) {
            HnDiffItem *item = by_entity->pdata[k];
            if (item->other != 0)
                continue;
            if (row_of(diff, item)->to != 0)
                item->kind = hn_golden_diff_has(golden->come, entity) && !is_split ? HN_DIFF_NEW
                                                                                   : HN_DIFF_JOINED;
            else
                item->kind =
                    hn_golden_diff_has(golden->gone, entity) ? HN_DIFF_RETIRED : HN_DIFF_WITHDRAWN;
        }
    }
}

/* Of an entity that was merged, what left for good did not retire it. */
static void
withdraw_of_merged(HnRunDiff *diff)
{
    HnDiffItem *items = (HnDiffItem *)(void *)diff->items->data;
    for (guint i = 0; i + 1 < diff->items->len; i++) /* to = 0 stands first of a from */
        if (items[i].kind == HN_DIFF_RETIRED &&
            row_of(diff, &items[i + 1])->from == items[i].entity)
            items[i].kind = HN_DIFF_WITHDRAWN;
}

static void
find_kinds(HnRunDiff *diff, const HnGoldenDiff *golden)
{
    g_autoptr(GPtrArray) by_entity = g_ptr_array_new();
    for (guint i = 0; i < diff->items->len; i++)
        g_ptr_array_add(by_entity, &g_array_index(diff->items, HnDiffItem, i));
    g_ptr_array_sort(by_entity, compare_by_entity);
    find_merges(diff, golden);
    find_splits(golden, by_entity);
    find_ends(diff, golden, by_entity);
    withdraw_of_merged(diff);
}

/* ---- counts and order ---- */

static void
count_items(HnRunDiff *diff, const HnGoldenDiff *golden)
{
    for (guint i = 0; i < diff->items->len; i++) {
        const HnDiffItem *item = &g_array_index(diff->items, HnDiffItem, i);
        const HnDiffRow *rows = row_of(diff, item);
        diff->entities[item->kind]++;
        diff->rows[item->kind] += item->n;
        diff->n_strong += item->kind == HN_DIFF_MERGED && item->attributes != 0;
        for (gsize r = 0; r < item->n; r++)
            ((HnDiffSource *)diff->sources->pdata[rows[r].source])->rows[item->kind]++;
    }
    diff->entities[HN_DIFF_NEW] = golden->come->len - diff->entities[HN_DIFF_SPLIT];
    diff->entities[HN_DIFF_RETIRED] = golden->gone->len - diff->entities[HN_DIFF_MERGED];
    diff->entities[HN_DIFF_UPDATED] = golden->updated->len;
}

static gint
compare_worst(gconstpointer a, gconstpointer b)
{
    const HnDiffItem *x = a, *y = b;
    const gboolean strong_x = x->kind == HN_DIFF_MERGED && x->attributes != 0;
    const gboolean strong_y = y->kind == HN_DIFF_MERGED && y->attributes != 0;
    if (strong_x != strong_y)
        return strong_x ? -1 : 1;
    if (x->n != y->n)
        return x->n > y->n ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (x->entity != y->entity)
        return x->entity < y->entity ? -1 : 1;
    return (x->other > y->other) - (x->other < y->other);
}

HnRunDiff *
hn_run_diff_new(const HnRunDiffInput *input, GError **error)
{
    g_autoptr(HnRunDiff) diff = g_new0(HnRunDiff, 1);
    diff->attributes = g_ptr_array_new_with_free_func(g_free);
    diff->sources = g_ptr_array_new_with_free_func(free_source);
    diff->rows_changed = g_array_new(FALSE, FALSE, sizeof(HnDiffRow));
    diff->ids = g_byte_array_new();
    diff->items = g_array_new(FALSE, TRUE, sizeof(HnDiffItem));
    if (!walk_crosswalks(input, diff, error))
        return NULL;
    group_rows(diff);
    g_autoptr(GArray) touched = touched_entities(diff);
    g_autoptr(HnGoldenDiff) golden = hn_golden_diff_new(input, touched, diff, error);
    if (golden == NULL)
        return NULL;
    find_kinds(diff, golden);
    count_items(diff, golden);
    for (guint i = 0; i < golden->updated->len; i++) {
        const HnDiffItem *item = &g_array_index(golden->updated, HnDiffItem, i);
        if (!hn_golden_diff_has(touched, item->entity))
            g_array_append_vals(diff->items, item, 1);
    }
    g_array_sort(diff->items, compare_worst);
    return g_steal_pointer(&diff);
}

HnSlice
hn_run_diff_id(const HnRunDiff *diff, const HnDiffRow *row)
{
    return hn_slice(diff->ids->data + row->id_at, row->id_bytes);
}

guint64 *
hn_run_diff_by_source(const HnRunDiff *diff, const HnDiffItem *item)
{
    guint64 *counts = g_new0(guint64, diff->sources->len + 1);
    const HnDiffRow *rows = row_of(diff, item);
    for (gsize i = 0; i < item->n; i++)
        counts[rows[i].source]++;
    return counts;
}

void
hn_run_diff_free(HnRunDiff *diff)
{
    if (diff == NULL)
        return;
    g_ptr_array_unref(diff->attributes);
    g_ptr_array_unref(diff->sources);
    g_array_unref(diff->rows_changed);
    g_byte_array_unref(diff->ids);
    g_array_unref(diff->items);
    g_free(diff);
}
