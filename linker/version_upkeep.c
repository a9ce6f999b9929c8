#include "linker/version_upkeep.h"

#include "base/io.h"
#include "store/record_versions.h"

#define SHARE 8u /* of the sources that have enough segments, one in so many a night */

/* A source, by the name of its segments. */
typedef struct {
    const char *name;
    GPtrArray *segments; /* HnSegment, oldest first, borrowed */
} Pile;

static void
pile_clear(gpointer data)
{
    g_ptr_array_unref(((Pile *)data)->segments);
}

/* Most segments first. */
static gint
compare_piles(gconstpointer a, gconstpointer b)
{
    const Pile *x = a, *y = b;
    if (x->segments->len != y->segments->len)
        return x->segments->len > y->segments->len ? -1 : 1;
    return strcmp(x->name, y->name);
}

static Pile *
pile_of(GArray *piles, const char *name)
{
    for (guint i = 0; i < piles->len; i++)
        if (strcmp(g_array_index(piles, Pile, i).name, name) == 0)
            return &g_array_index(piles, Pile, i);
    const Pile pile = { name, g_ptr_array_new() };
    g_array_append_val(piles, pile);
    return &g_array_index(piles, Pile, piles->len - 1);
}

static GArray *
find_piles(const GPtrArray *published)
{
    GArray *piles = g_array_new(FALSE, FALSE, sizeof(Pile));
    g_array_set_clear_func(piles, pile_clear);
    for (guint i = 0; i < published->len; i++) {
        HnSegment *segment = published->pdata[i];
        g_ptr_array_add(pile_of(piles, segment->name)->segments, segment);
    }
    g_array_sort(piles, compare_piles);
    return piles;
}

/* ---- one source ---- */

/* A segment on its way. */
typedef struct {
    const char *kind;
    char *path;
    HnVersionWriter *writer;
} Output;

typedef struct {
    HnNight *night;
    const Pile *pile;
    HnVersionReader *reader;
    GPtrArray *columns; /* names, of all segments; borrowed */
    guint **places;     /* [n_segments] of their columns */
    HnRawField *fields; /* [n_columns] */
    Output now, before;
} Rewrite;

static void
output_clear(Output *output)
{
    hn_version_writer_free(output->writer);
    g_free(output->path);
}

static void
rewrite_clear(Rewrite *rewrite)
{
    for (guint s = 0; rewrite->places != NULL && s < rewrite->pile->segments->len; s++)
        g_free(rewrite->places[s]);
    g_free(rewrite->places);
    g_free(rewrite->fields);
    g_clear_pointer(&rewrite->columns, g_ptr_array_unref);
    hn_version_reader_free(rewrite->reader);
    output_clear(&rewrite->now);
    output_clear(&rewrite->before);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Rewrite, rewrite_clear)

static gint
compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static guint
place_of(const GPtrArray *columns, const char *name)
{
    guint at = 0;
    while (at < columns->len && strcmp(columns->pdata[at], name) != 0)
        at++;
    return at;
}

/* Ascending, as a row without key is named by them. */
static void
unite_columns(Rewrite *rewrite)
{
    const guint n_segments = rewrite->pile->segments->len;
    guint n = 0;
    rewrite->columns = g_ptr_array_new();
    rewrite->places = g_new0(guint *, (gsize)n_segments + 1);
    for (guint s = 0; s < n_segments; s++) {
        const char *const *names = hn_version_reader_columns(rewrite->reader, s, &n);
        for (guint i = 0; i < n; i++)
            if (place_of(rewrite->columns, names[i]) == rewrite->columns->len)
                g_ptr_array_add(rewrite->columns, (gpointer)(gsize)names[i]);
    }
    g_ptr_array_sort(rewrite->columns, compare_names);
    for (guint s = 0; s < n_segments; s++) {
        const char *const *names = hn_version_reader_columns(rewrite->reader, s, &n);
        rewrite->places[s] = g_new(guint, (gsize)n + 1);
        for (guint i = 0; i < n; i++)
            rewrite->places[s][i] = place_of(rewrite->columns, names[i]);
    }
    rewrite->fields = g_new0(HnRawField, (gsize)rewrite->columns->len + 1);
}

/* Tonight's changes of the source have the plain name. */
static gboolean
open_output(Rewrite *rewrite, Output *output, const char *kind, GError **error)
{
    HnNight *night = rewrite->night;
    g_autofree char *name = g_strconcat(rewrite->pile->name, ".whole", NULL);
    output->kind = kind;
    output->path = hn_store_segment_path(night->store, night->run.sequence, kind, name, error);
    g_autofree char *full = output->path == NULL ? NULL : hn_store_path(night->store, output->path);
    if (full == NULL || !hn_io_unlink(full, error)) /* of a killed attempt */
        return FALSE;
    const HnVersionHead head = { kind, output->path, night->run.sequence, rewrite->columns->len,
                                 (const char *const *)(gpointer)rewrite->columns->pdata };
    output->writer = hn_version_writer_new_whole(night->store, &head, error);
    return output->writer != NULL;
}

static gboolean
put(Rewrite *rewrite, HnVersion version, gboolean is_newest, GError **error)
{
    const Output *output = is_newest && !version.withdrawn ? &rewrite->now : &rewrite->before;
    const guint *places = rewrite->places[version.segment];
    memset(rewrite->fields, 0, rewrite->columns->len * sizeof(HnRawField));
    for (guint i = 0; i < version.n_fields; i++)
        rewrite->fields[places[i]] = version.fields[i];
    version.n_fields = version.withdrawn ? 0 : rewrite->columns->len;
    version.fields = rewrite->fields;
    return hn_version_writer_put(output->writer, &version, error);
}

static gboolean
put_all(Rewrite *rewrite, GError **error)
{
    g_autoptr(GByteArray) last = g_byte_array_new();
    gboolean more = TRUE, is_first = TRUE;
    HnVersion version;
    while (hn_version_reader_next(rewrite->reader, &version, &more, error)) {
        if (!more)
            return TRUE;
        const gboolean is_newest =
            is_first || !hn_slice_equal(hn_slice(last->data, last->len), version.record_id);
        if (is_newest) {
            g_byte_array_set_size(last, 0);
            g_byte_array_append(last, version.record_id.bytes, (guint)version.record_id.n_bytes);
        }
        is_first = FALSE;
        if (!put(rewrite, version, is_newest, error))
            return FALSE;
    }
    return FALSE;
}

static gboolean
close_output(Rewrite *rewrite, Output *output, GError **error)
{
    HnNight *night = rewrite->night;
    guint64 rows = 0;
    HnSealedInfo info;
    if (!hn_version_writer_finish(output->writer, &rows, &info, error))
        return FALSE;
    g_ptr_array_add(night->segments, hn_segment_new(output->kind, rewrite->pile->name, output->path,
                                                    night->run.sequence, rows, &info));
    return TRUE;
}

static gboolean
write_anew(HnNight *night, const Pile *pile, GError **error)
{
    g_auto(Rewrite) rewrite = { .night = night, .pile = pile };
    rewrite.reader = hn_version_reader_new(night->store, pile->segments, TRUE, error);
    if (rewrite.reader == NULL)
        return FALSE;
    unite_columns(&rewrite);
    return open_output(&rewrite, &rewrite.before, HN_VERSIONS_BEFORE, error) &&
           open_output(&rewrite, &rewrite.now, "RECV", error) && put_all(&rewrite, error) &&
           close_output(&rewrite, &rewrite.before, error) &&
           close_output(&rewrite, &rewrite.now, error);
}

gboolean
hn_version_upkeep(HnNight *night, GError **error)
{
    g_autoptr(GArray) piles = find_piles(night->published);
    const guint n_max = (piles->len + SHARE - 1) / SHARE;
    g_autoptr(GBytes) linked =
        hn_store_stage_payload(night->store, night->run.sequence, hn_stage_name(HN_STAGE_LINK));
    gboolean fine = TRUE;
    if (linked != NULL) /* before a kill: it knows these segments */
        return TRUE;
    hn_store_use_pool(night->store, NULL); /* two files are written at once */
    for (guint i = 0; fine && i < MIN(n_max, piles->len); i++) {
        const Pile *pile = &g_array_index(piles, Pile, i);
        if (pile->segments->len < HN_VERSION_SEGMENTS)
            break;
        fine = write_anew(night, pile, error);
    }
    hn_store_use_pool(night->store, night->pool);
    return fine;
}
