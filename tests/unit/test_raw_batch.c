/* Goal: a reset batch is an empty one that keeps its arena. */
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

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/records/raw_batch/reset_empties_the_batch", test_reset_empties_the_batch);
    g_test_add_func("/records/raw_batch/free_takes_null", test_free_takes_null);
    return g_test_run();
}
