/* Goal: a reset batch is an empty one that keeps its arena; U+0000 is seen wherever it hides. */
#include "records/raw_batch.h"

static void
test_reset_empties_the_batch(void)
{
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    HnArena *arena = batch->arena;
    batch->n_columns = batch->stride = 2;
    batch->fields = hn_arena_array(batch->arena, HnRawField, 2);
    batch->n_rows = 1;
    batch->n_quarantined = 3;
    hn_raw_batch_reset(batch);
    g_assert_true(batch->arena == arena);
    g_assert_null(batch->fields);
    g_assert_cmpuint(batch->n_rows, ==, 0);
    g_assert_cmpuint(batch->n_columns, ==, 0);
    g_assert_cmpuint(batch->n_quarantined, ==, 0);
}

static void
test_free_takes_null(void)
{
    hn_raw_batch_free(NULL);
}

static void
test_nul(void)
{
    static const struct {
        const char *bytes;
        gsize n_bytes;
        HnFieldKind kind;
        gboolean has_nul;
    } cases[] = {
        { "a\0b", 3, HN_FIELD_TEXT, TRUE },
        { "ab\0", 2, HN_FIELD_TEXT, FALSE },
        { "\0", 1, HN_FIELD_TEXT, TRUE },
        { "a\\u0000", 7, HN_FIELD_TEXT, FALSE },
        { "", 0, HN_FIELD_TEXT, FALSE },
        { NULL, 0, HN_FIELD_MISSING, FALSE },
        { "[\"a\\u0000\"]", 11, HN_FIELD_JSON, TRUE },
        { "[\"\\\\\\u0000\"]", 12, HN_FIELD_JSON, TRUE },
        { "[\"a\\\\u0000\"]", 12, HN_FIELD_JSON, FALSE },
        { "[\"\\u0001\"]", 10, HN_FIELD_JSON, FALSE },
        { "[\"\\\\\"]", 6, HN_FIELD_JSON, FALSE },
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const HnRawField field = { (const guint8 *)cases[i].bytes, (guint32)cases[i].n_bytes,
                                   (guint8)cases[i].kind };
        g_assert_cmpint(hn_raw_fields_have_nul(&field, 1), ==, cases[i].has_nul);
        const HnRawField row[] = { { (const guint8 *)"a", 1, HN_FIELD_TEXT }, field };
        g_assert_cmpint(hn_raw_fields_have_nul(row, 2), ==, cases[i].has_nul);
        g_assert_false(hn_raw_fields_have_nul(row, 1));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/records/raw_batch/reset_empties_the_batch", test_reset_empties_the_batch);
    g_test_add_func("/records/raw_batch/free_takes_null", test_free_takes_null);
    g_test_add_func("/records/raw_batch/nul", test_nul);
    return g_test_run();
}
