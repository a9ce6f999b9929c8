/* Goal: a database that has forgotten old lines of the anchor still knows its own file from any
 * other, an older state from a newer one, and every changed byte (I3). */
#include "store/anchor.h"
#include "store/store_private.h"
#include "tests/unit/store_fixture.h"

#define LONG 200 /* lines; many times what is kept */

/* In one transaction, for the disk's sake. */
static void
add_lines(HnStore *store, guint n)
{
    guint64 first = 0;
    g_assert_true(hn_store_begin(store, NULL));
    for (guint i = 0; i < n; i++)
        g_assert_true(hn_store_take_numbers(store, 0, HN_ID_ENTITY, 1, &first, NULL));
    g_assert_true(hn_store_end(store, TRUE, NULL));
}

/* Three lines, and old ones are forgotten. */
static void
commit_night(HnStore *store)
{
    const HnRunInfo run = store_fixture_begin(store);
    store_fixture_reserve(store, run.sequence, HN_ID_EVENT, 2);
    store_fixture_commit(store, &run, NULL);
}

static void
make_history(const StoreFixture *fixture, guint n_lines)
{
    g_autoptr(HnStore) store = store_fixture_open(fixture, HN_STORE_WRITE);
    add_lines(store, n_lines);
    commit_night(store);
}

static guint64
first_known(const StoreFixture *fixture)
{
    g_autoptr(HnStore) store = store_fixture_open(fixture, HN_STORE_READ);
    guint64 number = 0;
    g_assert_true(
        hn_sql_number(store->db, &number, NULL, "SELECT min(number) FROM anchor_lines", ""));
    return number;
}

static void
is_told(const StoreFixture *fixture, const char *why)
{
    g_autoptr(GError) error = NULL;
    g_assert_null(hn_store_open(fixture->state, fixture->anchor, NULL, HN_STORE_WRITE, &error));
    g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_BEHIND);
    g_assert_nonnull(strstr(error->message, why));
    g_autoptr(HnStore) reader = store_fixture_open(fixture, HN_STORE_READ);
    g_assert_true(hn_store_is_behind(reader));
}

static void
is_fine(const StoreFixture *fixture)
{
    {
        g_autoptr(HnStore) reader = store_fixture_open(fixture, HN_STORE_READ);
        g_assert_false(hn_store_is_behind(reader));
    }
    hn_store_close(store_fixture_open(fixture, HN_STORE_WRITE));
}

/* The file up to line @n_lines. */
static gsize
end_of_line(GBytes *anchor, guint64 n_lines)
{
    gsize n_bytes = 0;
    const char *text = g_bytes_get_data(anchor, &n_bytes), *at = text;
    for (; n_lines > 0; n_lines--)
        at = (const char *)memchr(at, '\n', n_bytes - (gsize)(at - text)) + 1;
    return (gsize)(at - text);
}

static void
test_a_commit_forgets_what_the_file_has_for_long(void)
{
    StoreFixture fixture = store_fixture_new();
    make_history(&fixture, 10);
    g_assert_cmpuint(first_known(&fixture), ==, 1);
    make_history(&fixture, LONG);
    const guint64 first = first_known(&fixture);
    g_autoptr(GBytes) anchor = store_fixture_anchor(&fixture);
    g_autoptr(HnAnchorFile) file = hn_anchor_file_read(fixture.anchor, NULL);
    /* The commit's own line is beside those that are kept. */
    g_assert_cmpuint(file->n_lines - first, ==, HN_ANCHOR_LINES_KEPT);
    is_fine(&fixture);
    g_autoptr(GBytes) now = store_fixture_anchor(&fixture);
    g_assert_true(g_bytes_equal(anchor, now));
    store_fixture_free(&fixture);
}

/* Nothing that a kill kept from the file may be forgotten: it is completed from any length that the
 * database still knows, and from no shorter one. */
static void
test_a_cut_file_is_completed_as_far_as_lines_are_known(void)
{
    StoreFixture fixture = store_fixture_new();
    make_history(&fixture, LONG);
    g_autoptr(GBytes) anchor = store_fixture_anchor(&fixture);
    const guint64 first = first_known(&fixture);
    const char *text = g_bytes_get_data(anchor, NULL);
    for (guint64 n = first - 1; n < first + HN_ANCHOR_LINES_KEPT; n += 13) {
        store_fixture_set_anchor(&fixture, text, end_of_line(anchor, n) + n % 2 * 30);
        is_fine(&fixture);
        g_autoptr(GBytes) now = store_fixture_anchor(&fixture);
        g_assert_true(g_bytes_equal(anchor, now));
    }
    store_fixture_set_anchor(&fixture, text, end_of_line(anchor, first - 2));
    is_told(&fixture, "lines are missing");
    store_fixture_free(&fixture);
}

static void
test_a_state_that_is_far_behind_is_an_older_one(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autofree char *copy = g_build_filename(fixture.top, "copy", NULL);
    make_history(&fixture, LONG);
    store_fixture_copy(fixture.state, copy);
    make_history(&fixture, LONG);
    store_fixture_copy(copy, fixture.state);
    is_told(&fixture, "older than what stands in the anchor");
    g_assert_true(hn_store_recover(fixture.state, fixture.anchor, NULL));
    {
        g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
        g_assert_cmpuint(store_fixture_reserve(store, 0, HN_ID_ENTITY, 1), >, 2 * LONG);
    }
    make_history(&fixture, 1);
    is_fine(&fixture);
    store_fixture_free(&fixture);
}

/* Any length of another store's file, the one before the first known line among them. */
static void
test_another_stores_file_is_refused(void)
{
    StoreFixture one = store_fixture_new(), two = store_fixture_new();
    make_history(&one, LONG);
    make_history(&two, LONG);
    g_autoptr(GBytes) other = store_fixture_anchor(&two);
    const guint64 first = first_known(&one);
    const guint64 lengths[] = { 3, first - 2, first - 1, first, first + 20, LONG + 2 };
    for (gsize i = 0; i < G_N_ELEMENTS(lengths); i++) {
        store_fixture_set_anchor(&one, g_bytes_get_data(other, NULL),
                                 end_of_line(other, lengths[i]));
        is_told(&one, lengths[i] < first - 1 ? "lines are missing" : "not the store that wrote");
    }
    store_fixture_free(&one);
    store_fixture_free(&two);
}

static void
test_a_changed_byte_of_any_line_is_refused(void)
{
    StoreFixture fixture = store_fixture_new();
    make_history(&fixture, LONG);
    g_autoptr(GBytes) anchor = store_fixture_anchor(&fixture);
    gsize n = 0;
    const char *text = g_bytes_get_data(anchor, &n);
    for (gsize at = 0; at < n; at += at < 300 ? 23 : 2003) {
        g_autofree char *flipped = g_memdup2(text, n);
        flipped[at] ^= 4;
        store_fixture_set_anchor(&fixture, flipped, n);
        is_told(&fixture, text[at] == '\n' ? "" : "not the store that wrote");
    }
    store_fixture_free(&fixture);
}

/* What stands before the last recovery is evidence and may be damaged; what stands after it may
 * not. */
static void
test_lines_before_a_recovery_do_not_count(void)
{
    StoreFixture fixture = store_fixture_new();
    make_history(&fixture, 20);
    g_autoptr(GBytes) before = store_fixture_anchor(&fixture);
    gsize n_before = 0;
    const char *text = g_bytes_get_data(before, &n_before);
    g_autofree char *damaged = g_memdup2(text, n_before);
    damaged[60] ^= 1;
    store_fixture_set_anchor(&fixture, damaged, n_before - 50); /* and its last line is torn */
    is_told(&fixture, "not the store that wrote");
    g_assert_true(hn_store_recover(fixture.state, fixture.anchor, NULL));
    is_fine(&fixture);
    make_history(&fixture, HN_ANCHOR_LINES_KEPT + 3); /* some lines of the recovery are forgotten */
    is_fine(&fixture);
    make_history(&fixture, LONG);
    is_fine(&fixture);
    g_autoptr(GBytes) anchor = store_fixture_anchor(&fixture);
    gsize n = 0;
    text = g_bytes_get_data(anchor, &n);
    for (gsize at = n_before; at < n; at += 4001) {
        g_autofree char *flipped = g_memdup2(text, n);
        flipped[at] ^= 4;
        store_fixture_set_anchor(&fixture, flipped, n);
        is_told(&fixture, "not the store that wrote");
    }
    store_fixture_free(&fixture);
}

/* A reader looks at the file first. If it stands still then for nights, all lines that it saw are
 * forgotten; that is no other store. */
static void
test_a_slow_reader_is_not_told_lies(void)
{
    StoreFixture fixture = store_fixture_new();
    make_history(&fixture, 10);
    g_autoptr(HnAnchorFile) early = hn_anchor_file_read(fixture.anchor, NULL);
    make_history(&fixture, LONG);
    g_autoptr(HnStore) reader =
        hn_store_open_database(fixture.state, fixture.anchor, NULL, HN_STORE_READ, NULL);
    g_assert_nonnull(reader);
    g_assert_true(hn_store_look_at_anchor(reader, early, NULL));
    g_assert_false(hn_store_is_behind(reader));
    store_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/store_anchor/a_commit_forgets_what_the_file_has_for_long",
                    test_a_commit_forgets_what_the_file_has_for_long);
    g_test_add_func("/store/store_anchor/a_cut_file_is_completed_as_far_as_lines_are_known",
                    test_a_cut_file_is_completed_as_far_as_lines_are_known);
    g_test_add_func("/store/store_anchor/a_state_that_is_far_behind_is_an_older_one",
                    test_a_state_that_is_far_behind_is_an_older_one);
    g_test_add_func("/store/store_anchor/another_stores_file_is_refused",
                    test_another_stores_file_is_refused);
    g_test_add_func("/store/store_anchor/a_changed_byte_of_any_line_is_refused",
                    test_a_changed_byte_of_any_line_is_refused);
    g_test_add_func("/store/store_anchor/lines_before_a_recovery_do_not_count",
                    test_lines_before_a_recovery_do_not_count);
    g_test_add_func("/store/store_anchor/a_slow_reader_is_not_told_lies",
                    test_a_slow_reader_is_not_told_lies);
    return g_test_run();
}
