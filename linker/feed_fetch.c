#include "linker/feed_fetch.h"

#include "base/io.h"
#include "records/batch_spool.h"

/* Where the columns of a sweep stand among those of the rows: [n of the sweep], G_MAXUINT: nowhere.
 */
static guint *
places_of(HnReader *sweep, char *const *names)
{
    guint n_own = 0;
    const char *const *own = sweep->columns(sweep, &n_own);
    guint *places = g_new(guint, n_own + 1);
    for (guint i = 0; i < n_own; i++) {
        places[i] = G_MAXUINT;
        for (guint k = 0; names[k] != NULL; k++)
            if (g_ascii_strcasecmp(own[i], names[k]) == 0)
                places[i] = k;
    }
    return places;
}

/* A batch of keys in the columns of the rows. A row of them that could not be read is a record that
 * is there under some name. */
static void
place_keys(const HnRawBatch *keys, const guint *places, guint n_columns, HnRawBatch *ret)
{
    hn_raw_batch_reset(ret);
    ret->n_columns = ret->stride = n_columns;
    ret->n_rows = keys->n_rows;
    ret->fields = hn_arena_array(ret->arena, HnRawField, (gsize)keys->n_rows * n_columns + 1);
    ret->offsets = hn_arena_array(ret->arena, guint64, keys->n_rows + 1);
    memset(ret->fields, 0, (gsize)keys->n_rows * n_columns * sizeof(HnRawField));
    for (guint row = 0; row < keys->n_rows; row++) {
        ret->offsets[row] = keys->offsets[row] | HN_ROW_KEY_ALONE;
        for (guint i = 0; i < keys->n_columns; i++)
            if (places[i] != G_MAXUINT)
                ret->fields[(gsize)row * n_columns + places[i]] =
                    keys->fields[(gsize)row * keys->stride + i];
    }
    ret->n_quarantined = keys->n_quarantined; /* borrowed until the next batch of keys */
    ret->quarantined = keys->quarantined;
}

static HnReader *
ask(const HnFeedFetch *fetch, const HnQueryPart *part, GError **ret_broke)
{
    const HnPipelineOptions *options = fetch->options;
    return options->open_query(options->user, fetch->feed, part, options->interrupted, ret_broke);
}

/* Names of the rows' columns, NULL-terminated: rows are open no longer than that, as a server waits
 * for nobody who reads keys meanwhile. */
static char **
columns_of(const HnFeedFetch *fetch, const HnQueryPart *part, GError **ret_broke)
{
    guint n = 0;
    g_autoptr(HnReader) rows = ask(fetch, part, ret_broke);
    if (rows == NULL)
        return NULL;
    const char *const *names = rows->columns(rows, &n);
    char **copy = g_new0(char *, n + 1);
    for (guint i = 0; i < n; i++)
        copy[i] = g_strdup(names[i]);
    return copy;
}

static gboolean
spool_keys(const HnFeedFetch *fetch, const HnQueryPart *part, HnBatchSpoolWriter *writer,
           GError **ret_broke, GError **error)
{
    const HnQueryPart all_keys = { .keys_alone = TRUE };
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    g_autoptr(HnRawBatch) placed = hn_raw_batch_new();
    g_auto(GStrv) columns = columns_of(fetch, part, ret_broke);
    g_autoptr(HnReader) sweep = columns == NULL ? NULL : ask(fetch, &all_keys, ret_broke);
    if (sweep == NULL)
        return FALSE;
    const guint n_columns = g_strv_length(columns);
    g_autofree guint *places = places_of(sweep, columns);
    for (gboolean more = TRUE; more;) {
        if (!sweep->next(sweep, batch, &more, ret_broke))
            return FALSE;
        place_keys(batch, places, n_columns, placed);
        if (!hn_batch_spool_writer_put(writer, placed, (const char *const *)columns, n_columns,
                                       error))
            return FALSE;
    }
    return TRUE;
}

/* Everything that the reader gives, and at its end or refusal what it says of it. FALSE: this
 * machine's fault. @ret_broke: the reader's, which the spool holds too. */
static gboolean
spool_rows(HnReader *rows, HnBatchSpoolWriter *writer, GError **ret_broke, GError **error)
{
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    gboolean more = TRUE;
    while (more && *ret_broke == NULL) {
        guint n_columns = 0;
        if (!rows->next(rows, batch, &more, ret_broke) && batch->n_quarantined == 0)
            break;
        const char *const *columns = rows->columns(rows, &n_columns);
        if (!hn_batch_spool_writer_put(writer, batch, columns, n_columns, error))
            return FALSE;
    }
    HnReaderTotals totals = { 0 };
    rows->totals(rows, &totals);
    const char *why = *ret_broke == NULL ? NULL : (*ret_broke)->message;
    return hn_batch_spool_writer_finish(writer, &totals, why, error);
}

gboolean
hn_feed_fetch(const HnFeedFetch *fetch, GError **ret_broke, GError **error)
{
    const HnQueryPart part = { .since = fetch->since, .keys = fetch->keys };
    if (!hn_io_unlink(fetch->path, error)) /* of the attempt before */
        return FALSE;
    g_autoptr(HnBatchSpoolWriter) writer =
        hn_batch_spool_writer_new(fetch->path, fetch->seal, error);
    if (writer == NULL || (fetch->sweep && !spool_keys(fetch, &part, writer, ret_broke, error)))
        return FALSE;
    g_autoptr(HnReader) rows = ask(fetch, &part, ret_broke);
    return rows != NULL && spool_rows(rows, writer, ret_broke, error) && *ret_broke == NULL;
}
