#include "linker/intake_source.h"

#include "base/codec.h"
#include "linker/delivered_row.h"
#include "linker/row_content.h"

struct _HnIntakeSource {
    char *name;
    const HnFeed *feed;
    const HnDeliveryColumns *columns;
    HnRowSorter *sorter;
    HnDeliveredRow *row; /* handed out */
    GByteArray *held;    /* record id of a keyless row with its occurrence number; or the row of a
                            group that counts */
    gsize n_hash;        /* of a keyless row's record id */
    guint occurrence;
    gboolean last_counts;
};

HnIntakeSource *
hn_intake_source_new(HnSlice name, const HnFeed *feed, const HnDeliveryColumns *columns,
                     HnRowSorter *sorter)
{
    HnIntakeSource *source = g_new0(HnIntakeSource, 1);
    source->name = g_strndup((const char *)name.bytes, name.n_bytes);
    source->feed = feed;
    source->columns = columns;
    source->sorter = sorter;
    source->row = hn_delivered_row_new(columns);
    source->last_counts = feed->delivery == HN_DELIVERY_CHANGES;
    source->held = g_byte_array_new();
    return source;
}

void
hn_intake_source_let_last_count(HnIntakeSource *source)
{
    source->last_counts = TRUE;
}

void
hn_intake_source_free(HnIntakeSource *source)
{
    if (source == NULL)
        return;
    g_free(source->name);
    hn_row_sorter_free(source->sorter);
    hn_delivered_row_free(source->row);
    g_byte_array_unref(source->held);
    g_free(source);
}

const char *
hn_intake_source_name(const HnIntakeSource *source)
{
    return source->name;
}

HnRowSorter *
hn_intake_source_sorter(HnIntakeSource *source)
{
    return source->sorter;
}

/* Fields by column name. */
static void
decode_row(HnIntakeSource *source, HnSlice payload, HnIntakeRow *ret_row, guint64 *ret_offset)
{
    HnDeliveredHead head;
    ret_row->fields = hn_delivered_row_decode(source->row, payload, &head);
    ret_row->n_fields = source->columns->n;
    ret_row->delete = head.delete;
    ret_row->unknown = head.unknown;
    ret_row->key_alone = head.key_alone;
    *ret_offset = head.offset;
}

static gboolean
next_has_key(const HnIntakeSource *source, HnSlice key)
{
    HnSlice next;
    return hn_row_sorter_peek(source->sorter, &next) && hn_slice_equal(next, key);
}

/* ---- rows of one record id in a snapshot, copied out of the sorter ---- */

typedef struct {
    GBytes *key;
    GPtrArray *payloads; /* GBytes */
} Group;

static HnSlice
slice_of(GBytes *bytes)
{
    gsize n_bytes = 0;
    const guint8 *data = g_bytes_get_data(bytes, &n_bytes);
    return hn_slice(data, n_bytes);
}

static gboolean
read_group(HnIntakeSource *source, HnSlice key, HnSlice payload, Group *group, GError **error)
{
    gboolean more = TRUE;
    group->key = g_bytes_new(key.bytes, key.n_bytes);
    group->payloads = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    g_ptr_array_add(group->payloads, g_bytes_new(payload.bytes, payload.n_bytes));
    while (next_has_key(source, slice_of(group->key))) {
        if (!hn_row_sorter_next(source->sorter, &key, &payload, &more, error))
            return FALSE;
        g_ptr_array_add(group->payloads, g_bytes_new(payload.bytes, payload.n_bytes));
    }
    return TRUE;
}

static void
group_clear(Group *group)
{
    g_bytes_unref(group->key);
    g_ptr_array_unref(group->payloads);
}

static gboolean
all_equal(const HnIntakeSource *source, const Group *group)
{
    g_autoptr(HnRowContent) content =
        hn_row_content_new(source->columns->names, source->columns->n);
    g_autoptr(HnDeliveredRow) first = hn_delivered_row_new(source->columns);
    g_autoptr(HnDeliveredRow) other = hn_delivered_row_new(source->columns);
    HnDeliveredHead head;
    const HnRawField *fields =
        hn_delivered_row_decode(first, slice_of(group->payloads->pdata[0]), &head);
    for (guint i = 1; i < group->payloads->len; i++)
        if (!hn_row_content_same_tonight(
                content, fields,
                hn_delivered_row_decode(other, slice_of(group->payloads->pdata[i]), &head)))
            return FALSE;
    return TRUE;
}

/* Copies of the first row are refused as such; if one differs, every row of the group is. */
static gboolean
refuse_copies(HnIntakeSource *source, const Group *group, const HnIntakeRefusal *refusal,
              gboolean *ret_refused, GError **error)
{
    const gboolean equal = all_equal(source, group);
    const char *reason = equal ? "duplicate_row: the same row stands in the delivery twice"
                               : "duplicate_key: rows with one record id differ";
    for (guint i = equal ? 1 : 0; i < group->payloads->len; i++) {
        HnIntakeRow row = { .record_id = slice_of(group->key) };
        guint64 offset = 0;
        decode_row(source, slice_of(group->payloads->pdata[i]), &row, &offset);
        if (!refusal->put(refusal->user, &row, offset, reason, error))
            return FALSE;
    }
    *ret_refused = !equal;
    return TRUE;
}

/* The first row outlives the group. */
static void
take_first(HnIntakeSource *source, const Group *group, HnIntakeRow *ret_row)
{
    guint64 offset = 0;
    const HnSlice key = slice_of(group->key), first = slice_of(group->payloads->pdata[0]);
    g_byte_array_set_size(source->held, 0);
    hn_put_bytes(source->held, key.bytes, key.n_bytes);
    hn_put_bytes(source->held, first.bytes, first.n_bytes);
    ret_row->record_id = hn_slice(source->held->data, key.n_bytes);
    decode_row(source, hn_slice(source->held->data + key.n_bytes, first.n_bytes), ret_row, &offset);
}

/* ---- the next row ---- */

/* A keyless feed: equal rows are told apart by an occurrence number, in whatever order they came.
 */
static HnSlice
number_row(HnIntakeSource *source, HnSlice hash)
{
    char number[16];
    const HnSlice before = hn_slice(source->held->data, source->n_hash);
    source->occurrence = hn_slice_equal(before, hash) ? source->occurrence + 1 : 1;
    source->n_hash = hash.n_bytes;
    g_byte_array_set_size(source->held, 0);
    hn_put_bytes(source->held, hash.bytes, hash.n_bytes);
    const int n = g_snprintf(number, sizeof number, "-%06u", source->occurrence);
    hn_put_bytes(source->held, number, (gsize)n);
    return hn_slice(source->held->data, source->held->len);
}

gboolean
hn_intake_source_next(HnIntakeSource *source, const HnIntakeRefusal *refusal, HnIntakeRow *ret_row,
                      gboolean *ret_refused, gboolean *ret_more, GError **error)
{
    HnSlice key, payload;
    guint64 offset = 0;
    *ret_refused = FALSE;
    if (!hn_row_sorter_next(source->sorter, &key, &payload, ret_more, error))
        return FALSE;
    if (!*ret_more)
        return TRUE;
    if (source->feed->key == NULL) {
        key = number_row(source, key);
    } else if (source->last_counts) {
        while (next_has_key(source, key)) /* the last one counts */
            if (!hn_row_sorter_next(source->sorter, &key, &payload, ret_more, error))
                return FALSE;
    } else if (next_has_key(source, key)) {
        Group group = { .key = NULL };
        const gboolean settled = read_group(source, key, payload, &group, error) &&
                                 refuse_copies(source, &group, refusal, ret_refused, error);
        take_first(source, &group, ret_row);
        group_clear(&group);
        return settled;
    }
    ret_row->record_id = key;
    decode_row(source, payload, ret_row, &offset);
    *ret_refused = ret_row->unknown;
    return TRUE;
}
