#include "insight/result_lines.h"

#include "base/base_error.h"
#include "connect/byte_source.h"

#define CHUNK_BYTES ((gsize)256 << 10)

struct _HnResultLines {
    char *path;
    HnByteSource *source;
    GByteArray *bytes; /* [at, len) are not handed out */
    gsize at;
    guint64 n_lines;
    gboolean at_end;
};

HnResultLines *
hn_result_lines_new(const char *path, GError **error)
{
    HnByteSource *source = hn_byte_source_new(path, error);
    if (source == NULL)
        return NULL;
    HnResultLines *lines = g_new0(HnResultLines, 1);
    lines->path = g_strdup(path);
    lines->source = source;
    lines->bytes = g_byte_array_new();
    return lines;
}

/* What is left moves to the front, and more comes behind it. */
static gboolean
read_more(HnResultLines *lines, GError **error)
{
    const guint left = lines->bytes->len - (guint)lines->at;
    gsize n_read = 0;
    if (lines->at > 0)
        g_byte_array_remove_range(lines->bytes, 0, (guint)lines->at);
    lines->at = 0;
    g_byte_array_set_size(lines->bytes, left + (guint)CHUNK_BYTES);
    const gboolean ok =
        hn_byte_source_read(lines->source, lines->bytes->data + left, CHUNK_BYTES, &n_read, error);
    g_byte_array_set_size(lines->bytes, left + (guint)n_read);
    lines->at_end = n_read == 0;
    return ok;
}

gboolean
hn_result_lines_next(HnResultLines *lines, HnSlice *ret_line, GError **error)
{
    gsize looked = 0;
    for (;;) {
        const gsize left = lines->bytes->len - lines->at;
        const guint8 *start = left == 0 ? NULL : lines->bytes->data + lines->at;
        const guint8 *newline = left == looked ? NULL : memchr(start + looked, '\n', left - looked);
        if (newline != NULL) {
            *ret_line = hn_slice(start, (gsize)(newline - start));
            lines->at += ret_line->n_bytes + 1;
            lines->n_lines++;
            return TRUE;
        }
        if (lines->at_end)
            break;
        looked = left;
        if (!read_more(lines, error))
            return FALSE;
    }
    *ret_line = hn_slice(NULL, 0);
    return lines->at == lines->bytes->len ||
           hn_result_lines_refuse(lines, "the last line is cut", error);
}

gboolean
hn_result_lines_refuse(const HnResultLines *lines, const char *reason, GError **error)
{
    g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT, "'%s', line %" G_GUINT64_FORMAT ": %s",
                lines->path, lines->n_lines, reason);
    return FALSE;
}

void
hn_result_lines_free(HnResultLines *lines)
{
    if (lines == NULL)
        return;
    hn_byte_source_free(lines->source);
    g_byte_array_unref(lines->bytes);
    g_free(lines->path);
    g_free(lines);
}
