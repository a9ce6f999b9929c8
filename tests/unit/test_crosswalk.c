/* Goal: every record once, in order, found by name; nothing else is loaded. */
#include "store/entity_state.h"

#include "store/chunk_file.h"
#include "tests/unit/store_fixture.h"

#define N_ROWS 150000u /* more than two chunks */

/* Sources a, b, c; ids of different lengths in byte order; entities up and down. */
static HnCrosswalk *
example(guint32 n_rows)
{
    HnCrosswalk *crosswalk = g_new0(HnCrosswalk, 1);
    crosswalk->n_rows = n_rows;
    crosswalk->n_sources = 3;
    crosswalk->sources = g_new0(char *, 3);
    for (guint i = 0; i < 3; i++)
        crosswalk->sources[i] = g_strdup_printf("%c-source", 'a' + (char)i);
    crosswalk->source_of = g_new(guint32, n_rows + 1);
    crosswalk->id_offsets = g_new0(guint64, n_rows + 1);
    crosswalk->id_bytes = g_malloc(16 * (gsize)n_rows + 1);
    crosswalk->entity_of = g_new(guint64, n_rows + 1);
    for (guint32 row = 0; row < n_rows; row++) {
        char id[20];
        const gsize n =
            (gsize)g_snprintf(id, sizeof id, "%07u%s", row, row % 2 == 0 ? "" : "-long");
        crosswalk->source_of[row] = row < n_rows / 2 ? 0 : 2; /* b has no record */
        memcpy(crosswalk->id_bytes + crosswalk->id_offsets[row], id, n);
        crosswalk->id_offsets[row + 1] = crosswalk->id_offsets[row] + n;
        crosswalk->entity_of[row] = 1 + (guint64)row * 7919 % 10007 * 1000003;
    }
    return crosswalk;
}

static HnSegment *
write_one(HnStore *store, const HnCrosswalk *crosswalk)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = hn_store_segment_path(store, 1, "XWLK", "person", &error);
    HnSealedInfo info;
    g_assert_true(hn_crosswalk_write(store, path, crosswalk, &info, &error));
    g_assert_no_error(error);
    return hn_segment_new("XWLK", "person", path, 1, crosswalk->n_rows, &info);
}

static void
test_a_crosswalk_comes_back(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    static const guint32 sizes[] = { 0, 1, N_ROWS };
    for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
        g_autoptr(HnCrosswalk) wanted = example(sizes[i]);
        g_autoptr(HnSegment) segment = write_one(store, wanted);
        g_autoptr(HnCrosswalk) read = hn_crosswalk_load(store, segment, NULL);
        g_assert_nonnull(read);
        g_assert_cmpuint(read->n_rows, ==, sizes[i]);
        g_assert_cmpuint(read->n_sources, ==, 3);
        g_assert_cmpstr(read->sources[2], ==, "c-source");
        const gsize n = sizes[i];
        g_assert_cmpmem(read->source_of, 4 * n, wanted->source_of, 4 * n);
        g_assert_cmpmem(read->id_offsets, 8 * n + 8, wanted->id_offsets, 8 * n + 8);
        g_assert_cmpmem(read->entity_of, 8 * n, wanted->entity_of, 8 * n);
        g_assert_cmpmem(read->id_bytes, read->id_offsets[n], wanted->id_bytes,
                        wanted->id_offsets[n]);
    }
    store_fixture_free(&fixture);
}

static void
test_a_record_is_found_by_its_name(void)
{
    g_autoptr(HnCrosswalk) crosswalk = example(1000);
    for (guint32 row = 0; row < 1000; row++) {
        const char *source = crosswalk->sources[crosswalk->source_of[row]];
        g_assert_cmpuint(hn_crosswalk_find(crosswalk, source, hn_crosswalk_id(crosswalk, row)), ==,
                         row);
        const char *other = row < 500 ? "c-source" : "a-source";
        g_assert_cmpuint(hn_crosswalk_find(crosswalk, other, hn_crosswalk_id(crosswalk, row)), ==,
                         G_MAXUINT32);
    }
    g_assert_cmpuint(hn_crosswalk_find(crosswalk, "b-source", hn_slice_of("0000000")), ==,
                     G_MAXUINT32);
    g_assert_cmpuint(hn_crosswalk_find(crosswalk, "d", hn_slice_of("0000000")), ==, G_MAXUINT32);
    g_assert_cmpuint(hn_crosswalk_find(crosswalk, "", hn_slice_of("")), ==, G_MAXUINT32);
    g_assert_cmpuint(hn_crosswalk_find(crosswalk, "a-source", hn_slice_of("0000001")), ==,
                     G_MAXUINT32);
}

/* Well-formed files whose content no crosswalk has. */
static void
test_forged_content_is_refused(void)
{
    static const struct {
        const char *header; /* after the version: rows, id bytes, sources, names */
        gsize n_header;
        const char *rows;
        gsize n_rows, n_bytes;
        gboolean is_fine;
    } cases[] = {
        { "\2\2\1\1s", 5, "\2\0\2\1\1ab\2\2", 2, 9, TRUE },
        { "\2\2\1\1s", 5, "\2\0\2\1\1aa\2\2", 2, 9, FALSE },    /* one record twice */
        { "\2\2\1\1s", 5, "\2\0\2\1\1ba\2\2", 2, 9, FALSE },    /* order */
        { "\2\2\1\1s", 5, "\2\0\2\1\1ab\2\1", 2, 9, FALSE },    /* entity 0 */
        { "\2\2\1\1s", 5, "\2\1\2\1\1ab\2\2", 2, 9, FALSE },    /* no such source */
        { "\2\2\1\1s", 5, "\2\0\1\1\1ab\2\2", 2, 9, FALSE },    /* too few sources */
        { "\2\2\1\1s", 5, "\2\0\3\1\1ab\2\2", 2, 9, FALSE },    /* too many */
        { "\2\2\1\1s", 5, "\2\0\2\1\2abc\2\2", 2, 10, FALSE },  /* more bytes than said */
        { "\2\3\1\1s", 5, "\2\0\2\1\1ab\2\2", 2, 9, FALSE },    /* fewer */
        { "\2\2\1\1s", 5, "\2\0\2\1\1ab\2\2x", 2, 10, FALSE },  /* too long */
        { "\2\2\1\1s", 5, "\2\0\2\1\1ab\2", 2, 8, FALSE },      /* cut */
        { "\3\2\1\1s", 5, "\2\0\2\1\1ab\2\2", 2, 9, FALSE },    /* rows are missing */
        { "\1\2\1\1s", 5, "\2\0\2\1\1ab\2\2", 2, 9, FALSE },    /* too many rows */
        { "\2\2\1\1s", 5, "\2\0\2\1\1ab\2\2", 3, 9, FALSE },    /* another count */
        { "\2\2\2\1t\1s", 7, "\2\0\2\1\1ab\2\2", 2, 9, FALSE }, /* sources' order */
        { "\2\2\2\1s", 5, "\2\0\2\1\1ab\2\2", 2, 9, FALSE },    /* a source is missing */
        { "\xff\xff\xff\xff\x7f\2\1\1s", 9, "\2\0\2\1\1ab\2\2", 2, 9, FALSE },
        { "\2\xff\xff\xff\xff\x7f\1\1s", 9, "\2\0\2\1\1ab\2\2", 2, 9, FALSE },
    };
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    g_autofree char *path = hn_store_segment_path(store, 1, "XWLK", "person", NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GByteArray) header = g_byte_array_new();
        hn_put_varint(header, 1);
        hn_put_bytes(header, cases[i].header, cases[i].n_header);
        g_autoptr(HnChunkWriter) writer = hn_chunk_writer_new(store, path, "XWLK", header, NULL);
        g_assert_true(hn_chunk_writer_put(writer, hn_slice(cases[i].rows, cases[i].n_bytes),
                                          cases[i].n_rows, NULL));
        HnSealedInfo info;
        g_assert_true(hn_chunk_writer_finish(writer, &info, NULL));
        g_autoptr(HnSegment) segment = hn_segment_new("XWLK", "person", path, 1, 2, &info);
        g_autoptr(HnCrosswalk) crosswalk = hn_crosswalk_load(store, segment, &error);
        g_test_message("case %zu", i);
        g_assert_true((crosswalk != NULL) == cases[i].is_fine);
        if (!cases[i].is_fine)
            g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT);
    }
    store_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/crosswalk/a_crosswalk_comes_back", test_a_crosswalk_comes_back);
    g_test_add_func("/store/crosswalk/a_record_is_found_by_its_name",
                    test_a_record_is_found_by_its_name);
    g_test_add_func("/store/crosswalk/forged_content_is_refused", test_forged_content_is_refused);
    return g_test_run();
}
