/* tests/unit/live_fixture.h - a published state of a few records, and decisions about them.
 *
 * Data walk: crosswalk and entities as in tests/reference/small_state.h, edges by row -> a store
 *   with one published night and a promoted bundle -> HnLive.
 * Threads: one.
 */
#pragma once
#include "linker/bundle.h"
#include "linker/live_undo.h"
#include "tests/reference/small_state.h"
#include "tests/unit/store_fixture.h"

#define LIVE_MATCH_UNITS (5 * HN_WEIGHT_UNITS_PER_BIT)
#define LIVE_MATCH(a, b)                                                                           \
    {                                                                                              \
        a, b, 2 * LIVE_MATCH_UNITS, 0                                                              \
    }

typedef struct {
    StoreFixture files;
    HnStore *store;
    HnProject *project;
    HnLive *live;
} LiveFixture;

static const char live_fixture_yaml[] =
    "schema: 1\n"
    "project: { name: live }\n"
    "entities:\n"
    "  person:\n"
    "    attributes: { full_name: name }\n"
    "    comparisons: [{ attribute: full_name, levels: [exact] }]\n"
    "    blocking: [[full_name]]\n"
    "    thresholds: { match: 5, review: 0 }\n"
    "sources:\n"
    "  a: { from: { file: a.csv }, entity: person, key: [id], map: { full_name: name } }\n";

static inline void
live_fixture_promote(LiveFixture *fixture)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnTraining) training = g_new0(HnTraining, 1);
    training->model = hn_model_new(1);
    training->model->lambda = 0.01;
    training->model->threshold_match_units = LIVE_MATCH_UNITS;
    training->model->comparisons[0].m[0] = training->model->comparisons[0].u[0] = 0.5;
    training->model->comparisons[0].m[1] = training->model->comparisons[0].u[1] = 0.5;
    training->oversize = hn_oversize_list_new();
    g_autoptr(HnBundle) bundle =
        hn_bundle_seal(fixture->store, fixture->project, 0, training, &error);
    g_assert_no_error(error);
    g_assert_true(hn_store_promote_bundle(fixture->store, "person", bundle->id, &error));
}

/* Publishes what is given as a night; @events nullable. */
static inline void
live_fixture_publish(HnStore *store, const HnCrosswalk *crosswalk, const HnEntities *entities,
                     const HnEdges *edges, const HnEvents *events)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) segments = store_fixture_segments();
    const HnRunInfo run = store_fixture_begin(store);
    const char *const kinds[] = { "XWLK", "ENTY", "EDGE", "EVNT" };
    char *paths[4];
    HnSealedInfo info[4];
    for (guint i = 0; i < 4; i++)
        paths[i] = hn_store_segment_path(store, run.sequence, kinds[i], "person", &error);
    g_assert_no_error(error);
    g_assert_true(hn_crosswalk_write(store, paths[0], crosswalk, &info[0], &error));
    g_assert_true(hn_entities_write(store, paths[1], entities, &info[1], &error));
    g_assert_true(hn_edges_write(store, paths[2], &(HnEdgesHead){ "EDGE", info[0].digest }, edges,
                                 &info[2], &error));
    const guint64 rows[] = { crosswalk->n_rows, entities->n, edges->n,
                             events == NULL ? 0 : events->n };
    if (events != NULL)
        g_assert_true(hn_events_write(store, paths[3], events, &info[3], &error));
    for (guint i = 0; i < (events == NULL ? 3u : 4u); i++)
        g_ptr_array_add(segments, hn_segment_new(kinds[i], "person", paths[i], run.sequence,
                                                 rows[i], &info[i]));
    store_fixture_commit(store, &run, segments);
    for (guint i = 0; i < 4; i++)
        g_free(paths[i]);
}

static inline HnLive *
live_fixture_load(LiveFixture *fixture)
{
    g_autoptr(GError) error = NULL;
    hn_live_free(fixture->live);
    fixture->live = hn_live_new(fixture->store, fixture->project, 0, &error);
    g_assert_no_error(error);
    return fixture->live;
}

static inline LiveFixture
live_fixture_new(const char *crosswalk_text, const char *entities_text, HnEdge *edges, gsize n)
{
    g_autoptr(GError) error = NULL;
    LiveFixture fixture = { .files = store_fixture_new() };
    fixture.store = store_fixture_open(&fixture.files, HN_STORE_WRITE);
    fixture.project = hn_project_parse(hn_slice_of(live_fixture_yaml), "/data/live.yaml", &error);
    g_assert_no_error(error);
    live_fixture_promote(&fixture);
    store_fixture_reserve(fixture.store, 0, HN_ID_ENTITY, 50);
    store_fixture_reserve(fixture.store, 0, HN_ID_EVENT, 50);
    g_autoptr(HnCrosswalk) crosswalk = hn_small_crosswalk(crosswalk_text);
    g_autoptr(HnEntities) entities = hn_small_entities(entities_text);
    const HnEdges table = { n, edges };
    live_fixture_publish(fixture.store, crosswalk, entities, &table, NULL);
    live_fixture_load(&fixture);
    return fixture;
}

static inline void
live_fixture_free(LiveFixture *fixture)
{
    hn_live_free(fixture->live);
    hn_project_free(fixture->project);
    hn_store_close(fixture->store);
    store_fixture_free(&fixture->files);
}

/* A decision over rows, such as "0 1" and "3"; @other NULL for SAME and LOCK. */
static inline HnLivePlan *
live_fixture_plan(LiveFixture *fixture, HnDecisionKind kind, const char *rows, const char *other)
{
    static char verb[] = "decide", reason[] = "a test", by[] = "clerk";
    const char *const sides[] = { rows, other == NULL ? "" : other };
    HnRecordName names[2][8];
    HnDecision decision = { .kind = kind, .verb = verb, .reason = reason, .by = by };
    for (guint side = 0; side < 2; side++) {
        g_auto(GStrv) words = g_strsplit(sides[side], " ", -1);
        for (guint i = 0; sides[side][0] != '\0' && words[i] != NULL; i++)
            names[side][decision.n_records[side]++] =
                hn_live_name(fixture->live, (guint32)atoi(words[i]));
        decision.records[side] = names[side];
    }
    g_autoptr(GError) error = NULL;
    const HnLiveAct act = { .n_decisions = 1, .decisions = &decision };
    HnLivePlan *plan = hn_live_new_decision(fixture->live, fixture->store, &act, &error);
    g_assert_no_error(error);
    return plan;
}

static inline void
live_fixture_commit(LiveFixture *fixture)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(hn_live_commit(fixture->store, &fixture->live, 1, &error));
    g_assert_no_error(error);
}

/* "5 5 9": entities of the rows in order. */
static inline char *
live_fixture_rows(const HnLive *live)
{
    g_autoptr(GString) text = g_string_new(NULL);
    const HnCrosswalk *crosswalk = hn_live_crosswalk(live);
    for (guint32 row = 0; row < crosswalk->n_rows; row++)
        g_string_append_printf(text, "%s%" G_GUINT64_FORMAT, row == 0 ? "" : " ",
                               crosswalk->entity_of[row]);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

#define live_fixture_assert(live, expected)                                                        \
    do {                                                                                           \
        g_autofree char *rows_ = live_fixture_rows(live);                                          \
        g_assert_cmpstr(rows_, ==, expected);                                                      \
    } while (0)
