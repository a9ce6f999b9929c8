#include "linker/rekey_land.h"

#include "base/codec.h"
#include "base/io.h"
#include "linker/known_columns.h"
#include "linker/land.h"
#include "linker/linker_error.h"
#include "linker/rekey_columns.h"
#include "linker/row_sorter.h"

/* A source that loses or gains records. */
typedef struct {
    const char *name;
    char *segment_name;
    const HnFeed *feed;
    HnRekeyColumns *columns; /* of what it gains */
    HnRowSorter *gained;     /* by the new record id */
    guint64 n_lost, n_gained;
} Source;

typedef struct {
    HnNight *night;
    const HnRekey *rekey;
    GPtrArray *sources; /* Source */
} Move;

const HnFeed *
hn_rekey_feed(const HnProject *project, const char *segment_name)
{
    for (guint f = 0; f < project->n_feeds; f++) {
        g_autofree char *prefix = g_strconcat(project->feeds[f].name, ".", NULL);
        if (g_str_has_prefix(segment_name, prefix))
            return &project->feeds[f];
    }
    return NULL;
}

char *
hn_rekey_segment_name(const HnProject *project, const GPtrArray *published, const char *source)
{
    for (guint i = 0; i < published->len; i++) {
        const HnSegment *segment = published->pdata[i];
        const char *dot = strchr(segment->name, '.');
        if (dot != NULL && strcmp(dot + 1, source) == 0)
            return g_strdup(segment->name);
    }
    for (guint f = 0; f < project->n_feeds; f++)
        if (strcmp(project->feeds[f].name, source) == 0 && project->feeds[f].source_column == NULL)
            return hn_landing_segment_name(source, source);
    const HnFeed *of_many = NULL;
    guint n = 0;
    for (guint f = 0; f < project->n_feeds; f++)
        if (project->feeds[f].source_column != NULL && project->feeds[f].relation == G_MAXUINT) {
            of_many = &project->feeds[f];
            n++;
        }
    return n == 1 ? hn_landing_segment_name(of_many->name, source) : NULL;
}

/* ---- the sources ---- */

static void
source_free(gpointer data)
{
    Source *source = data;
    g_free(source->segment_name);
    hn_rekey_columns_free(source->columns);
    hn_row_sorter_free(source->gained);
    g_free(source);
}

static Source *
find_source(const Move *move, const char *name)
{
    for (guint i = 0; i < move->sources->len; i++) {
        Source *source = move->sources->pdata[i];
        if (source->name == name || strcmp(source->name, name) == 0)
            return source;
    }
    return NULL;
}

static gboolean
add_source(Move *move, const char *name, GError **error)
{
    HnNight *night = move->night;
    const HnProject *project = night->options->project;
    if (find_source(move, name) != NULL)
        return TRUE;
    Source *source = g_new0(Source, 1);
    g_ptr_array_add(move->sources, source);
    source->name = name;
    source->segment_name = hn_rekey_segment_name(project, night->published, name);
    source->feed =
        source->segment_name == NULL ? NULL : hn_rekey_feed(project, source->segment_name);
    if (source->feed == NULL) {
        g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_SOURCE,
                    "no source '%s' stands in the configuration", name);
        return FALSE;
    }
    g_autofree char *sort_name = g_strconcat("sort-keys-", name, NULL);
    g_autofree char *spill = hn_night_path(night, sort_name);
    source->columns = hn_rekey_columns_new(source->feed, name);
    source->gained = hn_row_sorter_new(spill, night->budget, hn_store_seal_key(night->store));
    return TRUE;
}

static GPtrArray *
segments_of(const Move *move, const Source *source)
{
    GPtrArray *segments = g_ptr_array_new();
    for (guint i = 0; i < move->night->published->len; i++) {
        HnSegment *segment = move->night->published->pdata[i];
        if (strcmp(segment->name, source->segment_name) == 0)
            g_ptr_array_add(segments, segment);
    }
    return segments;
}

/* ---- what moves, to where it goes ---- */

/* Where the columns of a segment go at a source: made once. */
typedef struct {
    HnRekeyPlace **places; /* [n_segments * n_sources] */
    guint n_segments;
} Places;

static const HnRekeyPlace *
places_of(const Move *move, Places *places, const HnVersionReader *reader, guint segment,
          const Source *from, guint to)
{
    guint n = 0;
    HnRekeyPlace **known = &places->places[(gsize)to * places->n_segments + segment];
    if (*known == NULL) {
        const char *const *names = hn_version_reader_columns(reader, segment, &n);
        *known = hn_rekey_columns_places(((Source *)move->sources->pdata[to])->columns, from->feed,
                                         names, n);
    }
    return *known;
}

/* The run, then each field that is there: its place, its join to the one before, kind, bytes. */
static void
encode(const HnVersion *version, const HnRekeyPlace *places, GByteArray *out)
{
    g_byte_array_set_size(out, 0);
    hn_put_varint(out, version->run);
    for (guint i = 0; i < version->n_fields; i++) {
        const HnRawField *field = &version->fields[i];
        if (field->kind == HN_FIELD_MISSING || places[i].column == G_MAXUINT)
            continue;
        hn_put_varint(out, places[i].column);
        hn_put_slice(out, hn_slice_of(places[i].join));
        hn_put_u8(out, field->kind);
        hn_put_slice(out, hn_slice(field->bytes, field->n_bytes));
    }
}

static guint
index_of(const Move *move, const char *name)
{
    guint i = 0;
    while (strcmp(((const Source *)move->sources->pdata[i])->name, name) != 0)
        i++;
    return i;
}

static gboolean
send_rows(Move *move, Source *from, GError **error)
{
    g_autoptr(GPtrArray) segments = segments_of(move, from);
    g_autoptr(HnVersionReader) reader =
        hn_version_reader_new(move->night->store, segments, FALSE, error);
    g_autoptr(GByteArray) payload = g_byte_array_new();
    const gsize n_places = (gsize)segments->len * move->sources->len;
    Places places = { g_new0(HnRekeyPlace *, n_places + 1), segments->len };
    HnVersion version;
    gboolean more = TRUE, fine = reader != NULL;
    while (fine && more) {
        fine = hn_version_reader_next(reader, &version, &more, error);
        const HnRecordName *now =
            fine && more ? hn_rekey_now(move->rekey, from->name, version.record_id) : NULL;
        if (now == NULL)
            continue;
        const guint to = index_of(move, now->source);
        Source *target = move->sources->pdata[to];
        encode(&version, places_of(move, &places, reader, version.segment, from, to), payload);
        from->n_lost++;
        target->n_gained++;
        fine = hn_row_sorter_add(target->gained, now->record_id,
                                 hn_slice(payload->data, payload->len), error);
    }
    for (gsize i = 0; i < n_places; i++)
        g_free(places.places[i]);
    g_free(places.places);
    return fine;
}

/* ---- a source's segment ---- */

typedef struct {
    const Move *move;
    Source *source;
    HnVersionReader *state;
    HnVersion known;
    gboolean more_known;
    HnSlice id, payload; /* of what comes next */
    gboolean more_gained;
    HnVersionWriter *writer;
    HnRawField *fields; /* [n_columns] */
    guint n_columns;
    HnArena *arena; /* of fields that were joined */
} Merge;

static gboolean
next_known(Merge *merge, GError **error)
{
    return hn_version_reader_next(merge->state, &merge->known, &merge->more_known, error);
}

static gboolean
next_gained(Merge *merge, GError **error)
{
    return hn_row_sorter_next(merge->source->gained, &merge->id, &merge->payload,
                              &merge->more_gained, error);
}

/* A field behind what stands there already. */
static void
put_field(Merge *merge, guint64 column, HnSlice join, HnRawField field)
{
    HnRawField *place = &merge->fields[column];
    if (join.n_bytes > 0 && place->n_bytes > 0) {
        const gsize n = (gsize)place->n_bytes + join.n_bytes + field.n_bytes;
        guint8 *joined = hn_arena_alloc(merge->arena, n, 1);
        guint8 *next = hn_write_bytes(joined, place->bytes, place->n_bytes);
        next = hn_write_bytes(next, join.bytes, join.n_bytes);
        hn_write_bytes(next, field.bytes, field.n_bytes);
        field = (HnRawField){ joined, (guint32)n, HN_FIELD_TEXT };
    }
    *place = field;
}

static gboolean
put_gained(Merge *merge, GError **error)
{
    HnCursor cursor = hn_cursor(merge->payload.bytes, merge->payload.n_bytes);
    memset(merge->fields, 0, merge->n_columns * sizeof(HnRawField));
    const HnVersion version = { .record_id = merge->id,
                                .run = hn_get_varint(&cursor),
                                .n_fields = merge->n_columns,
                                .fields = merge->fields };
    hn_arena_reset(merge->arena);
    while (hn_cursor_left(&cursor) > 0) {
        const guint64 column = hn_get_varint(&cursor);
        const HnSlice join = hn_get_slice(&cursor);
        const guint8 kind = hn_get_u8(&cursor);
        const HnSlice text = hn_get_slice(&cursor);
        put_field(merge, column, join, (HnRawField){ text.bytes, (guint32)text.n_bytes, kind });
    }
    hn_rekey_columns_set_key(merge->source->columns, merge->id, merge->fields);
    return hn_version_writer_put(merge->writer, &version, error) && next_gained(merge, error);
}

/* The state's record; whether it left is what the map says. */
static gboolean
settle_known(Merge *merge, GError **error)
{
    const HnVersion gone = { .record_id = merge->known.record_id,
                             .run = merge->move->night->run.sequence,
                             .withdrawn = TRUE };
    const HnRekey *rekey = merge->move->rekey;
    const gboolean left = hn_rekey_now(rekey, merge->source->name, gone.record_id) != NULL;
    return (!left || hn_version_writer_put(merge->writer, &gone, error)) &&
           next_known(merge, error);
}

/* A key that one record left and another came to has the one that came. */
static gboolean
merge_rows(Merge *merge, GError **error)
{
    if (!next_known(merge, error) || !next_gained(merge, error))
        return FALSE;
    while (merge->more_known || merge->more_gained) {
        const int order = !merge->more_gained ? -1
                          : !merge->more_known
                              ? 1
                              : hn_slice_compare(merge->known.record_id, merge->id);
        if (order == 0 && !next_known(merge, error))
            return FALSE;
        if (order < 0 ? !settle_known(merge, error) : !put_gained(merge, error))
            return FALSE;
    }
    return TRUE;
}

static HnLandedSource *
landed_source(HnNight *night, const Source *source)
{
    for (guint i = 0; i < night->landing->sources->len; i++) {
        HnLandedSource *landed = night->landing->sources->pdata[i];
        if (strcmp(landed->source, source->name) == 0)
            return landed;
    }
    HnLandedSource *landed = g_new0(HnLandedSource, 1);
    landed->feed = g_strdup(source->feed->name);
    landed->source = g_strdup(source->name);
    g_ptr_array_add(night->landing->sources, landed);
    return landed;
}

static gboolean
write_segment(const Move *move, Source *source, HnLandedSource *landed, GError **error)
{
    HnNight *night = move->night;
    guint n = 0;
    const char *const *names = hn_rekey_columns_names(source->columns, &n);
    g_autofree char *path = hn_store_segment_path(night->store, night->run.sequence, "RECV",
                                                  source->segment_name, error);
    g_autoptr(GPtrArray) segments = segments_of(move, source);
    if (path == NULL || !hn_row_sorter_finish(source->gained, error))
        return FALSE;
    g_autofree HnRawField *fields = g_new0(HnRawField, (gsize)n + 1);
    g_autoptr(HnVersionReader) state = hn_version_reader_new(night->store, segments, FALSE, error);
    g_autoptr(HnVersionWriter) writer =
        state == NULL
            ? NULL
            : hn_version_writer_new_older(night->store, path, night->run.sequence, names, n, error);
    g_autoptr(HnArena) arena = hn_arena_new();
    Merge merge = { .move = move,
                    .arena = arena,
                    .source = source,
                    .state = state,
                    .writer = writer,
                    .fields = fields,
                    .n_columns = n };
    guint64 rows = 0;
    HnSealedInfo info;
    if (writer == NULL || !merge_rows(&merge, error) ||
        !hn_version_writer_finish(writer, &rows, &info, error))
        return FALSE;
    landed->segment =
        hn_segment_new("RECV", source->segment_name, path, night->run.sequence, rows, &info);
    landed->rows_now += source->n_gained - source->n_lost;
    landed->rows_before = landed->rows_now; /* nobody came and nobody went: they moved */
    return TRUE;
}

/* What came must be readable through the feed that it came to. */
static gboolean
check_columns(const Move *move, const Source *source, const HnLandedSource *landed, GError **error)
{
    g_autoptr(GPtrArray) segments = segments_of(move, source);
    g_ptr_array_add(segments, landed->segment);
    return source->n_gained == 0 ||
           hn_known_columns_check(move->night->store, segments, move->night->options->project,
                                  source->feed, error);
}

/* ---- the stage ---- */

static gboolean
keep_feeds(HnNight *night, GError **error)
{
    const HnProject *project = night->options->project;
    for (guint f = 0; f < project->n_feeds; f++) {
        g_autoptr(HnLanding) one = hn_landing_new();
        const HnLandOptions land = { .store = night->store,
                                     .run = night->run.sequence,
                                     .published = night->published,
                                     .intake = { .feed = &project->feeds[f], .project = project } };
        if (!hn_land_nothing(&land, HN_FEED_ABSENT, "keys move, nothing was read", one, error) ||
            !hn_landing_join(night->landing, one, error))
            return FALSE;
    }
    return TRUE;
}

static gint
compare_sources(gconstpointer a, gconstpointer b)
{
    return strcmp((*(HnLandedSource *const *)a)->source, (*(HnLandedSource *const *)b)->source);
}

static gboolean
move_keys(Move *move, GError **error)
{
    const HnRekey *rekey = move->rekey;
    for (gsize i = 0; i < hn_rekey_n(rekey); i++)
        if (!add_source(move, hn_rekey_from(rekey, i)->source, error) ||
            !add_source(move, hn_rekey_to(rekey, i)->source, error))
            return FALSE;
    for (guint i = 0; i < move->sources->len; i++)
        if (!send_rows(move, move->sources->pdata[i], error))
            return FALSE;
    for (guint i = 0; i < move->sources->len; i++) {
        Source *source = move->sources->pdata[i];
        HnLandedSource *landed = landed_source(move->night, source);
        if (!write_segment(move, source, landed, error) ||
            !check_columns(move, source, landed, error))
            return FALSE;
    }
    g_ptr_array_sort(move->night->landing->sources, compare_sources);
    return TRUE;
}

gboolean
hn_rekey_land(HnNight *night, GError **error)
{
    g_autoptr(GPtrArray) sources = g_ptr_array_new_with_free_func(source_free);
    Move move = { night, night->options->rekey, sources };
    hn_night_stage_begin(night, HN_STAGE_LAND, NULL);
    if (!keep_feeds(night, error) || !move_keys(&move, error))
        return FALSE;
    hn_night_stage_over(night, HN_STAGE_LAND, NULL, hn_rekey_n(move.rekey));
    return TRUE;
}
