/* The published state against its promises: files, identifiers, decisions, history, the anchor. */
#include <jansson.h>

#include "cli/verify_report.h"
#include "linker/bundle.h"
#include "linker/constraints.h"
#include "linker/settle.h"
#include "records/entity_id.h"
#include "store/anchor.h"
#include "store/decisions.h"

static const char *
id_of(char kind, guint64 sequence, char *ret_id)
{
    if (sequence >= HN_ENTITY_ID_END)
        return "(no identifier)";
    hn_entity_id_format(kind, sequence, ret_id);
    return ret_id;
}

/* ---- files ---- */

static void
check_segments(HnVerify *verify)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) segments = hn_store_segments(verify->store, NULL, NULL, &error);
    guint n_fine = 0;
    for (guint i = 0; segments != NULL && i < segments->len; i++) {
        const HnSegment *segment = segments->pdata[i];
        g_autofree char *path = hn_store_path(verify->store, segment->path);
        g_autoptr(GError) fault = NULL;
        if (hn_sealed_verify(path, hn_store_seal_key(verify->store), segment->digest, &fault))
            n_fine++;
        else
            hn_verify_fault(verify, "segments", "%s", fault->message);
    }
    if (segments == NULL)
        hn_verify_fault(verify, "segments", "%s", error->message);
    else if (n_fine == segments->len)
        hn_verify_fine(verify, "segments", "%u files decode and have their digests",
                       "%u tệp giải mã được và đúng mã băm", n_fine);
}

/* ---- the model ---- */

static void
check_bundle(HnVerify *verify, const char *type)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *id = hn_store_bundle(verify->store, type);
    if (id == NULL)
        return;
    g_autoptr(HnBundle) bundle = hn_bundle_load(verify->store, id, &error);
    if (bundle == NULL)
        hn_verify_fault(verify, "bundles", "%s: the promoted one cannot be read: %s", type,
                        error->message);
    else
        hn_verify_fine(verify, "bundles", "%s: %.12s decodes and has its digest",
                       "%s: %.12s giải mã được và đúng mã băm", type, id);
}

/* ---- the anchor ---- */

/* The first line of the last recovery, which moved beyond all that could be read of the lines
 * before it, damaged ones too; 0: there was none. */
static gsize
last_recovery(const HnAnchorFile *file)
{
    gsize first = 0;
    gboolean inside = FALSE;
    for (gsize i = 0; i < file->n_lines; i++) {
        HnAnchorLine line;
        const gboolean recovers =
            hn_anchor_parse(file->lines[i], &line) && line.op == HN_ANCHOR_RECOVER;
        first = recovers && !inside ? i : first;
        inside = recovers;
    }
    return first;
}

static void
check_anchor(HnVerify *verify)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnAnchorFile) file = hn_anchor_file_read(verify->project->anchor, &error);
    if (file == NULL || file->bytes == NULL) {
        hn_verify_fault(verify, "anchor", "%s", file == NULL ? error->message : "it is missing");
        return;
    }
    const gsize sound_from = last_recovery(file);
    HnSlice previous = { NULL, 0 };
    for (gsize i = 0; i < file->n_lines; i++) {
        HnAnchorLine line = { .kind = -1 };
        const gboolean sound = hn_anchor_parse(file->lines[i], &line) &&
                               hn_anchor_is_chained(previous, file->lines[i]);
        if (!sound && i >= sound_from) {
            hn_verify_fault(verify, "anchor",
                            "I3: line %" G_GSIZE_FORMAT " does not follow from the line before",
                            i + 1);
            return;
        }
        if (sound && line.kind >= 0 && line.kind < HN_ID_KINDS)
            verify->next[line.kind] = MAX(verify->next[line.kind], line.end);
        previous = file->lines[i];
    }
    for (guint kind = 0; kind < HN_ID_KINDS; kind++) {
        if (verify->next[kind] > hn_store_next_number(verify->store, (HnIdKind)kind)) {
            hn_verify_fault(verify, "anchor",
                            "I3: the anchor has seen numbers that the store does not know: an old "
                            "backup; `hopnhat recover`");
            return;
        }
    }
    if (file->torn.n_bytes > 0)
        hn_verify_fault(verify, "anchor", "I3: its last line is torn");
    else
        hn_verify_fine(verify, "anchor", "%" G_GSIZE_FORMAT " lines in one chain",
                       "%" G_GSIZE_FORMAT " dòng trong một chuỗi liền", file->n_lines);
}

static gboolean
was_issued(HnVerify *verify, HnIdKind kind, char letter, guint64 sequence)
{
    char id[HN_ENTITY_ID_CHARS + 1];
    if (sequence > 0 && sequence < verify->next[kind])
        return TRUE;
    hn_verify_fault(verify, "identifiers", "I1: the anchor knows nothing of %s",
                    id_of(letter, sequence, id));
    return FALSE;
}

/* ---- entities and crosswalk ---- */

typedef struct {
    HnCrosswalk *crosswalk;
    HnEntities *entities;
} State;

static void
state_clear(State *state)
{
    hn_crosswalk_free(state->crosswalk);
    hn_entities_free(state->entities);
}

/* Loading checks that ids are distinct, that redirects lead somewhere, and that none loops. */
static gboolean
load_state(HnVerify *verify, const char *type, State *state)
{
    g_autoptr(GError) error = NULL;
    state->crosswalk = hn_crosswalk_published(verify->store, type, &error);
    if (state->crosswalk != NULL)
        state->entities = hn_entities_published(verify->store, type, &error);
    if (state->entities != NULL)
        return TRUE;
    hn_verify_fault(verify, "identifiers", "I2: %s", error->message);
    return FALSE;
}

static gboolean
check_rows(HnVerify *verify, const State *state)
{
    char id[HN_ENTITY_ID_CHARS + 1];
    g_autofree guint32 *n_records = g_new0(guint32, state->entities->n + 1);
    for (guint32 row = 0; row < state->crosswalk->n_rows; row++) {
        const guint64 sequence = state->crosswalk->entity_of[row];
        const HnEntity *entity = hn_entities_find(state->entities, sequence);
        if (entity == NULL || entity->status != HN_ENTITY_LIVE) {
            hn_verify_fault(verify, "identifiers", "I2: a record is in %s, which does not live",
                            id_of('e', sequence, id));
            return FALSE;
        }
        n_records[entity - state->entities->entities]++;
    }
    for (gsize i = 0; i < state->entities->n; i++) {
        const HnEntity *entity = &state->entities->entities[i];
        const gboolean lives = entity->status == HN_ENTITY_LIVE;
        if (lives ? n_records[i] == entity->n_records && n_records[i] > 0 : n_records[i] == 0)
            continue;
        hn_verify_fault(verify, "identifiers", "I2: %s has %u records and says %u",
                        id_of('e', entity->sequence, id), n_records[i], entity->n_records);
        return FALSE;
    }
    return TRUE;
}

static void
check_entities(HnVerify *verify, const char *type, const State *state)
{
    gboolean fine = check_rows(verify, state);
    for (gsize i = 0; fine && i < state->entities->n; i++)
        fine = was_issued(verify, HN_ID_ENTITY, 'e', state->entities->entities[i].sequence);
    if (fine)
        hn_verify_fine(verify, "identifiers",
                       "%s: %u records in living entities, %" G_GSIZE_FORMAT
                       " ids ever, each issued once; redirects resolve",
                       "%s: %u bản ghi trong các thực thể đang dùng, %" G_GSIZE_FORMAT
                       " mã từ trước tới nay, mỗi mã cấp một lần; chỉ dẫn đều tới đích",
                       type, state->crosswalk->n_rows, state->entities->n);
}

/* ---- decisions ---- */

static gboolean
holds_same(const HnCrosswalk *crosswalk, const HnConstraint *constraint)
{
    for (guint i = 1; i < constraint->n_rows[0]; i++)
        if (crosswalk->entity_of[constraint->rows[0][i]] !=
            crosswalk->entity_of[constraint->rows[0][0]])
            return FALSE;
    return TRUE;
}

static gboolean
holds_different(const HnCrosswalk *crosswalk, const HnConstraint *constraint)
{
    for (guint i = 0; i < constraint->n_rows[0]; i++)
        for (guint k = 0; k < constraint->n_rows[1]; k++)
            if (crosswalk->entity_of[constraint->rows[0][i]] ==
                crosswalk->entity_of[constraint->rows[1][k]])
                return FALSE;
    return TRUE;
}

static gboolean
holds_lock(const State *state, const HnConstraint *constraint)
{
    const guint64 id = state->crosswalk->entity_of[constraint->rows[0][0]];
    return holds_same(state->crosswalk, constraint) &&
           hn_entities_find(state->entities, id)->n_records == constraint->n_rows[0];
}

static gboolean
holds(const State *state, const HnConstraint *constraint)
{
    switch (constraint->kind) {
    case HN_CONSTRAINT_SAME:
        return holds_same(state->crosswalk, constraint);
    case HN_CONSTRAINT_DIFFERENT:
        return holds_different(state->crosswalk, constraint);
    case HN_CONSTRAINT_LOCK:
        return holds_lock(state, constraint);
    }
    g_assert_not_reached();
}

/* The newest decision that the published run has heard of: those behind it may wait for the next,
 * when what they touch was too large for a live change. */
static guint64
last_heard(HnVerify *verify)
{
    g_autoptr(GBytes) mark =
        hn_store_stage_payload(verify->store, hn_store_published_run(verify->store), "decisions");
    if (mark == NULL)
        return 0;
    HnCursor cursor = hn_cursor(g_bytes_get_data(mark, NULL), g_bytes_get_size(mark));
    return hn_get_varint(&cursor);
}

static void
check_constraints(HnVerify *verify, const char *type, const State *state,
                  const HnConstraints *constraints, const HnRowsMeet *meet)
{
    char id[HN_ENTITY_ID_CHARS + 1];
    guint n_waiting = 0;
    gboolean fine = TRUE;
    g_autoptr(HnSettled) settled = hn_settle(constraints->constraints, constraints->n, meet);
    const guint64 heard = last_heard(verify);
    const gboolean is_of_today = hn_verify_is_of_today(verify);
    for (gsize i = 0; i < constraints->n; i++) {
        const HnConstraint *one = &constraints->constraints[i];
        if (!settled->stands[i] || holds(state, one))
            continue;
        /* What another `meets` overruled may stand by today's, or the other way round. */
        if (one->decision > heard || !is_of_today) {
            n_waiting++;
            continue;
        }
        fine = FALSE;
        hn_verify_fault(verify, "decisions", "I6: %s is in force and does not hold",
                        id_of('d', one->decision, id));
    }
    if (fine)
        hn_verify_fine(
            verify, "decisions",
            "%s: %" G_GSIZE_FORMAT " in force, %u overruled by later ones or by `meets`, %u wait "
            "for the next run; all others hold",
            "%s: %" G_GSIZE_FORMAT " đang có hiệu lực, %u bị quyết định sau hoặc `meets` thay thế, "
            "%u chờ lượt chạy tới; còn lại đều được giữ",
            type, constraints->n, settled->overruled->len, n_waiting);
}

static void
check_decisions(HnVerify *verify, const HnEntityType *type, const State *state)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) decisions = hn_store_decisions(verify->store, type->name, FALSE, &error);
    if (decisions == NULL) {
        hn_verify_fault(verify, "decisions", "I6: %s", error->message);
        return;
    }
    for (guint i = 0; i < decisions->len; i++)
        was_issued(verify, HN_ID_DECISION, 'd', ((HnDecision *)decisions->pdata[i])->sequence);
    g_autoptr(HnConstraints) constraints =
        hn_constraints_new(decisions, hn_find_row_in_crosswalk, state->crosswalk);
    g_autofree guint8 *meets =
        hn_meetings_matrix(&type->meetings, (const char *const *)state->crosswalk->sources,
                           state->crosswalk->n_sources);
    const HnRowsMeet meet = { state->crosswalk->n_sources, state->crosswalk->source_of, meets };
    check_constraints(verify, type->name, state, constraints, &meet);
}

/* ---- history ---- */

static gboolean
check_events(HnVerify *verify, const HnEvents *events, const State *state, gboolean foreign)
{
    char id[HN_ENTITY_ID_CHARS + 1];
    for (gsize i = 0; i < events->n; i++) {
        const HnEvent *event = &events->events[i];
        const gboolean known =
            hn_entities_find(state->entities, event->entity) != NULL &&
            (event->other == 0 || hn_entities_find(state->entities, event->other) != NULL);
        if (!known && foreign)
            continue;
        if (!was_issued(verify, HN_ID_EVENT, 'v', event->sequence))
            return FALSE;
        if (!known) {
            hn_verify_fault(verify, "events", "I5: %s names an entity that was never issued",
                            id_of('v', event->sequence, id));
            return FALSE;
        }
    }
    return TRUE;
}

static void
check_history(HnVerify *verify, const char *type, const State *state)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) segments = hn_store_segments(verify->store, "EVNT", type, &error);
    gsize n = 0;
    gboolean fine = segments != NULL;
    for (guint i = 0; fine && i < segments->len; i++) {
        g_autoptr(HnEvents) events = hn_events_load(verify->store, segments->pdata[i], &error);
        fine = events != NULL && check_events(verify, events, state, FALSE);
        n += events == NULL ? 0 : events->n;
    }
    g_autoptr(HnEvents) live = fine ? hn_store_live_events(verify->store, &error) : NULL;
    fine = fine && live != NULL && check_events(verify, live, state, TRUE);
    if (error != NULL)
        hn_verify_fault(verify, "events", "I5: %s", error->message);
    else if (fine)
        hn_verify_fine(verify, "events",
                       "%s: %" G_GSIZE_FORMAT " by nights, each of known entities",
                       "%s: %" G_GSIZE_FORMAT " do các đêm chạy, đều về thực thể đã biết", type, n);
}

static void
check_edges(HnVerify *verify, const char *kind, const char *what, const char *type,
            const State *state)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) segments = hn_store_segments(verify->store, kind, type, &error);
    for (guint i = 0; segments != NULL && i < segments->len; i++) {
        g_autoptr(HnEdges) edges =
            hn_edges_load(verify->store, segments->pdata[i], state->crosswalk->n_rows, &error);
        if (edges != NULL)
            hn_verify_fine(verify, what, "%s: %" G_GSIZE_FORMAT " between known records",
                           "%s: %" G_GSIZE_FORMAT " giữa các bản ghi đã biết", type, edges->n);
    }
    if (error != NULL)
        hn_verify_fault(verify, what, "%s", error->message);
}

/* ---- nothing vanishes ---- */

static void
check_sums(HnVerify *verify)
{
    g_autofree char *text =
        hn_store_run_summary(verify->store, hn_store_published_run(verify->store));
    json_t *root = text == NULL ? NULL : json_loads(text, 0, NULL);
    const json_t *records = json_object_get(root, "records");
    const json_int_t n_read = json_integer_value(json_object_get(records, "read"));
    const json_int_t n_accepted = json_integer_value(json_object_get(records, "accepted"));
    const json_int_t n_quarantined = json_integer_value(json_object_get(records, "quarantined"));
    if (records == NULL)
        hn_verify_fault(verify, "sums", "I10: the run left no summary");
    else if (n_read != n_accepted + n_quarantined)
        hn_verify_fault(verify, "sums", "I10: %lld read, %lld accepted, %lld quarantined",
                        (long long)n_read, (long long)n_accepted, (long long)n_quarantined);
    else
        hn_verify_fine(verify, "sums", "%lld read = %lld accepted + %lld quarantined",
                       "đọc %lld = nhận %lld + cách ly %lld", (long long)n_read,
                       (long long)n_accepted, (long long)n_quarantined);
    json_decref(root);
}

void
hn_verify_state(HnVerify *verify)
{
    check_segments(verify);
    check_anchor(verify);
    for (guint i = 0; i < verify->project->n_entities; i++) {
        const char *type = verify->project->entities[i].name;
        State state = { NULL, NULL };
        check_bundle(verify, type);
        if (load_state(verify, type, &state)) {
            check_entities(verify, type, &state);
            check_decisions(verify, &verify->project->entities[i], &state);
            hn_verify_meetings(verify, &verify->project->entities[i]);
            check_history(verify, type, &state);
            check_edges(verify, "EDGE", "edges", type, &state);
            check_edges(verify, "RJCT", "rejected pairs", type, &state);
        }
        state_clear(&state);
    }
    check_sums(verify);
}
