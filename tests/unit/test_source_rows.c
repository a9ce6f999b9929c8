/* Goal: each night's columns find their slots, batches join without a seam, and the newest version
 * counts. */
#include "linker/source_rows.h"

#include "store/record_versions.h"

#include "tests/unit/store_fixture.h"

static char name[] = "name", born[] = "born", from[] = "from";
static char *name_columns[] = { name, NULL }, *born_columns[] = { born, NULL };
static HnFieldMap maps[] = { { .columns = name_columns },
                             { .columns = born_columns, .valid_from = from } };
static const HnFeed feed = { .n_map = 2, .map = maps }; /* slots: name born from */

typedef struct {
    StoreFixture files;
    HnStore *store;
    GPtrArray *segments;
} Fixture;

static Fixture
fixture_new(void)
{
    Fixture f = { .files = store_fixture_new(), .segments = store_fixture_segments() };
    f.store = store_fixture_open(&f.files, HN_STORE_WRITE);
    return f;
}

static void
fixture_free(Fixture *f)
{
    g_ptr_array_unref(f->segments);
    hn_store_close(f->store);
    store_fixture_free(&f->files);
}

/* Rows first .. end - 1; each field says "COLUMN ROW RUN". */
static void
add_segment(Fixture *f, guint64 run, const char *const *columns, guint n_columns, guint first,
            guint end)
{
    g_autofree char *path = hn_store_segment_path(f->store, run, "RECV", "s", NULL);
    g_autoptr(HnVersionWriter) writer =
        hn_version_writer_new(f->store, path, run, columns, n_columns, NULL);
    for (guint row = first; row < end; row++) {
        char id[16], texts[8][48];
        HnRawField fields[8];
        const gsize n_id = (gsize)g_snprintf(id, sizeof id, "%06u", row);
        for (guint c = 0; c < n_columns; c++) {
            const int n =
                g_snprintf(texts[c], sizeof texts[c], "%s %u %u", columns[c], row, (guint)run);
            fields[c] = (HnRawField){ (const guint8 *)texts[c], (guint32)n, HN_FIELD_TEXT };
        }
        const HnVersion version = { .record_id = hn_slice(id, n_id),
                                    .n_fields = n_columns,
                                    .fields = fields };
        g_assert_true(hn_version_writer_put(writer, &version, NULL));
    }
    guint64 n_rows = 0;
    HnSealedInfo info;
    g_assert_true(hn_version_writer_finish(writer, &n_rows, &info, NULL));
    g_ptr_array_add(f->segments, hn_segment_new("RECV", "s", path, run, n_rows, &info));
}

static void
expect_slot(const HnSourceBatch *batch, guint row, guint slot, const char *column, guint number,
            guint run)
{
    const HnRawField *field = &batch->cells.fields[(gsize)row * batch->cells.n_slots + slot];
    if (column == NULL) {
        g_assert_cmpint(field->kind, ==, HN_FIELD_MISSING);
        g_assert_cmpuint(field->n_bytes, ==, 0);
        return;
    }
    g_autofree char *text = g_strdup_printf("%s %u %u", column, number, run);
    g_assert_cmpmem(field->bytes, field->n_bytes, text, strlen(text));
}

static void
test_columns_of_each_night_find_their_slots(void)
{
    static const char *const first[] = { "born", "name" };
    static const char *const second[] = { "from", "other", "name" };
    Fixture f = fixture_new();
    g_autoptr(HnSourceBatch) batch = hn_source_batch_new();
    add_segment(&f, 1, first, 2, 0, 3);
    add_segment(&f, 2, second, 3, 1, 2);
    g_autoptr(HnSourceRows) rows = hn_source_rows_new(f.store, f.segments, &feed, NULL);
    gboolean more = TRUE;
    g_assert_true(hn_source_rows_read(rows, batch, &more, NULL));
    g_assert_false(more);
    g_assert_cmpuint(batch->cells.n_rows, ==, 3);
    g_assert_cmpuint(batch->cells.n_slots, ==, 3);
    for (guint row = 0; row < 3; row++) {
        const guint run = row == 1 ? 2 : 1;
        g_assert_cmpuint(batch->runs[row], ==, run);
        expect_slot(batch, row, 0, "name", row, run);
        expect_slot(batch, row, 1, run == 1 ? "born" : NULL, row, run);
        expect_slot(batch, row, 2, run == 2 ? "from" : NULL, row, run);
    }
    fixture_free(&f);
}

static void
read_all(guint n_rows)
{
    static const char *const columns[] = { "name" };
    Fixture f = fixture_new();
    g_autoptr(HnSourceBatch) batch = hn_source_batch_new();
    add_segment(&f, 1, columns, 1, 0, n_rows);
    g_autoptr(HnSourceRows) rows = hn_source_rows_new(f.store, f.segments, &feed, NULL);
    guint n = 0;
    for (gboolean more = TRUE; more;) {
        g_assert_true(hn_source_rows_read(rows, batch, &more, NULL));
        g_assert_true(batch->cells.n_rows == HN_SOURCE_BATCH_ROWS || !more);
        for (guint i = 0; i < batch->cells.n_rows; i++, n++) {
            char id[16];
            const gsize n_id = (gsize)g_snprintf(id, sizeof id, "%06u", n);
            g_assert_cmpmem(batch->ids[i].bytes, batch->ids[i].n_bytes, id, n_id);
            expect_slot(batch, i, 0, "name", n, 1);
        }
    }
    g_assert_cmpuint(n, ==, n_rows);
    fixture_free(&f);
}

static void
test_batches_join_without_a_seam(void)
{
    read_all(0);
    read_all(HN_SOURCE_BATCH_ROWS - 1);
    read_all(HN_SOURCE_BATCH_ROWS);
    read_all(2 * HN_SOURCE_BATCH_ROWS + 1);
}

static void
test_a_missing_segment_is_an_error(void)
{
    Fixture f = fixture_new();
    static const char *const columns[] = { "name" };
    g_autoptr(GError) error = NULL;
    add_segment(&f, 1, columns, 1, 0, 5);
    g_autofree char *path = hn_store_path(f.store, ((const HnSegment *)f.segments->pdata[0])->path);
    g_assert_true(hn_io_unlink(path, NULL));
    g_assert_null(hn_source_rows_new(f.store, f.segments, &feed, &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_MISSING);
    fixture_free(&f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/source_rows/" #what, test_##what)
    ADD(columns_of_each_night_find_their_slots);
    ADD(batches_join_without_a_seam);
    ADD(a_missing_segment_is_an_error);
    return g_test_run();
}
