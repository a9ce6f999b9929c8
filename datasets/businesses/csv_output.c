#include "datasets/businesses/csv_output.h"

#include "base/io.h"
#include "datasets/businesses/business_spoil.h"

#define BUFFER_BYTES (1 << 20)
#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

const HnCsvForm hn_csv_plain = { .separator = ',' };

struct _HnCsvOutput {
    int fd; /* -1 = closed */
    GByteArray *buffer;
    GString *encoded;
    HnCsvForm form;
    gboolean is_in_row;
    HnBusinessSpoil *letters; /* the bytes of TCVN3 */
};

HnCsvOutput *
hn_csv_output_new(const char *folder, const char *name, HnCsvForm form, GError **error)
{
    g_autoptr(HnCsvOutput) output = g_new0(HnCsvOutput, 1);
    g_autofree char *path = g_build_filename(folder, name, NULL);
    output->form = form;
    output->buffer = g_byte_array_sized_new(BUFFER_BYTES + 65536);
    output->encoded = g_string_new(NULL);
    output->letters = form.encoding == HN_CSV_TCVN3 ? hn_business_spoil_new(NULL) : NULL;
    output->fd = hn_io_create(path, error);
    if (output->fd < 0)
        return NULL;
    if (form.encoding == HN_CSV_UTF8_MARKED)
        g_byte_array_append(output->buffer, (const guint8 *)BYTE_ORDER_MARK,
                            strlen(BYTE_ORDER_MARK));
    return g_steal_pointer(&output);
}

void
hn_csv_output_free(HnCsvOutput *output)
{
    if (output == NULL)
        return;
    if (output->fd >= 0)
        hn_io_close(output->fd, NULL);
    g_byte_array_unref(output->buffer);
    g_string_free(output->encoded, TRUE);
    hn_business_spoil_free(output->letters);
    g_free(output);
}

static void
put(HnCsvOutput *output, const char *bytes, gsize n_bytes)
{
    g_byte_array_append(output->buffer, (const guint8 *)bytes, (guint)n_bytes);
}

static gboolean
needs_quotes(HnSlice value, char separator)
{
    if (value.n_bytes == 0)
        return FALSE;
    if (value.bytes[0] == ' ' || value.bytes[value.n_bytes - 1] == ' ')
        return TRUE;
    return memchr(value.bytes, separator, value.n_bytes) != NULL ||
           memchr(value.bytes, '"', value.n_bytes) != NULL;
}

void
hn_csv_output_cell(HnCsvOutput *output, HnSlice value)
{
    if (output->is_in_row)
        put(output, &output->form.separator, 1);
    output->is_in_row = TRUE;
    if (output->form.encoding == HN_CSV_TCVN3) {
        g_string_truncate(output->encoded, 0);
        hn_business_spoil_write_tcvn3(output->letters, value, output->encoded);
        value = hn_slice(output->encoded->str, output->encoded->len);
    }
    if (!needs_quotes(value, output->form.separator)) {
        put(output, (const char *)value.bytes, value.n_bytes);
        return;
    }
    put(output, "\"", 1);
    for (gsize i = 0; i < value.n_bytes; i++) {
        if (value.bytes[i] == '"')
            put(output, "\"", 1);
        put(output, (const char *)&value.bytes[i], 1);
    }
    put(output, "\"", 1);
}

void
hn_csv_output_text(HnCsvOutput *output, const char *value)
{
    hn_csv_output_cell(output, hn_slice_of(value));
}

static gboolean
flush(HnCsvOutput *output, gsize limit_bytes, GError **error)
{
    if (output->buffer->len <= limit_bytes)
        return TRUE;
    if (!hn_io_write(output->fd, output->buffer->data, output->buffer->len, error))
        return FALSE;
    g_byte_array_set_size(output->buffer, 0);
    return TRUE;
}

gboolean
hn_csv_output_end_row(HnCsvOutput *output, GError **error)
{
    put(output, output->form.has_carriage_returns ? "\r\n" : "\n",
        output->form.has_carriage_returns ? 2 : 1);
    output->is_in_row = FALSE;
    return flush(output, BUFFER_BYTES, error);
}

gboolean
hn_csv_output_finish(HnCsvOutput *output, GError **error)
{
    if (!flush(output, 0, error))
        return FALSE;
    const int fd = output->fd;
    output->fd = -1;
    return hn_io_close(fd, error);
}
