#include "connect/quarantine_writer.h"

#include "base/io.h"
#include "base/json_writer.h"

#define BUFFER_BYTES (64u << 10)

struct _HnQuarantineWriter {
    char *path, *path_tmp;
    int fd; /* -1: closed */
    gboolean is_finished;
    GByteArray *lines; /* not yet written */
};

HnQuarantineWriter *
hn_quarantine_writer_new(const char *path, const char *temporary, GError **error)
{
    const int fd = hn_io_create(temporary, error);
    if (fd < 0)
        return NULL;
    HnQuarantineWriter *writer = g_new0(HnQuarantineWriter, 1);
    writer->path = g_strdup(path);
    writer->path_tmp = g_strdup(temporary);
    writer->fd = fd;
    writer->lines = g_byte_array_new();
    return writer;
}

static gboolean
flush(HnQuarantineWriter *writer, GError **error)
{
    if (!hn_io_write(writer->fd, writer->lines->data, writer->lines->len, error)) {
        g_prefix_error(error, "writing '%s': ", writer->path);
        return FALSE;
    }
    g_byte_array_set_size(writer->lines, 0);
    return TRUE;
}

gboolean
hn_quarantine_writer_put(HnQuarantineWriter *writer, const char *source, const char *file,
                         const HnQuarantined *row, GError **error)
{
    g_autofree char *raw = g_base64_encode(row->raw.bytes, row->raw.n_bytes);
    g_autofree char *file_utf8 = g_utf8_make_valid(file, -1); /* a path may hold any bytes */
    HnJsonWriter json = hn_json_writer(writer->lines);
    hn_json_object(&json);
    hn_json_key(&json, "source");
    hn_json_string(&json, source);
    hn_json_key(&json, "file");
    hn_json_string(&json, file_utf8);
    hn_json_key(&json, "offset");
    hn_json_uint(&json, row->offset_bytes);
    hn_json_key(&json, "reason");
    hn_json_string(&json, row->reason);
    hn_json_key(&json, "records");
    hn_json_uint(&json, row->n_records);
    hn_json_key(&json, "raw");
    hn_json_string(&json, raw);
    hn_json_key(&json, "cut");
    hn_json_bool(&json, row->raw_is_cut);
    hn_json_end_object(&json);
    hn_json_newline(&json);
    return writer->lines->len < BUFFER_BYTES || flush(writer, error);
}

static gboolean
close_file(HnQuarantineWriter *writer, GError **error)
{
    const int fd = writer->fd;
    writer->fd = -1;
    return hn_io_close(fd, error);
}

gboolean
hn_quarantine_writer_finish(HnQuarantineWriter *writer, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(writer->path);
    writer->is_finished =
        flush(writer, error) && hn_io_sync(writer->fd, error) && close_file(writer, error) &&
        hn_io_rename(writer->path_tmp, writer->path, error) && hn_io_sync_folder(folder, error);
    return writer->is_finished;
}

void
hn_quarantine_writer_free(HnQuarantineWriter *writer)
{
    if (writer == NULL)
        return;
    if (writer->fd >= 0)
        close_file(writer, /* error= */ NULL);
    if (!writer->is_finished)
        hn_io_unlink(writer->path_tmp, /* error= */ NULL);
    g_byte_array_unref(writer->lines);
    g_free(writer->path);
    g_free(writer->path_tmp);
    g_free(writer);
}
