#include "datasets/citizen_writer.h"

#include "base/io.h"
#include "base/json_writer.h"
#include "text/plain_csv.h"

#define BUFFER_BYTES (1 << 20)
#define ROW_BYTES_MAX (HN_CITIZEN_FIELDS * (HN_PLAIN_CSV_BYTES_MAX(HN_CITIZEN_TEXT_BYTES) + 1))

typedef struct {
    int fd; /* -1 = closed */
    GByteArray *buffer;
} Output;

struct _HnCitizenWriter {
    Output records;
    Output truth;
    HnCitizenFormat format;
};

static gboolean
output_open(Output *output, const char *folder, const char *name, GError **error)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    output->buffer = g_byte_array_sized_new(BUFFER_BYTES + 65536);
    output->fd = hn_io_create(path, error);
    return output->fd >= 0;
}

static gboolean
output_flush(Output *output, gsize limit_bytes, GError **error)
{
    if (output->buffer->len <= limit_bytes)
        return TRUE;
    if (!hn_io_write(output->fd, output->buffer->data, output->buffer->len, error))
        return FALSE;
    g_byte_array_set_size(output->buffer, 0);
    return TRUE;
}

static void
output_clear(Output *output)
{
    if (output->fd >= 0)
        hn_io_close(output->fd, NULL);
    g_clear_pointer(&output->buffer, g_byte_array_unref);
}

static void
append(GByteArray *out, HnSlice slice)
{
    g_byte_array_append(out, slice.bytes, (guint)slice.n_bytes);
}

static void
append_header(GByteArray *out)
{
    for (guint field = 0; field < HN_CITIZEN_FIELDS; field++) {
        append(out, hn_slice_of(field == 0 ? "" : ","));
        append(out, hn_slice_of(hn_citizen_field_names[field]));
    }
    append(out, hn_slice_of("\n"));
}

HnCitizenWriter *
hn_citizen_writer_new(const char *folder, HnCitizenFormat format, GError **error)
{
    g_autoptr(HnCitizenWriter) writer = g_new0(HnCitizenWriter, 1);
    writer->format = format;
    writer->records.fd = writer->truth.fd = -1;
    const char *name = format == HN_CITIZEN_CSV ? "records.csv" : "records.jsonl";
    if (!hn_io_make_folder(folder, error) || !output_open(&writer->records, folder, name, error) ||
        !output_open(&writer->truth, folder, "truth.csv", error))
        return NULL;
    if (format == HN_CITIZEN_CSV)
        append_header(writer->records.buffer);
    append(writer->truth.buffer, hn_slice_of("record_id,entity_id\n"));
    return g_steal_pointer(&writer);
}

void
hn_citizen_writer_free(HnCitizenWriter *writer)
{
    if (writer == NULL)
        return;
    output_clear(&writer->records);
    output_clear(&writer->truth);
    g_free(writer);
}

/* Room for the whole row is made once: a call for each cell costs more than its bytes. */
static void
append_csv(GByteArray *out, const HnCitizenRow *row)
{
    const guint n_bytes_before = out->len;
    g_byte_array_set_size(out, n_bytes_before + ROW_BYTES_MAX);
    guint8 *next = out->data + n_bytes_before;
    for (guint field = 0; field < HN_CITIZEN_FIELDS; field++) {
        next = hn_plain_csv_put(next, hn_citizen_text_slice(&row->values[field]));
        *next++ = field + 1 < HN_CITIZEN_FIELDS ? ',' : '\n';
    }
    g_byte_array_set_size(out, (guint)(next - out->data));
}

static void
append_json(GByteArray *out, const HnCitizenRow *row)
{
    HnJsonWriter json = hn_json_writer(out);
    hn_json_object(&json);
    for (guint field = 0; field < HN_CITIZEN_FIELDS; field++) {
        if (row->values[field].n_bytes == 0)
            continue;
        hn_json_key(&json, hn_citizen_field_names[field]);
        hn_json_slice(&json, hn_citizen_text_slice(&row->values[field]));
    }
    hn_json_end_object(&json);
    hn_json_newline(&json);
}

gboolean
hn_citizen_writer_add(HnCitizenWriter *writer, const HnCitizenRow *row, HnSlice entity_id,
                      GError **error)
{
    if (writer->format == HN_CITIZEN_CSV)
        append_csv(writer->records.buffer, row);
    else
        append_json(writer->records.buffer, row);
    append(writer->truth.buffer, hn_citizen_text_slice(&row->values[HN_CITIZEN_RECORD_ID]));
    append(writer->truth.buffer, hn_slice_of(","));
    append(writer->truth.buffer, entity_id);
    append(writer->truth.buffer, hn_slice_of("\n"));
    return output_flush(&writer->records, BUFFER_BYTES, error) &&
           output_flush(&writer->truth, BUFFER_BYTES, error);
}

static gboolean
output_finish(Output *output, GError **error)
{
    if (!output_flush(output, 0, error))
        return FALSE;
    const int fd = output->fd;
    output->fd = -1;
    return hn_io_close(fd, error);
}

gboolean
hn_citizen_writer_finish(HnCitizenWriter *writer, GError **error)
{
    return output_finish(&writer->records, error) && output_finish(&writer->truth, error);
}
