/* Goal: every target ends with exactly the last state, whatever broke on the way: each set once, in
 * order, resumed at the target's own watermark; and no target waits for another. */
#include "tests/unit/delivery_fixture.h"

static void
test_each_once_and_in_order(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    do_night(fixture, "61 31 ~,62 32 33");
    do_night(fixture, "61 31 ~,62 32 33"); /* nothing changed: no set */
    do_night(fixture, "61 39 ~,63  33");
    do_night(fixture, "63  33");
    assert_delivers(fixture, HN_TARGET_CURRENT, 3, 0);
    assert_told(fixture, 0, "all 1 on 0: 2 rows; set 3 on 1: 3 rows; set 4 on 3: 1 rows; ");
    assert_delivers(fixture, HN_TARGET_CURRENT, 0, 0);
    do_night(fixture, "63 31 33");
    assert_delivers(fixture, HN_TARGET_CURRENT, 1, 0);
    assert_told(fixture, 0,
                "all 1 on 0: 2 rows; set 3 on 1: 3 rows; set 4 on 3: 1 rows; set 5 on 4: 1 rows; ");
}

static void
test_outcome(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    do_night(fixture, "61 31 ~,62 32 33");
    do_night(fixture, "61 32 ~");
    g_autoptr(GPtrArray) outcomes = deliver(fixture);
    g_autoptr(GByteArray) text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    hn_target_outcome_write(outcomes->pdata[0], &json);
    g_autofree char *said = g_strndup((const char *)text->data, text->len);
    g_assert_cmpstr(said, ==,
                    "{\"target\":\"alpha\",\"state\":\"current\",\"holds\":2,\"sent\":{\"sets\":2,"
                    "\"rows\":4,\"pending\":0},\"whole\":false}");
}

/* What its table has no room for keeps nothing else from it, and is told. */
static void
test_rows_left_out(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GPtrArray) left_out =
        g_ptr_array_new_with_free_func((GDestroyNotify)hn_left_out_free);
    static char source[] = "tax", column[] = "id", why[] = "too long";
    const HnLeftOut two = { .source = source, .column = column, .why = why, .n_rows = 2 };
    const HnLeftOut one = { .column = column, .why = why, .n_rows = 1 };
    guint64 n = 0;
    hn_left_out_add(left_out, &two);
    hn_left_out_add(left_out, &one);
    fixture->places[0].left_out = left_out;
    fixture->places[0].n_deleted = 3;
    do_night(fixture, "61 31 ~");
    do_night(fixture, "61 32 ~");
    g_autoptr(GPtrArray) outcomes = deliver(fixture);
    const HnTargetOutcome *outcome = outcomes->pdata[0];
    g_assert_cmpint(outcome->state, ==, HN_TARGET_CURRENT);
    g_autofree char *words = hn_target_outcome_left_out(outcome, &n);
    g_assert_cmpstr(words, ==, "'id' of 'tax': too long (4 rows); 'id': too long (2 rows)");
    g_assert_cmpuint(n, ==, 6);
    g_autoptr(GByteArray) text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    hn_target_outcome_write(outcome, &json);
    g_autofree char *said = g_strndup((const char *)text->data, text->len);
    g_assert_nonnull(strstr(said, "\"whole\":false,\"deleted\":6,\"left_out\""));
    g_assert_nonnull(strstr(said,
                            "\"left_out\":[{\"source\":\"tax\",\"column\":\"id\",\"why\":\"too "
                            "long\",\"rows\":4},{\"column\":\"id\",\"why\":"));
    g_autoptr(GPtrArray) again = deliver(fixture);
    g_assert_null(hn_target_outcome_left_out(again->pdata[0], &n));
}

static void
test_resumes_at_the_watermark(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->places[0].fault = BREAKS_ON_APPLY;
    fixture->places[0].at_apply = 2;
    do_night(fixture, "61 31 ~");
    do_night(fixture, "61 32 ~");
    do_night(fixture, "61 33 ~");
    assert_delivers(fixture, HN_TARGET_PENDING, 1, 2); /* what it holds is forgotten here */
    assert_told(fixture, 0, "all 1 on 0: 1 rows; ");
    assert_delivers(fixture, HN_TARGET_CURRENT, 2, 0);
    assert_told(fixture, 0, "all 1 on 0: 1 rows; set 2 on 1: 1 rows; set 3 on 2: 1 rows; ");
}

/* Nothing is guessed: a new connection's watermark tells whether the set was applied. */
static void
assert_unknown_is_resolved(Fixture *fixture, Fault fault)
{
    fixture->project.fetch_attempts = 2;
    fixture->places[0].fault = fault;
    fixture->places[0].at_apply = 2;
    do_night(fixture, "61 31 ~");
    do_night(fixture, "61 32 ~,62 31 31");
    do_night(fixture, "61 33 ~");
    assert_delivers(fixture, HN_TARGET_CURRENT, 3, 0);
    assert_told(fixture, 0, "all 1 on 0: 1 rows; set 2 on 1: 2 rows; set 3 on 2: 2 rows; ");
    g_assert_cmpuint(fixture->places[0].n_opened, ==, 2);
}

static void
test_a_lost_answer(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    assert_unknown_is_resolved(fixture, LOSES_THE_ANSWER);
}

static void
test_a_lost_set(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    assert_unknown_is_resolved(fixture, LOSES_THE_SET);
}

static void
test_a_target_that_lost_its_state(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    HnWatermark first;
    do_night(fixture, "61 31 ~,62 32 33");
    assert_delivers(fixture, HN_TARGET_CURRENT, 1, 0);
    first = fixture->places[0].mark;
    do_night(fixture, "61 32 ~,62 32 33");
    assert_delivers(fixture, HN_TARGET_CURRENT, 1, 0);
    g_string_truncate(fixture->places[0].told, 0);
    fixture->places[0].mark = first; /* a copy of the first day came back */
    assert_delivers(fixture, HN_TARGET_CURRENT, 1, 0);
    assert_told(fixture, 0, "all 2 on 0: 2 rows; ");
    fixture->places[0].mark = (HnWatermark){ 0 }; /* or nothing at all */
    g_ptr_array_set_size(fixture->places[0].rows, 0);
    g_autoptr(GPtrArray) outcomes = deliver(fixture);
    g_assert_true(((const HnTargetOutcome *)outcomes->pdata[0])->was_filled);
    assert_has_state(fixture, 0);
    do_night(fixture, "61 33 ~"); /* and sets go on from there */
    assert_delivers(fixture, HN_TARGET_CURRENT, 1, 0);
    assert_told(fixture, 0, "all 2 on 0: 2 rows; all 2 on 0: 2 rows; set 3 on 2: 2 rows; ");
}

/* Its table was made anew, and the watermark stayed. */
static void
test_an_emptied_target(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    do_night(fixture, "61 31 ~,62 32 33");
    assert_delivers(fixture, HN_TARGET_CURRENT, 1, 0);
    g_ptr_array_set_size(fixture->places[0].rows, 0);
    assert_delivers(fixture, HN_TARGET_CURRENT, 1, 0); /* no night between */
    assert_told(fixture, 0, "all 1 on 0: 2 rows; all 1 on 0: 2 rows; ");
    g_ptr_array_set_size(fixture->places[0].rows, 0);
    do_night(fixture, "61 32 ~,62 32 33"); /* what changed alone would not make it whole */
    assert_delivers(fixture, HN_TARGET_CURRENT, 1, 0);
    do_night(fixture, "");
    assert_delivers(fixture, HN_TARGET_CURRENT, 1, 0);
    assert_delivers(fixture, HN_TARGET_CURRENT, 0, 0); /* it holds nothing, and that is all */
}

/* Whole states that did not arrive were not sent. */
static void
test_filling_fails(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    do_night(fixture, "61 31 ~");
    assert_delivers(fixture, HN_TARGET_CURRENT, 1, 0);
    fixture->places[0].mark = (HnWatermark){ 0 };
    fixture->places[0].fault = BREAKS_ON_APPLY;
    fixture->places[0].at_apply = 2;
    g_autoptr(GPtrArray) outcomes = deliver(fixture);
    const HnTargetOutcome *outcome = outcomes->pdata[0];
    g_assert_cmpint(outcome->state, ==, HN_TARGET_PENDING);
    g_assert_false(outcome->was_filled);
    g_assert_cmpuint(outcome->n_rows, ==, 0);
}

/* Rows without a watermark are nobody's: the first set does not add to them. */
static void
test_rows_of_somebody(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_ptr_array_add(fixture->places[0].rows, g_strdup("7a 7a 7a"));
    do_night(fixture, "61 31 ~");
    do_night(fixture, "61 31 ~,62 31 ~");
    assert_delivers(fixture, HN_TARGET_CURRENT, 2, 0);
}

/* People decide what becomes of it: nothing is sent, and nothing forgotten. */
static void
assert_refused(Fixture *fixture, const HnWatermark *mark, const char *why)
{
    do_night(fixture, "61 31 ~");
    do_night(fixture, "61 32 ~");
    fixture->places[0].mark = *mark;
    g_autoptr(GPtrArray) outcomes = deliver(fixture);
    const HnTargetOutcome *outcome = outcomes->pdata[0];
    g_assert_cmpint(outcome->state, ==, HN_TARGET_REFUSED);
    g_assert_nonnull(strstr(outcome->why, why));
    g_assert_cmpuint(fixture->places[0].n_begun, ==, 0);
    g_assert_cmpuint(n_waiting(fixture, 0), ==, 2);
}

static void
test_an_older_store(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    const HnWatermark mark = { .any = TRUE, .epoch = 1, .sequence = 9 };
    assert_refused(fixture, &mark, "older copy");
}

static void
test_another_store(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    const HnWatermark mark = { .any = TRUE, .epoch = 1, .sequence = 1, .digest = { 4 } };
    assert_refused(fixture, &mark, "of another content");
}

static void
test_fence(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    const HnWatermark mark = { .any = TRUE, .epoch = 99, .sequence = 1 };
    assert_refused(fixture, &mark, "epoch 99");
}

static void
test_one_does_not_stop_the_others(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->project.n_targets = 3;
    fixture->places[0].waits_for = "gamma"; /* slow */
    fixture->places[1].fault = AWAY;
    do_night(fixture, "61 31 ~,62 32 33");
    g_autoptr(GPtrArray) outcomes = deliver(fixture);
    static const HnTargetState states[] = { HN_TARGET_CURRENT, HN_TARGET_PENDING,
                                            HN_TARGET_CURRENT };
    g_assert_cmpuint(outcomes->len, ==, 3);
    for (guint i = 0; i < 3; i++) {
        const HnTargetOutcome *outcome = outcomes->pdata[i];
        g_assert_true(outcome->target == &fixture->targets[i]);
        g_assert_cmpint(outcome->state, ==, states[i]);
        g_assert_cmpuint(n_waiting(fixture, i), ==, i == 1 ? 1 : 0);
    }
    assert_has_state(fixture, 0);
    assert_has_state(fixture, 2);
    fixture->places[1].fault = WELL;
    fixture->only = "beta";
    g_autoptr(GPtrArray) later = deliver(fixture);
    g_assert_cmpuint(later->len, ==, 1);
    assert_has_state(fixture, 1);
    g_assert_cmpuint(fixture->places[0].n_opened, ==, 1);
}

/* Its columns changed while it was away: sets of the old ones are no use to it. */
static void
test_columns_change_on_the_way(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    do_night(fixture, "61 31 ~,62 32 33");
    fixture->columns[2] = column_names[3];
    g_autoptr(GPtrArray) outcomes = deliver(fixture); /* before a night has made them */
    const HnTargetOutcome *outcome = outcomes->pdata[0];
    g_assert_cmpint(outcome->state, ==, HN_TARGET_REFUSED);
    g_assert_nonnull(strstr(outcome->why, "columns"));
    g_assert_cmpuint(fixture->places[0].n_begun, ==, 0);
    do_night(fixture, "61 31 34,62 32 33");
    assert_delivers(fixture, HN_TARGET_CURRENT, 1, 0);
    assert_told(fixture, 0, "all 2 on 0: 2 rows; ");
}

/* What an earlier audience was to see waits: it may not go out to this one. */
static void
test_audience_changes_on_the_way(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    do_night(fixture, "61 31 ~,62 32 33");
    fixture->targets[0].audience[0] = 7;
    g_autoptr(GPtrArray) outcomes = deliver(fixture); /* before a night has made its own */
    const HnTargetOutcome *outcome = outcomes->pdata[0];
    g_assert_cmpint(outcome->state, ==, HN_TARGET_REFUSED);
    g_assert_cmpuint(fixture->places[0].n_begun, ==, 0);
    do_night(fixture, "61 31 ~");
    assert_delivers(fixture, HN_TARGET_CURRENT, 1, 0);
    assert_told(fixture, 0, "all 2 on 0: 1 rows; ");
}

/* It has what the store has; that came under the number of a night that changed nothing of it. */
static void
test_whole_state_of_a_later_night(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    do_night(fixture, "61 31 ~");
    g_autoptr(GPtrArray) states =
        hn_store_segments(fixture->store, HN_CHANGE_STATE, fixture->targets[0].name, NULL);
    const HnSegment *state = states->pdata[0];
    g_ptr_array_add(fixture->places[0].rows, g_strdup("61 31 ~"));
    fixture->places[0].mark = (HnWatermark){ .any = TRUE, .epoch = 1, .sequence = 9 };
    memcpy(fixture->places[0].mark.digest, state->digest, HN_DIGEST_BYTES);
    assert_delivers(fixture, HN_TARGET_CURRENT, 0, 0);
    g_assert_cmpuint(fixture->places[0].n_begun, ==, 0);
}

static void
test_more_columns_on_the_way(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->targets[0].n_columns = 2;
    do_night(fixture, "61 31,62 32");
    do_night(fixture, "61 31,62 33");
    fixture->targets[0].n_columns = COLUMNS;
    do_night(fixture, "61 31 34,62 32 33");
    assert_delivers(fixture, HN_TARGET_CURRENT, 1, 0);
    assert_told(fixture, 0, "all 3 on 0: 2 rows; ");
}

static void
test_the_key_changes(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    do_night(fixture, "61 31 ~,62 32 33");
    assert_delivers(fixture, HN_TARGET_CURRENT, 1, 0);
    fixture->targets[0].n_key = 2;
    do_night(fixture, "61 31 ~,61 32 33");
    do_night(fixture, "61 31 ~,61 32 34");
    assert_delivers(fixture, HN_TARGET_CURRENT, 1, 0); /* no row of the old key may stay */
    assert_told(fixture, 0, "all 1 on 0: 2 rows; all 3 on 0: 2 rows; ");
}

static void
test_interrupted(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    do_night(fixture, "61 31 ~");
    fixture->interrupted = 2;
    assert_delivers(fixture, HN_TARGET_PENDING, 0, 1);
    g_assert_cmpuint(fixture->places[0].n_opened, ==, 0);
}

static void
test_before_the_first_night(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    assert_delivers(fixture, HN_TARGET_CURRENT, 0, 0);
    g_assert_cmpuint(fixture->places[0].n_opened, ==, 0);
}

/* Damage on this machine is no fault of the target's. */
static void
test_a_damaged_set(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    do_night(fixture, "61 31 ~");
    g_autoptr(GPtrArray) sets =
        hn_store_segments(fixture->store, HN_CHANGE_SET, fixture->targets[0].name, NULL);
    g_autofree char *path =
        hn_store_path(fixture->store, ((const HnSegment *)sets->pdata[0])->path);
    g_autofree char *bytes = NULL;
    gsize n = 0;
    g_assert_true(g_file_get_contents(path, &bytes, &n, NULL));
    bytes[n / 2] ^= 1;
    g_assert_true(g_file_set_contents(path, bytes, (gssize)n, NULL));
    const HnDeliveryOptions options = { .store = fixture->store,
                                        .project = &fixture->project,
                                        .open_sink = open_mock,
                                        .user = fixture,
                                        .interrupted = &fixture->interrupted };
    g_assert_null(hn_deliver(&options, &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT);
    g_assert_cmpuint(fixture->places[0].n_applied, ==, 0);
}

#define ADD(name, test)                                                                            \
    g_test_add("/publish/delivery/" name, Fixture, NULL, set_up, test, tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("each_once_and_in_order", test_each_once_and_in_order);
    ADD("outcome", test_outcome);
    ADD("rows_left_out", test_rows_left_out);
    ADD("resumes_at_the_watermark", test_resumes_at_the_watermark);
    ADD("a_lost_answer", test_a_lost_answer);
    ADD("a_lost_set", test_a_lost_set);
    ADD("a_target_that_lost_its_state", test_a_target_that_lost_its_state);
    ADD("an_emptied_target", test_an_emptied_target);
    ADD("filling_fails", test_filling_fails);
    ADD("rows_of_somebody", test_rows_of_somebody);
    ADD("an_older_store", test_an_older_store);
    ADD("another_store", test_another_store);
    ADD("fence", test_fence);
    ADD("one_does_not_stop_the_others", test_one_does_not_stop_the_others);
    ADD("columns_change_on_the_way", test_columns_change_on_the_way);
    ADD("audience_changes_on_the_way", test_audience_changes_on_the_way);
    ADD("whole_state_of_a_later_night", test_whole_state_of_a_later_night);
    ADD("more_columns_on_the_way", test_more_columns_on_the_way);
    ADD("the_key_changes", test_the_key_changes);
    ADD("interrupted", test_interrupted);
    ADD("before_the_first_night", test_before_the_first_night);
    ADD("a_damaged_set", test_a_damaged_set);
    return g_test_run();
}
