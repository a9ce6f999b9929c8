#include "tests/reference/memory_reader.h"

#include "connect/connect_error.h"

typedef struct {
    HnReader reader; /* first */
    const MemoryDelivery *delivery;
    char **columns;
    guint n_known, next;
    guint64 n_shown; /* rows refused in the batches before */
    HnReaderTotals totals;
    HnDigest *digest;
} MemoryReader;

static void
parse_row(MemoryReader *memory, const char *text, HnRawBatch *batch, HnRawField *row)
{
    const guint n_columns = g_strv_length(memory->columns);
    g_auto(GStrv) parts = g_strsplit(text, "|", -1);
    for (guint i = 0; i < n_columns; i++) {
        const char *part = i < g_strv_length(parts) ? parts[i] : "~";
        row[i] = (HnRawField){ NULL, 0, HN_FIELD_MISSING };
        if (strcmp(part, "~") == 0)
            continue;
        const gboolean json = part[0] == '#';
        g_autofree char *value = g_strdup(part + json);
        const gsize n_bytes = strlen(value);
        if (!json)
            for (char *at = value; (at = strchr(at, '^')) != NULL;)
                *at++ = '\0';
        const HnSlice copy = hn_arena_copy(batch->arena, hn_slice(value, n_bytes));
        row[i] =
            (HnRawField){ copy.bytes, (guint32)copy.n_bytes, json ? HN_FIELD_JSON : HN_FIELD_TEXT };
        memory->n_known = MAX(memory->n_known, i + 1);
    }
}

static void
refuse_row(MemoryReader *memory, const char *reason, HnRawBatch *batch)
{
    const guint64 n_records = g_ascii_isdigit(reason[0]) ? (guint64)atoi(reason) : 1;
    while (g_ascii_isdigit(reason[0]))
        reason++;
    char *copy = hn_arena_array(batch->arena, char, strlen(reason) + 1);
    memcpy(copy, reason, strlen(reason) + 1);
    batch->quarantined[batch->n_quarantined++] =
        (HnQuarantined){ .offset_bytes = 100 * memory->next,
                         .n_records = n_records,
                         .reason = copy,
                         .raw = hn_slice_of(memory->delivery->rows[memory->next]) };
    memory->totals.n_quarantined += n_records;
    memory->totals.n_read += n_records;
}

static gboolean
refuse_delivery(MemoryReader *memory, HnRawBatch *batch, GError **error)
{
    static char reason[] = "container: cut";
    batch->n_rows = 0;
    batch->n_quarantined = 1;
    batch->quarantined[0] =
        (HnQuarantined){ .n_records = memory->next + 1 - memory->n_shown, .reason = reason };
    memory->totals.n_read = memory->totals.n_quarantined = memory->next + 1;
    g_set_error_literal(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_CONTAINER, "the data are cut");
    return FALSE;
}

static gboolean
next(HnReader *reader, HnRawBatch *batch, gboolean *ret_more, GError **error)
{
    MemoryReader *memory = (MemoryReader *)reader;
    const guint n_columns = g_strv_length(memory->columns);
    const guint n_max = memory->delivery->batch_rows == 0 ? 2 : memory->delivery->batch_rows;
    const char *const *rows = memory->delivery->rows;
    hn_raw_batch_reset(batch);
    memory->n_shown = memory->totals.n_quarantined;
    batch->stride = n_columns;
    batch->fields = hn_arena_array(batch->arena, HnRawField, (gsize)n_max * (n_columns + 1));
    batch->offsets = hn_arena_array(batch->arena, guint64, n_max);
    batch->quarantined = hn_arena_array(batch->arena, HnQuarantined, n_max + 1);
    for (guint i = 0; i < n_max && rows[memory->next] != NULL; i++, memory->next++) {
        const char *text = rows[memory->next];
        hn_digest_update(memory->digest, text, strlen(text) + 1);
        memory->totals.n_bytes += strlen(text) + 1;
        if (text[0] == '@')
            return refuse_delivery(memory, batch, error);
        if (text[0] == '!') {
            refuse_row(memory, text + 1, batch);
            continue;
        }
        memory->totals.n_read++;
        batch->offsets[batch->n_rows] = 100 * memory->next;
        parse_row(memory, text, batch, batch->fields + (gsize)batch->n_rows++ * n_columns);
    }
    batch->n_columns = memory->delivery->grows ? memory->n_known : n_columns;
    *ret_more = rows[memory->next] != NULL;
    return TRUE;
}

static const char *const *
columns(HnReader *reader, guint *ret_n)
{
    MemoryReader *memory = (MemoryReader *)reader;
    *ret_n = memory->delivery->grows ? memory->n_known : g_strv_length(memory->columns);
    return (const char *const *)memory->columns;
}

static void
totals(HnReader *reader, HnReaderTotals *ret_totals)
{
    MemoryReader *memory = (MemoryReader *)reader;
    if (memory->digest != NULL)
        hn_digest_finish(memory->digest, memory->totals.sha256);
    g_clear_pointer(&memory->digest, hn_digest_free);
    *ret_totals = memory->totals;
}

static gdouble
progress(HnReader *reader)
{
    (void)reader;
    return -1;
}

static void
reader_free(HnReader *reader)
{
    MemoryReader *memory = (MemoryReader *)reader;
    hn_digest_free(memory->digest);
    g_strfreev(memory->columns);
    g_free(memory);
}

HnReader *
memory_reader_new(const MemoryDelivery *delivery)
{
    MemoryReader *memory = g_new0(MemoryReader, 1);
    memory->reader = (HnReader){ next, columns, totals, progress, reader_free };
    memory->delivery = delivery;
    memory->columns = g_strsplit(delivery->columns, "|", -1);
    memory->digest = hn_digest_new();
    return &memory->reader;
}

/* ---- quarantine ---- */

static gboolean
put(HnQuarantineSink *sink, const char *feed, const HnQuarantined *row, GError **error)
{
    MemoryQuarantine *quarantine = (MemoryQuarantine *)sink;
    const char *colon = strchr(row->reason, ':');
    (void)error;
    g_assert_cmpstr(feed, !=, NULL);
    g_assert_cmpuint(row->n_records, >, 0);
    quarantine->n_records += row->n_records;
    g_ptr_array_add(
        quarantine->lines,
        g_strdup_printf("%" G_GUINT64_FORMAT " %.*s%s%.*s", row->offset_bytes,
                        colon == NULL ? (int)strlen(row->reason) : (int)(colon - row->reason),
                        row->reason, row->key.n_bytes == 0 ? "" : " ", (int)row->key.n_bytes,
                        row->key.bytes == NULL ? "" : (const char *)row->key.bytes));
    return TRUE;
}

static gboolean
finish(HnQuarantineSink *sink, GError **error)
{
    (void)sink;
    (void)error;
    return TRUE;
}

static void
sink_free(HnQuarantineSink *sink)
{
    MemoryQuarantine *quarantine = (MemoryQuarantine *)sink;
    g_ptr_array_unref(quarantine->lines);
    g_free(quarantine);
}

MemoryQuarantine *
memory_quarantine_new(void)
{
    MemoryQuarantine *quarantine = g_new0(MemoryQuarantine, 1);
    quarantine->sink = (HnQuarantineSink){ put, finish, sink_free };
    quarantine->lines = g_ptr_array_new_with_free_func(g_free);
    return quarantine;
}

static gint
compare_lines(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

char *
memory_quarantine_text(const MemoryQuarantine *quarantine)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_ptr_array_sort(quarantine->lines, compare_lines);
    for (guint i = 0; i < quarantine->lines->len; i++)
        g_string_append_printf(text, "%s%s", i == 0 ? "" : "; ",
                               (char *)quarantine->lines->pdata[i]);
    return g_string_free(g_steal_pointer(&text), FALSE);
}
