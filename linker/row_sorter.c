#include "linker/row_sorter.h"

#include "base/base_error.h"
#include "base/codec.h"
#include "base/io.h"
#include "base/radix_sort.h"

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
    guint8 *bytes; /* rows: varint key length, varint payload length, key, payload */
    gsize n_bytes, n_bytes_allocated;
    guint32 *rows; /* [n_rows] where each starts in @bytes: by arrival, when sorted by key */
    guint32 n_rows, n_rows_allocated;
    guint n_common; /* bytes with which all keys in memory begin */
    guint next_row;
    guint n_runs;
    Run *runs;
    guint best_run;         /* whose row comes next; G_MAXUINT: none */
    GByteArray *held_bytes; /* the row that was handed out: its run has gone on */
    gboolean started;
};

#define STEP_BYTES ((gsize)4 << 20)
#define FIRST_BYTES ((gsize)1 << 20)
#define HELD_MAX ((gsize)3 << 30) /* rows are found by 32 bits */
#define ROW_BYTES 28              /* its place, and what sorting takes */
#define AHEAD 32u                 /* rows fetched at once: sorted, they lie anywhere */
#define AHEAD_BYTES 256u          /* of each */

HnRowSorter *
hn_row_sorter_new(const char *prefix, HnBudget *budget, const HnSealKey *seal)
{
    HnRowSorter *sorter = g_new0(HnRowSorter, 1);
    sorter->prefix = g_strdup(prefix);
    sorter->seal = seal;
    sorter->budget = budget;
    sorter->taken_bytes = FIRST_BYTES;
    sorter->held_bytes = g_byte_array_new();
    hn_budget_force(budget, FIRST_BYTES);
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
    g_byte_array_unref(sorter->held_bytes);
    g_free(sorter->runs);
    g_free(sorter->bytes);
    g_free(sorter->rows);
    g_free(sorter->prefix);
    g_free(sorter);
}

static void
row_at(const HnRowSorter *sorter, guint32 at, HnSlice *ret_key, HnSlice *ret_payload)
{
    HnCursor cursor = hn_cursor(sorter->bytes + at, sorter->n_bytes - at);
    const gsize n_key = hn_get_varint(&cursor), n_payload = hn_get_varint(&cursor);
    *ret_key = hn_slice(hn_get_bytes(&cursor, n_key), n_key);
    *ret_payload = hn_slice(hn_get_bytes(&cursor, n_payload), n_payload);
    g_assert(hn_cursor_ok(&cursor));
}

static int
compare_rows(gconstpointer a, gconstpointer b, gpointer data)
{
    const guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
    HnSlice x_key, y_key, payload;
    row_at(data, x, &x_key, &payload);
    row_at(data, y, &y_key, &payload);
    const int order = hn_slice_compare(x_key, y_key);
    return order != 0 ? order : (x > y) - (x < y);
}

/* 8 bytes of the key from @start, big-endian, zero-padded: orders like the bytes unless equal. */
static guint64
key_prefix(HnSlice key, gsize start)
{
    guint64 prefix = 0;
    if (key.n_bytes > start)
        memcpy(&prefix, key.bytes + start, MIN(key.n_bytes - start, sizeof prefix));
    return GUINT64_FROM_BE(prefix);
}

/* Radix sort by the 8 bytes behind what all keys have in common; only rows that are equal in them
 * are compared. */
static void
sort_rows(HnRowSorter *sorter)
{
    const gsize n = sorter->n_rows;
    g_autofree guint64 *prefixes = g_new(guint64, n);
    g_autofree guint64 *prefixes_tmp = g_new(guint64, n);
    g_autofree guint32 *rows_tmp = g_new(guint32, n);
    for (gsize i = 0; i < n; i++) {
        HnSlice key, payload;
        row_at(sorter, sorter->rows[i], &key, &payload);
        prefixes[i] = key_prefix(key, sorter->n_common);
    }
    hn_radix_sort_pairs(prefixes, sorter->rows, n, prefixes_tmp, rows_tmp);
    for (gsize start = 0, end; start < n; start = end) {
        for (end = start + 1; end < n && prefixes[end] == prefixes[start];)
            end++;
        if (end - start > 1)
            g_qsort_with_data(sorter->rows + start, (gint)(end - start), sizeof *sorter->rows,
                              compare_rows, sorter);
    }
}

static gboolean
spill(HnRowSorter *sorter, GError **error)
{
    g_autofree char *path = g_strdup_printf("%s-%u", sorter->prefix, sorter->n_runs);
    hn_io_unlink(path, NULL); /* left by a killed run */
    sort_rows(sorter);
    g_autoptr(HnSealedWriter) writer = hn_sealed_writer_new(path, "SORT", 1, sorter->seal, error);
    if (writer == NULL)
        return FALSE;
    g_autoptr(GByteArray) block = g_byte_array_new();
    for (guint32 i = 0; i < sorter->n_rows; i++) {
        HnSlice key, payload;
        row_at(sorter, sorter->rows[i], &key, &payload);
        hn_put_slice(block, key);
        hn_put_slice(block, payload);
        if (block->len < HN_SEALED_BLOCK_BYTES / 2 && i + 1 < sorter->n_rows)
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
    sorter->n_bytes = 0;
    sorter->n_rows = 0;
    return TRUE;
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

static void
grow(HnRowSorter *sorter, gsize needed)
{
    if (sorter->n_bytes + needed > sorter->n_bytes_allocated) {
        sorter->n_bytes_allocated =
            MAX(sorter->n_bytes_allocated * 3 / 2, MAX(sorter->n_bytes + needed, 65536));
        sorter->bytes = g_realloc(sorter->bytes, sorter->n_bytes_allocated);
    }
    if (sorter->n_rows == sorter->n_rows_allocated) {
        sorter->n_rows_allocated = MAX(1024, sorter->n_rows_allocated / 2 * 3);
        sorter->rows = g_renew(guint32, sorter->rows, sorter->n_rows_allocated);
    }
}

/* Shortens what all keys have in common to what the next one has too. */
static void
note_common(HnRowSorter *sorter, HnSlice key)
{
    if (sorter->n_rows == 0) {
        sorter->n_common = (guint)MIN(key.n_bytes, G_MAXUINT);
        return;
    }
    HnSlice first, payload;
    row_at(sorter, sorter->rows[0], &first, &payload);
    guint n = 0;
    const gsize n_max = MIN(sorter->n_common, key.n_bytes);
    while (n < n_max && key.bytes[n] == first.bytes[n])
        n++;
    sorter->n_common = n;
}

gboolean
hn_row_sorter_add(HnRowSorter *sorter, HnSlice key, HnSlice payload, GError **error)
{
    g_assert(!sorter->started && key.n_bytes > 0);
    const gsize needed = key.n_bytes + payload.n_bytes + 2 * HN_VARINT_BYTES_MAX;
    const gsize held = sorter->n_bytes + (gsize)sorter->n_rows * ROW_BYTES;
    if (sorter->n_rows > 0 && !make_room(sorter, held + needed + ROW_BYTES) &&
        !spill(sorter, error))
        return FALSE;
    grow(sorter, needed);
    note_common(sorter, key);
    sorter->rows[sorter->n_rows++] = (guint32)sorter->n_bytes;
    guint8 *out = sorter->bytes + sorter->n_bytes;
    out = hn_write_varint(out, key.n_bytes);
    out = hn_write_varint(out, payload.n_bytes);
    out = hn_write_bytes(out, key.bytes, key.n_bytes);
    out = hn_write_bytes(out, payload.bytes, payload.n_bytes);
    sorter->n_bytes = (gsize)(out - sorter->bytes);
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

/* Runs are in order of arrival, so the first of equals is the older row. */
static void
find_best(HnRowSorter *sorter)
{
    guint best = G_MAXUINT;
    for (guint i = 0; i < sorter->n_runs; i++)
        if (sorter->runs[i].more &&
            (best == G_MAXUINT ||
             hn_slice_compare(sorter->runs[i].key, sorter->runs[best].key) < 0))
            best = i;
    sorter->best_run = best;
}

gboolean
hn_row_sorter_finish(HnRowSorter *sorter, GError **error)
{
    g_assert(!sorter->started);
    if (sorter->n_runs > 0 && sorter->n_rows > 0 && !spill(sorter, error))
        return FALSE;
    sorter->started = TRUE;
    if (sorter->n_runs == 0) {
        sort_rows(sorter);
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
    find_best(sorter);
    return TRUE;
}

/* The row is copied, so that its run can go on and the next key be seen. */
static gboolean
next_merged(HnRowSorter *sorter, HnSlice *ret_key, HnSlice *ret_payload, gboolean *ret_more,
            GError **error)
{
    *ret_more = sorter->best_run != G_MAXUINT;
    if (!*ret_more)
        return TRUE;
    Run *run = &sorter->runs[sorter->best_run];
    const gsize n_key = run->key.n_bytes, n_payload = run->payload.n_bytes;
    g_byte_array_set_size(sorter->held_bytes, 0);
    hn_put_bytes(sorter->held_bytes, run->key.bytes, n_key);
    hn_put_bytes(sorter->held_bytes, run->payload.bytes, n_payload);
    *ret_key = hn_slice(sorter->held_bytes->data, n_key);
    *ret_payload = hn_slice(sorter->held_bytes->data + n_key, n_payload);
    if (!run_advance(run, error))
        return FALSE;
    find_best(sorter);
    return TRUE;
}

/* Reads from the next rows in one go: the waits for memory pass side by side. A prefetch would be
 * dropped where the page's translation is not at hand, and here that is nearly always. */
static void
fetch(const HnRowSorter *sorter)
{
    const guint end = MIN(sorter->next_row + AHEAD, sorter->n_rows);
    for (guint i = sorter->next_row; i < end; i++) {
        const volatile guint8 *bytes = sorter->bytes + sorter->rows[i];
        (void)bytes[0];
        for (gsize at = 64; at < AHEAD_BYTES; at += 64)
            __builtin_prefetch((const guint8 *)sorter->bytes + sorter->rows[i] + at);
    }
}

gboolean
hn_row_sorter_next(HnRowSorter *sorter, HnSlice *ret_key, HnSlice *ret_payload, gboolean *ret_more,
                   GError **error)
{
    g_assert(sorter->started);
    if (sorter->n_runs > 0)
        return next_merged(sorter, ret_key, ret_payload, ret_more, error);
    *ret_more = sorter->next_row < sorter->n_rows;
    if (*ret_more) {
        if (sorter->next_row % AHEAD == 0)
            fetch(sorter);
        row_at(sorter, sorter->rows[sorter->next_row++], ret_key, ret_payload);
    }
    return TRUE;
}

gboolean
hn_row_sorter_peek(const HnRowSorter *sorter, HnSlice *ret_key)
{
    HnSlice payload;
    g_assert(sorter->started);
    if (sorter->n_runs > 0) {
        if (sorter->best_run == G_MAXUINT)
            return FALSE;
        *ret_key = sorter->runs[sorter->best_run].key;
        return TRUE;
    }
    if (sorter->next_row == sorter->n_rows)
        return FALSE;
    row_at(sorter, sorter->rows[sorter->next_row], ret_key, &payload);
    return TRUE;
}
