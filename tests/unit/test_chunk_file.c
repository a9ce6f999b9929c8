/* Goal: chunks come back as they went in, of any size, and no other row of blocks is taken for a
 * segment. */
#include "store/chunk_file.h"

#include "tests/unit/store_fixture.h"

typedef struct {
    StoreFixture files;
    HnStore *store;
    char *path;
} Fixture;

static Fixture
fixture_new(void)
{
    Fixture fixture = { .files = store_fixture_new() };
    fixture.store = store_fixture_open(&fixture.files, HN_STORE_WRITE);
    fixture.path = hn_store_segment_path(fixture.store, 1, "XWLK", "x", NULL);
    return fixture;
}

static void
fixture_free(Fixture *fixture)
{
    hn_store_close(fixture->store);
    store_fixture_free(&fixture->files);
    g_free(fixture->path);
}

static void
test_chunks_of_any_size_come_back(void)
{
    static const gsize sizes[] = {
        1, 5, HN_SEALED_BLOCK_BYTES - 9, HN_SEALED_BLOCK_BYTES - 8, 3 * HN_SEALED_BLOCK_BYTES + 17,
        2
    };
    Fixture fixture = fixture_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(GByteArray) header = g_byte_array_new();
    hn_put_slice(header, hn_slice_of("header"));
    g_autoptr(HnChunkWriter) writer =
        hn_chunk_writer_new(fixture.store, fixture.path, "XWLK", header, &error);
    g_assert_no_error(error);
    for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
        g_autofree guint8 *content = g_malloc(sizes[i]);
        memset(content, (int)('a' + i), sizes[i]);
        g_assert_true(hn_chunk_writer_put(writer, hn_slice(content, sizes[i]), 1, &error));
    }
    HnSealedInfo info;
    g_assert_true(hn_chunk_writer_finish(writer, &info, &error));
    g_assert_cmpuint(hn_chunk_writer_rows(writer), ==, G_N_ELEMENTS(sizes));

    g_autoptr(HnSegment) segment = hn_segment_new("XWLK", "x", fixture.path, 1, 6, &info);
    HnCursor cursor;
    g_autoptr(HnChunkReader) reader = hn_chunk_reader_new(fixture.store, segment, &cursor, &error);
    g_assert_no_error(error);
    const HnSlice name = hn_get_slice(&cursor);
    g_assert_cmpmem(name.bytes, name.n_bytes, "header", 6);
    gboolean more = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
        g_assert_true(hn_chunk_reader_next(reader, &cursor, &more, &error) && more);
        g_assert_cmpuint(hn_cursor_left(&cursor), ==, sizes[i]);
        g_assert_cmpuint(cursor.next[0], ==, 'a' + i);
        g_assert_cmpuint(cursor.end[-1], ==, 'a' + i);
    }
    g_assert_true(hn_chunk_reader_next(reader, &cursor, &more, &error) && !more);
    g_assert_cmpuint(hn_chunk_reader_rows(reader), ==, G_N_ELEMENTS(sizes));
    g_assert_true(hn_chunk_reader_next(reader, &cursor, &more, &error) && !more);
    fixture_free(&fixture);
}

/* Blocks that a sealed file may well hold, but no writer of ours makes. */
static void
refuses_blocks(const char *const *blocks, const gsize *sizes, gsize n)
{
    Fixture fixture = fixture_new();
    g_autoptr(GError) error = NULL;
    g_autofree char *full = hn_store_path(fixture.store, fixture.path);
    g_autoptr(HnSealedWriter) file = hn_sealed_writer_new(full, "XWLK", 1, NULL, &error);
    for (gsize i = 0; i < n; i++) {
        g_assert_true(hn_sealed_writer_append(file, blocks[i], sizes[i], &error));
        g_assert_true(hn_sealed_writer_end_block(file, &error));
    }
    HnSealedInfo info;
    g_assert_true(hn_sealed_writer_finish(file, &info, &error));
    g_autoptr(HnSegment) segment = hn_segment_new("XWLK", "x", fixture.path, 1, 0, &info);
    HnCursor cursor;
    gboolean more = TRUE;
    g_autoptr(HnChunkReader) reader = hn_chunk_reader_new(fixture.store, segment, &cursor, &error);
    while (reader != NULL && more && error == NULL)
        hn_chunk_reader_next(reader, &cursor, &more, &error);
    g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT);
    fixture_free(&fixture);
}

#define HEAD "H\1\0\0\0\0\0\0\0h"
#define ROWS "D\2\0\0\0\0\0\0\0ab"
#define END "E\1\0\0\0\0\0\0\0\1"

static void
test_other_blocks_are_refused(void)
{
    static const struct {
        const char *blocks[4];
        gsize sizes[4];
        gsize n;
    } cases[] = {
        { { NULL }, { 0 }, 0 },
        { { "H" }, { 1 }, 1 },
        { { ROWS, END }, { 11, 10 }, 2 },
        { { HEAD, ROWS }, { 10, 11 }, 2 },
        { { HEAD, END, ROWS }, { 10, 10, 11 }, 3 },
        { { HEAD, HEAD, END }, { 10, 10, 10 }, 3 },
        { { HEAD, "D\3\0\0\0\0\0\0\0ab", END }, { 10, 11, 10 }, 3 },
        { { HEAD, "D\1\0\0\0\0\0\0\0ab", END }, { 10, 11, 10 }, 3 },
        { { HEAD, "D\377\377\377\377\377\377\377\377ab", END }, { 10, 11, 10 }, 3 },
        { { HEAD, "E\2\0\0\0\0\0\0\0\1\1" }, { 10, 11 }, 2 },
        { { HEAD, "E\0\0\0\0\0\0\0\0" }, { 10, 9 }, 2 },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        refuses_blocks(cases[i].blocks, cases[i].sizes, cases[i].n);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/chunk_file/chunks_of_any_size_come_back",
                    test_chunks_of_any_size_come_back);
    g_test_add_func("/store/chunk_file/other_blocks_are_refused", test_other_blocks_are_refused);
    return g_test_run();
}
