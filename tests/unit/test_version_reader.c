/* Goal: the merge of segments is what a table of (record, run) says it is, and damage is refused.
 */
#include "store/record_versions.h"

#include "base/rng.h"
#include "store/chunk_file.h"
#include "tests/unit/store_fixture.h"

#define N_RUNS 7
#define N_RECORDS 400

/* The obvious table: cell [run][record] = 0 nothing, 1 a version, 2 withdrawn. */
typedef struct {
    StoreFixture files;
    HnStore *store;
    GPtrArray *segments;
    guint8 cell[N_RUNS][N_RECORDS];
} Fixture;

static gsize
id_of(guint record, char ret_id[32])
{
    /* Of different lengths, some the beginning of others, one empty. */
    if (record == 0)
        return 0;
    return (gsize)g_snprintf(ret_id, 32, "%03u%s", record / 3,
                             record % 3 == 0   ? ""
                             : record % 3 == 1 ? "/aaaaaaaa"
                                               : "/aaaaaaaab");
}

static void
put(HnVersionWriter *writer, guint run, guint record, gboolean withdrawn)
{
    char id[32], value[64];
    const gsize n_id = id_of(record, id);
    const gsize n_value = (gsize)g_snprintf(value, sizeof value, "value %u of %u", run, record);
    const HnRawField fields[] = { { (const guint8 *)value, (guint32)n_value, HN_FIELD_TEXT },
                                  { NULL, 0, HN_FIELD_MISSING },
                                  { (const guint8 *)"{}", 2, HN_FIELD_JSON },
                                  { NULL, 0, HN_FIELD_TEXT } };
    const HnVersion version = { .record_id = hn_slice(id, n_id),
                                .withdrawn = withdrawn,
                                .n_fields = withdrawn ? 0 : 4,
                                .fields = fields };
    g_assert_true(hn_version_writer_put(writer, &version, NULL));
}

static Fixture
fixture_new(guint64 seed, guint n_runs)
{
    static const char *const columns[] = { "a", "b", "c", "d" };
    Fixture fixture = { .files = store_fixture_new(), .segments = store_fixture_segments() };
    HnRng rng = hn_rng_seed(seed, 0);
    fixture.store = store_fixture_open(&fixture.files, HN_STORE_WRITE);
    for (guint run = 0; run < n_runs; run++) {
        g_autofree char *path = hn_store_segment_path(fixture.store, run + 1, "RECV", "s", NULL);
        g_autoptr(HnVersionWriter) writer =
            hn_version_writer_new(fixture.store, path, run + 1, columns, 4, NULL);
        for (guint record = 0; record < N_RECORDS; record++) {
            const guint64 dice = hn_rng_below(&rng, 10);
            if (dice >= 4)
                continue;
            fixture.cell[run][record] = dice == 0 ? 2 : 1;
            put(writer, run, record, dice == 0);
        }
        guint64 n_rows;
        HnSealedInfo info;
        g_assert_true(hn_version_writer_finish(writer, &n_rows, &info, NULL));
        g_ptr_array_add(fixture.segments,
                        hn_segment_new("RECV", "s", path, run + 1, n_rows, &info));
    }
    return fixture;
}

static void
fixture_free(Fixture *fixture)
{
    g_ptr_array_unref(fixture->segments);
    hn_store_close(fixture->store);
    store_fixture_free(&fixture->files);
}

static void
expect(HnVersionReader *reader, guint run, guint record, gboolean withdrawn)
{
    HnVersion version;
    gboolean more = FALSE;
    char id[32], value[64];
    const gsize n_id = id_of(record, id);
    g_assert_true(hn_version_reader_next(reader, &version, &more, NULL) && more);
    g_assert_cmpmem(version.record_id.bytes, version.record_id.n_bytes, id, n_id);
    g_assert_cmpuint(version.run, ==, run + 1);
    g_assert_cmpuint(version.segment, ==, run);
    g_assert_true(version.withdrawn == withdrawn);
    g_assert_cmpuint(version.n_fields, ==, withdrawn ? 0 : 4);
    if (withdrawn)
        return;
    const gsize n_value = (gsize)g_snprintf(value, sizeof value, "value %u of %u", run, record);
    g_assert_cmpmem(version.fields[0].bytes, version.fields[0].n_bytes, value, n_value);
    g_assert_cmpuint(version.fields[1].kind, ==, HN_FIELD_MISSING);
    g_assert_cmpmem(version.fields[2].bytes, version.fields[2].n_bytes, "{}", 2);
    g_assert_cmpuint(version.fields[3].kind, ==, HN_FIELD_TEXT);
    g_assert_cmpuint(version.fields[3].n_bytes, ==, 0);
}

static void
compare_with_table(const Fixture *fixture, guint n_runs, gboolean history)
{
    g_autoptr(HnVersionReader) reader =
        hn_version_reader_new(fixture->store, fixture->segments, history, NULL);
    g_assert_nonnull(reader);
    for (guint record = 0; record < N_RECORDS; record++) {
        for (guint run = n_runs; run-- > 0;) {
            const guint8 cell = fixture->cell[run][record];
            if (cell != 0 && (history || cell == 1))
                expect(reader, run, record, cell == 2);
            if (cell != 0 && !history)
                break;
        }
    }
    HnVersion version;
    gboolean more = TRUE;
    g_assert_true(hn_version_reader_next(reader, &version, &more, NULL) && !more);
    g_assert_true(hn_version_reader_next(reader, &version, &more, NULL) && !more);
}

static void
test_the_merge_is_what_the_table_says(void)
{
    for (guint n_runs = 0; n_runs <= N_RUNS; n_runs++) {
        Fixture fixture = fixture_new(n_runs, n_runs);
        compare_with_table(&fixture, n_runs, FALSE);
        compare_with_table(&fixture, n_runs, TRUE);
        fixture_free(&fixture);
    }
}

/* What a rollback writes: versions that keep the run that brought them first. */
static void
test_older_versions_keep_their_run(void)
{
    static const char *const columns[] = { "a", "b", "c", "d" };
    StoreFixture files = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&files, HN_STORE_WRITE);
    g_autofree char *path = hn_store_segment_path(store, 9, "RECV", "s", NULL);
    g_autoptr(HnVersionWriter) writer =
        hn_version_writer_new_older(store, path, 9, columns, 4, NULL);
    const HnRawField fields[4] = { { (const guint8 *)"x", 1, HN_FIELD_TEXT } };
    const guint64 runs[] = { 1, 9, 4 };
    for (guint i = 0; i < 3; i++) {
        const guint8 id = (guint8)('a' + i);
        const HnVersion version = { .record_id = hn_slice(&id, 1),
                                    .run = runs[i],
                                    .withdrawn = i == 1,
                                    .n_fields = i == 1 ? 0 : 4,
                                    .fields = fields };
        g_assert_true(hn_version_writer_put(writer, &version, NULL));
    }
    guint64 n_rows = 0;
    HnSealedInfo info;
    g_assert_true(hn_version_writer_finish(writer, &n_rows, &info, NULL));
    g_autoptr(GPtrArray) segments = store_fixture_segments();
    g_ptr_array_add(segments, hn_segment_new("RECV", "s", path, 9, n_rows, &info));
    g_autoptr(HnVersionReader) reader = hn_version_reader_new(store, segments, TRUE, NULL);
    for (guint i = 0; i < 3; i++) {
        HnVersion version;
        gboolean more = FALSE;
        g_assert_true(hn_version_reader_next(reader, &version, &more, NULL) && more);
        g_assert_cmpuint(version.run, ==, runs[i]);
        g_assert_true(version.withdrawn == (i == 1));
        if (i != 1)
            g_assert_cmpmem(version.fields[0].bytes, version.fields[0].n_bytes, "x", 1);
    }
    store_fixture_free(&files);
}

static void
test_columns_are_those_of_the_segment(void)
{
    Fixture fixture = fixture_new(1, 2);
    g_autoptr(HnVersionReader) reader =
        hn_version_reader_new(fixture.store, fixture.segments, FALSE, NULL);
    guint n = 0;
    const char *const *columns = hn_version_reader_columns(reader, 1, &n);
    g_assert_cmpuint(n, ==, 4);
    g_assert_cmpstr(columns[3], ==, "d");
    fixture_free(&fixture);
}

static void
test_a_row_of_many_blocks_comes_back(void)
{
    Fixture fixture = fixture_new(1, 0);
    const gsize n = 3 * HN_SEALED_BLOCK_BYTES + 5;
    g_autofree guint8 *bytes = g_malloc(n);
    memset(bytes, 'x', n);
    static const char *const columns[] = { "a" };
    g_autofree char *path = hn_store_segment_path(fixture.store, 1, "RECV", "s", NULL);
    g_autoptr(HnVersionWriter) writer =
        hn_version_writer_new(fixture.store, path, 1, columns, 1, NULL);
    const HnRawField field = { bytes, (guint32)n, HN_FIELD_TEXT };
    for (guint i = 0; i < 3; i++) {
        const guint8 id = (guint8)('a' + i);
        const HnVersion version = { .record_id = hn_slice(&id, 1),
                                    .n_fields = 1,
                                    .fields = &field };
        g_assert_true(hn_version_writer_put(writer, &version, NULL));
    }
    guint64 n_rows = 0;
    HnSealedInfo info;
    g_assert_true(hn_version_writer_finish(writer, &n_rows, &info, NULL));
    g_ptr_array_add(fixture.segments, hn_segment_new("RECV", "s", path, 1, n_rows, &info));
    g_autoptr(HnVersionReader) reader =
        hn_version_reader_new(fixture.store, fixture.segments, FALSE, NULL);
    HnVersion version;
    gboolean more = FALSE;
    for (guint i = 0; i < 3; i++) {
        g_assert_true(hn_version_reader_next(reader, &version, &more, NULL) && more);
        g_assert_cmpmem(version.fields[0].bytes, version.fields[0].n_bytes, bytes, n);
    }
    fixture_free(&fixture);
}

/* Reads a segment of one chunk with these bytes to its end or its refusal. */
static void
read_forged(HnStore *store, const GByteArray *header, HnSlice content, guint64 n_rows,
            GError **error)
{
    g_autofree char *path = hn_store_segment_path(store, 1, "RECV", "s", NULL);
    g_autoptr(HnChunkWriter) writer = hn_chunk_writer_new(store, path, "RECV", header, NULL);
    g_assert_true(hn_chunk_writer_put(writer, content, n_rows, NULL));
    HnSealedInfo info;
    g_assert_true(hn_chunk_writer_finish(writer, &info, NULL));
    g_autoptr(GPtrArray) segments = store_fixture_segments();
    g_ptr_array_add(segments, hn_segment_new("RECV", "s", path, 1, n_rows, &info));
    g_autoptr(HnVersionReader) reader = hn_version_reader_new(store, segments, TRUE, error);
    HnVersion version;
    gboolean more = reader != NULL;
    while (more && hn_version_reader_next(reader, &version, &more, error))
        continue;
}

/* Rows, withdrawn ones, lengths of ids, ids, then heads and values of the one column. */
static const struct {
    const char *bytes;
    gsize n_bytes;
    guint64 n_rows;
    gboolean is_fine;
} forged[] = {
    { "\2\0"
      "\2\1\1"
      "\2ab"
      "\2\5\5"
      "\2vw",
      14, 2, TRUE },
    { "\2\0"
      "\2\1\1"
      "\2ab"
      "\2\5\5"
      "\2vw",
      14, 3, FALSE }, /* another count */
    { "\2\0"
      "\2\1\1"
      "\2ba"
      "\2\5\5"
      "\2vw",
      14, 2, FALSE }, /* order */
    { "\2\0"
      "\2\1\1"
      "\2aa"
      "\2\5\5"
      "\2vw",
      14, 2, FALSE }, /* twice */
    { "\2\0"
      "\2\1\1"
      "\2ab"
      "\2\5\5"
      "\2v",
      13, 2, FALSE }, /* cut */
    { "\2\0"
      "\2\1\1"
      "\2ab"
      "\2\5\5"
      "\2vwx",
      15, 2, FALSE }, /* too long */
    { "\2\0"
      "\2\1\1"
      "\2ab"
      "\2\5\5"
      "\3vwx",
      15, 2, FALSE }, /* a value too much */
    { "\2\0"
      "\2\1\1"
      "\2ab"
      "\3\5\5\5"
      "\3vwx",
      16, 2, FALSE }, /* a head too much */
    { "\2\0"
      "\2\1\1"
      "\3abc"
      "\2\5\5"
      "\2vw",
      15, 2, FALSE }, /* ids too long */
    { "\2\0"
      "\2\1\x7f"
      "\2ab"
      "\2\5\5"
      "\2vw",
      14, 2, FALSE }, /* an id beyond all */
    { "\2\1\1"
      "\2\1\1"
      "\2ab"
      "\1\5"
      "\1v",
      13, 2, TRUE }, /* b is withdrawn */
    { "\2\2\0\1"
      "\2\1\1"
      "\2ab"
      "\0"
      "\0",
      12, 2, TRUE }, /* both */
    { "\2\2\0\0"
      "\2\1\1"
      "\2ab"
      "\0"
      "\0",
      12, 2, FALSE }, /* a twice */
    { "\2\1\2"
      "\2\1\1"
      "\2ab"
      "\2\5\5"
      "\2vw",
      15, 2, FALSE }, /* a row beyond all */
    { "\2\3\0\1\1"
      "\2\1\1"
      "\2ab"
      "\0"
      "\0",
      13, 2, FALSE }, /* more than rows */
    { "\2\1\1"
      "\2\1\1"
      "\2ab"
      "\2\5\5"
      "\2vw",
      15, 2, FALSE }, /* it has fields */
    { "\1\0"
      "\1\1"
      "\1a"
      "\1\7"
      "\1v",
      10, 1, FALSE }, /* no such kind */
    { "\1\0"
      "\1\1"
      "\1a"
      "\1\4"
      "\1v",
      10, 1, FALSE }, /* missing, with bytes */
    { "\1\0"
      "\1\1"
      "\1a"
      "\1\x7d"
      "\1v",
      10, 1, FALSE }, /* beyond the end */
    { "\1\0"
      "\1\1"
      "\1a"
      "\x0a\xfd\xff\xff\xff\xff\xff\xff\xff\xff\1"
      "\1v",
      19, 1, FALSE },
    { "\0\0"
      "\0"
      "\0"
      "\0"
      "\0",
      6, 1, FALSE }, /* no rows */
};

static void
test_forged_rows_are_refused(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    g_autoptr(GByteArray) header = g_byte_array_new();
    hn_put_bytes(header, "\1\1\1\1c", 5); /* version, run, one column */
    for (gsize i = 0; i < G_N_ELEMENTS(forged); i++) {
        g_autoptr(GError) error = NULL;
        read_forged(store, header, hn_slice(forged[i].bytes, forged[i].n_bytes), forged[i].n_rows,
                    &error);
        if (forged[i].is_fine)
            g_assert_no_error(error);
        else
            g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT);
    }
    static const char *const headers[] = { "",
                                           "\1",
                                           "\1\2\1\1c",
                                           "\1\1\2\1c",
                                           "\1\1\1\1",
                                           "\1\1\1\1cc",
                                           "\1\1\xff\xff\xff\xff\xff\xff\xff\xff\x7f" };
    for (gsize i = 0; i < G_N_ELEMENTS(headers); i++) {
        g_autoptr(GError) error = NULL;
        g_byte_array_set_size(header, 0);
        hn_put_bytes(header, headers[i], strlen(headers[i]));
        read_forged(store, header, hn_slice(forged[0].bytes, forged[0].n_bytes), 2, &error);
        g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT);
    }
    g_autoptr(GError) error = NULL;
    header->data[0] = 3;
    read_forged(store, header, hn_slice(forged[0].bytes, forged[0].n_bytes), 2, &error);
    g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_VERSION);
    store_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/version_reader/older_versions_keep_their_run",
                    test_older_versions_keep_their_run);
    g_test_add_func("/store/version_reader/the_merge_is_what_the_table_says",
                    test_the_merge_is_what_the_table_says);
    g_test_add_func("/store/version_reader/columns_are_those_of_the_segment",
                    test_columns_are_those_of_the_segment);
    g_test_add_func("/store/version_reader/a_row_of_many_blocks_comes_back",
                    test_a_row_of_many_blocks_comes_back);
    g_test_add_func("/store/version_reader/forged_rows_are_refused", test_forged_rows_are_refused);
    return g_test_run();
}
