#include "linker/row_sorter.h"

#include <stdlib.h>

#include "base/base_error.h"
#include "base/codec.h"
#include "base/io.h"

/* One row in memory: its place in `bytes` (varint key length, varint payload length, key, payload).
 */
typedef struct {
    guint64
        prefix; /* first 8 key bytes, big-endian, zero-padded: orders like the bytes unless equal */
    guint64 offset;
} Row;

/* A spilled run, read back block by block with one row decoded ahead. */
typedef struct {
    HnSealedReader *reader;
    GByteArray *block;
    guint64 next_block;
    HnCursor cursor;
    HnSlice key, payload;
    gboolean more;
} Run;

struct _HnRowSorter {
    char *prefix;
    const HnSealKey *seal;
    HnBudget *budget;
    gsize taken_bytes;
    GByteArray *bytes;
    GArray *rows; /* Row */
    guint next_row;
    guint n_runs;
    Run *runs;
    gboolean started;
};

#define STEP_BYTES ((gsize)4 << 20)
#define FIRST_BYTES ((gsize)1 << 20)
#define HELD_MAX ((gsize)3 << 30) /* GByteArray counts in 32 bits */

HnRowSorter *
hn_row_sorter_new(const char *prefix, HnBudget *budget, const HnSealKey *seal)
{
    HnRowSorter *sorter = g_new0(HnRowSorter, 1);
    sorter->prefix = g_strdup(prefix);
    sorter->seal = seal;
    sorter->budget = budget;
    sorter->taken_bytes = FIRST_BYTES;
    hn_budget_force(budget, FIRST_BYTES);
    sorter->bytes = g_byte_array_new();
    sorter->rows = g_array_new(FALSE, FALSE, sizeof(Row));
    return sorter;
}

void
hn_row_sorter_free(HnRowSorter *sorter)
{
    if (sorter == NULL)
        return;
    for (guint i = 0; i < sorter->n_runs; i++) {
        g_autofree char *path = g_strdup_printf("%s-%u", sorter->prefix, i);
        if (sorter->runs != NULL) {
            hn_sealed_reader_free(sorter->runs[i].reader);
            g_clear_pointer(&sorter->runs[i].block, g_byte_array_unref);
        }
        hn_io_unlink(path, NULL);
    }
    hn_budget_give(sorter->budget, sorter->taken_bytes);
    g_free(sorter->runs);
    g_byte_array_unref(sorter->bytes);
    g_array_unref(sorter->rows);
    g_free(sorter->prefix);
    g_free(sorter);
}

static void
row_at(const HnRowSorter *sorter, const Row *row, HnSlice *ret_key, HnSlice *ret_payload)
{
    HnCursor cursor =
        hn_cursor(sorter->bytes->data + row->offset, sorter->bytes->len - row->offset);
    const gsize n_key = hn_get_varint(&cursor), n_payload = hn_get_varint(&cursor);
    *ret_key = hn_slice(hn_get_bytes(&cursor, n_key), n_key);
    *ret_payload = hn_slice(hn_get_bytes(&cursor, n_payload), n_payload);
    g_assert(hn_cursor_ok(&cursor));
}

static int
compare_rows(gconstpointer a, gconstpointer b, gpointer data)
{
    const Row *x = a, *y = b;
    if (x->prefix != y->prefix)
        return x->prefix < y->prefix ? -1 : 1;
    HnSlice x_key, y_key, payload;
    row_at(data, x, &x_key, &payload);
    row_at(data, y, &y_key, &payload);
    const int order = hn_slice_compare(x_key, y_key);
    return order != 0 ? order : (x->offset > y->offset) - (x->offset < y->offset);
}

static gboolean
spill(HnRowSorter *sorter, GError **error)
{
    g_autofree char *path = g_strdup_printf("%s-%u", sorter->prefix, sorter->n_runs);
    hn_io_unlink(path, NULL); /* left by a killed run */
    g_array_sort_with_data(sorter->rows, compare_rows, sorter);
    g_autoptr(HnSealedWriter) writer = hn_sealed_writer_new(path, "SORT", 1, sorter->seal, error);
    if (writer == NULL)
        return FALSE;
    g_autoptr(GByteArray) block = g_byte_array_new();
    for (guint i = 0; i < sorter->rows->len; i++) {
        HnSlice key, payload;
        row_at(sorter, &g_array_index(sorter->rows, Row, i), &key, &payload);
        hn_put_slice(block, key);
        hn_put_slice(block, payload);
        if (block->len < HN_SEALED_BLOCK_BYTES / 2 && i + 1 < sorter->rows->len)
            continue;
        /* A row never crosses what the reader takes as one unit: its length stands in front. */
        guint32 n_bytes = GUINT32_TO_LE(block->len);
        if (!hn_sealed_writer_append(writer, &n_bytes, sizeof n_bytes, error) ||
            !hn_sealed_writer_append(writer, block->data, block->len, error))
            return FALSE;
        g_byte_array_set_size(block, 0);
    }
    if (!hn_sealed_writer_finish(writer, NULL, error))
        return FALSE;
    sorter->n_runs++;
    g_byte_array_set_size(sorter->bytes, 0);
    g_array_set_size(sorter->rows, 0);
    return TRUE;
}

static guint64
key_prefix(HnSlice key)
{
    guint8 bytes[8] = { 0 };
    memcpy(bytes, key.bytes, MIN(key.n_bytes, sizeof bytes));
    guint64 prefix;
    memcpy(&prefix, bytes, sizeof prefix);
    return GUINT64_FROM_BE(prefix);
}

/* Room for @held bytes: taken from the budget step by step; FALSE when it is time to spill. */
static gboolean
make_room(HnRowSorter *sorter, gsize held)
{
    while (held > sorter->taken_bytes) {
        if (held > HELD_MAX || !hn_budget_take(sorter->budget, STEP_BYTES))
            return FALSE;
        sorter->taken_bytes += STEP_BYTES;
    }
    return TRUE;
}

gboolean
hn_row_sorter_add(HnRowSorter *sorter, HnSlice key, HnSlice payload, GError **error)
{
    g_assert(!sorter->started && key.n_bytes > 0);
    const gsize needed = key.n_bytes + payload.n_bytes + 20 + sizeof(Row);
    const gsize held = sorter->bytes->len + sorter->rows->len * sizeof(Row);
    if (sorter->rows->len > 0 && !make_room(sorter, held + needed) && !spill(sorter, error))
        return FALSE;
    const Row row = { key_prefix(key), sorter->bytes->len };
    g_array_append_val(sorter->rows, row);
    hn_put_varint(sorter->bytes, key.n_bytes);
    hn_put_varint(sorter->bytes, payload.n_bytes);
    hn_put_bytes(sorter->bytes, key.bytes, key.n_bytes);
    hn_put_bytes(sorter->bytes, payload.bytes, payload.n_bytes);
    return TRUE;
}

static gboolean
run_advance(Run *run, GError **error)
{
    if (hn_cursor_left(&run->cursor) == 0) {
        guint32 n_bytes = 0;
        gsize n_read = 0;
        if (!hn_sealed_reader_read(run->reader, &n_bytes, sizeof n_bytes, &n_read, error))
            return FALSE;
        run->more = n_read > 0;
        if (!run->more)
            return TRUE;
        n_bytes = GUINT32_FROM_LE(n_bytes);
        g_byte_array_set_size(run->block, n_bytes);
        if (!hn_sealed_reader_read(run->reader, run->block->data, n_bytes, &n_read, error))
            return FALSE;
        run->cursor = hn_cursor(run->block->data, n_read);
    }
    run->key = hn_get_slice(&run->cursor);
    run->payload = hn_get_slice(&run->cursor);
    run->more = TRUE;
    if (!hn_cursor_ok(&run->cursor)) {
        g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT, "a sort file is damaged");
        return FALSE;
    }
    return TRUE;
}

gboolean
hn_row_sorter_finish(HnRowSorter *sorter, GError **error)
{
    g_assert(!sorter->started);
    if (sorter->n_runs > 0 && sorter->rows->len > 0 && !spill(sorter, error))
        return FALSE;
    sorter->started = TRUE;
    if (sorter->n_runs == 0) {
        g_array_sort_with_data(sorter->rows, compare_rows, sorter);
        return TRUE;
    }
    sorter->runs = g_new0(Run, sorter->n_runs);
    for (guint i = 0; i < sorter->n_runs; i++) {
        Run *run = &sorter->runs[i];
        g_autofree char *path = g_strdup_printf("%s-%u", sorter->prefix, i);
        run->block = g_byte_array_new();
        run->reader = hn_sealed_reader_new(path, "SORT", sorter->seal, NULL, error);
        if (run->reader == NULL || !run_advance(run, error))
            return FALSE;
    }
    sorter->next_row = G_MAXUINT; /* no run is waiting to be advanced */
    return TRUE;
}

static gboolean
next_merged(HnRowSorter *sorter, HnSlice *ret_key, HnSlice *ret_payload, gboolean *ret_more,
            GError **error)
{
    if (sorter->next_row != G_MAXUINT && !run_advance(&sorter->runs[sorter->next_row], error))
        return FALSE;
    guint best =
        G_MAXUINT; /* runs are in order of arrival, so the first of equals is the older row */
    for (guint i = 0; i < sorter->n_runs; i++)
        if (sorter->runs[i].more &&
            (best == G_MAXUINT ||
             hn_slice_compare(sorter->runs[i].key, sorter->runs[best].key) < 0))
            best = i;
    sorter->next_row = best;
    *ret_more = best != G_MAXUINT;
    if (*ret_more) {
        *ret_key = sorter->runs[best].key;
        *ret_payload = sorter->runs[best].payload;
    }
    return TRUE;
}

gboolean
hn_row_sorter_next(HnRowSorter *sorter, HnSlice *ret_key, HnSlice *ret_payload, gboolean *ret_more,
                   GError **error)
{
    g_assert(sorter->started);
    if (sorter->n_runs > 0)
        return next_merged(sorter, ret_key, ret_payload, ret_more, error);
    *ret_more = sorter->next_row < sorter->rows->len;
    if (*ret_more)
        row_at(sorter, &g_array_index(sorter->rows, Row, sorter->next_row++), ret_key, ret_payload);
    return TRUE;
}
