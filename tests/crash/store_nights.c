/* A little program that lives on the store alone, to be killed and hurt by check-store: nights of
 * three stages, and a live change after each. It resumes as the pipeline does, and says on stdout
 * what it was given and what was acknowledged, one line each, at once.
 *
 * usage: store_nights run STATE ANCHOR NIGHTS [live]
 *        store_nights show STATE ANCHOR              reads: published run, its entities, digest
 */
#include <stdio.h>
#include <stdlib.h>

#include "store/decisions.h"
#include "store/logical_digest.h"
#include "store/record_versions.h"
#include "store/store_error.h"

static char person[] = "person", registry[] = "registry";

typedef struct {
    HnStore *store;
    HnRunInfo run;
    GPtrArray *segments;
    guint64 first_entity, first_event;
} Night;

/* Run r has 10 r records, each a new entity: what `show` expects of it. */
static guint32
n_records(guint64 run)
{
    return (guint32)run * 10;
}

static gboolean
said(const char *what, guint64 a, guint64 b, guint64 c)
{
    printf("%s %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT "\n", what, a, b, c);
    return fflush(stdout) == 0;
}

static gboolean
reserve(HnStore *store, guint64 run, HnIdKind kind, guint64 n, guint64 *ret_first, GError **error)
{
    static const char *const names[] = { "entity", "event", "decision", "case", "run" };
    if (!hn_store_reserve(store, run, kind, n, ret_first, error))
        return FALSE;
    g_autofree char *what = g_strdup_printf("issued %s", names[kind]);
    return said(what, *ret_first, *ret_first + n, run);
}

/* ---- the stages ---- */

static gboolean
land(Night *night, GError **error)
{
    static const char *const columns[] = { "name" };
    const guint64 run = night->run.sequence;
    g_autofree char *path = hn_store_segment_path(night->store, run, "RECV", registry, error);
    if (path == NULL)
        return FALSE;
    g_autoptr(HnVersionWriter) writer =
        hn_version_writer_new(night->store, path, run, columns, 1, error);
    for (guint32 i = 0; writer != NULL && i < n_records(run); i++) {
        char id[16];
        const gsize n = (gsize)g_snprintf(id, sizeof id, "%06u", i);
        const HnRawField field = { (const guint8 *)id, (guint32)n, HN_FIELD_TEXT };
        const HnVersion version = { .record_id = hn_slice(id, n), .n_fields = 1, .fields = &field };
        if (!hn_version_writer_put(writer, &version, error))
            return FALSE;
    }
    guint64 n_rows = 0;
    HnSealedInfo info;
    if (writer == NULL || !hn_version_writer_finish(writer, &n_rows, &info, error))
        return FALSE;
    g_ptr_array_add(night->segments, hn_segment_new("RECV", registry, path, run, n_rows, &info));
    return TRUE;
}

static gboolean
write_links(Night *night, const HnCrosswalk *crosswalk, const HnEntities *entities, GError **error)
{
    const guint64 run = night->run.sequence;
    HnSealedInfo info;
    g_autofree char *xwlk = hn_store_segment_path(night->store, run, "XWLK", person, error);
    g_autofree char *enty = hn_store_segment_path(night->store, run, "ENTY", person, error);
    if (xwlk == NULL || enty == NULL ||
        !hn_crosswalk_write(night->store, xwlk, crosswalk, &info, error))
        return FALSE;
    g_ptr_array_add(night->segments,
                    hn_segment_new("XWLK", person, xwlk, run, crosswalk->n_rows, &info));
    if (!hn_entities_write(night->store, enty, entities, &info, error))
        return FALSE;
    g_ptr_array_add(night->segments, hn_segment_new("ENTY", person, enty, run, entities->n, &info));
    return TRUE;
}

static gboolean
link_records(Night *night, GError **error)
{
    const guint64 run = night->run.sequence;
    const guint32 n = n_records(run);
    g_autoptr(HnEntities) old = hn_entities_published(night->store, person, error);
    if (old == NULL || !reserve(night->store, run, HN_ID_ENTITY, n, &night->first_entity, error) ||
        !reserve(night->store, run, HN_ID_EVENT, n, &night->first_event, error))
        return FALSE;
    char *sources[] = { registry };
    g_autofree guint32 *source_of = g_new0(guint32, n);
    g_autofree guint64 *offsets = g_new0(guint64, n + 1), *entity_of = g_new0(guint64, n);
    g_autoptr(GString) ids = g_string_new(NULL);
    HnEntities entities = { old->n, g_new0(HnEntity, old->n + n) };
    for (gsize i = 0; i < old->n; i++) {
        entities.entities[i] = old->entities[i];
        entities.entities[i].status = HN_ENTITY_RETIRED;
        entities.entities[i].redirect = 0;
    }
    for (guint32 i = 0; i < n; i++) {
        g_string_append_printf(ids, "%06u", i);
        offsets[i + 1] = ids->len;
        entity_of[i] = night->first_entity + i;
        entities.entities[entities.n++] =
            (HnEntity){ .sequence = entity_of[i], .first_seen = run, .n_records = 1 };
    }
    const HnCrosswalk crosswalk = {
        n, 1, sources, source_of, offsets, (guint8 *)ids->str, entity_of
    };
    const gboolean done = write_links(night, &crosswalk, &entities, error);
    g_free(entities.entities);
    return done;
}

static gboolean
write_events(Night *night, GError **error)
{
    const guint64 run = night->run.sequence;
    g_autoptr(HnEvents) events = hn_store_live_events(night->store, error);
    if (events == NULL)
        return FALSE;
    while (events->n > 0 && events->events[events->n - 1].sequence > night->run.base_change)
        events->n--;
    for (guint32 i = 0; i < n_records(run); i++)
        hn_events_add(events, HN_EVENT_NEW, night->first_entity + i, 0, 0)->sequence =
            night->first_event + i;
    g_autofree char *path = hn_store_segment_path(night->store, run, "EVNT", person, error);
    HnSealedInfo info;
    if (path == NULL || !hn_events_write(night->store, path, events, &info, error))
        return FALSE;
    g_ptr_array_add(night->segments, hn_segment_new("EVNT", person, path, run, events->n, &info));
    return TRUE;
}

/* ---- a night ---- */

static gboolean
mark(Night *night, const char *stage, GError **error)
{
    g_autoptr(GByteArray) payload = g_byte_array_new();
    hn_put_varint(payload, night->first_entity);
    hn_put_varint(payload, night->first_event);
    hn_put_varint(payload, night->segments->len);
    for (guint i = 0; i < night->segments->len; i++)
        hn_segment_encode(g_ptr_array_index(night->segments, i), payload);
    return hn_store_stage_done(night->store, night->run.sequence, stage,
                               hn_slice(payload->data, payload->len), error);
}

/* What a finished stage handed on; FALSE: it was not finished. */
static gboolean
was_done(Night *night, const char *stage)
{
    g_autoptr(GBytes) payload = hn_store_stage_payload(night->store, night->run.sequence, stage);
    if (payload == NULL)
        return FALSE;
    gsize n_bytes = 0;
    const void *bytes = g_bytes_get_data(payload, &n_bytes);
    HnCursor cursor = hn_cursor(bytes, n_bytes);
    night->first_entity = hn_get_varint(&cursor);
    night->first_event = hn_get_varint(&cursor);
    g_ptr_array_set_size(night->segments, 0);
    for (guint64 n = hn_get_varint(&cursor); n > 0; n--) {
        HnSegment *segment = hn_segment_decode(&cursor);
        g_assert(segment != NULL);
        g_ptr_array_add(night->segments, segment);
    }
    g_assert(hn_cursor_done(&cursor));
    return TRUE;
}

static gboolean
do_stages(Night *night, GError **error)
{
    static const struct {
        const char *name;
        gboolean (*work)(Night *night, GError **error);
    } stages[] = { { "land", land }, { "link", link_records }, { "events", write_events } };
    for (gsize i = 0; i < G_N_ELEMENTS(stages); i++) {
        if (was_done(night, stages[i].name))
            continue;
        if (!stages[i].work(night, error) || !mark(night, stages[i].name, error))
            return FALSE;
    }
    if (!hn_store_commit_run(night->store, &night->run, night->segments, "{}", error))
        return FALSE;
    return said("committed", night->run.sequence, 0, 0);
}

static gboolean
do_night(HnStore *store, GError **error)
{
    static const guint8 config[HN_DIGEST_BYTES] = { 1 };
    gboolean found = FALSE;
    g_autoptr(GPtrArray) segments = g_ptr_array_new_with_free_func((GDestroyNotify)hn_segment_free);
    Night night = { .store = store, .segments = segments };
    if (!hn_store_unfinished_run(store, &found, &night.run, error))
        return FALSE;
    if (!found) {
        if (!hn_store_begin_run(store, config, &night.run, error))
            return FALSE;
        said("begun", night.run.sequence, 0, 0);
    }
    if (night.run.state == HN_RUN_RUNNING && !do_stages(&night, error))
        return FALSE;
    return hn_store_publish_run(store, night.run.sequence, error) &&
           said("published", night.run.sequence, 0, 0);
}

static gboolean
do_live(HnStore *store, GError **error)
{
    guint64 decision_number = 0, event_number = 0, entity = 0;
    char verb[] = "split", reason[] = "because", by[] = "me";
    if (!reserve(store, 0, HN_ID_DECISION, 1, &decision_number, error) ||
        !reserve(store, 0, HN_ID_ENTITY, 1, &entity, error) ||
        !reserve(store, 0, HN_ID_EVENT, 1, &event_number, error))
        return FALSE;
    const HnDecision decision = { .sequence = decision_number,
                                  .kind = HN_DECISION_LOCK,
                                  .verb = verb,
                                  .entity_type = person,
                                  .reason = reason,
                                  .by = by };
    g_autoptr(HnEvents) events = hn_events_new();
    hn_events_add(events, HN_EVENT_SPLIT, entity, 0, decision_number)->sequence = event_number;
    const HnRecordName moved = { registry, hn_slice_of("000000") };
    const HnEntity row = { .sequence = entity, .n_records = 1, .locked = 1 };
    const HnLiveChange change = { .decision = &decision,
                                  .events = events,
                                  .n_entities = 1,
                                  .entities = &row,
                                  .n_moves = 1,
                                  .moved = &moved,
                                  .moved_to = &entity };
    return hn_store_apply_live(store, &change, error) &&
           said("decided", decision_number, entity, 0);
}

static gboolean
do_nights(const char *state, const char *anchor, guint64 n_nights, gboolean live, GError **error)
{
    g_autoptr(HnStore) store = hn_store_open(state, anchor, NULL, HN_STORE_WRITE, error);
    if (store == NULL)
        return FALSE;
    gboolean found = TRUE;
    HnRunInfo run;
    while (hn_store_unfinished_run(store, &found, &run, error) &&
           (found || hn_store_published_run(store) < n_nights)) {
        if (!do_night(store, error) || (live && !do_live(store, error)))
            return FALSE;
    }
    return !found;
}

/* ---- looking ---- */

/* The published crosswalk must be whole and that of the published run: old or new, never a mixture.
 */
static gboolean
show(const char *state, const char *anchor, GError **error)
{
    g_autoptr(HnStore) store = hn_store_open(state, anchor, NULL, HN_STORE_READ, error);
    if (store == NULL)
        return FALSE;
    const guint64 run = hn_store_published_run(store);
    g_autoptr(HnCrosswalk) crosswalk = hn_crosswalk_published(store, person, error);
    g_autoptr(HnEntities) entities = hn_entities_published(store, person, error);
    g_autoptr(GPtrArray) decisions = hn_store_decisions(store, NULL, TRUE, error);
    guint8 digest[HN_DIGEST_BYTES];
    char hex[HN_DIGEST_HEX_CHARS + 1];
    if (crosswalk == NULL || entities == NULL || decisions == NULL ||
        !hn_store_logical_digest(store, digest, error))
        return FALSE;
    g_assert(crosswalk->n_rows == n_records(run));
    for (guint32 i = 0; i < crosswalk->n_rows; i++)
        g_assert(hn_entities_resolve(entities, crosswalk->entity_of[i]) == crosswalk->entity_of[i]);
    for (guint i = 0; i < decisions->len; i++)
        said("decision", ((HnDecision *)g_ptr_array_index(decisions, i))->sequence, 0, 0);
    for (gsize i = 0; i < entities->n; i++)
        said("entity", entities->entities[i].sequence, entities->entities[i].first_seen, 0);
    hn_hex(digest, sizeof digest, hex);
    said("run", run, 0, 0);
    printf("digest %s\n", hex);
    return TRUE;
}

int
main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    gboolean done = FALSE;
    if (argc == 4 && strcmp(argv[1], "show") == 0)
        done = show(argv[2], argv[3], &error);
    else if (argc >= 5 && strcmp(argv[1], "run") == 0)
        done = do_nights(argv[2], argv[3], g_ascii_strtoull(argv[4], NULL, 10), argc > 5, &error);
    if (error != NULL)
        fprintf(stderr, "%s\n", error->message);
    return done ? 0 : g_error_matches(error, HN_STORE_ERROR, HN_STORE_ERROR_MISSING) ? 3 : 1;
}
