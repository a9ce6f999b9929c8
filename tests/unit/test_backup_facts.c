/* Goal: the facts of a backup come back as they were written; what is none is refused. */
#include "store/backup_facts.h"

#include "tests/unit/store_fixture.h"

static void
test_facts_come_back(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(GError) error = NULL;
    for (guint64 run = 0; run < 3; run += 2) {
        HnBackupInfo info = { .format = 1,
                              .run = run,
                              .epoch = 3,
                              .made_us = 4,
                              .n_lines = 5,
                              .n_segments = 6,
                              .n_files = 7,
                              .n_bytes = 8,
                              .was_going_on = TRUE,
                              .digest = { 9 } };
        HnBackupInfo back;
        g_assert_true(hn_backup_facts_write(fixture.top, &info, &error));
        g_assert_true(hn_backup_facts_read(fixture.top, &back, &error));
        g_assert_no_error(error);
        g_assert_cmpmem(&info, sizeof info, &back, sizeof back);
    }
    store_fixture_free(&fixture);
}

static void
test_what_is_no_fact_is_refused(void)
{
    static const char *const bad[] = { "", "[]", "{}", "{\"schema\": 2}",
                                       "{\"schema\": 1, \"format\": -1}" };
    StoreFixture fixture = store_fixture_new();
    g_autofree char *path = g_build_filename(fixture.top, HN_BACKUP_FACTS, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        HnBackupInfo info;
        g_autoptr(GError) error = NULL;
        g_assert_true(hn_io_write_file(path, bad[i], strlen(bad[i]), NULL));
        g_assert_false(hn_backup_facts_read(fixture.top, &info, &error));
        g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_VERSION);
    }
    store_fixture_free(&fixture);
}

static void
test_a_damaged_segment_is_seen(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    const HnRunInfo run = store_fixture_begin(store);
    g_autoptr(GPtrArray) segments = store_fixture_segments();
    HnSegment *segment = store_fixture_segment(store, run.sequence, "CASE", "person", 5);
    g_ptr_array_add(segments, segment);
    store_fixture_commit(store, &run, segments);
    g_autofree char *path = hn_store_path(store, segment->path);
    g_clear_pointer(&store, hn_store_close);
    HnBackupInfo info = { 0 };
    g_autoptr(GError) error = NULL;
    g_assert_true(hn_backup_facts_look(fixture.state, NULL, &info, &error));
    g_assert_cmpuint(info.run, ==, 1);
    g_assert_cmpuint(info.n_segments, ==, 1);
    g_autoptr(GBytes) bytes = hn_io_read_file(path, 1u << 20, NULL);
    g_autofree guint8 *other = g_memdup2(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
    other[g_bytes_get_size(bytes) / 2] ^= 1;
    g_assert_true(hn_io_write_file(path, other, g_bytes_get_size(bytes), NULL));
    g_assert_false(hn_backup_facts_look(fixture.state, NULL, &info, &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT);
    store_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/backup_facts/facts_come_back", test_facts_come_back);
    g_test_add_func("/store/backup_facts/what_is_no_fact_is_refused",
                    test_what_is_no_fact_is_refused);
    g_test_add_func("/store/backup_facts/a_damaged_segment_is_seen",
                    test_a_damaged_segment_is_seen);
    return g_test_run();
}
