/* Goal: edges become entities under constraints, old ids stay with their records, and what changed
 * is told once. */
#include "linker/link_stage.h"

#include "store/decisions.h"
#include "tests/reference/night_fixture.h"

#define N_PEOPLE 15u
#define PERSON 1u
#define FIRST_NEW 1000u

static HnLinkInput
input_of(HnNight *night)
{
    return (HnLinkInput){
        .source = { .store = night->store,
                    .project = night->options->project,
                    .entity = PERSON,
                    .landing = night->landing,
                    .published = night->published,
                    .pool = night->pool,
                    .budget = night->budget },
        .run = night->run.sequence,
        .standardised = night->types[PERSON].standardised,
        .scored = night->types[PERSON].scored,
        .model = night->types[PERSON].bundle->model,
    };
}

/* All steps; golden records are rendered, as they set the digests. */
static HnLinked *
link_people(HnNight *night)
{
    g_autoptr(GError) error = NULL;
    const HnLinkInput input = input_of(night);
    HnLinked *linked = hn_link_cluster(&input, &error);
    g_assert_no_error(error);
    hn_link_assign(&input, linked, FIRST_NEW, &error);
    g_assert_no_error(error);
    g_autoptr(GByteArray) lines = g_byte_array_new();
    for (gsize i = 0; i < hn_golden_lines_n(linked->golden); i++)
        hn_golden_lines_render(linked->golden, i, 0, lines);
    hn_link_changes(&input, linked, &error);
    g_assert_no_error(error);
    hn_link_number(linked, 70, 80);
    return linked;
}

static guint64
entity_of(const HnLinked *linked, const char *source, const char *id)
{
    const guint32 row = hn_crosswalk_find(linked->crosswalk, source, hn_slice_of(id));
    g_assert_cmpuint(row, !=, G_MAXUINT32);
    return linked->crosswalk->entity_of[row];
}

static void
test_a_first_night_issues_ids_in_order_of_records(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    HnNight *night = night_fixture_up_to(f, HN_STAGE_LINK);
    g_autoptr(HnLinked) linked = link_people(night);
    g_assert_cmpuint(linked->n_new, ==, N_PEOPLE);
    g_assert_cmpuint(linked->n_entities_now, ==, N_PEOPLE);
    g_assert_cmpuint(linked->n_entities_last, ==, 0);
    g_assert_cmpuint(linked->crosswalk->n_rows, ==, 2 * N_PEOPLE);
    for (guint i = 0; i < N_PEOPLE; i++) {
        char id[8];
        g_snprintf(id, sizeof id, "%03u", i);
        g_assert_cmpuint(entity_of(linked, "a", id), ==, FIRST_NEW + i);
        g_assert_cmpuint(entity_of(linked, "b", id), ==, FIRST_NEW + i);
    }
    g_assert_cmpuint(linked->events->n, ==, N_PEOPLE);
    for (gsize i = 0; i < linked->events->n; i++) {
        g_assert_cmpuint(linked->events->events[i].sequence, ==, 70 + i);
        g_assert_cmpint(linked->events->events[i].kind, ==, HN_EVENT_NEW);
        g_assert_cmpuint(linked->events->events[i].n_records, ==, 2);
    }
    for (gsize i = 0; i < linked->cases->n; i++)
        g_assert_cmpuint(linked->cases->cases[i].sequence, ==, 80 + i);
    hn_night_free(night);
    night_fixture_free(f);
}

static void
test_old_ids_stay_with_their_records(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_run(f);
    night_fixture_deliver_all(f, N_PEOPLE + 2);
    HnNight *night = night_fixture_up_to(f, HN_STAGE_LINK);
    g_autoptr(HnCrosswalk) before = hn_crosswalk_published(night->store, "person", NULL);
    g_autoptr(HnLinked) linked = link_people(night);
    g_assert_cmpuint(linked->n_new, ==, 2);
    g_assert_cmpuint(linked->n_entities_last, ==, N_PEOPLE);
    for (guint32 row = 0; row < before->n_rows; row++) {
        const HnSlice id = hn_crosswalk_id(before, row);
        const guint32 now =
            hn_crosswalk_find(linked->crosswalk, before->sources[before->source_of[row]], id);
        g_assert_cmpuint(linked->crosswalk->entity_of[now], ==, before->entity_of[row]);
    }
    g_assert_cmpuint(linked->counts.n_new, ==, 2);
    g_assert_cmpuint(linked->events->n, ==, 2);
    hn_night_free(night);
    night_fixture_free(f);
}

static void
decide_different(HnStore *store, const char *id)
{
    char type[] = "person", word[] = "x", a[] = "a", b[] = "b";
    HnRecordName first[] = { { a, hn_slice_of(id) } }, second[] = { { b, hn_slice_of(id) } };
    HnDecision decision = { .kind = HN_DECISION_DIFFERENT,
                            .verb = word,
                            .entity_type = type,
                            .reason = word,
                            .by = word,
                            .n_records = { 1, 1 },
                            .records = { first, second } };
    g_autoptr(HnEvents) events = hn_events_new();
    const HnLiveChange change = { .decision = &decision, .events = events };
    g_autoptr(GError) error = NULL;
    guint64 event = 0;
    g_assert_true(hn_store_reserve(store, 0, HN_ID_DECISION, 1, &decision.sequence, &error));
    g_assert_true(hn_store_reserve(store, 0, HN_ID_EVENT, 1, &event, &error));
    hn_events_add(events, HN_EVENT_UPDATED, 1, 0, decision.sequence)->sequence = event;
    hn_store_apply_live(store, &change, &error);
    g_assert_no_error(error);
}

/* A decision splits what the edges join, and settles the pair: nobody is asked again. */
static void
test_a_decision_keeps_records_apart(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_run(f);
    HnNight *night = night_fixture_up_to(f, HN_STAGE_LINK);
    decide_different(night->store, "003");
    g_autoptr(HnLinked) linked = link_people(night);
    const guint64 a = entity_of(linked, "a", "003"), b = entity_of(linked, "b", "003");
    g_assert_cmpuint(a, !=, b);
    g_assert_cmpuint(MAX(a, b), ==, FIRST_NEW);
    g_assert_cmpuint(linked->counts.n_split, ==, 1);
    for (gsize i = 0; i < linked->cases->n; i++)
        g_assert_false(linked->cases->cases[i].entity_a == MIN(a, b) &&
                       linked->cases->cases[i].entity_b == MAX(a, b));
    hn_night_free(night);
    night_fixture_free(f);
}

static void
test_one_record_per_source_is_kept(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_configure(f, "    thresholds: { match: 4, review: -4 }\nsources:",
                            "    thresholds: { match: 4, review: -4 }\n"
                            "    one_record_per_source: [a]\nsources:",
                            NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    g_autofree char *path = night_fixture_path(f, "a.csv");
    g_autofree char *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_autofree char *twice =
        g_strconcat(text, "900,Nguyễn,An A,1950-01-01,0900000000;0800000000,Huế\n", NULL);
    night_fixture_deliver(f, "a.csv", twice);
    HnNight *night = night_fixture_up_to(f, HN_STAGE_LINK);
    g_autoptr(HnLinked) linked = link_people(night);
    const guint64 first = entity_of(linked, "a", "000"), copy = entity_of(linked, "a", "900");
    g_assert_cmpuint(first, !=, copy);
    gboolean asked = FALSE;
    for (gsize i = 0; i < linked->cases->n; i++) {
        const HnCase *one = &linked->cases->cases[i];
        asked = asked || (one->entity_a == MIN(first, copy) && one->entity_b == MAX(first, copy) &&
                          one->kind == HN_CASE_CUT);
    }
    g_assert_true(asked);
    hn_night_free(night);
    night_fixture_free(f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/link_stage/" #what, test_##what)
    ADD(a_first_night_issues_ids_in_order_of_records);
    ADD(old_ids_stay_with_their_records);
    ADD(a_decision_keeps_records_apart);
    ADD(one_record_per_source_is_kept);
    return g_test_run();
}
