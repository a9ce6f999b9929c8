/* Goal: a target's watermark tells what it holds, also where the answer to COMMIT was lost or its
 * table had other columns for a time. */
#include "tests/unit/delivery_fixture.h"

/* It has other columns for a time, and its watermark says so afterwards. */
static void
lose_a_column(Fixture *fixture)
{
    fixture->places[0].fault = LACKS_A_COLUMN;
    assert_delivers(fixture, HN_TARGET_REFUSED, 0, n_waiting(fixture, 0));
    g_assert_true(fixture->places[0].mark.is_spoilt);
    fixture->places[0].fault = WELL;
}

static void
test_a_column_that_was_away(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    do_night(fixture, "61 31 ~,62 32 33");
    assert_delivers(fixture, HN_TARGET_CURRENT, 1, 0);
    lose_a_column(fixture);
    assert_delivers(fixture, HN_TARGET_CURRENT, 1, 0); /* no night between */
    assert_told(fixture, 0, "all 1 on 0: 2 rows; all 1 on 0: 2 rows; ");
    do_night(fixture, "61 32 ~,62 32 33");
    lose_a_column(fixture);
    assert_delivers(fixture, HN_TARGET_CURRENT, 1, 0);
    assert_told(fixture, 0, "all 1 on 0: 2 rows; all 1 on 0: 2 rows; all 2 on 0: 2 rows; ");
    assert_delivers(fixture, HN_TARGET_CURRENT, 0, 0);
}

/* Whoever may not write there does not spoil what a later publisher has written. */
static void
test_a_column_of_a_later_epoch(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    do_night(fixture, "61 31 ~,62 32 33");
    assert_delivers(fixture, HN_TARGET_CURRENT, 1, 0);
    fixture->places[0].mark.epoch += 1;
    const HnWatermark before = fixture->places[0].mark;
    fixture->places[0].fault = LACKS_A_COLUMN;
    assert_delivers(fixture, HN_TARGET_REFUSED, 0, 0);
    g_assert_cmpmem(&before, sizeof before, &fixture->places[0].mark, sizeof before);
}

/* Spoilt or not: what is of another content was filled from another store. */
static void
test_a_column_of_another_store(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    do_night(fixture, "61 31 ~,62 32 33");
    do_night(fixture, "61 31 ~,62 32 34");
    fixture->places[0].mark =
        (HnWatermark){ .any = TRUE, .epoch = 1, .sequence = 2, .digest = { 0, 1 } };
    g_ptr_array_add(fixture->places[0].rows, g_strdup("7a 7a 7a"));
    lose_a_column(fixture);
    g_autoptr(GPtrArray) outcomes = deliver(fixture);
    const HnTargetOutcome *outcome = outcomes->pdata[0];
    g_assert_cmpint(outcome->state, ==, HN_TARGET_REFUSED);
    g_assert_nonnull(strstr(outcome->why, "from another store"));
    g_assert_cmpuint(fixture->places[0].rows->len, ==, 1);
}

/* Nobody could ask afterwards whether the whole state had arrived; nights go on all the same. */
static void
test_a_whole_state_without_answer(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    do_night(fixture, "61 31 ~,62 32 33");
    assert_delivers(fixture, HN_TARGET_CURRENT, 1, 0);
    g_ptr_array_set_size(fixture->places[0].rows, 0);
    do_night(fixture, "61 31 ~,62 32 34");
    fixture->places[0].fault = LOSES_THE_ANSWER;
    fixture->places[0].at_apply = 2;
    assert_delivers(fixture, HN_TARGET_PENDING, 0, 1);
    do_night(fixture, "61 31 ~,62 32 35");
    assert_delivers(fixture, HN_TARGET_CURRENT, 1, 0);
    assert_told(fixture, 0, "all 1 on 0: 2 rows; all 2 on 0: 2 rows; set 3 on 2: 1 rows; ");
}

/* The watermark says afterwards that the set is there, or is not: it counts as sent once. */
static void
test_what_had_no_answer_counts(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const Fault faults[] = { LOSES_THE_ANSWER, LOSES_THE_SET };
    g_autoptr(GPtrArray) left_out =
        g_ptr_array_new_with_free_func((GDestroyNotify)hn_left_out_free);
    static char column[] = "id", why[] = "too long";
    const HnLeftOut one = { .column = column, .why = why, .n_rows = 1 };
    hn_left_out_add(left_out, &one);
    fixture->places[0].left_out = left_out;
    fixture->places[0].n_deleted = 3;
    fixture->project.fetch_attempts = 2;
    for (guint i = 0; i < G_N_ELEMENTS(faults); i++) {
        guint64 n = 0;
        do_night(fixture, i == 0 ? "61 31 ~,62 32 33" : "61 31 ~");
        fixture->places[0].fault = faults[i];
        fixture->places[0].at_apply = fixture->places[0].n_applied + 1;
        g_autoptr(GPtrArray) outcomes = deliver(fixture);
        const HnTargetOutcome *outcome = outcomes->pdata[0];
        g_assert_cmpint(outcome->state, ==, HN_TARGET_CURRENT);
        g_assert_cmpuint(outcome->n_sets, ==, 1);
        g_assert_cmpuint(outcome->n_rows, ==, i == 0 ? 2 : 1);
        g_assert_cmpuint(outcome->n_deleted, ==, 3);
        g_free(hn_target_outcome_left_out(outcome, &n));
        g_assert_cmpuint(n, ==, 1);
    }
    fixture->project.fetch_attempts = 1; /* nobody could ask: there is no room all the same */
    do_night(fixture, "61 32 ~");
    fixture->places[0].fault = LOSES_THE_ANSWER;
    fixture->places[0].at_apply = fixture->places[0].n_applied + 1;
    g_autoptr(GPtrArray) outcomes = deliver(fixture);
    guint64 n = 0;
    g_free(hn_target_outcome_left_out(outcomes->pdata[0], &n));
    g_assert_cmpuint(n, ==, 1);
    g_assert_cmpuint(((const HnTargetOutcome *)outcomes->pdata[0])->n_sets, ==, 0);
}

#define ADD(name, test)                                                                            \
    g_test_add("/publish/delivery/" name, Fixture, NULL, set_up, test, tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("a_column_that_was_away", test_a_column_that_was_away);
    ADD("a_column_of_a_later_epoch", test_a_column_of_a_later_epoch);
    ADD("a_column_of_another_store", test_a_column_of_another_store);
    ADD("a_whole_state_without_answer", test_a_whole_state_without_answer);
    ADD("what_had_no_answer_counts", test_what_had_no_answer_counts);
    return g_test_run();
}
