#include "datasets/registers/encoded_csv.h"

#include "base/io.h"

#define BUFFER_BYTES (1 << 18)

struct _HnEncodedCsv {
    int fd; /* -1 = closed */
    HnEncodedForm form;
    GByteArray *buffer;
    gboolean is_in_row;
};

HnEncodedCsv *
hn_encoded_csv_new(const char *folder, const char *name, HnEncodedForm form, GError **error)
{
    g_autoptr(HnEncodedCsv) output = g_new0(HnEncodedCsv, 1);
    g_autofree char *path = g_build_filename(folder, name, NULL);
    output->form = form;
    output->buffer = g_byte_array_sized_new(BUFFER_BYTES + 65536);
    output->fd = hn_io_create(path, error);
    if (output->fd < 0)
        return NULL;
    if (form.encoding == HN_FILE_UTF8_BOM)
        g_byte_array_append(output->buffer, (const guint8 *)"\xef\xbb\xbf", 3);
    if (form.encoding == HN_FILE_UTF16)
        g_byte_array_append(output->buffer, (const guint8 *)"\xff\xfe", 2);
    return g_steal_pointer(&output);
}

void
hn_encoded_csv_free(HnEncodedCsv *output)
{
    if (output == NULL)
        return;
    if (output->fd >= 0)
        hn_io_close(output->fd, NULL);
    g_byte_array_unref(output->buffer);
    g_free(output);
}

static void
put(HnEncodedCsv *output, HnSlice text)
{
    hn_letter_forms_encode(output->form.letters, output->form.encoding, text, output->buffer);
}

static gboolean
needs_quotes(HnSlice value, char separator)
{
    gboolean is_special = FALSE;
    for (gsize i = 0; i < value.n_bytes; i++)
        is_special |= value.bytes[i] == (guint8)separator || value.bytes[i] == '"';
    return is_special ||
           (value.n_bytes > 0 && (value.bytes[0] == ' ' || value.bytes[value.n_bytes - 1] == ' '));
}

static void
put_quoted(HnEncodedCsv *output, HnSlice value)
{
    gsize from = 0;
    put(output, hn_slice_of("\""));
    for (gsize i = 0; i < value.n_bytes; i++)
        if (value.bytes[i] == '"') {
            put(output, hn_slice(value.bytes + from, i + 1 - from));
            put(output, hn_slice_of("\""));
            from = i + 1;
        }
    put(output, hn_slice(value.bytes + from, value.n_bytes - from));
    put(output, hn_slice_of("\""));
}

/* The common case, where a call for each piece would cost more than its bytes. */
static void
put_plain(HnEncodedCsv *output, HnSlice value)
{
    GByteArray *buffer = output->buffer;
    const guint n_before = buffer->len, n_separator = output->is_in_row ? 1 : 0;
    g_byte_array_set_size(buffer, n_before + n_separator + (guint)value.n_bytes);
    guint8 *at = buffer->data + n_before;
    if (n_separator > 0)
        *at++ = (guint8)output->form.separator;
    if (value.n_bytes > 0)
        memcpy(at, value.bytes, value.n_bytes);
    output->is_in_row = TRUE;
}

void
hn_encoded_csv_cell(HnEncodedCsv *output, HnSlice value)
{
    if (output->form.encoding <= HN_FILE_UTF8_BOM && !needs_quotes(value, output->form.separator)) {
        put_plain(output, value);
        return;
    }
    if (output->is_in_row)
        put(output, hn_slice(&output->form.separator, 1));
    output->is_in_row = TRUE;
    if (needs_quotes(value, output->form.separator))
        put_quoted(output, value);
    else if (value.n_bytes > 0)
        put(output, value);
}

void
hn_encoded_csv_cells(HnEncodedCsv *output, const char *first, ...)
{
    va_list rest;
    va_start(rest, first);
    for (const char *cell = first; cell != NULL; cell = va_arg(rest, const char *))
        hn_encoded_csv_cell(output, hn_slice_of(cell));
    va_end(rest);
}

static gboolean
flush(HnEncodedCsv *output, gsize limit_bytes, GError **error)
{
    if (output->buffer->len <= limit_bytes)
        return TRUE;
    if (!hn_io_write(output->fd, output->buffer->data, output->buffer->len, error))
        return FALSE;
    g_byte_array_set_size(output->buffer, 0);
    return TRUE;
}

gboolean
hn_encoded_csv_end_row(HnEncodedCsv *output, GError **error)
{
    put(output, hn_slice_of(output->form.encoding == HN_FILE_UTF8 ? "\n" : "\r\n"));
    output->is_in_row = FALSE;
    return flush(output, BUFFER_BYTES, error);
}

gboolean
hn_encoded_csv_finish(HnEncodedCsv *output, GError **error)
{
    if (!flush(output, 0, error))
        return FALSE;
    const int fd = output->fd;
    output->fd = -1;
    return hn_io_close(fd, error);
}
