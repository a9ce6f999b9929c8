/* Goal: one seed gives one sequence of bytes, another seed another; the truth fits the records;
 * another order of the rows changes nothing in them. */
#include "datasets/generate_citizens.h"

#include "base/hash.h"
#include "base/io.h"

/* SHA-256 of records.csv and truth.csv of 2,000 records with seed 1: every machine makes these
 * bytes. A change of the tables or of the model changes them; then these lines change with it, on
 * purpose. */
#define GOLDEN_RECORDS "058c0bb712fa670677ce5dcc0c579e83545c45ab292fab851c511f379a51c44f"
#define GOLDEN_TRUTH "4177f60fa9a1dd18bbe0ee0724288b7b8274d385ac41ee75748bd45ffbc27bd8"

static const HnGenerateOptions DEFAULTS = { .n_records = 2000,
                                            .n_entities = 1000,
                                            .seed = 1,
                                            .shuffle_seed = 1,
                                            .n_sources = 5,
                                            .noise = HN_NOISE_NORMAL };

static char *
generate(HnGenerateOptions options)
{
    g_autoptr(GError) error = NULL;
    char *folder = g_dir_make_tmp("hn-generate-XXXXXX", &error);
    g_assert_no_error(error);
    options.folder = folder;
    g_assert_true(hn_generate_citizens(&options, &error));
    g_assert_no_error(error);
    return folder;
}

static GBytes *
read_file(const char *folder, const char *name)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(folder, name, NULL);
    GBytes *bytes = hn_io_read_file(path, 1 << 24, &error);
    g_assert_no_error(error);
    return bytes;
}

static char *
digest_of(const char *folder, const char *name)
{
    g_autoptr(GBytes) bytes = read_file(folder, name);
    guint8 digest[HN_DIGEST_BYTES];
    char *hex = g_malloc(HN_DIGEST_HEX_CHARS + 1);
    hn_digest_of(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), digest);
    hn_hex(digest, sizeof digest, hex);
    return hex;
}

/* The lines behind the header; the last element is NULL. */
static char **
lines_of(const char *folder, const char *name)
{
    g_autoptr(GBytes) bytes = read_file(folder, name);
    g_autofree char *text = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
    g_assert_true(g_str_has_suffix(text, "\n"));
    text[strlen(text) - 1] = '\0';
    const char *behind_header = strchr(text, '\n') + 1;
    return g_strsplit(behind_header, "\n", -1);
}

static void
test_bytes_are_the_golden_ones(void)
{
    g_autofree char *folder = generate(DEFAULTS);
    g_autofree char *records = digest_of(folder, "records.csv");
    g_autofree char *truth = digest_of(folder, "truth.csv");
    hn_io_remove_tree(folder, NULL);
    g_assert_cmpstr(records, ==, GOLDEN_RECORDS);
    g_assert_cmpstr(truth, ==, GOLDEN_TRUTH);
}

static void
test_seeds_decide(void)
{
    HnGenerateOptions options = DEFAULTS;
    g_autofree char *one = generate(options);
    g_autofree char *again = generate(options);
    options.seed = 2;
    g_autofree char *other = generate(options);
    g_autofree char *digest_one = digest_of(one, "records.csv");
    g_autofree char *digest_again = digest_of(again, "records.csv");
    g_autofree char *digest_other = digest_of(other, "records.csv");
    g_assert_cmpstr(digest_one, ==, digest_again);
    g_assert_cmpstr(digest_one, !=, digest_other);
    hn_io_remove_tree(one, NULL);
    hn_io_remove_tree(again, NULL);
    hn_io_remove_tree(other, NULL);
}

static int
compare_lines(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
test_another_order_changes_no_row(void)
{
    static const char *const FILES[] = { "records.csv", "truth.csv" };
    HnGenerateOptions options = DEFAULTS;
    g_autofree char *one = generate(options);
    options.shuffle_seed = 77;
    g_autofree char *shuffled = generate(options);
    for (gsize i = 0; i < G_N_ELEMENTS(FILES); i++) {
        g_auto(GStrv) lines = lines_of(one, FILES[i]);
        g_auto(GStrv) others = lines_of(shuffled, FILES[i]);
        g_assert_false(g_strv_equal((const char *const *)lines, (const char *const *)others));
        qsort(lines, g_strv_length(lines), sizeof lines[0], compare_lines);
        qsort(others, g_strv_length(others), sizeof others[0], compare_lines);
        g_assert_true(g_strv_equal((const char *const *)lines, (const char *const *)others));
    }
    hn_io_remove_tree(one, NULL);
    hn_io_remove_tree(shuffled, NULL);
}

static void
test_truth_fits_the_records(void)
{
    HnGenerateOptions options = DEFAULTS;
    options.n_records = 1999;
    options.n_entities = 700;
    g_autofree char *folder = generate(options);
    g_auto(GStrv) records = lines_of(folder, "records.csv");
    g_auto(GStrv) truth = lines_of(folder, "truth.csv");
    g_autoptr(GHashTable) ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GHashTable) entities = g_hash_table_new(g_str_hash, g_str_equal);
    g_assert_cmpuint(g_strv_length(records), ==, 1999);
    g_assert_cmpuint(g_strv_length(truth), ==, 1999);
    for (guint i = 0; truth[i] != NULL; i++) {
        g_auto(GStrv) cells = g_strsplit(truth[i], ",", -1);
        g_assert_cmpuint(g_strv_length(cells), ==, 2);
        g_autofree char *start = g_strconcat(cells[0], ",", NULL);
        g_assert_true(g_str_has_prefix(records[i], start));
        g_assert_true(g_hash_table_add(ids, g_strdup(cells[0])));
        g_hash_table_add(entities, strchr(truth[i], ','));
    }
    g_assert_cmpuint(g_hash_table_size(entities), ==, 700);
    hn_io_remove_tree(folder, NULL);
}

static guint
count_lines(char **lines, const char *part)
{
    guint n_lines = 0;
    for (guint i = 0; lines[i] != NULL; i++)
        n_lines += strstr(lines[i], part) != NULL;
    return n_lines;
}

static void
test_homonyms_are_people_of_their_own(void)
{
    HnGenerateOptions options = DEFAULTS;
    options.n_homonyms = 300;
    g_autofree char *folder = generate(options);
    g_auto(GStrv) records = lines_of(folder, "records.csv");
    g_auto(GStrv) truth = lines_of(folder, "truth.csv");
    g_autoptr(GHashTable) entities = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autofree char *name = NULL;
    for (guint i = 0; truth[i] != NULL; i++) {
        g_auto(GStrv) cells = g_strsplit(records[i], ",", -1);
        const char *entity = strchr(truth[i], ',') + 1;
        if (entity[0] != 'h')
            continue;
        g_assert_true(g_hash_table_add(entities, g_strdup(entity)));
        if (name == NULL)
            name = g_strdup(cells[HN_CITIZEN_FULL_NAME]);
        g_assert_cmpstr(cells[HN_CITIZEN_FULL_NAME], ==, name);
        g_assert_true(g_str_has_suffix(records[i], ",1960-01-01,,,,,,,,"));
    }
    g_assert_cmpuint(g_hash_table_size(entities), ==, 300);
    g_assert_cmpuint(g_strv_length(records), ==, 2300);
    hn_io_remove_tree(folder, NULL);
}

static void
test_a_phone_can_be_shared_by_many(void)
{
    HnGenerateOptions options = DEFAULTS;
    options.shared_phone_per_10000 = 1000;
    g_autofree char *folder = generate(options);
    g_auto(GStrv) records = lines_of(folder, "records.csv");
    const guint n_shared = count_lines(records, ",0900000000,");
    g_assert_cmpuint(n_shared, >, 140); /* 200 expected */
    g_assert_cmpuint(n_shared, <, 260);
    hn_io_remove_tree(folder, NULL);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/datasets/generate_citizens/bytes_are_the_golden_ones",
                    test_bytes_are_the_golden_ones);
    g_test_add_func("/datasets/generate_citizens/seeds_decide", test_seeds_decide);
    g_test_add_func("/datasets/generate_citizens/another_order_changes_no_row",
                    test_another_order_changes_no_row);
    g_test_add_func("/datasets/generate_citizens/truth_fits_the_records",
                    test_truth_fits_the_records);
    g_test_add_func("/datasets/generate_citizens/homonyms_are_people_of_their_own",
                    test_homonyms_are_people_of_their_own);
    g_test_add_func("/datasets/generate_citizens/a_phone_can_be_shared_by_many",
                    test_a_phone_can_be_shared_by_many);
    return g_test_run();
}
