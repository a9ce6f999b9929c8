/* Goal: a night changes, adds and withdraws as many rows as it was told, and touches no other. */
#include "datasets/generate_night.h"

#include "base/base_error.h"
#include "base/io.h"
#include "datasets/generate_citizens.h"

#define RECORDS 20000

static char *
make_folder(void)
{
    g_autoptr(GError) error = NULL;
    char *folder = g_dir_make_tmp("hn-night-XXXXXX", &error);
    g_assert_no_error(error);
    return folder;
}

static char *
make_first_night(void)
{
    g_autoptr(GError) error = NULL;
    char *folder = make_folder();
    const HnGenerateOptions options = { .folder = folder,
                                        .n_records = RECORDS,
                                        .n_entities = RECORDS / 2,
                                        .seed = 5,
                                        .shuffle_seed = 5,
                                        .n_sources = 5,
                                        .noise = HN_NOISE_NORMAL };
    g_assert_true(hn_generate_citizens(&options, &error));
    return folder;
}

/* record_id -> the rest of its line. */
static GHashTable *
read_map(const char *folder, const char *name)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autoptr(GBytes) bytes = hn_io_read_file(path, 1 << 26, &error);
    g_assert_no_error(error);
    const char *at = g_bytes_get_data(bytes, NULL);
    const char *end = at + g_bytes_get_size(bytes);
    GHashTable *map = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    for (gboolean is_header = TRUE; at < end; is_header = FALSE) {
        const char *line_end = memchr(at, '\n', (gsize)(end - at));
        g_assert_nonnull(line_end);
        const char *comma = memchr(at, ',', (gsize)(line_end - at));
        g_assert_nonnull(comma);
        if (!is_header)
            g_assert_true(g_hash_table_insert(map, g_strndup(at, (gsize)(comma - at)),
                                              g_strndup(comma + 1, (gsize)(line_end - comma - 1))));
        at = line_end + 1;
    }
    return map;
}

typedef struct {
    guint n_withdrawn, n_changed, n_added, n_new_people;
} Counts;

static Counts
compare(const char *before_folder, const char *after_folder)
{
    g_autoptr(GHashTable) before = read_map(before_folder, "records.csv");
    g_autoptr(GHashTable) after = read_map(after_folder, "records.csv");
    g_autoptr(GHashTable) truth_before = read_map(before_folder, "truth.csv");
    g_autoptr(GHashTable) truth_after = read_map(after_folder, "truth.csv");
    g_autoptr(GHashTable) people = g_hash_table_new(g_str_hash, g_str_equal);
    Counts counts = { 0 };
    GHashTableIter iter;
    gpointer id, line;
    g_hash_table_iter_init(&iter, before);
    while (g_hash_table_iter_next(&iter, &id, &line)) {
        const char *now = g_hash_table_lookup(after, id);
        const char *person = g_hash_table_lookup(truth_before, id);
        g_hash_table_add(people, g_hash_table_lookup(truth_before, id));
        counts.n_withdrawn += now == NULL;
        counts.n_changed += now != NULL && strcmp(now, line) != 0;
        if (now != NULL)
            g_assert_cmpstr(g_hash_table_lookup(truth_after, id), ==, person);
    }
    g_assert_cmpuint(g_hash_table_size(after), ==, g_hash_table_size(truth_after));
    g_hash_table_iter_init(&iter, truth_after);
    while (g_hash_table_iter_next(&iter, &id, &line)) {
        g_assert_true(g_hash_table_contains(after, id));
        counts.n_added += !g_hash_table_contains(before, id);
        counts.n_new_people += !g_hash_table_contains(people, line);
    }
    return counts;
}

static void
assert_about(guint count, guint expected)
{
    const gint64 off = (gint64)count - expected;
    g_assert_cmpint(off * off, <=, 25 * (gint64)expected); /* five standard deviations */
}

static void
test_rows_change_at_their_rates(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *first = make_first_night();
    g_autofree char *second = make_folder();
    const HnNightOptions options = { .from = first,
                                     .folder = second,
                                     .seed = 6,
                                     .changed_per_million = 20000,
                                     .added_per_million = 40000,
                                     .withdrawn_per_million = 10000 };
    g_assert_true(hn_generate_night(&options, &error));
    const Counts counts = compare(first, second);
    assert_about(counts.n_changed, RECORDS / 50);
    assert_about(counts.n_added, RECORDS / 25);
    assert_about(counts.n_withdrawn, RECORDS / 100);
    assert_about(counts.n_new_people, RECORDS / 50);
    hn_io_remove_tree(first, NULL);
    hn_io_remove_tree(second, NULL);
}

static void
test_a_quiet_night_has_the_same_bytes(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *first = make_first_night();
    g_autofree char *second = make_folder();
    const HnNightOptions options = { .from = first, .folder = second, .seed = 6 };
    g_assert_true(hn_generate_night(&options, &error));
    g_autofree char *before_path = g_build_filename(first, "records.csv", NULL);
    g_autofree char *after_path = g_build_filename(second, "records.csv", NULL);
    g_autoptr(GBytes) before = hn_io_read_file(before_path, 1 << 26, &error);
    g_autoptr(GBytes) after = hn_io_read_file(after_path, 1 << 26, &error);
    g_assert_no_error(error);
    g_assert_true(g_bytes_equal(before, after));
    hn_io_remove_tree(first, NULL);
    hn_io_remove_tree(second, NULL);
}

static void
test_a_seed_serves_one_night(void)
{
    g_autoptr(GError) error = NULL;
    char *folders[4];
    folders[0] = make_first_night();
    for (guint i = 1; i < 4; i++)
        folders[i] = make_folder();
    HnNightOptions options = {
        .from = folders[0], .folder = folders[1], .seed = 6, .added_per_million = 10000
    };
    g_assert_true(hn_generate_night(&options, &error));
    options.from = folders[1];
    options.folder = folders[2];
    g_assert_false(hn_generate_night(&options, &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_EXISTS);
    g_clear_error(&error);
    options.folder = folders[3];
    options.seed = 7;
    g_assert_true(hn_generate_night(&options, &error));
    for (guint i = 0; i < 4; i++) {
        hn_io_remove_tree(folders[i], NULL);
        g_free(folders[i]);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/datasets/generate_night/rows_change_at_their_rates",
                    test_rows_change_at_their_rates);
    g_test_add_func("/datasets/generate_night/a_quiet_night_has_the_same_bytes",
                    test_a_quiet_night_has_the_same_bytes);
    g_test_add_func("/datasets/generate_night/a_seed_serves_one_night",
                    test_a_seed_serves_one_night);
    return g_test_run();
}
