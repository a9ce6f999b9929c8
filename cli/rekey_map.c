#include "cli/rekey_map.h"

#include "config/config_error.h"
#include "config/did_you_mean.h"
#include "connect/file_reader.h"
#include "linker/linker_error.h"
#include "linker/rekey_land.h"
#include "records/entity_id.h"

/* The published crosswalks of all types: a source's records are of one. */
typedef struct {
    const HnProject *project;
    HnStore *store;
    GPtrArray *published;  /* HnSegment RECV */
    GPtrArray *crosswalks; /* HnCrosswalk, [n_entities] */
    HnRekey *rekey;
    GArray *rows; /* guint64, of the map: of each move */
    gsize n_kept; /* moves from a name to itself */
} Map;

static void
map_clear(Map *map)
{
    g_clear_pointer(&map->published, g_ptr_array_unref);
    g_clear_pointer(&map->crosswalks, g_ptr_array_unref);
    g_clear_pointer(&map->rows, g_array_unref);
    hn_rekey_free(map->rekey);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Map, map_clear)

static gboolean
map_open(Map *map, GError **error)
{
    map->published = hn_store_segments(map->store, "RECV", NULL, error);
    if (map->published == NULL)
        return FALSE;
    map->rekey = hn_rekey_new();
    map->rows = g_array_new(FALSE, FALSE, sizeof(guint64));
    map->crosswalks = g_ptr_array_new_with_free_func((GDestroyNotify)hn_crosswalk_free);
    for (guint t = 0; t < map->project->n_entities; t++) {
        HnCrosswalk *crosswalk =
            hn_crosswalk_published(map->store, map->project->entities[t].name, error);
        if (crosswalk == NULL)
            return FALSE;
        g_ptr_array_add(map->crosswalks, crosswalk);
    }
    return TRUE;
}

static gboolean
is_published(const Map *map, const HnRecordName *name)
{
    for (guint t = 0; t < map->crosswalks->len; t++)
        if (hn_crosswalk_find(map->crosswalks->pdata[t], name->source, name->record_id) !=
            G_MAXUINT32)
            return TRUE;
    return FALSE;
}

/* ---- sources ---- */

static gboolean
no_source(const Map *map, const char *name, GError **error)
{
    const HnProject *project = map->project;
    g_autofree const char **names = g_new0(const char *, (gsize)project->n_feeds + 1);
    for (guint f = 0; f < project->n_feeds; f++)
        names[f] = project->feeds[f].name;
    const char *nearest = hn_did_you_mean(name, names);
    g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_SOURCE,
                "no source '%s' stands in the configuration%s%s%s", name,
                nearest == NULL ? "" : "; did you mean '", nearest == NULL ? "" : nearest,
                nearest == NULL ? ": add it there first" : "'?");
    return FALSE;
}

/* The feed that brings @name's records to an entity type, which have keys. */
static const HnFeed *
feed_of(const Map *map, const char *name, GError **error)
{
    g_autofree char *segment = hn_rekey_segment_name(map->project, map->published, name);
    const HnFeed *feed = segment == NULL ? NULL : hn_rekey_feed(map->project, segment);
    if (feed == NULL) {
        no_source(map, name, error);
        return NULL;
    }
    const char *fault = feed->relation != G_MAXUINT ? "its records are relations, which move with "
                                                      "the records they name"
                        : feed->key == NULL ? "it has no `key`, so its record ids follow from its "
                                              "rows"
                                            : NULL;
    if (fault == NULL)
        return feed;
    g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_SOURCE, "source '%s': %s", name, fault);
    return NULL;
}

static gboolean
check_sources(const Map *map, const char *from, const char *to, GError **error)
{
    const HnFeed *old = feed_of(map, from, error);
    const HnFeed *new = old == NULL ? NULL : feed_of(map, to, error);
    if (new == NULL)
        return FALSE;
    if (old->entity == new->entity)
        return TRUE;
    g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFLICT,
                "the records of '%s' are of entity type '%s', those of '%s' of '%s'", from,
                map->project->entities[old->entity].name, to,
                map->project->entities[new->entity].name);
    return FALSE;
}

/* ---- moves ---- */

static void
add_move(Map *map, guint64 row, const HnRecordName *from, const HnRecordName *to)
{
    if (hn_record_name_compare(from, to) == 0) {
        map->n_kept++;
        return;
    }
    hn_rekey_add(map->rekey, from, to);
    g_array_append_val(map->rows, row);
}

static HnSlice
with_prefix(const char *prefix, HnSlice id, GByteArray *buffer)
{
    g_byte_array_set_size(buffer, 0);
    g_byte_array_append(buffer, (const guint8 *)prefix, (guint)strlen(prefix));
    g_byte_array_append(buffer, id.bytes, (guint)id.n_bytes);
    return hn_slice(buffer->data, buffer->len);
}

static void
take_whole_source(Map *map, const HnRekeyMapOptions *options)
{
    g_autoptr(GByteArray) buffer = g_byte_array_new();
    for (guint t = 0; t < map->crosswalks->len; t++) {
        const HnCrosswalk *crosswalk = map->crosswalks->pdata[t];
        for (guint32 row = 0; row < crosswalk->n_rows; row++) {
            const HnRecordName from = { crosswalk->sources[crosswalk->source_of[row]],
                                        hn_crosswalk_id(crosswalk, row) };
            if (strcmp(from.source, options->source) != 0)
                continue;
            const HnRecordName to = {
                (char *)(gsize)(options->to == NULL ? options->source : options->to),
                with_prefix(options->prefix == NULL ? "" : options->prefix, from.record_id, buffer)
            };
            add_move(map, 0, &from, &to);
        }
    }
}

/* ---- the map's file ---- */

enum { RECORD_ID, NEW_RECORD_ID, NEW_SOURCE, COLUMNS };
static const char *const names[COLUMNS] = { "record_id", "new_record_id", "new_source" };

static gboolean
wrong_row(guint64 row, const char *column, const char *what, GError **error)
{
    g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFLICT,
                "row %" G_GUINT64_FORMAT ", column '%s': %s; nothing was moved", row, column, what);
    return FALSE;
}

static gboolean
find_columns(HnReader *reader, guint places[COLUMNS], GError **error)
{
    guint n = 0;
    const char *const *columns = reader->columns(reader, &n);
    for (guint i = 0; i < COLUMNS; i++) {
        places[i] = G_MAXUINT;
        for (guint c = 0; c < n; c++)
            places[i] = strcmp(columns[c], names[i]) == 0 ? c : places[i];
    }
    return places[RECORD_ID] != G_MAXUINT || wrong_row(1, names[RECORD_ID], "it is missing", error);
}

typedef struct {
    Map *map;
    const HnRekeyMapOptions *options;
    guint64 n_rows;
    GByteArray *buffer;
    guint places[COLUMNS];
    GPtrArray *sources; /* that were checked */
} Reading;

static HnSlice
cell(const Reading *reading, const HnRawField *fields, guint column)
{
    const HnRawField *field =
        reading->places[column] == G_MAXUINT ? NULL : &fields[reading->places[column]];
    return field == NULL || field->kind == HN_FIELD_MISSING
               ? hn_slice(NULL, 0)
               : hn_slice(field->bytes, field->n_bytes);
}

/* The name that the row moves to, once it is known that records may move there; NULL with an error.
 */
static char *
source_of_row(Reading *reading, const HnRawField *fields, GError **error)
{
    const HnRekeyMapOptions *options = reading->options;
    const HnSlice said = cell(reading, fields, NEW_SOURCE);
    g_autofree char *name = said.n_bytes > 0
                                ? g_strndup((const char *)said.bytes, said.n_bytes)
                                : g_strdup(options->to == NULL ? options->source : options->to);
    for (guint i = 0; i < reading->sources->len; i++)
        if (strcmp(reading->sources->pdata[i], name) == 0)
            return reading->sources->pdata[i];
    if (!check_sources(reading->map, options->source, name, error)) {
        g_prefix_error(error, "row %" G_GUINT64_FORMAT ": ", reading->n_rows + 1);
        return NULL;
    }
    g_ptr_array_add(reading->sources, g_steal_pointer(&name));
    return reading->sources->pdata[reading->sources->len - 1];
}

static gboolean
take_row(Reading *reading, const HnRawField *fields, GError **error)
{
    const HnRekeyMapOptions *options = reading->options;
    const HnSlice id = cell(reading, fields, RECORD_ID);
    const guint64 row = ++reading->n_rows + 1;
    if (id.n_bytes == 0)
        return wrong_row(row, names[RECORD_ID], "it is empty", error);
    HnSlice new_id = cell(reading, fields, NEW_RECORD_ID);
    if (new_id.n_bytes == 0 && reading->places[NEW_RECORD_ID] != G_MAXUINT)
        return wrong_row(row, names[NEW_RECORD_ID], "it is empty", error);
    char *source = source_of_row(reading, fields, error);
    if (source == NULL)
        return FALSE;
    new_id = reading->places[NEW_RECORD_ID] == G_MAXUINT ? id : new_id;
    if (options->prefix != NULL)
        new_id = with_prefix(options->prefix, new_id, reading->buffer);
    const HnRecordName from = { (char *)(gsize)options->source, id }, to = { source, new_id };
    if (!is_published(reading->map, &from))
        return wrong_row(row, names[RECORD_ID], "the source has no published record of this id",
                         error);
    add_move(reading->map, row, &from, &to);
    return TRUE;
}

static gboolean
read_file(Reading *reading, GError **error)
{
    const char *const paths[] = { reading->options->path, NULL };
    const HnFileReaderOptions options = { .paths = paths, .format = HN_RECORDS_CSV };
    g_autoptr(HnReader) reader = hn_file_reader_new(&options, error);
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    gboolean more = reader != NULL;
    while (more) {
        if (!reader->next(reader, batch, &more, error))
            return FALSE;
        if (batch->n_quarantined > 0) {
            g_set_error(error, HN_CONFIG_ERROR, HN_CONFIG_ERROR_VALUE,
                        "the row at byte %" G_GUINT64_FORMAT ": %s; nothing was moved",
                        batch->quarantined[0].offset_bytes, batch->quarantined[0].reason);
            return FALSE;
        }
        if (!find_columns(reader, reading->places, error))
            return FALSE;
        for (guint i = 0; i < batch->n_rows; i++)
            if (!take_row(reading, &batch->fields[(gsize)i * batch->stride], error))
                return FALSE;
    }
    return reader != NULL;
}

static gboolean
take_file(Map *map, const HnRekeyMapOptions *options, GError **error)
{
    g_autoptr(GByteArray) buffer = g_byte_array_new();
    g_autoptr(GPtrArray) sources = g_ptr_array_new_with_free_func(g_free);
    Reading reading = { .map = map, .options = options, .buffer = buffer, .sources = sources };
    g_autoptr(GError) problem = NULL;
    if (read_file(&reading, &problem))
        return TRUE;
    const gboolean is_ours = problem->domain == HN_LINKER_ERROR;
    g_set_error(error, is_ours ? HN_LINKER_ERROR : HN_CONFIG_ERROR,
                is_ours ? problem->code : HN_CONFIG_ERROR_VALUE, "'%s': %s", options->path,
                problem->message);
    return FALSE;
}

/* ---- are they free? ---- */

/* Where the fault stands: a row of the map, or nowhere in particular. */
static gboolean
clash(const Map *map, gsize move, const char *what, GError **error)
{
    const guint64 row = move < map->rows->len ? g_array_index(map->rows, guint64, move) : 0;
    if (row > 0)
        return wrong_row(row, names[RECORD_ID], what, error);
    g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFLICT, "%s; nothing was moved", what);
    return FALSE;
}

static gboolean
seal(Map *map, GError **error)
{
    gsize move = 0;
    gboolean is_new = FALSE;
    if (hn_rekey_n(map->rekey) == 0) {
        g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN,
                    map->n_kept > 0 ? "every record would keep its name: nothing is to be moved"
                                    : "there is no record to move");
        return FALSE;
    }
    return hn_rekey_seal(map->rekey, &move, &is_new) ||
           clash(map, move,
                 is_new ? "another record gets the same new name"
                        : "the record stands in the map before",
                 error);
}

/* No record that stays has a name that another one gets. */
static gboolean
check_free(const Map *map, GError **error)
{
    const HnRekey *rekey = map->rekey;
    gsize n_taken = 0, first = G_MAXSIZE;
    for (gsize i = 0; i < hn_rekey_n(rekey); i++) {
        const HnRecordName *to = hn_rekey_to(rekey, i);
        if (!is_published(map, to) || hn_rekey_now(rekey, to->source, to->record_id) != NULL)
            continue;
        first = MIN(first, hn_rekey_row(rekey, i));
        n_taken++;
    }
    if (n_taken == 0)
        return TRUE;
    g_autofree char *what = g_strdup_printf(
        "%" G_GSIZE_FORMAT " of the new names are those of other published records", n_taken);
    return clash(map, first, what, error);
}

HnRekey *
hn_rekey_map_read(const HnProject *project, HnStore *store, const HnRekeyMapOptions *options,
                  GError **error)
{
    g_auto(Map) map = { .project = project, .store = store };
    const char *to = options->to == NULL ? options->source : options->to;
    if (!map_open(&map, error) || !check_sources(&map, options->source, to, error))
        return NULL;
    if (options->path == NULL)
        take_whole_source(&map, options);
    else if (!take_file(&map, options, error))
        return NULL;
    return seal(&map, error) && check_free(&map, error) ? g_steal_pointer(&map.rekey) : NULL;
}

/* ---- the way back ---- */

/* The later move that is in force and took records on; NULL: none did. */
static const HnRekey *
taken_on_by(const GPtrArray *rekeys, guint at)
{
    const HnRekey *rekey = rekeys->pdata[at];
    for (guint k = at + 1; k < rekeys->len; k++) {
        const HnRekey *later = rekeys->pdata[k];
        if (hn_rekeys_undone_by(rekeys, hn_rekey_event(later)) != NULL ||
            hn_rekey_undoes(later) != 0)
            continue;
        for (gsize i = 0; i < hn_rekey_n(rekey); i++) {
            const HnRecordName *to = hn_rekey_to(rekey, i);
            if (hn_rekey_now(later, to->source, to->record_id) != NULL)
                return later;
        }
    }
    return NULL;
}

static gboolean
check_in_force(const GPtrArray *rekeys, guint at, GError **error)
{
    char id[HN_ENTITY_ID_CHARS + 1];
    const HnRekey *undone = hn_rekeys_undone_by(rekeys, hn_rekey_event(rekeys->pdata[at]));
    const HnRekey *later = undone == NULL ? taken_on_by(rekeys, at) : NULL;
    if (undone == NULL && later == NULL)
        return TRUE;
    hn_entity_id_format('v', hn_rekey_event(undone == NULL ? later : undone), id);
    g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFLICT,
                undone != NULL ? "it was taken back already, by %s"
                               : "%s moved its records on: undo that first",
                id);
    return FALSE;
}

HnRekey *
hn_rekey_map_back(const HnProject *project, HnStore *store, guint64 event, gsize *ret_n_gone,
                  GError **error)
{
    g_auto(Map) map = { .project = project, .store = store };
    g_autoptr(GPtrArray) rekeys = hn_rekeys_load(store, error);
    guint at = 0;
    *ret_n_gone = 0;
    while (rekeys != NULL && at < rekeys->len && hn_rekey_event(rekeys->pdata[at]) != event)
        at++;
    if (rekeys == NULL || at == rekeys->len || !check_in_force(rekeys, at, error) ||
        !map_open(&map, error))
        return NULL;
    const HnRekey *rekey = rekeys->pdata[at];
    for (gsize i = 0; i < hn_rekey_n(rekey); i++) {
        if (is_published(&map, hn_rekey_to(rekey, i)))
            add_move(&map, 0, hn_rekey_to(rekey, i), hn_rekey_from(rekey, i));
        else
            ++*ret_n_gone;
    }
    return seal(&map, error) && check_free(&map, error) ? g_steal_pointer(&map.rekey) : NULL;
}
