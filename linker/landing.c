#include "linker/landing.h"

#include "linker/linker_error.h"

const char *
hn_feed_state_name(HnFeedState state)
{
    static const char *const names[] = { "landed", "absent", "refused" };
    return names[state];
}

HnLanding *
hn_landing_new(void)
{
    HnLanding *landing = g_new0(HnLanding, 1);
    landing->feeds = g_ptr_array_new_with_free_func((GDestroyNotify)hn_landed_feed_free);
    landing->sources = g_ptr_array_new_with_free_func((GDestroyNotify)hn_landed_source_free);
    return landing;
}

void
hn_landing_free(HnLanding *landing)
{
    if (landing == NULL)
        return;
    g_ptr_array_unref(landing->feeds);
    g_ptr_array_unref(landing->sources);
    g_free(landing);
}

void
hn_landed_feed_free(HnLandedFeed *feed)
{
    if (feed == NULL)
        return;
    g_free(feed->feed);
    g_free(feed->why);
    g_free(feed->watermark);
    hn_segment_free(feed->mark);
    g_free(feed);
}

void
hn_landed_source_free(HnLandedSource *source)
{
    if (source == NULL)
        return;
    g_free(source->feed);
    g_free(source->source);
    hn_segment_free(source->segment);
    g_free(source);
}

char *
hn_landing_segment_name(const char *feed, const char *source)
{
    return g_strconcat(feed, ".", source, NULL);
}

void
hn_landing_encode(const HnLanding *landing, GByteArray *out)
{
    hn_put_varint(out, landing->feeds->len);
    for (guint i = 0; i < landing->feeds->len; i++) {
        const HnLandedFeed *feed = landing->feeds->pdata[i];
        hn_put_slice(out, hn_slice_of(feed->feed));
        hn_put_u8(out, (guint8)feed->state);
        hn_put_slice(out, hn_slice_of(feed->why));
        hn_put_u8(out, feed->is_partial ? 1 : 0);
        hn_put_varint(out, feed->n_read);
        hn_put_varint(out, feed->n_accepted);
        hn_put_varint(out, feed->n_quarantined);
        hn_put_varint(out, feed->n_bytes);
        hn_put_bytes(out, feed->sha256, sizeof feed->sha256);
        hn_put_u8(out, feed->mark != NULL);
        if (feed->mark != NULL)
            hn_segment_encode(feed->mark, out);
    }
    hn_put_varint(out, landing->sources->len);
    for (guint i = 0; i < landing->sources->len; i++) {
        const HnLandedSource *source = landing->sources->pdata[i];
        hn_put_slice(out, hn_slice_of(source->feed));
        hn_put_slice(out, hn_slice_of(source->source));
        hn_put_varint(out, source->rows_before);
        hn_put_varint(out, source->rows_now);
        hn_put_varint(out, source->n_new);
        hn_put_varint(out, source->n_changed);
        hn_put_varint(out, source->n_withdrawn);
        hn_put_varint(out, source->n_withheld);
        hn_put_u8(out, source->segment != NULL);
        if (source->segment != NULL)
            hn_segment_encode(source->segment, out);
    }
}

static char *
get_text(HnCursor *cursor)
{
    const HnSlice text = hn_get_slice(cursor);
    return text.n_bytes == 0 ? NULL : g_strndup((const char *)text.bytes, text.n_bytes);
}

static gboolean
decode_feed(HnCursor *cursor, HnLanding *landing)
{
    HnLandedFeed *feed = g_new0(HnLandedFeed, 1);
    g_ptr_array_add(landing->feeds, feed);
    feed->feed = get_text(cursor);
    feed->state = (HnFeedState)hn_get_u8(cursor);
    feed->why = get_text(cursor);
    feed->is_partial = hn_get_u8(cursor) != 0;
    feed->n_read = hn_get_varint(cursor);
    feed->n_accepted = hn_get_varint(cursor);
    feed->n_quarantined = hn_get_varint(cursor);
    feed->n_bytes = hn_get_varint(cursor);
    const guint8 *sha256 = hn_get_bytes(cursor, sizeof feed->sha256);
    if (!hn_cursor_ok(cursor) || feed->feed == NULL || feed->state > HN_FEED_REFUSED)
        return FALSE;
    memcpy(feed->sha256, sha256, sizeof feed->sha256);
    if (hn_get_u8(cursor) != 0 && (feed->mark = hn_segment_decode(cursor)) == NULL)
        return FALSE;
    return hn_cursor_ok(cursor);
}

static gboolean
decode_source(HnCursor *cursor, HnLanding *landing)
{
    HnLandedSource *source = g_new0(HnLandedSource, 1);
    g_ptr_array_add(landing->sources, source);
    source->feed = get_text(cursor);
    source->source = get_text(cursor);
    source->rows_before = hn_get_varint(cursor);
    source->rows_now = hn_get_varint(cursor);
    source->n_new = hn_get_varint(cursor);
    source->n_changed = hn_get_varint(cursor);
    source->n_withdrawn = hn_get_varint(cursor);
    source->n_withheld = hn_get_varint(cursor);
    if (hn_get_u8(cursor) != 0 && hn_cursor_ok(cursor)) {
        source->segment = hn_segment_decode(cursor);
        if (source->segment == NULL)
            return FALSE;
    }
    return hn_cursor_ok(cursor) && source->feed != NULL && source->source != NULL;
}

gboolean
hn_landing_decode(HnSlice payload, HnLanding *landing)
{
    HnCursor cursor = hn_cursor(payload.bytes, payload.n_bytes);
    const guint64 n_feeds = hn_get_varint(&cursor);
    for (guint64 i = 0; i < n_feeds; i++)
        if (!decode_feed(&cursor, landing))
            return FALSE;
    const guint64 n_sources = hn_get_varint(&cursor);
    for (guint64 i = 0; i < n_sources; i++)
        if (!decode_source(&cursor, landing))
            return FALSE;
    return hn_cursor_done(&cursor);
}

static gint
compare_sources(gconstpointer a, gconstpointer b)
{
    return strcmp((*(HnLandedSource *const *)a)->source, (*(HnLandedSource *const *)b)->source);
}

gboolean
hn_landing_join(HnLanding *landing, HnLanding *one, GError **error)
{
    while (one->feeds->len > 0)
        g_ptr_array_add(landing->feeds, g_ptr_array_steal_index(one->feeds, 0));
    while (one->sources->len > 0)
        g_ptr_array_add(landing->sources, g_ptr_array_steal_index(one->sources, 0));
    g_ptr_array_sort(landing->sources, compare_sources);
    for (guint i = 1; i < landing->sources->len; i++) {
        const HnLandedSource *a = landing->sources->pdata[i - 1], *b = landing->sources->pdata[i];
        if (strcmp(a->source, b->source) == 0) {
            g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_SOURCE,
                        "source '%s' is delivered by '%s' and by '%s'", a->source, a->feed,
                        b->feed);
            return FALSE;
        }
    }
    return TRUE;
}

gboolean
hn_landed_feed_is(const HnLandedFeed *feed, HnReader *reader)
{
    HnReaderTotals totals = { 0 };
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    gboolean more = TRUE;
    while (more)
        if (!reader->next(reader, batch, &more, NULL))
            break; /* a refused delivery has totals too: of what was read */
    reader->totals(reader, &totals);
    return totals.n_bytes == feed->n_bytes &&
           memcmp(totals.sha256, feed->sha256, sizeof totals.sha256) == 0;
}
