/* Goal: rows are ranked by the names that they had first, whatever keys they have had since. */
#include "linker/rekey_rank.h"

#include "tests/reference/small_rekey.h"
#include "tests/unit/store_fixture.h"

static void
expect_ranks(HnStore *store, const char *map, const char *expected)
{
    static const char *const names[] = { "a:1", "a:3", "b:2", "z:1" };
    HnAttribute attribute = { .name = (char *)(gsize) "x", .type = HN_TYPE_TEXT };
    const HnEntityType type = { .name = (char *)(gsize) "person",
                                .n_attributes = 1,
                                .attributes = &attribute };
    g_autoptr(HnRecordTable) table = hn_record_table_new(&type);
    g_autoptr(HnRekey) rekey = map == NULL ? NULL : hn_small_rekey(map);
    g_autoptr(GString) text = g_string_new(NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        const char source[] = { names[i][0], '\0' };
        if (i == 0 || names[i][0] != names[i - 1][0])
            hn_record_table_start_source(table, source);
        hn_record_table_add(table, hn_slice_of(names[i] + 2));
    }
    g_assert_true(hn_rekey_rank(store, rekey, table, NULL));
    for (guint32 row = 0; row < table->n_rows; row++)
        g_string_append_printf(text, "%u", hn_record_table_rank(table, row));
    g_assert_cmpstr(text->str, ==, expected);
    g_assert_cmpint(table->rank == NULL, ==, strcmp(expected, "0123") == 0);
}

static void
publish(HnStore *store, const char *map, guint64 event)
{
    g_autoptr(HnRekey) rekey = hn_small_rekey(map);
    const HnRunInfo run = store_fixture_begin(store);
    g_autofree char *name = g_strdup_printf("v-%" G_GUINT64_FORMAT, event);
    g_autofree char *path = hn_store_segment_path(store, run.sequence, HN_REKEY, name, NULL);
    g_autoptr(GPtrArray) segments = store_fixture_segments();
    HnSealedInfo info;
    hn_rekey_say(rekey, "r", "b", 0);
    hn_rekey_number(rekey, event);
    g_assert_true(hn_rekey_write(store, path, rekey, &info, NULL));
    g_ptr_array_add(segments,
                    hn_segment_new(HN_REKEY, name, path, run.sequence, hn_rekey_n(rekey), &info));
    store_fixture_commit(store, &run, segments);
}

static void
test_first_names_decide(void)
{
    StoreFixture files = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&files, HN_STORE_WRITE);
    expect_ranks(store, NULL, "0123");
    expect_ranks(store, "c:9>q:1", "0123"); /* of nobody here */
    expect_ranks(store, "a:2>z:1", "0231"); /* z:1 was between the two of a */
    publish(store, "a:0>m:1", 5);           /* and before that, of maps that are stored */
    expect_ranks(store, "m:1>z:1", "1230");
    publish(store, "m:1>a:0", 6); /* which was taken back */
    expect_ranks(store, NULL, "0123");
    store_fixture_free(&files);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/rekey_rank/first_names_decide", test_first_names_decide);
    return g_test_run();
}
