/* Two sorted views of the same rows: by the old name, which is their order, and by the new one. */
#include "store/rekey.h"

#include "records/entity_id.h"
#include "store/chunk_file.h"

#define FORM_VERSION 1

typedef struct {
    HnRecordName from, to;
    gsize row; /* as added */
} Move;

struct _HnRekey {
    guint64 event, undoes, run;
    char *reason, *by;
    GArray *moves;      /* Move, ascending by from */
    guint32 *by_to;     /* [n] indexes, ascending by to */
    GPtrArray *sources; /* interned, few; in the arena */
    HnArena *arena;
};

int
hn_record_name_compare(const HnRecordName *a, const HnRecordName *b)
{
    const int order = a->source == b->source ? 0 : strcmp(a->source, b->source);
    return order != 0 ? order : hn_slice_compare(a->record_id, b->record_id);
}

HnRekey *
hn_rekey_new(void)
{
    HnRekey *rekey = g_new0(HnRekey, 1);
    rekey->moves = g_array_new(FALSE, FALSE, sizeof(Move));
    rekey->sources = g_ptr_array_new();
    rekey->arena = hn_arena_new();
    rekey->reason = g_strdup("");
    rekey->by = g_strdup("");
    return rekey;
}

void
hn_rekey_free(HnRekey *rekey)
{
    if (rekey == NULL)
        return;
    g_array_unref(rekey->moves);
    g_ptr_array_unref(rekey->sources);
    hn_arena_free(rekey->arena);
    g_free(rekey->by_to);
    g_free(rekey->reason);
    g_free(rekey->by);
    g_free(rekey);
}

static char *
intern(HnRekey *rekey, HnSlice source)
{
    for (guint i = rekey->sources->len; i-- > 0;)
        if (hn_slice_equal(hn_slice_of(rekey->sources->pdata[i]), source))
            return rekey->sources->pdata[i];
    char *copy = hn_arena_array(rekey->arena, char, source.n_bytes + 1);
    memcpy(copy, source.bytes, source.n_bytes);
    copy[source.n_bytes] = '\0';
    g_ptr_array_add(rekey->sources, copy);
    return copy;
}

void
hn_rekey_add(HnRekey *rekey, const HnRecordName *from, const HnRecordName *to)
{
    g_assert(rekey->by_to == NULL && rekey->moves->len < G_MAXUINT32);
    const Move move = {
        { intern(rekey, hn_slice_of(from->source)), hn_arena_copy(rekey->arena, from->record_id) },
        { intern(rekey, hn_slice_of(to->source)), hn_arena_copy(rekey->arena, to->record_id) },
        rekey->moves->len
    };
    g_array_append_val(rekey->moves, move);
}

static const Move *
move_at(const HnRekey *rekey, gsize index)
{
    g_assert(index < rekey->moves->len);
    return &g_array_index(rekey->moves, Move, index);
}

static gint
compare_from(gconstpointer a, gconstpointer b)
{
    const Move *x = a, *y = b;
    const int order = hn_record_name_compare(&x->from, &y->from);
    return order != 0 ? order : (x->row > y->row) - (x->row < y->row);
}

static gint
compare_to(gconstpointer a, gconstpointer b, gpointer user)
{
    const HnRekey *rekey = user;
    const Move *x = move_at(rekey, *(const guint32 *)a), *y = move_at(rekey, *(const guint32 *)b);
    const int order = hn_record_name_compare(&x->to, &y->to);
    return order != 0 ? order : (x->row > y->row) - (x->row < y->row);
}

gboolean
hn_rekey_seal(HnRekey *rekey, gsize *ret_row, gboolean *ret_is_new)
{
    const guint n = rekey->moves->len;
    g_assert(rekey->by_to == NULL);
    g_array_sort(rekey->moves, compare_from);
    rekey->by_to = g_new(guint32, (gsize)n + 1);
    for (guint32 i = 0; i < n; i++)
        rekey->by_to[i] = i;
    g_qsort_with_data(rekey->by_to, (gint)n, sizeof(guint32), compare_to, rekey);
    *ret_row = G_MAXSIZE;
    for (guint i = 1; i < n; i++) {
        const Move *move = move_at(rekey, i), *to = move_at(rekey, rekey->by_to[i]);
        if (hn_record_name_compare(&move[-1].from, &move->from) == 0 && move->row < *ret_row) {
            *ret_row = move->row;
            *ret_is_new = FALSE;
        }
        if (hn_record_name_compare(&move_at(rekey, rekey->by_to[i - 1])->to, &to->to) == 0 &&
            to->row < *ret_row) {
            *ret_row = to->row;
            *ret_is_new = TRUE;
        }
    }
    return *ret_row == G_MAXSIZE;
}

void
hn_rekey_say(HnRekey *rekey, const char *reason, const char *by, guint64 undoes)
{
    g_free(rekey->reason);
    g_free(rekey->by);
    rekey->reason = g_strdup(reason);
    rekey->by = g_strdup(by);
    rekey->undoes = undoes;
}

void
hn_rekey_number(HnRekey *rekey, guint64 event)
{
    rekey->event = event;
}

guint64
hn_rekey_event(const HnRekey *rekey)
{
    return rekey->event;
}

guint64
hn_rekey_undoes(const HnRekey *rekey)
{
    return rekey->undoes;
}

guint64
hn_rekey_run(const HnRekey *rekey)
{
    return rekey->run;
}

const char *
hn_rekey_reason(const HnRekey *rekey)
{
    return rekey->reason;
}

const char *
hn_rekey_by(const HnRekey *rekey)
{
    return rekey->by;
}

gsize
hn_rekey_n(const HnRekey *rekey)
{
    return rekey->moves->len;
}

const HnRecordName *
hn_rekey_from(const HnRekey *rekey, gsize index)
{
    return &move_at(rekey, index)->from;
}

const HnRecordName *
hn_rekey_to(const HnRekey *rekey, gsize index)
{
    return &move_at(rekey, index)->to;
}

gsize
hn_rekey_row(const HnRekey *rekey, gsize index)
{
    return move_at(rekey, index)->row;
}

const HnRecordName *
hn_rekey_now(const HnRekey *rekey, const char *source, HnSlice record_id)
{
    const HnRecordName name = { (char *)(gsize)source, record_id };
    gsize low = 0, high = rekey->moves->len;
    while (low < high) {
        const gsize middle = low + (high - low) / 2;
        const int order = hn_record_name_compare(&move_at(rekey, middle)->from, &name);
        if (order == 0)
            return &move_at(rekey, middle)->to;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const HnRecordName *
hn_rekey_before(const HnRekey *rekey, const char *source, HnSlice record_id)
{
    const HnRecordName name = { (char *)(gsize)source, record_id };
    gsize low = 0, high = rekey->moves->len;
    g_assert(rekey->by_to != NULL);
    while (low < high) {
        const gsize middle = low + (high - low) / 2;
        const Move *move = move_at(rekey, rekey->by_to[middle]);
        const int order = hn_record_name_compare(&move->to, &name);
        if (order == 0)
            return &move->from;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

gboolean
hn_rekey_has_new_source(const HnRekey *rekey, const char *source)
{
    gsize low = 0, high = rekey->moves->len;
    g_assert(rekey->by_to != NULL);
    while (low < high) {
        const gsize middle = low + (high - low) / 2;
        if (strcmp(move_at(rekey, rekey->by_to[middle])->to.source, source) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < rekey->moves->len &&
           strcmp(move_at(rekey, rekey->by_to[low])->to.source, source) == 0;
}

/* ---- the segment ---- */

static guint
source_index(const HnRekey *rekey, const char *source)
{
    guint i = 0;
    while (rekey->sources->pdata[i] != source)
        i++;
    return i;
}

static void
put_name(const HnRekey *rekey, const HnRecordName *name, GByteArray *out)
{
    hn_put_varint(out, source_index(rekey, name->source));
    hn_put_slice(out, name->record_id);
}

static GByteArray *
header_of(const HnRekey *rekey)
{
    GByteArray *header = g_byte_array_new();
    hn_put_varint(header, FORM_VERSION);
    hn_put_varint(header, rekey->event);
    hn_put_varint(header, rekey->undoes);
    hn_put_slice(header, hn_slice_of(rekey->reason));
    hn_put_slice(header, hn_slice_of(rekey->by));
    hn_put_varint(header, rekey->moves->len);
    hn_put_varint(header, rekey->sources->len);
    for (guint i = 0; i < rekey->sources->len; i++)
        hn_put_slice(header, hn_slice_of(rekey->sources->pdata[i]));
    return header;
}

gboolean
hn_rekey_write(HnStore *store, const char *path, const HnRekey *rekey, HnSealedInfo *ret_info,
               GError **error)
{
    g_autoptr(GByteArray) bytes = header_of(rekey);
    g_assert(rekey->event > 0 && rekey->by_to != NULL);
    g_autoptr(HnChunkWriter) writer = hn_chunk_writer_new(store, path, HN_REKEY, bytes, error);
    if (writer == NULL)
        return FALSE;
    for (guint i = 0; i < rekey->moves->len;) {
        const guint first = i;
        g_byte_array_set_size(bytes, 0);
        for (; i < rekey->moves->len && bytes->len < HN_CHUNK_BYTES; i++) {
            put_name(rekey, &move_at(rekey, i)->from, bytes);
            put_name(rekey, &move_at(rekey, i)->to, bytes);
        }
        if (!hn_chunk_writer_put(writer, hn_slice(bytes->data, bytes->len), i - first, error))
            return FALSE;
    }
    return hn_chunk_writer_finish(writer, ret_info, error);
}

static gboolean
is_text(HnSlice text)
{
    return text.n_bytes == 0 || memchr(text.bytes, '\0', text.n_bytes) == NULL;
}

static gboolean
decode_header(HnCursor *header, HnRekey *rekey, guint64 *ret_n)
{
    rekey->event = hn_get_varint(header);
    const guint64 undoes = hn_get_varint(header);
    const HnSlice reason = hn_get_slice(header), by = hn_get_slice(header);
    *ret_n = hn_get_varint(header);
    const guint64 n_sources = hn_get_varint(header);
    if (!hn_cursor_ok(header) || rekey->event == 0 || rekey->event >= HN_ENTITY_ID_END ||
        undoes >= rekey->event || !is_text(reason) || !is_text(by) ||
        n_sources > hn_cursor_left(header))
        return FALSE;
    g_autofree char *reason_text = g_strndup((const char *)reason.bytes, reason.n_bytes);
    g_autofree char *by_text = g_strndup((const char *)by.bytes, by.n_bytes);
    hn_rekey_say(rekey, reason_text, by_text, undoes);
    for (guint64 i = 0; i < n_sources; i++) {
        const HnSlice source = hn_get_slice(header);
        if (!hn_cursor_ok(header) || source.n_bytes == 0 || !is_text(source))
            return FALSE;
        intern(rekey, source);
        if (rekey->sources->len != i + 1) /* the same one twice */
            return FALSE;
    }
    return hn_cursor_done(header);
}

static gboolean
decode_rows(HnCursor *rows, HnRekey *rekey, guint64 n_max)
{
    while (hn_cursor_left(rows) > 0) {
        const guint64 from = hn_get_varint(rows);
        const HnSlice from_id = hn_get_slice(rows);
        const guint64 to = hn_get_varint(rows);
        const HnSlice to_id = hn_get_slice(rows);
        if (!hn_cursor_ok(rows) || from >= rekey->sources->len || to >= rekey->sources->len ||
            rekey->moves->len == n_max)
            return FALSE;
        const Move move = { { rekey->sources->pdata[from], hn_arena_copy(rekey->arena, from_id) },
                            { rekey->sources->pdata[to], hn_arena_copy(rekey->arena, to_id) },
                            rekey->moves->len };
        g_array_append_val(rekey->moves, move);
        if (rekey->moves->len > 1 &&
            hn_record_name_compare(&move_at(rekey, rekey->moves->len - 2)->from, &move.from) >= 0)
            return FALSE;
    }
    return TRUE;
}

HnRekey *
hn_rekey_load(HnStore *store, const HnSegment *segment, GError **error)
{
    HnCursor cursor;
    guint64 n = 0;
    gsize row = 0;
    gboolean is_new = FALSE;
    g_autoptr(HnChunkReader) reader = hn_chunk_reader_new(store, segment, &cursor, error);
    if (reader == NULL || !hn_chunk_reader_version(reader, &cursor, FORM_VERSION, error))
        return NULL;
    g_autoptr(HnRekey) rekey = hn_rekey_new();
    rekey->run = segment->run;
    gboolean fine = decode_header(&cursor, rekey, &n);
    for (gboolean more = TRUE; fine && more;) {
        if (!hn_chunk_reader_next(reader, &cursor, &more, error))
            return NULL;
        fine = !more || decode_rows(&cursor, rekey, n);
    }
    if (!fine || rekey->moves->len != n || hn_chunk_reader_rows(reader) != n ||
        !hn_rekey_seal(rekey, &row, &is_new)) {
        hn_chunk_reader_refuse(reader, "it is not a map of keys", error);
        return NULL;
    }
    return g_steal_pointer(&rekey);
}

/* ---- all of them ---- */

GPtrArray *
hn_rekeys_load(HnStore *store, GError **error)
{
    g_autoptr(GPtrArray) rekeys = g_ptr_array_new_with_free_func((GDestroyNotify)hn_rekey_free);
    g_autoptr(GPtrArray) segments = hn_store_segments(store, HN_REKEY, NULL, error);
    for (guint i = 0; segments != NULL && i < segments->len; i++) {
        HnRekey *rekey = hn_rekey_load(store, segments->pdata[i], error);
        if (rekey == NULL)
            return NULL;
        g_ptr_array_add(rekeys, rekey);
    }
    return segments == NULL ? NULL : g_steal_pointer(&rekeys);
}

HnRecordName
hn_rekeys_now(const GPtrArray *rekeys, HnRecordName name, guint64 since)
{
    for (guint i = 0; i < rekeys->len; i++) {
        const HnRekey *rekey = rekeys->pdata[i];
        const HnRecordName *now =
            rekey->event > since ? hn_rekey_now(rekey, name.source, name.record_id) : NULL;
        if (now != NULL)
            name = *now;
    }
    return name;
}

gboolean
hn_rekeys_then(const GPtrArray *rekeys, guint64 at, guint64 run, HnRecordName *name)
{
    for (guint i = rekeys->len; i-- > 0;) {
        const HnRekey *rekey = rekeys->pdata[i];
        if (rekey->run <= run || rekey->event > at)
            continue;
        const HnRecordName *before = hn_rekey_before(rekey, name->source, name->record_id);
        if (before == NULL && hn_rekey_now(rekey, name->source, name->record_id) != NULL)
            return FALSE;
        *name = before == NULL ? *name : *before;
    }
    return TRUE;
}

/* An undo may be taken back itself: the newest is in force, and so, going back, is each that none
 * of those has taken back. */
const HnRekey *
hn_rekeys_undone_by(const GPtrArray *rekeys, guint64 event)
{
    g_autofree const HnRekey **by = g_new0(const HnRekey *, (gsize)rekeys->len + 1);
    for (guint i = rekeys->len; i-- > 0;) {
        const HnRekey *rekey = rekeys->pdata[i];
        if (rekey->event == event)
            return by[i];
        for (guint k = 0; by[i] == NULL && k < i; k++)
            if (((const HnRekey *)rekeys->pdata[k])->event == rekey->undoes)
                by[k] = rekey;
    }
    return NULL;
}

guint64
hn_rekeys_since(const GPtrArray *rekeys, guint64 run)
{
    for (guint i = rekeys->len; i-- > 0;) {
        const HnRekey *rekey = rekeys->pdata[i];
        if (rekey->run > run && rekey->undoes == 0 &&
            hn_rekeys_undone_by(rekeys, rekey->event) == NULL)
            return rekey->event;
    }
    return 0;
}
