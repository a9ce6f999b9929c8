/* Goal: a decision and its effect are in force together or not at all, and stay until they are
 * lifted (I6). */
#include "store/decisions.h"

#include "tests/unit/store_fixture.h"

typedef struct {
    StoreFixture files;
    HnStore *store;
} Fixture;

static Fixture
fixture_new(void)
{
    Fixture fixture = { .files = store_fixture_new() };
    fixture.store = store_fixture_open(&fixture.files, HN_STORE_WRITE);
    return fixture;
}

static void
fixture_free(Fixture *fixture)
{
    hn_store_close(fixture->store);
    store_fixture_free(&fixture->files);
}

static char person[] = "person", organisation[] = "organisation";
static char verb[] = "merge", reason[] = "seen the papers", by[] = "clerk";

static HnDecision
decision_of(HnStore *store, HnDecisionKind kind, char *type)
{
    return (HnDecision){ .sequence = store_fixture_reserve(store, 0, HN_ID_DECISION, 1),
                         .kind = kind,
                         .verb = verb,
                         .entity_type = type,
                         .reason = reason,
                         .by = by,
                         .at_us = -5 };
}

static gboolean
apply(HnStore *store, const HnDecision *decision, GError **error)
{
    g_autoptr(HnEvents) events = hn_events_new();
    const HnLiveChange change = { .decision = decision, .events = events };
    return hn_store_apply_live(store, &change, error);
}

static void
test_a_decision_comes_back(void)
{
    Fixture fixture = fixture_new();
    char one[] = "one", two[] = "two";
    const HnRecordName names[2][2] = { { { one, hn_slice("a\0b", 3) }, { two, hn_slice_of("") } },
                                       { { two, hn_slice_of("z") } } };
    HnDecision decision = decision_of(fixture.store, HN_DECISION_DIFFERENT, person);
    for (guint side = 0; side < 2; side++) {
        decision.n_records[side] = 2 - side;
        decision.records[side] = hn_record_names_new(names[side], 2 - side);
    }
    g_autoptr(GError) error = NULL;
    g_assert_true(apply(fixture.store, &decision, &error));
    g_assert_no_error(error);
    g_autoptr(GPtrArray) all = hn_store_decisions(fixture.store, NULL, FALSE, &error);
    g_assert_cmpuint(all->len, ==, 1);
    const HnDecision *read = g_ptr_array_index(all, 0);
    g_assert_cmpuint(read->sequence, ==, decision.sequence);
    g_assert_cmpint(read->kind, ==, HN_DECISION_DIFFERENT);
    g_assert_cmpstr(read->verb, ==, "merge");
    g_assert_cmpstr(read->entity_type, ==, "person");
    g_assert_cmpstr(read->reason, ==, "seen the papers");
    g_assert_cmpstr(read->by, ==, "clerk");
    g_assert_cmpint(read->at_us, ==, -5);
    g_assert_cmpuint(read->lifted_by, ==, 0);
    for (guint side = 0; side < 2; side++) {
        g_assert_cmpuint(read->n_records[side], ==, 2 - side);
        for (guint i = 0; i < read->n_records[side]; i++) {
            g_assert_cmpstr(read->records[side][i].source, ==, names[side][i].source);
            g_assert_true(
                hn_slice_equal(read->records[side][i].record_id, names[side][i].record_id));
        }
        g_free(decision.records[side]);
    }
    fixture_free(&fixture);
}

static void
test_records_stay_with_their_decision(void)
{
    Fixture fixture = fixture_new();
    char source[] = "s";
    for (guint i = 0; i < 6; i++) {
        HnRecordName names[6];
        for (guint k = 0; k < i; k++) {
            static const char *const ids[] = { "a", "b", "c", "d", "e", "f" };
            names[k] = (HnRecordName){ source, hn_slice_of(ids[k]) };
        }
        HnDecision decision =
            decision_of(fixture.store, HN_DECISION_SAME, i % 2 == 0 ? person : organisation);
        decision.n_records[i % 3 == 0 ? 0 : 1] = i;
        decision.records[i % 3 == 0 ? 0 : 1] = names;
        g_assert_true(apply(fixture.store, &decision, NULL));
    }
    g_autoptr(GPtrArray) all = hn_store_decisions(fixture.store, NULL, TRUE, NULL);
    g_autoptr(GPtrArray) people = hn_store_decisions(fixture.store, person, TRUE, NULL);
    g_assert_cmpuint(all->len, ==, 6);
    g_assert_cmpuint(people->len, ==, 3);
    for (guint i = 0; i < 6; i++) {
        const HnDecision *read = g_ptr_array_index(all, i);
        g_assert_cmpuint(read->n_records[0], ==, i % 3 == 0 ? i : 0);
        g_assert_cmpuint(read->n_records[1], ==, i % 3 == 0 ? 0 : i);
    }
    for (guint i = 0; i < 3; i++) {
        const HnDecision *read = g_ptr_array_index(people, i);
        g_assert_cmpuint(read->n_records[0] + read->n_records[1], ==, 2 * i);
    }
    fixture_free(&fixture);
}

static void
test_an_undo_lifts_once(void)
{
    Fixture fixture = fixture_new();
    const HnDecision same = decision_of(fixture.store, HN_DECISION_SAME, person);
    g_assert_true(apply(fixture.store, &same, NULL));
    HnDecision undo = decision_of(fixture.store, HN_DECISION_UNDO, person);
    undo.target = same.sequence;
    g_assert_true(apply(fixture.store, &undo, NULL));
    g_autoptr(GPtrArray) in_force = hn_store_decisions(fixture.store, person, TRUE, NULL);
    g_autoptr(GPtrArray) all = hn_store_decisions(fixture.store, person, FALSE, NULL);
    g_assert_cmpuint(in_force->len, ==, 0);
    g_assert_cmpuint(all->len, ==, 2);
    g_assert_cmpuint(((HnDecision *)g_ptr_array_index(all, 0))->lifted_by, ==, undo.sequence);
    g_assert_cmpuint(((HnDecision *)g_ptr_array_index(all, 1))->target, ==, same.sequence);
    const guint64 not_in_force[] = { same.sequence, undo.sequence, 0 };
    for (gsize i = 0; i < G_N_ELEMENTS(not_in_force); i++) {
        g_autoptr(GError) error = NULL;
        HnDecision again = decision_of(fixture.store, HN_DECISION_UNDO, person);
        again.target = not_in_force[i];
        g_assert_false(apply(fixture.store, &again, &error));
        g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_STATE);
    }
    g_autoptr(GPtrArray) still = hn_store_decisions(fixture.store, person, FALSE, NULL);
    g_assert_cmpuint(still->len, ==, 2); /* what was refused left nothing */
    fixture_free(&fixture);
}

static void
test_numbers_must_be_reserved(void)
{
    Fixture fixture = fixture_new();
    g_autoptr(GError) error = NULL;
    HnDecision decision = decision_of(fixture.store, HN_DECISION_SAME, person);
    decision.sequence++;
    g_assert_false(apply(fixture.store, &decision, &error));
    g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_STATE);
    g_clear_error(&error);
    decision.sequence--;
    g_autoptr(HnEvents) events = hn_events_new();
    hn_events_add(events, HN_EVENT_LOCKED, 1, 0, decision.sequence)->sequence = 1;
    const HnLiveChange change = { .decision = &decision, .events = events };
    g_assert_false(hn_store_apply_live(fixture.store, &change, &error));
    g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_STATE);
    g_clear_error(&error);
    g_assert_cmpuint(store_fixture_reserve(fixture.store, 0, HN_ID_EVENT, 1), ==, 1);
    g_assert_true(hn_store_apply_live(fixture.store, &change, &error));
    HnDecision next = decision_of(fixture.store, HN_DECISION_SAME, person);
    const HnLiveChange older = { .decision = &next, .events = events };
    g_assert_false(hn_store_apply_live(fixture.store, &older, &error));
    g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_STATE);
    g_assert_cmpuint(hn_store_last_change(fixture.store), ==, 1);
    fixture_free(&fixture);
}

static void
test_a_reason_is_demanded(void)
{
    Fixture fixture = fixture_new();
    HnDecision decision = decision_of(fixture.store, HN_DECISION_SAME, person);
    char none[] = "";
    decision.reason = none;
    g_assert_false(apply(fixture.store, &decision, NULL));
    g_assert_cmpstr(hn_decision_kind_name(HN_DECISION_LOCK), ==, "lock");
    fixture_free(&fixture);
}

static void
test_a_chosen_value_comes_back(void)
{
    Fixture fixture = fixture_new();
    char source[] = "one", attribute[] = "birth_date";
    HnRecordName record = { source, hn_slice_of("a") }, name = { attribute, hn_slice(NULL, 0) };
    HnDecision decision = decision_of(fixture.store, HN_DECISION_VALUE, person);
    decision.n_records[0] = decision.n_records[1] = 1;
    decision.records[0] = &record;
    decision.records[1] = &name;
    g_autoptr(GError) error = NULL;
    g_assert_true(apply(fixture.store, &decision, &error));
    g_autoptr(GPtrArray) all = hn_store_decisions(fixture.store, person, TRUE, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(all->len, ==, 1);
    const HnDecision *read = g_ptr_array_index(all, 0);
    g_assert_cmpstr(hn_decision_kind_name(read->kind), ==, "value");
    g_assert_cmpstr(hn_decision_attribute(read), ==, "birth_date");
    g_assert_cmpstr(read->records[0][0].source, ==, "one");
    fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/decisions/a_decision_comes_back", test_a_decision_comes_back);
    g_test_add_func("/store/decisions/records_stay_with_their_decision",
                    test_records_stay_with_their_decision);
    g_test_add_func("/store/decisions/an_undo_lifts_once", test_an_undo_lifts_once);
    g_test_add_func("/store/decisions/numbers_must_be_reserved", test_numbers_must_be_reserved);
    g_test_add_func("/store/decisions/a_reason_is_demanded", test_a_reason_is_demanded);
    g_test_add_func("/store/decisions/a_chosen_value_comes_back", test_a_chosen_value_comes_back);
    return g_test_run();
}
