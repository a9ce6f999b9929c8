#include "linker/feed_mark.h"

#include <stdio.h>

#include "base/io.h"
#include "store/chunk_file.h"

#define VERSION 1u

void
hn_feed_mark_clear(HnFeedMark *mark)
{
    g_clear_pointer(&mark->watermark, g_free);
}

gboolean
hn_feed_mark_read(HnStore *store, const char *feed, HnFeedMark *ret, GError **error)
{
    HnCursor header;
    *ret = (HnFeedMark){ 0 };
    g_autoptr(GPtrArray) segments = hn_store_segments(store, HN_FEED_MARK, feed, error);
    if (segments == NULL)
        return FALSE;
    if (segments->len == 0)
        return TRUE;
    g_autoptr(HnChunkReader) file =
        hn_chunk_reader_new(store, segments->pdata[segments->len - 1], &header, error);
    if (file == NULL || !hn_chunk_reader_version(file, &header, VERSION, error))
        return FALSE;
    const HnSlice watermark = hn_get_slice(&header);
    ret->sweep_day = hn_get_zigzag(&header);
    const guint8 *digest = hn_get_bytes(&header, HN_DIGEST_BYTES);
    if (!hn_cursor_done(&header))
        return hn_chunk_reader_refuse(file, "the mark of a source is damaged", error);
    memcpy(ret->feed, digest, HN_DIGEST_BYTES);
    ret->watermark = g_strndup((const char *)watermark.bytes, watermark.n_bytes);
    ret->any = TRUE;
    return TRUE;
}

HnSegment *
hn_feed_mark_write(HnStore *store, guint64 run, const char *feed, const HnFeedMark *mark,
                   GError **error)
{
    HnSealedInfo info;
    g_autoptr(GByteArray) header = g_byte_array_new();
    g_autofree char *path = hn_store_segment_path(store, run, HN_FEED_MARK, feed, error);
    if (path == NULL)
        return NULL;
    g_autofree char *full = hn_store_path(store, path);
    hn_put_varint(header, VERSION);
    hn_put_slice(header, hn_slice_of(mark->watermark));
    hn_put_zigzag(header, mark->sweep_day);
    hn_put_bytes(header, mark->feed, HN_DIGEST_BYTES);
    if (!hn_io_unlink(full, error)) /* of a killed attempt */
        return NULL;
    g_autoptr(HnChunkWriter) file = hn_chunk_writer_new(store, path, HN_FEED_MARK, header, error);
    if (file == NULL || !hn_chunk_writer_finish(file, &info, error))
        return NULL;
    return hn_segment_new(HN_FEED_MARK, feed, path, run, 0, &info);
}

/* ---- values ---- */

static gboolean
is_number(HnSlice text)
{
    for (gsize i = 0; i < text.n_bytes; i++)
        if (!g_ascii_isdigit(text.bytes[i]))
            return FALSE;
    return text.n_bytes > 0;
}

static HnSlice
without_zeros(HnSlice number)
{
    gsize n = 0;
    while (n + 1 < number.n_bytes && number.bytes[n] == '0')
        n++;
    return hn_slice(number.bytes + n, number.n_bytes - n);
}

int
hn_feed_mark_compare(HnSlice a, HnSlice b)
{
    if (!is_number(a) || !is_number(b))
        return hn_slice_compare(a, b);
    a = without_zeros(a);
    b = without_zeros(b);
    if (a.n_bytes != b.n_bytes)
        return a.n_bytes > b.n_bytes ? 1 : -1;
    return hn_slice_compare(a, b);
}

/* "2026-11-30 01:02:03.5+00": the clock's part moves, the zone behind it stays. */
static char *
time_before(const char *watermark, guint64 overlap)
{
    gint numbers[6] = { 0 };
    int n_read = 0;
    const gboolean has_time =
        sscanf(watermark, "%4d-%2d-%2d%*1[ T]%2d:%2d:%2d%n", &numbers[0], &numbers[1], &numbers[2],
               &numbers[3], &numbers[4], &numbers[5], &n_read) == 6 &&
        n_read > 0;
    if (!has_time &&
        (sscanf(watermark, "%4d-%2d-%2d%n", &numbers[0], &numbers[1], &numbers[2], &n_read) != 3 ||
         watermark[n_read] != '\0'))
        return NULL;
    g_autoptr(GDateTime) at =
        g_date_time_new_utc(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
    g_autoptr(GDateTime) before = at == NULL || overlap > 100000000000ull
                                      ? NULL
                                      : g_date_time_add_seconds(at, -(gdouble)overlap);
    if (before == NULL)
        return NULL;
    const char *rest = watermark + n_read;
    rest += strspn(rest, ".,0123456789");              /* a fraction of a second is overlap too */
    if (rest[strspn(rest, "-+:0123456789Z ")] != '\0') /* "01:02:03 PM": another clock than ours */
        return NULL;
    g_autofree char *text = g_date_time_format(before, has_time ? "%Y-%m-%d %H:%M:%S" : "%Y-%m-%d");
    return g_strconcat(text, has_time ? rest : "", NULL);
}

char *
hn_feed_mark_since(const char *watermark, guint64 overlap)
{
    const HnSlice text = hn_slice_of(watermark);
    if (!is_number(text))
        return time_before(watermark, overlap);
    char *end = NULL;
    const guint64 number = g_ascii_strtoull(watermark, &end, 10);
    if (text.n_bytes > 19)
        return NULL;
    return g_strdup_printf("%" G_GUINT64_FORMAT, number > overlap ? number - overlap : 0);
}
