/* Random nights with random decisions made while each is at work: the state that commit leaves has
 * every decision carried out, the clusters that a whole run under all decisions gives, every id
 * that was ever told, and the events told of it. */
#include "base/rng.h"
#include "linker/cluster.h"
#include "linker/identity.h"
#include "linker/live_private.h"
#include "linker/live_replay.h"
#include "publish/changes.h"
#include "tests/reference/property_seed.h"
#include "tests/unit/live_fixture.h"

#define RECORDS 12u
#define NIGHTS 4
#define HISTORIES 60
#define SEED property_seed(81)

typedef struct {
    HnRng rng;
    LiveFixture f;
    HnStore *beside; /* whom people ask */
    guint64 content[RECORDS];
    gint32 weight[RECORDS][RECORDS]; /* of the night's edges */
    gboolean present[RECORDS];
    guint32 n_rows;
    guint32 record[RECORDS]; /* of a row of tonight */
} History;

/* ---- a night ---- */

static void
change_world(History *history)
{
    for (guint a = 0; a < RECORDS; a++) {
        if (hn_rng_below(&history->rng, 6) == 0)
            history->present[a] = !history->present[a];
        for (guint b = a + 1; b < RECORDS; b++)
            if (hn_rng_below(&history->rng, 5) == 0)
                history->weight[a][b] =
                    hn_rng_below(&history->rng, 6) == 0 ? 2 * LIVE_MATCH_UNITS : 0;
    }
    history->n_rows = 0;
    for (guint32 a = 0; a < RECORDS; a++)
        if (history->present[a])
            history->record[history->n_rows++] = a;
}

static HnCrosswalk *
crosswalk_of(const History *history, const guint64 *entity_of)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint32 row = 0; row < history->n_rows; row++)
        g_string_append_printf(text, "%s%c:%02u=%" G_GUINT64_FORMAT, row == 0 ? "" : " ",
                               history->record[row] < RECORDS / 2 ? 'a' : 'b', history->record[row],
                               entity_of == NULL ? 1 : entity_of[row]);
    return hn_small_crosswalk(text->str);
}

static HnEdges *
edges_of(const History *history)
{
    HnEdges *edges = g_new0(HnEdges, 1);
    edges->edges = g_new0(HnEdge, RECORDS * RECORDS);
    for (guint32 a = 0; a < history->n_rows; a++)
        for (guint32 b = a + 1; b < history->n_rows; b++)
            if (history->weight[history->record[a]][history->record[b]] > 0)
                edges->edges[edges->n++] =
                    (HnEdge){ a, b, history->weight[history->record[a]][history->record[b]], 0 };
    return edges;
}

/* As link does. */
static void
cluster_rows(const HnCrosswalk *crosswalk, const HnEdges *edges, const GPtrArray *decisions,
             guint32 *ret_cluster_of)
{
    g_autoptr(HnConstraints) constraints =
        hn_constraints_new(decisions, hn_find_row_in_crosswalk, crosswalk);
    const HnClusterInput input = { .n_rows = crosswalk->n_rows,
                                   .n_edges = edges->n,
                                   .edges = edges->edges,
                                   .match_units = LIVE_MATCH_UNITS,
                                   .n_constraints = constraints->n,
                                   .constraints = constraints->constraints };
    HnClusterReport report;
    hn_cluster(&input, ret_cluster_of, &report);
    hn_cluster_report_clear(&report);
}

typedef struct {
    HnRunInfo run;
    HnStoreMoment moment;
    GPtrArray *segments;
    HnCrosswalk *crosswalk;
    HnEntities *entities;
    HnEdges *edges;
} Night;

static void
add_segment(Night *night, HnStore *store, guint i, guint64 rows)
{
    static const char *const kinds[] = { "XWLK", "ENTY", "EDGE", "EVNT" };
    HnSealedInfo info[2];
    g_autoptr(GError) error = NULL;
    g_autofree char *path =
        hn_store_segment_path(store, night->run.sequence, kinds[i], "person", &error);
    g_assert_no_error(error);
    const HnSegment *crosswalk = i == 2 ? night->segments->pdata[0] : NULL;
    if (i == 0)
        hn_crosswalk_write(store, path, night->crosswalk, &info[0], &error);
    else if (i == 1)
        hn_entities_write(store, path, night->entities, &info[0], &error);
    else
        hn_edges_write(store, path, &(HnEdgesHead){ "EDGE", crosswalk->digest }, night->edges,
                       &info[0], &error);
    g_assert_no_error(error);
    g_ptr_array_add(night->segments,
                    hn_segment_new(kinds[i], "person", path, night->run.sequence, rows, &info[0]));
}

/* Everything up to commit. */
static void
stage_night(History *history, Night *night)
{
    HnStore *store = history->f.store;
    g_autoptr(GError) error = NULL;
    guint32 cluster_of[RECORDS];
    guint64 old_entity[RECORDS] = { 0 };
    gint32 authority[RECORDS] = { 0 };
    night->run = store_fixture_begin(store);
    g_assert_true(hn_store_pin(store, &error) && hn_store_moment(store, &night->moment, &error));
    g_autoptr(HnCrosswalk) before = hn_crosswalk_published(store, "person", &error);
    g_autoptr(HnEntities) old = hn_entities_published(store, "person", &error);
    g_autoptr(GPtrArray) decisions = hn_store_decisions(store, "person", TRUE, &error);
    hn_store_unpin(store);
    night->run.base_change = night->moment.last_change;
    night->edges = edges_of(history);
    g_autoptr(HnCrosswalk) rows = crosswalk_of(history, NULL);
    cluster_rows(rows, night->edges, decisions, cluster_of);
    for (guint32 row = 0; row < rows->n_rows; row++) {
        const guint32 at = hn_crosswalk_find(before, rows->sources[rows->source_of[row]],
                                             hn_crosswalk_id(rows, row));
        old_entity[row] = at == G_MAXUINT32 ? 0 : before->entity_of[at];
    }
    const HnIdentityInput input = {
        .n_rows = rows->n_rows,
        .cluster_of = cluster_of,
        .old_entity = old_entity,
        .authority = authority,
        .old = old,
        .first_new = store_fixture_reserve(store, night->run.sequence, HN_ID_ENTITY, RECORDS + 1),
        .run = night->run.sequence,
    };
    g_autoptr(HnIdentity) identity = hn_identity_assign(&input);
    night->crosswalk = crosswalk_of(history, identity->entity_of);
    night->entities = g_steal_pointer(&identity->entities);
    g_autoptr(HnConstraints) constraints =
        hn_constraints_new(decisions, hn_find_row_in_crosswalk, night->crosswalk);
    g_autoptr(HnSettled) settled = hn_settle(constraints->constraints, constraints->n, NULL);
    hn_constraints_mark_locks(constraints->constraints, constraints->n, settled->overruled,
                              night->crosswalk->entity_of, night->entities);
    night->segments = store_fixture_segments();
    add_segment(night, store, 0, night->crosswalk->n_rows);
    add_segment(night, store, 1, night->entities->n);
    add_segment(night, store, 2, night->edges->n);
}

static void
night_clear(Night *night)
{
    g_ptr_array_unref(night->segments);
    hn_crosswalk_free(night->crosswalk);
    hn_entities_free(night->entities);
    hn_edges_free(night->edges);
}

/* ---- what people do meanwhile ---- */

static void
choose(History *history, const HnLive *live, GArray *rows, guint n)
{
    while (rows->len < n) {
        const guint32 row = (guint32)hn_rng_below(&history->rng, hn_live_crosswalk(live)->n_rows);
        guint at = 0;
        while (at < rows->len && g_array_index(rows, guint32, at) < row)
            at++;
        if (at == rows->len || g_array_index(rows, guint32, at) != row)
            g_array_insert_val(rows, at, row);
    }
}

static HnLivePlan *
new_decision(History *history, HnLive *live, GError **error)
{
    static char verb[] = "decide", by[] = "clerk";
    const guint kind = (guint)hn_rng_below(&history->rng, 5);
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(guint32));
    choose(history, live, rows, 2 + (guint)hn_rng_below(&history->rng, 2));
    if (kind == 4) {
        const guint64 entity = hn_live_crosswalk(live)->entity_of[g_array_index(rows, guint32, 0)];
        g_array_unref(rows);
        rows = hn_live_entity_rows(live, entity);
    }
    HnRecordName names[RECORDS];
    for (guint i = 0; i < rows->len; i++)
        names[i] = hn_live_name(live, g_array_index(rows, guint32, i));
    HnDecision decision = { .verb = verb, .reason = verb, .by = by };
    decision.kind = kind == 4  ? HN_DECISION_LOCK
                    : kind < 2 ? HN_DECISION_SAME
                               : HN_DECISION_DIFFERENT;
    decision.n_records[0] = decision.kind == HN_DECISION_DIFFERENT ? 1 : rows->len;
    decision.n_records[1] = decision.kind == HN_DECISION_DIFFERENT ? rows->len - 1 : 0;
    decision.records[0] = names;
    decision.records[1] = names + 1;
    const HnLiveAct act = { .n_decisions = 1, .decisions = &decision };
    return hn_live_new_decision(live, history->beside, &act, error);
}

static HnLivePlan *
undo_one(History *history, HnLive *live, GError **error)
{
    static char verb[] = "undo";
    const GPtrArray *decisions = hn_live_decisions(live);
    const HnLiveWho who = { verb, verb, verb };
    const HnDecision *target = decisions->pdata[hn_rng_below(&history->rng, decisions->len)];
    return hn_live_undo_decision(live, history->beside, target->sequence, &who, error);
}

static void
decide_something(History *history)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(hn_store_pin(history->beside, &error));
    HnLive *live = hn_live_new(history->beside, history->f.project, 0, &error);
    g_assert_no_error(error);
    if (hn_live_crosswalk(live)->n_rows >= 4) {
        const gboolean undo =
            hn_live_decisions(live)->len > 0 && hn_rng_below(&history->rng, 4) == 0;
        HnLivePlan *plan = (undo ? undo_one : new_decision)(history, live, &error);
        if (plan != NULL) { /* else something stood in the way */
            hn_live_plan_take(plan);
            hn_live_commit(history->beside, &live, 1, &error);
            g_assert_no_error(error);
        }
    }
    hn_store_unpin(history->beside);
    hn_live_free(live);
}

/* ---- what must be so ---- */

static void
check_state(History *history, const Night *night)
{
    g_autoptr(GError) error = NULL;
    HnStore *store = history->f.store;
    g_autoptr(HnCrosswalk) now = hn_crosswalk_published(store, "person", &error);
    g_autoptr(HnEntities) entities = hn_entities_published(store, "person", &error);
    g_autoptr(GPtrArray) decisions = hn_store_decisions(store, "person", TRUE, &error);
    g_assert_no_error(error);
    guint32 cluster_of[RECORDS];
    cluster_rows(now, night->edges, decisions, cluster_of);
    for (guint32 a = 0; a < now->n_rows; a++) {
        const HnEntity *entity = hn_entities_find(entities, now->entity_of[a]);
        guint32 n = 0;
        for (guint32 b = 0; b < now->n_rows; b++) {
            n += now->entity_of[b] == now->entity_of[a];
            g_assert_cmpint(now->entity_of[a] == now->entity_of[b], ==,
                            cluster_of[a] == cluster_of[b]);
        }
        g_assert_nonnull(entity);
        g_assert_cmpint(entity->status, ==, HN_ENTITY_LIVE);
        g_assert_cmpuint(entity->n_records, ==, n);
    }
    for (gsize i = 0; i < entities->n; i++)
        g_assert_cmpint(entities->entities[i].n_records > 0, ==,
                        entities->entities[i].status == HN_ENTITY_LIVE);
}

/* The night's state and the live events give the state that is in force. */
static void
check_events(History *history, const Night *night)
{
    g_autoptr(GError) error = NULL;
    HnStore *store = history->f.store;
    g_autoptr(HnCrosswalk) now = hn_crosswalk_published(store, "person", &error);
    g_autoptr(HnEntities) entities = hn_entities_published(store, "person", &error);
    g_autoptr(HnEvents) events = hn_store_live_events(store, &error);
    for (guint32 row = 0; row < now->n_rows; row++) {
        guint64 entity = night->crosswalk->entity_of[row];
        for (gsize i = 0; i < events->n; i++) {
            const HnEvent *event = &events->events[i];
            for (guint32 k = 0; k < event->n_records; k++) {
                const HnRecordName *name = &events->names[event->first_name + k];
                if (hn_crosswalk_find(now, name->source, name->record_id) == row &&
                    event->kind != HN_EVENT_LOCKED && event->kind != HN_EVENT_UNLOCKED)
                    entity = event->entity;
            }
            g_assert_nonnull(hn_entities_find(entities, event->entity));
            g_assert_true(event->other == 0 || hn_entities_find(entities, event->other) != NULL);
        }
        g_assert_cmpuint(hn_entities_resolve(entities, entity), ==, now->entity_of[row]);
    }
}

/* ---- histories ---- */

static void
commit_night(History *history, Night *night)
{
    HnStore *store = history->f.store;
    g_autoptr(GError) error = NULL;
    HnLive *live = NULL;
    HnLiveOver over;
    g_autoptr(GPtrArray) blocks = g_ptr_array_new_with_free_func(g_free);
    for (guint round = 0;; round++) {
        const HnCommit commit = { "{}", &night->moment, live == NULL ? 0 : 1, &over };
        if (hn_store_commit_run_at(store, &night->run, night->segments, &commit, &error))
            break;
        g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_MOVED);
        g_clear_error(&error);
        if (live == NULL)
            live = hn_live_new_ahead(store, history->f.project, 0,
                                     &(HnLiveAhead){ night->segments, &night->run, &night->moment },
                                     &error);
        g_assert_no_error(error);
        g_assert_true(hn_store_pin(store, &error) &&
                      hn_store_moment(store, &night->moment, &error) &&
                      hn_live_replay(live, store, &night->moment, &error));
        hn_store_unpin(store);
        g_assert_true(hn_live_over(live, store, &over, blocks, &error));
        for (guint n = round < 3 ? (guint)hn_rng_below(&history->rng, 3) : 0; n > 0; n--)
            decide_something(history);
    }
    g_assert_true(hn_store_publish_run(store, night->run.sequence, &error));
    hn_live_free(live);
}

static void
live_through(guint64 seed)
{
    History history = { .rng = hn_rng_seed(seed, 0) };
    history.f = live_fixture_new("a:00=1", "1", NULL, 0);
    history.beside = store_fixture_open(&history.f.files, HN_STORE_BESIDE);
    for (guint a = 0; a < RECORDS; a++)
        history.present[a] = hn_rng_below(&history.rng, 5) > 0;
    for (guint n = 0; n < NIGHTS; n++) {
        Night night = { 0 };
        change_world(&history);
        stage_night(&history, &night);
        for (guint k = n == 0 ? 0 : 1 + (guint)hn_rng_below(&history.rng, 5); k > 0; k--)
            decide_something(&history);
        commit_night(&history, &night);
        check_state(&history, &night);
        check_events(&history, &night);
        night_clear(&night);
    }
    hn_store_close(history.beside);
    live_fixture_free(&history.f);
}

static void
test_histories(void)
{
    const guint64 seed = SEED;
    for (guint i = 0; i < HISTORIES; i++) {
        g_test_message("history %" G_GUINT64_FORMAT, seed + i);
        live_through(seed + i);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/live_replay/histories", test_histories);
    return g_test_run();
}
