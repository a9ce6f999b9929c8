/* Goal: a segment's description survives its coding, and names cannot lead out of the state folder.
 */
#include "tests/unit/store_fixture.h"

static HnSegment *
example(void)
{
    const HnSealedInfo info = { .file_bytes = 1234, .digest = { 9, 8, 7 } };
    return hn_segment_new("RECV", "registry", "segments/r-000000018/RECV-registry.hns", 1, 77,
                          &info);
}

static void
assert_same(const HnSegment *a, const HnSegment *b)
{
    g_assert_cmpstr(a->kind, ==, b->kind);
    g_assert_cmpstr(a->name, ==, b->name);
    g_assert_cmpstr(a->path, ==, b->path);
    g_assert_cmpuint(a->run, ==, b->run);
    g_assert_cmpuint(a->rows, ==, b->rows);
    g_assert_cmpuint(a->file_bytes, ==, b->file_bytes);
    g_assert_cmpmem(a->digest, sizeof a->digest, b->digest, sizeof b->digest);
}

static void
test_coding_and_copying_keep_everything(void)
{
    g_autoptr(HnSegment) segment = example();
    g_autoptr(HnSegment) copy = hn_segment_copy(segment);
    assert_same(segment, copy);
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    hn_segment_encode(segment, bytes);
    HnCursor cursor = hn_cursor(bytes->data, bytes->len);
    g_autoptr(HnSegment) decoded = hn_segment_decode(&cursor);
    g_assert_nonnull(decoded);
    g_assert_true(hn_cursor_done(&cursor));
    assert_same(segment, decoded);
}

static void
test_what_is_not_a_segment(void)
{
    g_autoptr(HnSegment) segment = example();
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    hn_segment_encode(segment, bytes);
    for (guint n = 0; n < bytes->len; n++) {
        HnCursor cursor = hn_cursor(bytes->data, n);
        g_assert_null(hn_segment_decode(&cursor));
    }
    bytes->data[3] = '\0'; /* inside the kind */
    HnCursor cursor = hn_cursor(bytes->data, bytes->len);
    g_assert_null(hn_segment_decode(&cursor));
}

static void
test_names_stay_inside(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    g_autoptr(GError) error = NULL;
    g_autofree char *path = hn_store_segment_path(store, 33, "RECV", "a-b_c.d", &error);
    g_assert_cmpstr(path, ==, "segments/r-00000012Q/RECV-a-b_c.d.hns");
    g_assert_true(store_fixture_exists(&fixture, "segments/r-00000012Q"));
    g_autofree char *signed_path = hn_store_segment_path(store, 33, "RECV", "-a.-a", &error);
    g_assert_cmpstr(signed_path, ==, "segments/r-00000012Q/RECV--a.-a.hns");
    g_autofree char *long_name = g_strnfill(201, 'x');
    const char *const wrong[] = { "",    "..",   "../x",     "a/b",    ".x",
                                  "a b", "a\nb", "\xc3\xa9", long_name };
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_assert_null(hn_store_segment_path(store, 33, "RECV", wrong[i], &error));
        g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_NAME);
        g_clear_error(&error);
    }
    store_fixture_free(&fixture);
}

static void
test_all_names_of_a_kind_are_listed(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    const HnRunInfo run = store_fixture_begin(store);
    g_autoptr(GPtrArray) segments = store_fixture_segments();
    g_ptr_array_add(segments, store_fixture_segment(store, 1, "RECV", "b", 1));
    g_ptr_array_add(segments, store_fixture_segment(store, 1, "RECV", "a", 2));
    g_ptr_array_add(segments, store_fixture_segment(store, 1, "XWLK", "a", 3));
    store_fixture_commit(store, &run, segments);
    g_autoptr(GPtrArray) both = hn_store_segments(store, "RECV", NULL, NULL);
    g_autoptr(GPtrArray) one = hn_store_segments(store, "RECV", "a", NULL);
    g_autoptr(GPtrArray) none = hn_store_segments(store, "ENTY", NULL, NULL);
    g_assert_cmpuint(both->len, ==, 2);
    g_assert_cmpuint(none->len, ==, 0);
    g_assert_cmpuint(one->len, ==, 1);
    assert_same(g_ptr_array_index(one, 0), g_ptr_array_index(segments, 1));
    store_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/store_segments/coding_and_copying_keep_everything",
                    test_coding_and_copying_keep_everything);
    g_test_add_func("/store/store_segments/what_is_not_a_segment", test_what_is_not_a_segment);
    g_test_add_func("/store/store_segments/names_stay_inside", test_names_stay_inside);
    g_test_add_func("/store/store_segments/all_names_of_a_kind_are_listed",
                    test_all_names_of_a_kind_are_listed);
    return g_test_run();
}
