/* Goal: what a reader gave once is given again field by field; a damaged spool is refused or gives
 * the same, and never anything else. */
#include "records/batch_spool.h"

#include "base/base_error.h"
#include "base/io.h"
#include "base/rng.h"

#define COLUMNS_MAX 6u
#define SEED G_GUINT64_CONSTANT(4711)

/* Every spool is synced: where memory serves as a disk, that costs nothing. */
static char *
new_folder(void)
{
    char *folder = g_strdup("/dev/shm/hn-spool-XXXXXX");
    if (g_mkdtemp(folder) != NULL)
        return folder;
    g_free(folder);
    folder = g_dir_make_tmp("hn-spool-XXXXXX", NULL);
    g_assert_nonnull(folder);
    return folder;
}

/* ---- everything that a reader shows, as one text ---- */

static void
put_bytes(GString *text, const guint8 *bytes, gsize n_bytes)
{
    for (gsize i = 0; i < n_bytes; i++)
        g_string_append_printf(text, "%02x", bytes[i]);
    g_string_append_c(text, ' ');
}

static void
put_batch(GString *text, const HnRawBatch *batch, const char *const *columns, guint n_columns)
{
    g_string_append(text, "batch");
    for (guint i = 0; i < n_columns; i++)
        g_string_append_printf(text, " %s", columns[i]);
    g_string_append_printf(text, " / %u\n", batch->n_columns);
    for (guint row = 0; row < batch->n_rows; row++) {
        g_string_append_printf(text, "row %" G_GUINT64_FORMAT ": ", batch->offsets[row]);
        for (guint i = 0; i < batch->n_columns; i++) {
            const HnRawField *field = &batch->fields[(gsize)row * batch->stride + i];
            g_string_append_printf(text, "%u", field->kind);
            put_bytes(text, field->bytes, field->n_bytes);
        }
        g_string_append_c(text, '\n');
    }
    for (guint i = 0; i < batch->n_quarantined; i++) {
        const HnQuarantined *bad = &batch->quarantined[i];
        g_string_append_printf(text, "bad %" G_GUINT64_FORMAT " x%" G_GUINT64_FORMAT " %s %u ",
                               bad->offset_bytes, bad->n_records, bad->reason, bad->raw_is_cut);
        put_bytes(text, bad->raw.bytes, bad->raw.n_bytes);
        put_bytes(text, bad->key.bytes, bad->key.n_bytes);
        g_string_append_c(text, '\n');
    }
}

static void
put_end(GString *text, const HnReaderTotals *totals, const char *refused)
{
    g_string_append_printf(
        text, "end %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %s\n",
        totals->n_bytes, totals->n_read, totals->n_quarantined, refused == NULL ? "-" : refused);
}

/* NULL with @error: the spool is damaged. */
static char *
text_of(const char *path, const HnSealKey *key, guint8 *ret_digest, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GError) problem = NULL;
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    g_autoptr(HnReader) reader =
        hn_batch_spool_reader_new((const char *const[]){ path, NULL }, key, error);
    gboolean more = reader != NULL;
    HnReaderTotals totals;
    if (reader == NULL)
        return NULL;
    g_assert_cmpfloat(reader->progress(reader), ==, -1.0);
    while (more) {
        guint n = 0;
        const gboolean given = reader->next(reader, batch, &more, &problem);
        const char *const *columns = reader->columns(reader, &n);
        if (!given &&
            !g_error_matches(problem, HN_BATCH_SPOOL_ERROR, HN_BATCH_SPOOL_ERROR_REFUSED)) {
            g_assert_cmpuint(batch->n_rows, ==, 0); /* nothing of a damaged batch is shown */
            g_propagate_error(error, g_steal_pointer(&problem));
            return NULL;
        }
        put_batch(text, batch, columns, n);
        more = more && given;
    }
    reader->totals(reader, &totals);
    put_end(text, &totals, problem == NULL ? NULL : problem->message);
    if (ret_digest != NULL)
        memcpy(ret_digest, totals.sha256, sizeof totals.sha256);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void
assert_reads(const char *path, const HnSealKey *key, const char *expected)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = text_of(path, key, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(text, ==, expected);
}

/* ---- random deliveries ---- */

static const char *const names[] = { "id", "h\u1ecd", "", "a b", "x\"y", "z" };

static void
draw_field(HnRng *rng, HnArena *arena, HnRawField *field)
{
    const gsize n_bytes =
        hn_rng_below(rng, 40) == 0 ? hn_rng_below(rng, 70000) : hn_rng_below(rng, 5);
    guint8 *bytes = hn_arena_alloc(arena, n_bytes + 1, 1);
    for (gsize i = 0; i < n_bytes; i++)
        bytes[i] = (guint8)hn_rng_next(rng);
    *field = (HnRawField){ bytes, (guint32)n_bytes, (guint8)hn_rng_below(rng, 3) };
    if (field->kind == HN_FIELD_MISSING)
        *field = (HnRawField){ 0 };
}

/* Its stride is above its columns, as a builder's is. */
static void
draw_batch(HnRng *rng, HnRawBatch *batch, guint n_columns)
{
    static char reason[] = "too_long: column 'x'";
    hn_raw_batch_reset(batch);
    batch->n_columns = n_columns;
    batch->stride = n_columns + (guint)hn_rng_below(rng, 3);
    batch->n_rows = (guint)hn_rng_below(rng, 50);
    batch->fields = hn_arena_array(batch->arena, HnRawField, batch->n_rows * batch->stride + 1);
    batch->offsets = hn_arena_array(batch->arena, guint64, batch->n_rows + 1);
    for (guint row = 0; row < batch->n_rows; row++) {
        batch->offsets[row] = hn_rng_next(rng);
        for (guint i = 0; i < n_columns; i++)
            draw_field(rng, batch->arena, &batch->fields[row * batch->stride + i]);
    }
    batch->n_quarantined = (guint)hn_rng_below(rng, 4);
    batch->quarantined = hn_arena_array(batch->arena, HnQuarantined, batch->n_quarantined + 1);
    for (guint i = 0; i < batch->n_quarantined; i++) {
        HnRawField raw, key;
        draw_field(rng, batch->arena, &raw);
        draw_field(rng, batch->arena, &key);
        batch->quarantined[i] = (HnQuarantined){ .offset_bytes = hn_rng_next(rng),
                                                 .n_records = hn_rng_next(rng),
                                                 .reason = reason,
                                                 .raw = hn_slice(raw.bytes, raw.n_bytes),
                                                 .raw_is_cut = hn_rng_below(rng, 2) == 0,
                                                 .key = hn_slice(key.bytes, key.n_bytes) };
    }
}

/* Writes it, and gives what must be read. */
static char *
write_random(HnRng *rng, const char *path, const HnSealKey *key, const char *refused)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    g_autoptr(HnBatchSpoolWriter) writer = hn_batch_spool_writer_new(path, key, &error);
    const guint n_batches = 1 + (guint)hn_rng_below(rng, 6);
    const HnReaderTotals totals = { .n_bytes = hn_rng_next(rng),
                                    .n_read = hn_rng_next(rng),
                                    .n_quarantined = hn_rng_next(rng) };
    guint n_columns = 0;
    for (guint i = 0; i < n_batches; i++) {
        n_columns += (guint)hn_rng_below(rng, COLUMNS_MAX - n_columns + 1);
        draw_batch(rng, batch, n_columns);
        g_assert_true(hn_batch_spool_writer_put(writer, batch, names, n_columns, &error));
        put_batch(text, batch, names, n_columns);
    }
    g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS)); /* before it is whole */
    g_assert_true(hn_batch_spool_writer_finish(writer, &totals, refused, &error));
    g_assert_no_error(error);
    put_end(text, &totals, refused);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static HnSealKey
key_of(guint8 first)
{
    const guint8 bytes[HN_SEALED_KEY_BYTES] = { first };
    HnSealKey key;
    hn_seal_key_from_bytes(bytes, &key);
    return key;
}

static void
test_round_trip(void)
{
    HnRng rng = hn_rng_seed(SEED, 0);
    const HnSealKey key = key_of(9);
    g_autofree char *folder = new_folder();
    g_autofree char *path = g_build_filename(folder, "spool", NULL);
    for (guint i = 0; i < 60; i++) {
        const HnSealKey *own = i % 2 == 0 ? NULL : &key;
        g_autofree char *expected =
            write_random(&rng, path, own, i % 3 == 0 ? "the server went away" : NULL);
        assert_reads(path, own, expected);
        g_assert_true(hn_io_unlink(path, NULL));
    }
    g_assert_true(hn_io_remove_tree(folder, NULL));
}

static void
test_asked_again_after_the_end(void)
{
    HnRng rng = hn_rng_seed(SEED, 1);
    g_autofree char *folder = new_folder();
    g_autofree char *path = g_build_filename(folder, "spool", NULL);
    g_autofree char *expected = write_random(&rng, path, NULL, NULL);
    g_autoptr(HnReader) reader =
        hn_batch_spool_reader_new((const char *const[]){ path, NULL }, NULL, NULL);
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    gboolean more = TRUE;
    while (more)
        g_assert_true(reader->next(reader, batch, &more, NULL));
    g_assert_true(reader->next(reader, batch, &more, NULL));
    g_assert_false(more);
    g_assert_cmpuint(batch->n_rows + batch->n_quarantined, ==, 0);
    g_assert_true(hn_io_remove_tree(folder, NULL));
}

/* A query that gave no rows, and one that broke before it gave any. */
static void
test_nothing(void)
{
    const HnReaderTotals totals = { 0 };
    g_autofree char *folder = new_folder();
    for (guint i = 0; i < 2; i++) {
        g_autofree char *path = g_build_filename(folder, i == 0 ? "a" : "b", NULL);
        g_autoptr(HnBatchSpoolWriter) writer = hn_batch_spool_writer_new(path, NULL, NULL);
        g_assert_true(hn_batch_spool_writer_finish(writer, &totals, i == 0 ? NULL : "gone", NULL));
        assert_reads(path, NULL,
                     i == 0 ? "batch / 0\nend 0 0 0 -\n" : "batch / 0\nend 0 0 0 gone\n");
    }
    g_assert_true(hn_io_remove_tree(folder, NULL));
}

static void
test_an_unfinished_one_is_not_there(void)
{
    HnRng rng = hn_rng_seed(SEED, 2);
    g_autofree char *folder = new_folder();
    g_autofree char *path = g_build_filename(folder, "spool", NULL);
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    HnBatchSpoolWriter *writer = hn_batch_spool_writer_new(path, NULL, NULL);
    draw_batch(&rng, batch, 3);
    g_assert_true(hn_batch_spool_writer_put(writer, batch, names, 3, NULL));
    hn_batch_spool_writer_free(writer);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    g_assert_null(g_dir_read_name(dir));
    g_assert_true(hn_io_remove_tree(folder, NULL));
}

static void
test_keys(void)
{
    HnRng rng = hn_rng_seed(SEED, 3);
    const HnSealKey key = key_of(1), other = key_of(2);
    const HnSealKey *const wrong[] = { NULL, &other };
    g_autofree char *folder = new_folder();
    g_autofree char *path = g_build_filename(folder, "spool", NULL);
    g_autofree char *expected = write_random(&rng, path, &key, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(
            hn_batch_spool_reader_new((const char *const[]){ path, NULL }, wrong[i], &error));
        g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_KEY);
    }
    assert_reads(path, &key, expected);
    g_assert_true(hn_io_remove_tree(folder, NULL));
}

/* "The same delivery" is the same digest, whenever and wherever it was spooled. */
static void
test_digest(void)
{
    guint8 digests[3][HN_DIGEST_BYTES];
    g_autofree char *folder = new_folder();
    for (guint i = 0; i < 3; i++) {
        HnRng rng = hn_rng_seed(SEED, i == 2 ? 5 : 4);
        g_autofree char *name = g_strdup_printf("spool-%u", i);
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_autofree char *expected = write_random(&rng, path, NULL, NULL);
        g_autofree char *text = text_of(path, NULL, digests[i], NULL);
        g_assert_cmpstr(text, ==, expected);
    }
    g_assert_cmpmem(digests[0], HN_DIGEST_BYTES, digests[1], HN_DIGEST_BYTES);
    g_assert_cmpint(memcmp(digests[0], digests[2], HN_DIGEST_BYTES), !=, 0);
    g_assert_true(hn_io_remove_tree(folder, NULL));
}

/* ---- damage ---- */

static void
write_small(const char *path, const HnSealKey *key)
{
    static char reason[] = "encoding: column 'b'";
    HnRawField fields[] = { { (const guint8 *)"1", 1, HN_FIELD_TEXT },
                            { (const guint8 *)"[]", 2, HN_FIELD_JSON },
                            { (const guint8 *)"", 0, HN_FIELD_TEXT },
                            { NULL, 0, HN_FIELD_MISSING } };
    guint64 offsets[] = { 0, 1 };
    HnQuarantined bad = { .n_records = 1, .reason = reason, .raw = hn_slice_of("a,b\n") };
    const HnRawBatch batch = { .n_columns = 2,
                               .stride = 2,
                               .n_rows = 2,
                               .fields = fields,
                               .offsets = offsets,
                               .n_quarantined = 1,
                               .quarantined = &bad };
    const HnReaderTotals totals = { .n_bytes = 3, .n_read = 3, .n_quarantined = 1 };
    g_autoptr(HnBatchSpoolWriter) writer = hn_batch_spool_writer_new(path, key, NULL);
    g_assert_true(hn_batch_spool_writer_put(writer, &batch, names, 2, NULL));
    g_assert_true(hn_batch_spool_writer_put(writer, &batch, names, 2, NULL));
    g_assert_true(hn_batch_spool_writer_finish(writer, &totals, NULL, NULL));
}

static void
assert_same_or_refused(const char *path, const HnSealKey *key, const char *expected)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = text_of(path, key, NULL, &error);
    if (text != NULL)
        g_assert_cmpstr(text, ==, expected);
    else if (!g_error_matches(error, HN_BASE_ERROR, HN_BASE_ERROR_KEY) &&
             !g_error_matches(error, HN_BASE_ERROR, HN_BASE_ERROR_VERSION))
        g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT);
}

static void
damage_everywhere(const HnSealKey *key)
{
    g_autofree char *folder = new_folder();
    g_autofree char *path = g_build_filename(folder, "spool", NULL);
    g_autofree char *whole = NULL;
    gsize n = 0;
    write_small(path, key);
    g_autofree char *expected = text_of(path, key, NULL, NULL);
    g_assert_nonnull(expected);
    g_assert_true(g_file_get_contents(path, &whole, &n, NULL));
    for (gsize i = 0; i < n; i++) {
        for (guint bit = 0; bit < 8; bit += 7) {
            whole[i] = (char)(whole[i] ^ 1 << bit);
            g_assert_true(g_file_set_contents(path, whole, (gssize)n, NULL));
            assert_same_or_refused(path, key, expected);
            whole[i] = (char)(whole[i] ^ 1 << bit);
        }
        g_assert_true(g_file_set_contents(path, whole, (gssize)i, NULL));
        assert_same_or_refused(path, key, expected);
    }
    g_assert_true(hn_io_remove_tree(folder, NULL));
}

static void
test_damage(void)
{
    const HnSealKey key = key_of(3);
    damage_everywhere(NULL);
    damage_everywhere(&key);
}

/* Every checksum right, and the content wrong: as a faulty or hostile writer would make it. */
static void
test_damage_under_the_checksum(void)
{
    g_autofree char *folder = new_folder();
    g_autofree char *path = g_build_filename(folder, "spool", NULL);
    write_small(path, NULL);
    g_autoptr(GByteArray) content = hn_sealed_read(path, "SPOL", NULL, NULL, 1 << 20, NULL);
    g_assert_nonnull(content);
    for (guint i = 0; i < content->len; i++) {
        for (guint value = 0; value < 256; value += 25) {
            const guint8 was = content->data[i];
            g_autoptr(GError) error = NULL;
            content->data[i] = (guint8)value;
            const HnSlice bytes = hn_slice(content->data, value == 250 ? i : content->len);
            g_assert_true(hn_io_unlink(path, NULL));
            g_assert_true(hn_sealed_write(path, "SPOL", NULL, bytes, NULL, NULL));
            g_autofree char *text = text_of(path, NULL, NULL, &error);
            if (text == NULL) /* else it says another thing, in good form */
                g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT);
            content->data[i] = was;
        }
    }
    g_assert_true(hn_io_remove_tree(folder, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/records/batch_spool/round_trip", test_round_trip);
    g_test_add_func("/records/batch_spool/asked_again", test_asked_again_after_the_end);
    g_test_add_func("/records/batch_spool/nothing", test_nothing);
    g_test_add_func("/records/batch_spool/unfinished", test_an_unfinished_one_is_not_there);
    g_test_add_func("/records/batch_spool/keys", test_keys);
    g_test_add_func("/records/batch_spool/digest", test_digest);
    g_test_add_func("/records/batch_spool/damage", test_damage);
    g_test_add_func("/records/batch_spool/damage_under_the_checksum",
                    test_damage_under_the_checksum);
    return g_test_run();
}
