/* Goal: what the link stage staged is what a resumed night publishes, and what people changed in
 * between stands in its events. */
#include "base/io.h"
#include "linker/linker_error.h"
#include "linker/night.h"
#include "store/decisions.h"
#include "tests/reference/night_fixture.h"

#define N_PEOPLE 12u

static NightFixture *
delivered(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    return f;
}

static void
compare_segments(const GPtrArray *a, const GPtrArray *b)
{
    g_assert_cmpuint(a->len, ==, b->len);
    for (guint i = 0; i < a->len; i++) {
        const HnSegment *x = a->pdata[i], *y = b->pdata[i];
        g_assert_cmpstr(x->kind, ==, y->kind);
        g_assert_cmpstr(x->name, ==, y->name);
        g_assert_cmpstr(x->path, ==, y->path);
        g_assert_cmpuint(x->rows, ==, y->rows);
        g_assert_cmpmem(x->digest, HN_DIGEST_BYTES, y->digest, HN_DIGEST_BYTES);
    }
}

static void
test_a_resumed_night_has_what_was_staged(void)
{
    NightFixture *f = delivered();
    night_fixture_run(f);
    night_fixture_deliver_all(f, N_PEOPLE + 3);
    HnNight *night = night_fixture_up_to(f, HN_STAGE_GATE);
    g_autoptr(GPtrArray) segments = g_ptr_array_new_with_free_func((GDestroyNotify)hn_segment_free);
    for (guint i = 0; i < night->segments->len; i++)
        g_ptr_array_add(segments, hn_segment_copy(night->segments->pdata[i]));
    const HnRunSummary before = f->summary;
    const HnResultInfo golden = night->results[4];
    const HnChangeCounts counts = night->counts[1];
    const HnRunRelation owners = g_array_index(f->summary.relations, HnRunRelation, 0);
    hn_night_free(night);
    g_assert_cmpuint(owners.n, >, 0);
    HnRunSummary numbers = { .n_new = before.n_new,
                             .n_joined = before.n_joined,
                             .n_entities = before.n_entities,
                             .n_records = before.n_records,
                             .n_events = before.n_events,
                             .n_cases = before.n_cases,
                             .n_clusters = before.n_clusters,
                             .largest = before.largest,
                             .n_edges_match = before.n_edges_match,
                             .n_edges_review = before.n_edges_review };
    night = night_fixture_up_to(f, HN_STAGE_GATE);
    compare_segments(segments, night->segments);
    g_assert_cmpmem(&golden, sizeof golden, &night->results[4], sizeof golden);
    g_assert_cmpmem(&counts, sizeof counts, &night->counts[1], sizeof counts);
    g_assert_cmpuint(night->n_entities_last[1], ==, N_PEOPLE);
    g_assert_cmpuint(f->summary.n_new, ==, numbers.n_new);
    g_assert_cmpuint(f->summary.n_entities, ==, numbers.n_entities);
    g_assert_cmpuint(f->summary.n_records, ==, numbers.n_records);
    g_assert_cmpuint(f->summary.n_events, ==, numbers.n_events);
    g_assert_cmpuint(f->summary.n_cases, ==, numbers.n_cases);
    g_assert_cmpuint(f->summary.n_clusters, ==, numbers.n_clusters);
    g_assert_cmpuint(f->summary.largest, ==, numbers.largest);
    g_assert_cmpuint(f->summary.n_edges_match, ==, numbers.n_edges_match);
    g_assert_cmpuint(f->summary.n_edges_review, ==, numbers.n_edges_review);
    g_assert_cmpuint(f->summary.relations->len, ==, 1);
    g_assert_cmpuint(g_array_index(f->summary.relations, HnRunRelation, 0).n, ==, owners.n);
    hn_night_free(night);
    night_fixture_free(f);
}

#define PERSON_THRESHOLDS "[phone]]\n    thresholds: { match: 4, review: -4 }\n"
#define ALL_IN_DOUBT "[phone]]\n    thresholds: { match: 500, review: -500 }\n"

/* Cases, edges and threshold of persons, none of whom is sure enough to be linked. */
static HnRunReview
doubtful_night(const char *budget, guint64 *ret_n_review, gboolean interrupted)
{
    NightFixture *f = delivered();
    g_autofree char *text = g_strconcat(ALL_IN_DOUBT, budget, NULL);
    night_fixture_configure(f, PERSON_THRESHOLDS, text, NULL);
    if (interrupted)
        hn_night_free(night_fixture_up_to(f, HN_STAGE_GATE));
    night_fixture_run(f);
    g_assert_cmpuint(f->summary.reviews->len, ==, 2);
    HnRunReview person = g_array_index(f->summary.reviews, HnRunReview, 1);
    g_assert_cmpstr(person.entity_type, ==, "person");
    person.entity_type = NULL;
    *ret_n_review = f->summary.n_edges_review;
    night_fixture_free(f);
    return person;
}

static void
test_a_budget_limits_cases_alone(void)
{
    guint64 n_all = 0, n_some = 0, n_none = 0, n_again = 0;
    const HnRunReview all = doubtful_night("", &n_all, FALSE);
    const HnRunReview some = doubtful_night("    review_budget: 5/day\n", &n_some, FALSE);
    const HnRunReview none = doubtful_night("    review_budget: 0\n", &n_none, FALSE);
    const HnRunReview again = doubtful_night("    review_budget: 5/day\n", &n_again, TRUE);
    g_assert_cmpuint(all.n_cases, >, 5);
    g_assert_cmpuint(all.n_over, ==, 0);
    g_assert_cmpint(all.review_units, ==, -500 * HN_WEIGHT_UNITS_PER_BIT);
    g_assert_cmpuint(some.n_cases, <=, 5);
    g_assert_cmpuint(some.n_cases + some.n_over, ==, all.n_cases);
    g_assert_cmpint(some.review_units, >, all.review_units);
    g_assert_cmpuint(none.n_cases, ==, 0);
    g_assert_cmpint(none.review_units, ==, none.match_units);
    g_assert_cmpuint(again.n_cases, ==, some.n_cases);
    g_assert_cmpuint(again.n_over, ==, some.n_over);
    g_assert_cmpint(again.review_units, ==, some.review_units);
    g_assert_cmpint(again.match_units, ==, some.match_units);
    g_assert_cmpuint(n_some, ==, n_all); /* edges stay: clusters and explanations see them */
    g_assert_cmpuint(n_none, ==, n_all);
}

static void
expect_refused(NightFixture *f)
{
    g_autoptr(GError) error = NULL;
    g_assert_false(night_fixture_try(f, &error));
    g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CHECKPOINT);
    f->options.fresh = TRUE;
    night_fixture_run(f);
    night_fixture_free(f);
}

static void
test_hurt_segments_do_not_count(void)
{
    static const char *const kinds[] = { "XWLK", "ENTY", "EDGE", "RJCT", "EVNT", "CASE", "RECV" };
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        NightFixture *f = delivered();
        HnNight *night = night_fixture_up_to(f, HN_STAGE_GATE);
        g_autofree char *path = NULL;
        for (guint s = 0; s < night->segments->len && path == NULL; s++) {
            const HnSegment *segment = night->segments->pdata[s];
            if (strcmp(segment->kind, kinds[i]) == 0)
                path = hn_store_path(night->store, segment->path);
        }
        hn_night_free(night);
        g_assert_nonnull(path);
        g_assert_true(night_fixture_flip(path, 100));
        expect_refused(f);
    }
}

static void
test_hurt_results_do_not_count(void)
{
    static const char *const names[] = { "results/crosswalk.jsonl.zst", "results/edges.jsonl.zst",
                                         "results/golden.jsonl.zst", "results/manifest.json" };
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        NightFixture *f = delivered();
        HnNight *night = night_fixture_up_to(f, HN_STAGE_GATE);
        g_autofree char *path = hn_night_path(night, names[i]);
        hn_night_free(night);
        g_assert_true(night_fixture_flip(path, 30));
        expect_refused(f);
    }
}

static void
test_segments_are_those_of_the_state(void)
{
    NightFixture *f = delivered();
    night_fixture_run(f);
    HnStore *store = night_fixture_store(f);
    static const struct {
        const char *kind, *name;
        guint rows;
    } expected[] = { { "XWLK", "person", 2 * N_PEOPLE }, { "ENTY", "person", N_PEOPLE },
                     { "EVNT", "person", N_PEOPLE },     { "XWLK", "company", 6 },
                     { "RECV", "a.a", N_PEOPLE },        { "RECV", "r.r", 3 } };
    for (guint i = 0; i < G_N_ELEMENTS(expected); i++) {
        g_autoptr(GPtrArray) found =
            hn_store_segments(store, expected[i].kind, expected[i].name, NULL);
        g_assert_cmpuint(found->len, ==, 1);
        g_assert_cmpuint(((const HnSegment *)found->pdata[0])->rows, ==, expected[i].rows);
    }
    hn_store_close(store);
    night_fixture_run(f); /* no events: no segment of them */
    store = night_fixture_store(f);
    g_autoptr(GPtrArray) events = hn_store_segments(store, "EVNT", "person", NULL);
    g_assert_cmpuint(events->len, ==, 1);
    hn_store_close(store);
    night_fixture_free(f);
}

/* A steward locks the entity of a:002 and b:002: a decision, an event, and a row over the entity.
 */
static guint64
lock_entity(NightFixture *f)
{
    g_autoptr(GError) error = NULL;
    HnStore *store = hn_night_open_store(f->project, HN_STORE_WRITE, &error);
    g_assert_no_error(error);
    g_autoptr(HnCrosswalk) crosswalk = hn_crosswalk_published(store, "person", NULL);
    g_autoptr(HnEntities) entities = hn_entities_published(store, "person", NULL);
    const guint32 row = hn_crosswalk_find(crosswalk, "a", hn_slice_of("002"));
    HnEntity entity = *hn_entities_find(entities, crosswalk->entity_of[row]);
    char type[] = "person", word[] = "lock", a[] = "a", b[] = "b";
    HnRecordName records[] = { { a, hn_slice_of("002") }, { b, hn_slice_of("002") } };
    HnDecision decision = { .kind = HN_DECISION_LOCK,
                            .verb = word,
                            .entity_type = type,
                            .reason = word,
                            .by = word,
                            .n_records = { 2, 0 },
                            .records = { records, NULL } };
    g_autoptr(HnEvents) events = hn_events_new();
    guint64 event = 0;
    entity.locked = 1;
    g_assert_true(hn_store_reserve(store, 0, HN_ID_DECISION, 1, &decision.sequence, &error));
    g_assert_true(hn_store_reserve(store, 0, HN_ID_EVENT, 1, &event, &error));
    hn_events_add(events, HN_EVENT_LOCKED, entity.sequence, 0, decision.sequence)->sequence = event;
    const HnLiveChange change = {
        .decision = &decision, .events = events, .n_entities = 1, .entities = &entity
    };
    hn_store_apply_live(store, &change, &error);
    g_assert_no_error(error);
    hn_store_close(store);
    return event;
}

static void
test_what_people_did_stands_first(void)
{
    NightFixture *f = delivered();
    night_fixture_run(f);
    const guint64 event = lock_entity(f);
    night_fixture_deliver_all(f, N_PEOPLE + 1);
    night_fixture_run(f);
    HnStore *store = night_fixture_store(f);
    g_autoptr(GPtrArray) segments = hn_store_segments(store, "EVNT", "person", NULL);
    g_assert_cmpuint(segments->len, ==, 2);
    g_autoptr(HnEvents) events = hn_events_load(store, segments->pdata[1], NULL);
    g_assert_cmpuint(events->n, ==, 2);
    g_assert_cmpuint(events->events[0].sequence, ==, event);
    g_assert_cmpint(events->events[0].kind, ==, HN_EVENT_LOCKED);
    g_assert_cmpint(events->events[1].kind, ==, HN_EVENT_NEW);
    g_autoptr(HnEvents) live = hn_store_live_events(store, NULL);
    g_assert_cmpuint(live->n, ==, 0);
    g_autoptr(HnEntities) entities = hn_entities_published(store, "person", NULL);
    const HnEntity *entity = hn_entities_find(entities, events->events[0].entity);
    g_assert_cmpuint(entity->locked, ==, 1);
    hn_store_close(store);
    g_autofree char *changes = night_fixture_result(f, "changes");
    g_assert_true(strstr(changes, "\"change\":\"locked\"") < strstr(changes, "\"change\":\"new\""));
    night_fixture_free(f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/night_link/" #what, test_##what)
    ADD(a_resumed_night_has_what_was_staged);
    ADD(a_budget_limits_cases_alone);
    ADD(hurt_segments_do_not_count);
    ADD(hurt_results_do_not_count);
    ADD(segments_are_those_of_the_state);
    ADD(what_people_did_stands_first);
    return g_test_run();
}
