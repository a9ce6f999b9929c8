/* Goal: recovery always ends in a store that writes, and never in a number that anybody has seen
 * (I3). */
#include "store/anchor.h"
#include "tests/unit/store_fixture.h"

static void
recover(const StoreFixture *fixture)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(hn_store_recover(fixture->state, fixture->anchor, &error));
    g_assert_no_error(error);
}

static guint64
next_entity(const StoreFixture *fixture)
{
    g_autoptr(HnStore) store = store_fixture_open(fixture, HN_STORE_WRITE);
    return store_fixture_reserve(store, 0, HN_ID_ENTITY, 1);
}

static void
test_an_old_copy_moves_beyond_the_anchor(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autofree char *copy = g_build_filename(fixture.top, "copy", NULL);
    g_assert_cmpuint(next_entity(&fixture), ==, 1);
    {
        g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
        const HnRunInfo run = store_fixture_begin(store);
        store_fixture_copy(fixture.state, copy);
        store_fixture_reserve(store, run.sequence, HN_ID_ENTITY, 5000000);
    }
    store_fixture_copy(copy, fixture.state);
    store_fixture_refuses(&fixture, HN_STORE_WRITE, HN_STORE_ERROR, HN_STORE_ERROR_BEHIND);
    recover(&fixture);
    g_assert_cmpuint(next_entity(&fixture), >, 5000001);
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    gboolean found = TRUE;
    HnRunInfo run;
    g_assert_true(hn_store_unfinished_run(store, &found, &run, NULL));
    g_assert_false(found); /* it was abandoned */
    store_fixture_free(&fixture);
}

static void
test_a_lost_anchor_costs_a_wide_range(void)
{
    StoreFixture fixture = store_fixture_new();
    next_entity(&fixture);
    g_assert_true(hn_io_unlink(fixture.anchor, NULL));
    recover(&fixture);
    g_assert_cmpuint(next_entity(&fixture), >, G_GUINT64_CONSTANT(1) << 32);
    store_fixture_free(&fixture);
}

static void
test_a_lost_state_begins_anew_beyond_the_anchor(void)
{
    StoreFixture fixture = store_fixture_new();
    {
        g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
        store_fixture_reserve(store, 0, HN_ID_ENTITY, 123456);
    }
    g_assert_true(hn_io_remove_tree(fixture.state, NULL));
    recover(&fixture);
    g_assert_cmpuint(next_entity(&fixture), >, 123456);
    store_fixture_free(&fixture);
}

/* Far more than the gap that recovery leaves. */
static guint64
far(guint kind)
{
    return (guint64)(kind + 1) << 33;
}

static void
test_every_kind_of_number_moves_beyond_the_anchor(void)
{
    StoreFixture fixture = store_fixture_new();
    {
        g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
        for (guint kind = 0; kind < HN_ID_KINDS; kind++)
            store_fixture_reserve(store, 0, (HnIdKind)kind, far(kind));
    }
    g_assert_true(hn_io_remove_tree(fixture.state, NULL));
    recover(&fixture);
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    for (guint kind = 0; kind < HN_ID_KINDS; kind++) {
        const guint64 next = store_fixture_reserve(store, 0, (HnIdKind)kind, 1);
        g_assert_cmpuint(next, >, far(kind));
        g_assert_cmpuint(next, <, far(kind + 1)); /* and no further than it must */
    }
    store_fixture_free(&fixture);
}

/* Damage anywhere: what can still be read counts; and every line from `recover` on is whole again.
 */
static void
test_a_damaged_anchor_still_counts(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autofree char *copy = g_build_filename(fixture.top, "copy", NULL);
    next_entity(&fixture);
    store_fixture_copy(fixture.state, copy);
    {
        g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
        store_fixture_reserve(store, 0, HN_ID_ENTITY, G_GUINT64_CONSTANT(6) << 30);
    }
    g_autoptr(GBytes) anchor = store_fixture_anchor(&fixture);
    gsize n = 0;
    const char *text = g_bytes_get_data(anchor, &n);
    for (guint kind = 0; kind < 3; kind++) {
        g_autoptr(GString) damaged = g_string_new_len(text, (gssize)n);
        if (kind == 0)
            damaged->str[20] ^= 1;
        else if (kind == 1)
            g_string_append_len(damaged, "hopnhat-anchor 1 \0torn", 22);
        else
            g_string_append(damaged, "not a line\n");
        store_fixture_set_anchor(&fixture, damaged->str, damaged->len);
        store_fixture_copy(copy, fixture.state);
        store_fixture_refuses(&fixture, HN_STORE_WRITE, HN_STORE_ERROR, HN_STORE_ERROR_BEHIND);
        recover(&fixture);
        g_assert_cmpuint(next_entity(&fixture), >, G_GUINT64_CONSTANT(6) << 30);
        g_autoptr(HnAnchorFile) file = hn_anchor_file_read(fixture.anchor, NULL);
        for (gsize i = file->n_lines - 6; i < file->n_lines; i++)
            g_assert_true(hn_anchor_is_chained(file->lines[i - 1], file->lines[i]));
    }
    store_fixture_free(&fixture);
}

/* Held runs are published by their marks; one that was going on is put away with its own. */
static void
test_a_held_run_keeps_its_marks(void)
{
    StoreFixture fixture = store_fixture_new();
    HnRunInfo held, running;
    {
        g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
        held = store_fixture_begin(store);
        g_assert_true(
            hn_store_stage_done(store, held.sequence, "link", hn_slice_of("staged"), NULL));
        g_assert_true(hn_store_hold_run(store, held.sequence, "{}", NULL));
        running = store_fixture_begin(store);
        g_assert_true(hn_store_stage_done(store, running.sequence, "link", hn_slice_of("x"), NULL));
    }
    recover(&fixture);
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    g_autoptr(GBytes) kept = hn_store_stage_payload(store, held.sequence, "link");
    g_autoptr(GBytes) gone = hn_store_stage_payload(store, running.sequence, "link");
    g_assert_nonnull(kept);
    g_assert_null(gone);
    g_assert_true(hn_store_run_info(store, held.sequence, &held, NULL));
    g_assert_true(hn_store_run_info(store, running.sequence, &running, NULL));
    g_assert_cmpint(held.state, ==, HN_RUN_HELD);
    g_assert_cmpint(running.state, ==, HN_RUN_ABANDONED);
    store_fixture_free(&fixture);
}

static void
test_recovering_twice_is_fine(void)
{
    StoreFixture fixture = store_fixture_new();
    next_entity(&fixture);
    recover(&fixture);
    const guint64 once = next_entity(&fixture);
    recover(&fixture);
    g_assert_cmpuint(next_entity(&fixture), >, once);
    store_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/store_recover/an_old_copy_moves_beyond_the_anchor",
                    test_an_old_copy_moves_beyond_the_anchor);
    g_test_add_func("/store/store_recover/a_lost_anchor_costs_a_wide_range",
                    test_a_lost_anchor_costs_a_wide_range);
    g_test_add_func("/store/store_recover/a_lost_state_begins_anew_beyond_the_anchor",
                    test_a_lost_state_begins_anew_beyond_the_anchor);
    g_test_add_func("/store/store_recover/every_kind_of_number_moves_beyond_the_anchor",
                    test_every_kind_of_number_moves_beyond_the_anchor);
    g_test_add_func("/store/store_recover/a_damaged_anchor_still_counts",
                    test_a_damaged_anchor_still_counts);
    g_test_add_func("/store/store_recover/a_held_run_keeps_its_marks",
                    test_a_held_run_keeps_its_marks);
    g_test_add_func("/store/store_recover/recovering_twice_is_fine", test_recovering_twice_is_fine);
    return g_test_run();
}
