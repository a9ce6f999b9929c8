/* Goal: the count is that of a plain sort for every budget, memory stays within it, and a file that
 * was hurt is refused. */
#include "linker/repeat_count.h"

#include <stdlib.h>

#include "base/base_error.h"
#include "base/io.h"
#include "base/rng.h"

#define N_VALUES 300000u
#define MIB ((guint64)1 << 20)

typedef struct {
    char *folder, *prefix;
} Place;

static Place
place_new(void)
{
    Place place = { .folder = g_dir_make_tmp("hn-repeats-XXXXXX", NULL) };
    g_assert_nonnull(place.folder);
    place.prefix = g_build_filename(place.folder, "repeats", NULL);
    return place;
}

static guint
n_files(const Place *place)
{
    g_autoptr(GDir) dir = g_dir_open(place->folder, 0, NULL);
    guint n = 0;
    while (g_dir_read_name(dir) != NULL)
        n++;
    return n;
}

static void
place_clear(Place *place)
{
    g_assert_cmpuint(n_files(place), ==, 0);
    g_assert_true(hn_io_remove_tree(place->folder, NULL));
    g_free(place->folder);
    g_free(place->prefix);
}

/* Values below @n_different, 0 and the largest among them. */
static guint64 *
random_values(guint n, guint64 n_different)
{
    HnRng rng = hn_rng_seed(n_different, 0);
    guint64 *values = g_new0(guint64, n + 1);
    for (guint i = 0; i < n; i++) {
        const guint64 value = hn_rng_below(&rng, n_different);
        values[i] = value == 1 ? G_MAXUINT64 : value * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15);
    }
    return values;
}

static int
compare(const void *a, const void *b)
{
    const guint64 x = *(const guint64 *)a, y = *(const guint64 *)b;
    return (x > y) - (x < y);
}

static guint64
plain_count(const guint64 *values, guint n)
{
    g_autofree guint64 *sorted = g_memdup2(values, (n + 1) * sizeof *values);
    guint64 found = 0;
    qsort(sorted, n, sizeof *sorted, compare);
    for (guint i = 1; i < n; i++)
        found += sorted[i] == sorted[i - 1];
    return found;
}

static void
add_all(HnRepeatCount *count, const guint64 *values, guint n)
{
    g_autoptr(GError) error = NULL;
    for (guint i = 0; i < n; i++) {
        hn_repeat_count_add(count, values[i], &error);
        g_assert_no_error(error);
    }
}

static void
test_every_budget_counts_the_same(void)
{
    static const guint64 differents[] = { 1, 2, 1000, N_VALUES, G_MAXUINT64 };
    static const guint sizes[] = { 0, 1, 2, 65536, 65537, N_VALUES };
    static const guint64 budgets[] = { 1, 3 * MIB, 64 * MIB };
    HnSealKey key;
    guint8 bytes[HN_SEALED_KEY_BYTES] = { 7 };
    hn_seal_key_from_bytes(bytes, &key);
    for (guint d = 0; d < G_N_ELEMENTS(differents); d++)
        for (guint s = 0; s < G_N_ELEMENTS(sizes); s++) {
            g_autofree guint64 *values = random_values(sizes[s], differents[d]);
            const guint64 expected = plain_count(values, sizes[s]);
            for (guint b = 0; b < G_N_ELEMENTS(budgets); b++) {
                Place place = place_new();
                g_autoptr(HnBudget) budget = hn_budget_new(budgets[b]);
                HnRepeatCount *count =
                    hn_repeat_count_new(place.prefix, budget, b == 0 ? &key : NULL);
                guint64 n = 77;
                add_all(count, values, sizes[s]);
                g_assert_true((n_files(&place) > 0) ==
                              (sizes[s] > 65537 ? b < 2 : sizes[s] > 65536 && b == 0));
                g_assert_true(hn_repeat_count_end(count, &n, NULL));
                g_assert_cmpuint(n, ==, expected);
                hn_repeat_count_free(count);
                g_assert_cmpuint(hn_budget_peak(budget), <=, MAX(budgets[b], MIB));
                g_assert_cmpuint(hn_budget_left(budget), ==, budgets[b]);
                place_clear(&place);
            }
        }
}

/* However many values come, and however much memory there is. */
static void
test_memory_is_flat(void)
{
    Place place = place_new();
    g_autoptr(HnBudget) budget = hn_budget_new(1024 * MIB);
    HnRepeatCount *count = hn_repeat_count_new(place.prefix, budget, NULL);
    guint64 n = 0;
    for (guint64 i = 0; i < 9000000; i++)
        g_assert_true(hn_repeat_count_add(count, i % 8999999, NULL));
    g_assert_true(hn_repeat_count_end(count, &n, NULL));
    g_assert_cmpuint(n, ==, 1);
    g_assert_cmpuint(hn_budget_peak(budget), <=, 64 * MIB);
    hn_repeat_count_free(count);
    place_clear(&place);
}

static void
test_a_hurt_file_is_refused(void)
{
    Place place = place_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(HnBudget) budget = hn_budget_new(1);
    g_autofree guint64 *values = random_values(N_VALUES, G_MAXUINT64);
    HnRepeatCount *count = hn_repeat_count_new(place.prefix, budget, NULL);
    add_all(count, values, N_VALUES);
    g_autofree char *path = g_strconcat(place.prefix, "-1", NULL);
    g_autofree char *text = NULL;
    gsize n_bytes = 0;
    g_assert_true(g_file_get_contents(path, &text, &n_bytes, NULL));
    text[n_bytes / 2] ^= 1;
    g_assert_true(g_file_set_contents(path, text, (gssize)n_bytes, NULL));
    guint64 n = 77;
    g_assert_false(hn_repeat_count_end(count, &n, &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT);
    g_assert_cmpuint(n, ==, 77);
    hn_repeat_count_free(count);
    place_clear(&place);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/repeat_count/every_budget_counts_the_same",
                    test_every_budget_counts_the_same);
    g_test_add_func("/linker/repeat_count/memory_is_flat", test_memory_is_flat);
    g_test_add_func("/linker/repeat_count/a_hurt_file_is_refused", test_a_hurt_file_is_refused);
    return g_test_run();
}
