/* Goal: the order is that of qsort for every budget, and damage to a spilled run is refused. */
#include "linker/row_sorter.h"

#include <stdlib.h>

#include "base/base_error.h"
#include "base/io.h"
#include "base/rng.h"

#define N_ROWS 40000u
#define MANY_BYTES ((guint64)1 << 30)

typedef struct {
    guint8 key[24];
    gsize n_key;
    guint arrival;
} Row;

/* Few distinct long keys with common beginnings, some inside 8 bytes, NUL bytes among them. */
static Row *
random_rows(guint64 seed)
{
    HnRng rng = hn_rng_seed(seed, 0);
    Row *rows = g_new0(Row, N_ROWS);
    for (guint i = 0; i < N_ROWS; i++) {
        Row *row = &rows[i];
        row->arrival = i;
        row->n_key = 1 + hn_rng_below(&rng, sizeof row->key);
        for (gsize b = 0; b < row->n_key; b++)
            row->key[b] = b < 7 ? (guint8)(hn_rng_below(&rng, 40) == 0) : (guint8)(b & 1);
        if (hn_rng_below(&rng, 2) == 0)
            row->key[row->n_key - 1] = (guint8)hn_rng_below(&rng, 256);
    }
    return rows;
}

static int
compare(const void *a, const void *b)
{
    const Row *x = a, *y = b;
    const int order = hn_slice_compare(hn_slice(x->key, x->n_key), hn_slice(y->key, y->n_key));
    return order != 0 ? order : (x->arrival > y->arrival) - (x->arrival < y->arrival);
}

/* The payload: the arrival, then as many bytes as make a row of about 100. */
static void
add_all(HnRowSorter *sorter, const Row *rows, guint n)
{
    guint8 payload[80] = { 0 };
    for (guint i = 0; i < n; i++) {
        memcpy(payload, &rows[i].arrival, sizeof rows[i].arrival);
        const gsize n_payload = i % 97 == 0 ? sizeof rows[i].arrival : sizeof payload;
        g_assert_true(hn_row_sorter_add(sorter, hn_slice(rows[i].key, rows[i].n_key),
                                        hn_slice(payload, n_payload), NULL));
    }
}

static void
expect_all(HnRowSorter *sorter, const Row *sorted, guint n)
{
    HnSlice key, payload, next;
    gboolean more = FALSE;
    for (guint i = 0; i < n; i++) {
        g_assert_true(hn_row_sorter_peek(sorter, &next));
        g_assert_true(hn_slice_equal(next, hn_slice(sorted[i].key, sorted[i].n_key)));
        g_assert_true(hn_row_sorter_next(sorter, &key, &payload, &more, NULL) && more);
        if (i + 1 < n) {
            g_assert_true(hn_row_sorter_peek(sorter, &next)); /* the row stays what it was */
            g_assert_true(hn_slice_equal(next, hn_slice(sorted[i + 1].key, sorted[i + 1].n_key)));
        }
        g_assert_true(hn_slice_equal(key, hn_slice(sorted[i].key, sorted[i].n_key)));
        g_assert_true(memcmp(payload.bytes, &sorted[i].arrival, sizeof sorted[i].arrival) == 0);
    }
    g_assert_false(hn_row_sorter_peek(sorter, &next));
    g_assert_true(hn_row_sorter_next(sorter, &key, &payload, &more, NULL) && !more);
    g_assert_true(hn_row_sorter_next(sorter, &key, &payload, &more, NULL) && !more);
}

typedef struct {
    char *folder, *prefix, *first_run, *second_run;
} Place;

static Place
place_new(void)
{
    Place place = { .folder = g_dir_make_tmp("hn-sort-XXXXXX", NULL) };
    place.prefix = g_build_filename(place.folder, "s", NULL);
    place.first_run = g_strconcat(place.prefix, "-0", NULL);
    place.second_run = g_strconcat(place.prefix, "-1", NULL);
    return place;
}

static void
place_free(Place *place)
{
    g_assert_true(hn_io_remove_tree(place->folder, NULL));
    g_free(place->folder);
    g_free(place->prefix);
    g_free(place->first_run);
    g_free(place->second_run);
}

static void
check_budget(guint64 ceiling, gboolean spills, const HnSealKey *seal)
{
    Place place = place_new();
    g_autofree Row *rows = random_rows(ceiling);
    g_autoptr(HnBudget) budget = hn_budget_new(ceiling);
    HnRowSorter *sorter = hn_row_sorter_new(place.prefix, budget, seal);
    add_all(sorter, rows, N_ROWS);
    g_assert_true(hn_row_sorter_finish(sorter, NULL));
    g_assert_true(g_file_test(place.second_run, G_FILE_TEST_EXISTS) == spills);
    qsort(rows, N_ROWS, sizeof *rows, compare);
    expect_all(sorter, rows, N_ROWS);
    hn_row_sorter_free(sorter);
    g_assert_false(g_file_test(place.first_run, G_FILE_TEST_EXISTS)); /* it cleans up */
    g_assert_cmpuint(hn_budget_left(budget), ==, ceiling);
    place_free(&place);
}

static void
test_the_order_is_that_of_qsort(void)
{
    guint8 bytes[HN_SEALED_KEY_BYTES] = { 7 };
    HnSealKey key;
    hn_seal_key_from_bytes(bytes, &key);
    check_budget(MANY_BYTES, FALSE, NULL);
    check_budget((guint64)2 << 20, TRUE, NULL);
    check_budget((guint64)1 << 20, TRUE, &key);
}

static void
test_few_rows_and_none(void)
{
    Place place = place_new();
    g_autofree Row *rows = random_rows(5);
    g_autoptr(HnBudget) budget = hn_budget_new(MANY_BYTES);
    for (guint n = 0; n < 3; n++) {
        g_autoptr(HnRowSorter) sorter = hn_row_sorter_new(place.prefix, budget, NULL);
        add_all(sorter, rows, n);
        g_assert_true(hn_row_sorter_finish(sorter, NULL));
        qsort(rows, n, sizeof *rows, compare);
        expect_all(sorter, rows, n);
    }
    place_free(&place);
}

static void
test_a_row_larger_than_the_budget_passes(void)
{
    Place place = place_new();
    g_autoptr(HnBudget) budget = hn_budget_new(1);
    g_autoptr(HnRowSorter) sorter = hn_row_sorter_new(place.prefix, budget, NULL);
    const gsize n = (gsize)5 << 20;
    g_autofree guint8 *bytes = g_malloc(n);
    memset(bytes, 'x', n);
    for (guint8 key = 3; key > 0; key--) {
        bytes[0] = key;
        g_assert_true(hn_row_sorter_add(sorter, hn_slice(&key, 1), hn_slice(bytes, n), NULL));
    }
    g_assert_true(hn_row_sorter_finish(sorter, NULL));
    for (guint8 key = 1; key <= 3; key++) {
        HnSlice found, payload;
        gboolean more = FALSE;
        g_assert_true(hn_row_sorter_next(sorter, &found, &payload, &more, NULL) && more);
        bytes[0] = key;
        g_assert_cmpmem(payload.bytes, payload.n_bytes, bytes, n);
    }
    place_free(&place);
}

static void
test_what_a_killed_run_left_is_overwritten(void)
{
    Place place = place_new();
    g_assert_true(hn_io_write_file(place.first_run, "old", 3, NULL));
    g_autofree Row *rows = random_rows(6);
    g_autoptr(HnBudget) budget = hn_budget_new(1);
    g_autoptr(HnRowSorter) sorter = hn_row_sorter_new(place.prefix, budget, NULL);
    add_all(sorter, rows, N_ROWS);
    g_assert_true(hn_row_sorter_finish(sorter, NULL));
    qsort(rows, N_ROWS, sizeof *rows, compare);
    expect_all(sorter, rows, N_ROWS);
    place_free(&place);
}

static void
flip(const char *path)
{
    g_autofree char *text = NULL;
    gsize n = 0;
    g_assert_true(g_file_get_contents(path, &text, &n, NULL));
    text[n / 2] ^= 1;
    g_assert_true(g_file_set_contents(path, text, (gssize)n, NULL));
}

static void
test_a_flipped_bit_in_a_run_is_refused(void)
{
    Place place = place_new();
    g_autofree Row *rows = random_rows(7);
    g_autoptr(HnBudget) budget = hn_budget_new(1);
    g_autoptr(HnRowSorter) sorter = hn_row_sorter_new(place.prefix, budget, NULL);
    g_autoptr(GError) error = NULL;
    add_all(sorter, rows, N_ROWS);
    flip(place.first_run);
    gboolean more = hn_row_sorter_finish(sorter, &error);
    HnSlice key, payload;
    while (more && hn_row_sorter_next(sorter, &key, &payload, &more, &error))
        continue;
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT);
    place_free(&place);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/row_sorter/the_order_is_that_of_qsort",
                    test_the_order_is_that_of_qsort);
    g_test_add_func("/linker/row_sorter/few_rows_and_none", test_few_rows_and_none);
    g_test_add_func("/linker/row_sorter/a_row_larger_than_the_budget_passes",
                    test_a_row_larger_than_the_budget_passes);
    g_test_add_func("/linker/row_sorter/what_a_killed_run_left_is_overwritten",
                    test_what_a_killed_run_left_is_overwritten);
    g_test_add_func("/linker/row_sorter/a_flipped_bit_in_a_run_is_refused",
                    test_a_flipped_bit_in_a_run_is_refused);
    return g_test_run();
}
