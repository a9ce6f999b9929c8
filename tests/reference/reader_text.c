#include "tests/reference/reader_text.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "base/json_writer.h"

static void
put_raw(GString *text, const HnQuarantined *row)
{
    for (gsize i = 0; i < row->raw.n_bytes; i++) {
        const guint8 byte = row->raw.bytes[i];
        if (byte >= 0x20 && byte < 0x7f)
            g_string_append_c(text, (gchar)byte);
        else
            g_string_append_printf(text, "\\x%02x", byte);
    }
    g_string_append(text, row->raw_is_cut ? "...\n" : "\n");
}

static void
put_row(GString *text, const HnRawBatch *batch, guint row, const char *const *columns)
{
    const HnRawField *fields = batch->fields + (gsize)row * batch->stride;
    g_autoptr(GByteArray) out = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(out);
    hn_json_object(&json);
    for (guint i = 0; i < batch->n_columns; i++) {
        const HnSlice field = hn_slice(fields[i].bytes, fields[i].n_bytes);
        if (fields[i].kind == HN_FIELD_MISSING)
            continue;
        hn_json_key(&json, columns[i]);
        if (fields[i].kind == HN_FIELD_TEXT)
            hn_json_slice(&json, field);
        else
            hn_json_raw(&json, field);
    }
    hn_json_end_object(&json);
    g_string_append_printf(text, "row %" G_GUINT64_FORMAT " %.*s\n", batch->offsets[row],
                           (int)out->len, out->data);
}

static guint64
put_batch(GString *text, HnReader *reader, const HnRawBatch *batch)
{
    guint n_columns;
    guint64 n_records = 0;
    const char *const *columns = reader->columns(reader, &n_columns);
    g_assert_cmpuint(n_columns, ==, batch->n_columns);
    g_assert_cmpuint(batch->n_columns, <=, MAX(batch->stride, batch->n_columns));
    for (guint i = 0; i < batch->n_rows; i++)
        put_row(text, batch, i, columns);
    for (guint i = 0; i < batch->n_quarantined; i++) {
        const HnQuarantined *row = &batch->quarantined[i];
        n_records += row->n_records;
        g_string_append_printf(text, "bad %" G_GUINT64_FORMAT " x%" G_GUINT64_FORMAT " %s ",
                               row->offset_bytes, row->n_records, row->reason);
        put_raw(text, row);
    }
    return n_records;
}

/* Rows and quarantined rows come in two lists a batch: by offset they are in one order again. */
static gint
compare_lines(gconstpointer a, gconstpointer b)
{
    const guint64 x = g_ascii_strtoull(*(char *const *)a + 4, NULL, 10);
    const guint64 y = g_ascii_strtoull(*(char *const *)b + 4, NULL, 10);
    return (x > y) - (x < y);
}

static char *
sorted(const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    const guint n = g_strv_length(lines);
    if (n > 1)
        qsort(lines, n - 1, sizeof(char *), compare_lines);
    return g_strjoinv("\n", lines);
}

char *
hn_reader_text(HnReader *reader)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    g_autoptr(GString) text = g_string_new(NULL);
    HnReaderTotals totals;
    guint64 n_quarantined = 0;
    gboolean more = TRUE;
    while (more && error == NULL) {
        if (reader->next(reader, batch, &more, &error)) {
            n_quarantined += put_batch(text, reader, batch);
            continue;
        }
        g_assert_cmpuint(batch->n_rows, ==, 0);
        g_assert_cmpuint(batch->n_quarantined, ==, 1);
        n_quarantined += batch->quarantined[0].n_records;
        g_string_printf(text, "refused %s\n", batch->quarantined[0].reason);
    }
    reader->totals(reader, &totals);
    g_assert_cmpuint(totals.n_quarantined, ==, n_quarantined);
    if (error != NULL)
        g_assert_cmpuint(totals.n_read, ==, n_quarantined);
    g_autofree char *lines = error == NULL ? sorted(text->str) : g_strdup(text->str);
    return g_strdup_printf(
        "%sread %" G_GUINT64_FORMAT " = %" G_GUINT64_FORMAT " + %" G_GUINT64_FORMAT "\n", lines,
        totals.n_read, totals.n_read - totals.n_quarantined, totals.n_quarantined);
}

char *
hn_reader_text_of_files(const HnFileReaderOptions *options)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnReader) reader = hn_file_reader_new(options, &error);
    g_assert_no_error(error);
    return hn_reader_text(reader);
}

char *
hn_reader_text_file(HnSlice bytes)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = NULL;
    const int fd = g_file_open_tmp("hn_reader_XXXXXX", &path, &error);
    g_assert_no_error(error);
    close(fd);
    g_file_set_contents(path, (const char *)bytes.bytes, (gssize)bytes.n_bytes, &error);
    g_assert_no_error(error);
    return g_steal_pointer(&path);
}

static char *
read_path(const char *path, HnFileReaderOptions options)
{
    const char *const paths[] = { path, NULL };
    options.paths = paths;
    return hn_reader_text_of_files(&options);
}

char *
hn_reader_text_of(HnSlice bytes, const HnFileReaderOptions *options)
{
    g_autofree char *path = hn_reader_text_file(bytes);
    char *text = read_path(path, *options);
    g_unlink(path);
    return text;
}

char *
hn_reader_text_of_chunks(HnSlice bytes, const HnFileReaderOptions *options)
{
    static const gsize larger[] = { 100, 255, 1000, 4095, 4096, 4097, 65536 };
    g_autofree char *path = hn_reader_text_file(bytes);
    char *whole = read_path(path, *options);
    for (gsize i = 1; i <= 64 + G_N_ELEMENTS(larger); i++) {
        HnFileReaderOptions other = *options;
        /* What is larger than 16 KiB would be moved too often by the smallest windows. */
        other.chunk_bytes = i <= 64 ? i : larger[i - 65];
        other.window_bytes = bytes.n_bytes <= 16384 ? other.chunk_bytes : 4096 + i;
        g_autofree char *text = read_path(path, other);
        if (strcmp(text, whole) != 0)
            g_error("in chunks of %zu bytes:\n%sbut whole:\n%s", other.chunk_bytes, text, whole);
    }
    g_unlink(path);
    return whole;
}
