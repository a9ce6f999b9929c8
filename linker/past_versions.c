#include "linker/past_versions.h"

#include "base/io.h"

/* A source's state of today and of then, each out of segments of its own. */
typedef struct {
    const HnPastVersionsInput *input;
    HnLandedSource *source;
    HnVersionReader *now_reader, *then_reader;
    HnVersion now, then;
    gboolean more_now, more_then;
    GPtrArray *columns; /* char *: of all segments of then, ascending, borrowed */
    guint **slots;      /* [segment of then][its column] */
    guint n_then;
    HnRawField *fields; /* [columns] */
    HnVersionWriter *writer;
    char *path;
} Walk;

static gint
compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static guint
slot_of(const GPtrArray *columns, const char *name)
{
    guint slot = 0;
    while (strcmp(columns->pdata[slot], name) != 0)
        slot++;
    return slot;
}

/* Different nights brought different columns: a version has those of its own, no others. */
static void
join_columns(Walk *walk)
{
    walk->columns = g_ptr_array_new();
    walk->slots = g_new0(guint *, walk->n_then + 1);
    for (guint s = 0; s < walk->n_then; s++) {
        guint n = 0;
        const char *const *names = hn_version_reader_columns(walk->then_reader, s, &n);
        for (guint i = 0; i < n; i++)
            if (!g_ptr_array_find_with_equal_func(walk->columns, names[i], g_str_equal, NULL))
                g_ptr_array_add(walk->columns, (char *)(gsize)names[i]);
    }
    g_ptr_array_sort(walk->columns, compare_names);
    for (guint s = 0; s < walk->n_then; s++) {
        guint n = 0;
        const char *const *names = hn_version_reader_columns(walk->then_reader, s, &n);
        walk->slots[s] = g_new(guint, (gsize)n + 1);
        for (guint i = 0; i < n; i++)
            walk->slots[s][i] = slot_of(walk->columns, names[i]);
    }
    walk->fields = g_new0(HnRawField, (gsize)walk->columns->len + 1);
}

static gboolean
put(Walk *walk, const HnVersion *version, GError **error)
{
    const HnPastVersionsInput *input = walk->input;
    if (walk->writer == NULL) {
        walk->path = hn_store_segment_path(input->store, input->run, "RECV", input->name, error);
        g_autofree char *absolute =
            walk->path == NULL ? NULL : hn_store_path(input->store, walk->path);
        if (absolute == NULL || !hn_io_unlink(absolute, error)) /* of a killed attempt */
            return FALSE;
        walk->writer = hn_version_writer_new_older(input->store, walk->path, input->run,
                                                   (const char *const *)walk->columns->pdata,
                                                   walk->columns->len, error);
        if (walk->writer == NULL)
            return FALSE;
    }
    return hn_version_writer_put(walk->writer, version, error);
}

static gboolean
put_then(Walk *walk, GError **error)
{
    const HnVersion *then = &walk->then;
    HnVersion again = { .record_id = then->record_id,
                        .run = then->run,
                        .n_fields = walk->columns->len,
                        .fields = walk->fields };
    memset(walk->fields, 0, sizeof(HnRawField) * walk->columns->len);
    for (guint i = 0; i < then->n_fields; i++)
        walk->fields[walk->slots[then->segment][i]] = then->fields[i];
    return put(walk, &again, error);
}

static gboolean
next_now(Walk *walk, GError **error)
{
    if (!hn_version_reader_next(walk->now_reader, &walk->now, &walk->more_now, error))
        return FALSE;
    walk->source->rows_before += walk->more_now ? 1 : 0;
    return TRUE;
}

static gboolean
next_then(Walk *walk, GError **error)
{
    if (!hn_version_reader_next(walk->then_reader, &walk->then, &walk->more_then, error))
        return FALSE;
    walk->source->rows_now += walk->more_then ? 1 : 0;
    return TRUE;
}

/* One record, in one of the states or in both. */
static gboolean
settle(Walk *walk, int order, GError **error)
{
    if (order < 0) {
        const HnVersion gone = { .record_id = walk->now.record_id,
                                 .run = walk->input->run,
                                 .withdrawn = TRUE };
        walk->source->n_withdrawn++;
        return put(walk, &gone, error) && next_now(walk, error);
    }
    if (order > 0) {
        walk->source->n_new++;
        return put_then(walk, error) && next_then(walk, error);
    }
    /* A run brings one version of a record, which keeps its number wherever it is written anew. */
    if (walk->now.run != walk->then.run) {
        walk->source->n_changed++;
        if (!put_then(walk, error))
            return FALSE;
    }
    return next_now(walk, error) && next_then(walk, error);
}

static gboolean
walk_records(Walk *walk, GError **error)
{
    if (!next_now(walk, error) || !next_then(walk, error))
        return FALSE;
    while (walk->more_now || walk->more_then) {
        const int order = !walk->more_then ? -1
                          : !walk->more_now
                              ? 1
                              : hn_slice_compare(walk->now.record_id, walk->then.record_id);
        if (!settle(walk, order, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
finish(Walk *walk, GError **error)
{
    guint64 rows = 0;
    HnSealedInfo info;
    if (walk->writer == NULL)
        return TRUE;
    if (!hn_version_writer_finish(walk->writer, &rows, &info, error))
        return FALSE;
    walk->source->segment =
        hn_segment_new("RECV", walk->input->name, walk->path, walk->input->run, rows, &info);
    return TRUE;
}

static void
walk_clear(Walk *walk)
{
    for (guint s = 0; walk->slots != NULL && s < walk->n_then; s++)
        g_free(walk->slots[s]);
    g_free(walk->slots);
    g_free(walk->fields);
    g_clear_pointer(&walk->columns, g_ptr_array_unref);
    hn_version_writer_free(walk->writer);
    hn_version_reader_free(walk->now_reader);
    hn_version_reader_free(walk->then_reader);
    g_free(walk->path);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Walk, walk_clear)

gboolean
hn_past_versions_write(const HnPastVersionsInput *input, HnLandedSource *source, GError **error)
{
    g_auto(Walk) walk = { .input = input, .source = source };
    g_autoptr(GPtrArray) now = g_ptr_array_new();
    for (guint i = 0; i < input->published->len; i++) {
        HnSegment *segment = input->published->pdata[i];
        if (strcmp(segment->name, input->name) == 0)
            g_ptr_array_add(now, segment);
    }
    walk.now_reader = hn_version_reader_new(input->store, now, FALSE, error);
    if (walk.now_reader == NULL)
        return FALSE;
    walk.then_reader =
        hn_version_reader_new_as_of(input->store, input->history, input->rollback_to, error);
    if (walk.then_reader == NULL)
        return FALSE;
    walk.n_then = input->history->len;
    join_columns(&walk);
    return walk_records(&walk, error) && finish(&walk, error);
}
