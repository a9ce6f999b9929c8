/* Goal: rows and quarantined rows keep their content while the arrays grow; counts add up. */
#include "connect/batch_builder.h"

static void
test_arrays_grow(void)
{
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    g_autoptr(HnColumnNames) names = hn_column_names_new();
    HnBatchBuilder builder = { .names = names, .where = G_MAXUINT };
    char reason[] = "bad";
    hn_column_names_add(names, hn_slice_of("a"));
    hn_batch_builder_start(&builder, batch);
    hn_batch_builder_set_stride(&builder, 1);
    for (guint i = 0; i < 5000; i++) {
        const HnQuarantined bad = { .offset_bytes = i, .n_records = 2, .reason = reason };
        hn_batch_builder_row(&builder)[0] = (HnRawField){ NULL, i, HN_FIELD_TEXT };
        hn_batch_builder_accept(&builder, 7 * (guint64)i);
        hn_batch_builder_quarantine(&builder, &bad);
    }
    hn_batch_builder_finish(&builder);
    g_assert_cmpuint(batch->n_rows, ==, 5000);
    g_assert_cmpuint(batch->n_columns, ==, 1);
    for (guint i = 0; i < 5000; i++) {
        g_assert_cmpuint(batch->fields[i].n_bytes, ==, i);
        g_assert_cmpuint(batch->offsets[i], ==, 7 * (guint64)i);
        g_assert_cmpuint(batch->quarantined[i].offset_bytes, ==, i);
        g_assert_cmpstr(batch->quarantined[i].reason, ==, "bad");
    }
    g_assert_cmpuint(builder.n_read, ==, 15000);
    g_assert_cmpuint(builder.n_quarantined, ==, 10000);
}

static void
test_other_feeds_rows_are_left_out(void)
{
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    g_autoptr(HnColumnNames) names = hn_column_names_new();
    HnBatchBuilder builder = {
        .names = names, .where_column = "s", .where_value = hn_slice_of("x"), .where = G_MAXUINT
    };
    hn_column_names_add(names, hn_slice_of("s"));
    hn_batch_builder_start(&builder, batch);
    hn_batch_builder_set_stride(&builder, 1);
    for (const char *value = "xyx"; *value != '\0'; value++) {
        hn_batch_builder_row(&builder)[0] = (HnRawField){ (const guint8 *)value, 1, HN_FIELD_TEXT };
        hn_batch_builder_accept(&builder, 0);
    }
    hn_batch_builder_row(&builder); /* without the column */
    hn_batch_builder_accept(&builder, 0);
    g_assert_cmpuint(batch->n_rows, ==, 2);
    g_assert_cmpuint(builder.n_read, ==, 2);
}

static void
test_raw_is_cut(void)
{
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    g_autoptr(HnColumnNames) names = hn_column_names_new();
    HnBatchBuilder builder = { .names = names, .where = G_MAXUINT };
    g_autofree guint8 *bytes = g_malloc0(HN_QUARANTINE_RAW_BYTES + 1);
    char reason[] = "bad";
    HnQuarantined bad = { .n_records = 1, .reason = reason };
    bad.raw = hn_slice(bytes, HN_QUARANTINE_RAW_BYTES);
    hn_batch_builder_start(&builder, batch);
    hn_batch_builder_quarantine(&builder, &bad);
    bad.raw.n_bytes++;
    hn_batch_builder_quarantine(&builder, &bad);
    g_assert_false(batch->quarantined[0].raw_is_cut);
    g_assert_true(batch->quarantined[1].raw_is_cut);
    g_assert_cmpuint(batch->quarantined[1].raw.n_bytes, ==, HN_QUARANTINE_RAW_BYTES);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/connect/batch_builder/arrays_grow", test_arrays_grow);
    g_test_add_func("/connect/batch_builder/other_feeds_rows_are_left_out",
                    test_other_feeds_rows_are_left_out);
    g_test_add_func("/connect/batch_builder/raw_is_cut", test_raw_is_cut);
    return g_test_run();
}
