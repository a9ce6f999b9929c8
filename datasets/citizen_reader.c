#include "datasets/citizen_reader.h"

#include "base/base_error.h"
#include "base/io.h"
#include "text/plain_csv.h"

#define BUFFER_BYTES (256 * 1024) /* also the longest line */

typedef struct {
    int fd; /* -1 = closed */
    char *path;
    guint64 n_lines;
    guint8 *buffer; /* bytes start..end of it are not yet read */
    gsize start;
    gsize end;
} Input;

struct _HnCitizenReader {
    Input records;
    Input truth;
};

static gboolean
input_fail(const Input *input, const char *what, GError **error)
{
    g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT, "'%s' line %" G_GUINT64_FORMAT ": %s",
                input->path, input->n_lines, what);
    return FALSE;
}

static gboolean
input_open(Input *input, const char *folder, const char *name, GError **error)
{
    input->path = g_build_filename(folder, name, NULL);
    input->buffer = g_malloc(BUFFER_BYTES);
    input->fd = hn_io_open_read(input->path, error);
    return input->fd >= 0;
}

static void
input_clear(Input *input)
{
    if (input->fd >= 0)
        hn_io_close(input->fd, NULL);
    g_free(input->path);
    g_free(input->buffer);
}

/* The next line without its end, changeable, valid until the next call; no bytes at all at the end.
 */
static gboolean
input_line(Input *input, guint8 **ret_line, gsize *ret_n_bytes, GError **error)
{
    for (;;) {
        guint8 *line = input->buffer + input->start;
        guint8 *end = memchr(line, '\n', input->end - input->start);
        if (end != NULL) {
            *ret_line = line;
            *ret_n_bytes = (gsize)(end - line);
            input->start = (gsize)(end + 1 - input->buffer);
            input->n_lines++;
            return TRUE;
        }
        memmove(input->buffer, line, input->end - input->start);
        input->end -= input->start;
        input->start = 0;
        gsize n_read = 0;
        if (input->end == BUFFER_BYTES)
            return input_fail(input, "line too long", error);
        if (!hn_io_read(input->fd, input->buffer + input->end, BUFFER_BYTES - input->end, &n_read,
                        error))
            return FALSE;
        if (n_read == 0 && input->end > 0)
            return input_fail(input, "last line has no end", error);
        if (n_read == 0) {
            *ret_line = NULL;
            *ret_n_bytes = 0;
            return TRUE;
        }
        input->end += n_read;
    }
}

/* Splits the next line into exactly @n_cells; no cells at the end of the file. */
static gboolean
input_cells(Input *input, HnSlice *ret_cells, guint n_cells, gboolean *ret_is_end, GError **error)
{
    guint8 *line = NULL;
    gsize n_bytes = 0;
    guint n_found = 0;
    if (!input_line(input, &line, &n_bytes, error))
        return FALSE;
    *ret_is_end = line == NULL;
    if (line == NULL)
        return TRUE;
    if (!hn_plain_csv_split(line, n_bytes, ret_cells, n_cells, &n_found) || n_found != n_cells)
        return input_fail(input, "not the number of columns that this generator writes", error);
    return TRUE;
}

static gboolean
read_headers(HnCitizenReader *reader, GError **error)
{
    static const char *const TRUTH[] = { "record_id", "entity_id" };
    HnSlice cells[HN_CITIZEN_FIELDS];
    gboolean is_end = FALSE;
    if (!input_cells(&reader->records, cells, HN_CITIZEN_FIELDS, &is_end, error))
        return FALSE;
    for (guint i = 0; i < HN_CITIZEN_FIELDS; i++)
        if (is_end || !hn_slice_equal(cells[i], hn_slice_of(hn_citizen_field_names[i])))
            return input_fail(&reader->records, "another header", error);
    if (!input_cells(&reader->truth, cells, 2, &is_end, error))
        return FALSE;
    for (guint i = 0; i < 2; i++)
        if (is_end || !hn_slice_equal(cells[i], hn_slice_of(TRUTH[i])))
            return input_fail(&reader->truth, "another header", error);
    return TRUE;
}

HnCitizenReader *
hn_citizen_reader_new(const char *folder, GError **error)
{
    g_autoptr(HnCitizenReader) reader = g_new0(HnCitizenReader, 1);
    reader->records.fd = reader->truth.fd = -1;
    if (!input_open(&reader->records, folder, "records.csv", error) ||
        !input_open(&reader->truth, folder, "truth.csv", error) || !read_headers(reader, error))
        return NULL;
    return g_steal_pointer(&reader);
}

void
hn_citizen_reader_free(HnCitizenReader *reader)
{
    if (reader == NULL)
        return;
    input_clear(&reader->records);
    input_clear(&reader->truth);
    g_free(reader);
}

gboolean
hn_citizen_reader_next(HnCitizenReader *reader, HnCitizenRow *ret_row, HnCitizenText *ret_entity_id,
                       gboolean *ret_is_end, GError **error)
{
    HnSlice cells[HN_CITIZEN_FIELDS];
    HnSlice truth[2];
    gboolean is_end = FALSE;
    gboolean is_truth_end = FALSE;
    if (!input_cells(&reader->records, cells, HN_CITIZEN_FIELDS, &is_end, error) ||
        !input_cells(&reader->truth, truth, 2, &is_truth_end, error))
        return FALSE;
    if (is_end != is_truth_end)
        return input_fail(&reader->truth, "as many rows as records.csv are expected", error);
    *ret_is_end = is_end;
    if (is_end)
        return TRUE;
    if (!hn_slice_equal(cells[HN_CITIZEN_RECORD_ID], truth[0]))
        return input_fail(&reader->truth, "another record_id than in records.csv", error);
    for (guint i = 0; i < HN_CITIZEN_FIELDS; i++)
        if (!hn_citizen_text_set(&ret_row->values[i], cells[i]))
            return input_fail(&reader->records, "value too long", error);
    if (!hn_citizen_text_set(ret_entity_id, truth[1]))
        return input_fail(&reader->truth, "value too long", error);
    return TRUE;
}
