/* Goal: edges come back as written, and only beside the crosswalk whose rows they speak of. */
#include "store/entity_state.h"

#include "store/chunk_file.h"
#include "tests/unit/store_fixture.h"

static const guint8 digest_of_crosswalk[HN_DIGEST_BYTES] = { 5, 6, 7 };

static HnSegment *
write_one(HnStore *store, const HnEdges *edges)
{
    g_autofree char *path = hn_store_segment_path(store, 1, "EDGE", "person", NULL);
    HnSealedInfo info;
    g_autoptr(GError) error = NULL;
    g_assert_true(hn_edges_write(store, path, &(HnEdgesHead){ "EDGE", digest_of_crosswalk }, edges,
                                 &info, &error));
    g_assert_no_error(error);
    return hn_segment_new("EDGE", "person", path, 1, edges->n, &info);
}

static void
test_edges_come_back(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    static const gsize sizes[] = { 0, 1, 200000 };
    for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
        g_autofree HnEdge *rows = g_new0(HnEdge, sizes[i] + 1);
        for (gsize n = 0; n < sizes[i]; n++)
            rows[n] = (HnEdge){ (guint32)n / 3, (guint32)n / 3 + 1 + (guint32)n % 3 * 1000,
                                n % 2 == 0 ? G_MININT32 : G_MAXINT32, (guint32)n % 64 };
        const HnEdges wanted = { sizes[i], rows };
        g_autoptr(HnSegment) segment = write_one(store, &wanted);
        g_autoptr(HnEdges) read = hn_edges_load(store, segment, 100000, NULL);
        g_assert_nonnull(read);
        g_assert_cmpmem(read->edges, read->n * sizeof *rows, rows, sizes[i] * sizeof *rows);
    }
    store_fixture_free(&fixture);
}

static void
test_rows_beyond_the_crosswalk_are_refused(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    HnEdge rows[] = { { 3, 9, -7, 2 } };
    const HnEdges edges = { 1, rows };
    g_autoptr(HnSegment) segment = write_one(store, &edges);
    g_autoptr(HnEdges) fits = hn_edges_load(store, segment, 10, NULL);
    g_assert_nonnull(fits);
    for (guint32 n_rows = 0; n_rows < 10; n_rows++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(HnEdges) refused = hn_edges_load(store, segment, n_rows, &error);
        g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT);
        g_assert_null(refused);
    }
    store_fixture_free(&fixture);
}

static void
test_edges_of_another_crosswalk_are_refused(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    const HnRunInfo run = store_fixture_begin(store);
    HnEdge rows[] = { { 3, 9, -7, 2 } };
    const HnEdges edges = { 1, rows };
    g_autoptr(GPtrArray) segments = store_fixture_segments();
    g_ptr_array_add(segments, write_one(store, &edges));
    g_ptr_array_add(segments, store_fixture_segment(store, run.sequence, "XWLK", "person", 3));
    store_fixture_commit(store, &run, segments);
    g_autoptr(GError) error = NULL;
    g_autoptr(HnEdges) refused = hn_edges_load(store, g_ptr_array_index(segments, 0), 10, &error);
    g_assert_null(refused);
    g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT);
    g_assert_nonnull(strstr(error->message, "another crosswalk"));
    store_fixture_free(&fixture);
}

static void
test_forged_content_is_refused(void)
{
    static const struct {
        const char *rows;
        gsize n_bytes;
        gboolean is_fine;
    } cases[] = {
        { "\1\2\0\0\0\3\0\0", 8, TRUE },
        { "\1\2\0\0\0\2\0\0", 8, FALSE }, /* the same pair twice */
        { "\1\2\0\0\0\1\0\0", 8, FALSE }, /* order */
        { "\1\2\0\0\1\0\0\0", 8, FALSE }, /* a record with itself */
        { "\1\2\0\0\1\377\377\377\377\377\377\377\377\377\1\0\0", 17, FALSE },
        { "\377\377\377\377\377\377\377\377\377\1\2\0\0\2\3\0\0", 17, FALSE },
        { "\1\2\0\0\1\2\377\377\377\377\40\0", 12, FALSE }, /* a weight of more than 32 bits */
        { "\1\2\0\0\1\2\0\377\377\377\377\37", 12, FALSE }, /* a rule of more than 32 bits */
        { "\1\2\0\0\1\2\0", 7, FALSE },
        { "\1\2\0\0", 4, FALSE },
        { "\1\2\0\0\1\2\0\0\1\2\0\0", 12, FALSE },
    };
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    g_autofree char *path = hn_store_segment_path(store, 1, "EDGE", "person", NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GByteArray) header = g_byte_array_new();
        hn_put_varint(header, 1);
        hn_put_varint(header, 2);
        hn_put_bytes(header, digest_of_crosswalk, HN_DIGEST_BYTES);
        g_autoptr(HnChunkWriter) writer = hn_chunk_writer_new(store, path, "EDGE", header, NULL);
        g_assert_true(
            hn_chunk_writer_put(writer, hn_slice(cases[i].rows, cases[i].n_bytes), 2, NULL));
        HnSealedInfo info;
        g_assert_true(hn_chunk_writer_finish(writer, &info, NULL));
        g_autoptr(HnSegment) segment = hn_segment_new("EDGE", "person", path, 1, 2, &info);
        g_autoptr(HnEdges) edges = hn_edges_load(store, segment, 100, &error);
        g_test_message("case %zu", i);
        g_assert_true((edges != NULL) == cases[i].is_fine);
        if (!cases[i].is_fine)
            g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT);
    }
    store_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/edges/edges_come_back", test_edges_come_back);
    g_test_add_func("/store/edges/rows_beyond_the_crosswalk_are_refused",
                    test_rows_beyond_the_crosswalk_are_refused);
    g_test_add_func("/store/edges/edges_of_another_crosswalk_are_refused",
                    test_edges_of_another_crosswalk_are_refused);
    g_test_add_func("/store/edges/forged_content_is_refused", test_forged_content_is_refused);
    return g_test_run();
}
