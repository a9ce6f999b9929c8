/* Goal: equal rows give equal segments, whatever the store; what was put comes back (see
 * test_version_reader). */
#include "store/record_versions.h"

#include "tests/unit/store_fixture.h"

static HnSealedInfo
write_rows(guint n_rows, guint64 *ret_rows)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    g_autoptr(GError) error = NULL;
    g_autofree char *path = hn_store_segment_path(store, 5, "RECV", "s", &error);
    static const char *const columns[] = { "name", "year" };
    g_autoptr(HnVersionWriter) writer = hn_version_writer_new(store, path, 5, columns, 2, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < n_rows; i++) {
        char id[16];
        const gsize n_id = (gsize)g_snprintf(id, sizeof id, "%08u", i);
        const HnRawField fields[] = { { (const guint8 *)id, (guint32)n_id, HN_FIELD_TEXT },
                                      { NULL, 0, HN_FIELD_MISSING } };
        const HnVersion version = { .record_id = hn_slice(id, n_id),
                                    .withdrawn = i % 5 == 4,
                                    .n_fields = i % 5 == 4 ? 0 : 2,
                                    .fields = fields };
        g_assert_true(hn_version_writer_put(writer, &version, &error));
    }
    HnSealedInfo info;
    g_assert_true(hn_version_writer_finish(writer, ret_rows, &info, &error));
    store_fixture_free(&fixture);
    return info;
}

static void
test_equal_rows_give_equal_segments(void)
{
    guint64 one = 0, two = 0, three = 0;
    const HnSealedInfo first = write_rows(30000, &one);
    const HnSealedInfo second = write_rows(30000, &two);
    const HnSealedInfo other = write_rows(30001, &three);
    g_assert_cmpuint(one, ==, 30000);
    g_assert_cmpuint(three, ==, 30001);
    g_assert_cmpmem(first.digest, HN_DIGEST_BYTES, second.digest, HN_DIGEST_BYTES);
    g_assert_cmpint(memcmp(first.digest, other.digest, HN_DIGEST_BYTES), !=, 0);
    g_assert_cmpuint(first.n_blocks, >, 3); /* several chunks, header and end */
}

static void
test_an_unfinished_segment_leaves_nothing(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    g_autofree char *path = hn_store_segment_path(store, 5, "RECV", "s", NULL);
    g_autofree char *temporary = g_strconcat(path, ".tmp", NULL);
    hn_version_writer_free(hn_version_writer_new(store, path, 5, NULL, 0, NULL));
    g_assert_false(store_fixture_exists(&fixture, path));
    g_assert_false(store_fixture_exists(&fixture, temporary));
    store_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/version_writer/equal_rows_give_equal_segments",
                    test_equal_rows_give_equal_segments);
    g_test_add_func("/store/version_writer/an_unfinished_segment_leaves_nothing",
                    test_an_unfinished_segment_leaves_nothing);
    return g_test_run();
}
