/* Goal: the manifest says what the files are, golden records of all types ascend together, and a
 * hurt file is named. */
#include "linker/night_results.h"

#include <jansson.h>

#include "base/io.h"
#include "linker/linker_error.h"
#include "tests/reference/night_fixture.h"

#define N_PEOPLE 12u

static json_t *
manifest_of(const char *folder)
{
    g_autofree char *path = g_build_filename(folder, "manifest.json", NULL);
    json_t *manifest = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
    g_assert_nonnull(manifest);
    return manifest;
}

static void
check_entry(const char *folder, json_t *entry)
{
    const char *name = json_string_value(json_object_get(entry, "name"));
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autoptr(GBytes) bytes = hn_io_read_file(path, 64u << 20, NULL);
    g_assert_nonnull(bytes);
    g_autofree char *sha256 = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes);
    g_assert_cmpstr(json_string_value(json_object_get(entry, "sha256")), ==, sha256);
    g_assert_cmpuint(json_integer_value(json_object_get(entry, "bytes")), ==,
                     g_bytes_get_size(bytes));
}

static guint
count_lines(const char *text)
{
    guint n = 0;
    for (; *text != '\0'; text++)
        n += *text == '\n';
    return n;
}

static void
test_the_manifest_says_what_the_files_are(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_run(f);
    g_autofree char *folder = g_build_filename(f->project->state, "results", "current", NULL);
    json_t *manifest = manifest_of(folder), *files = json_object_get(manifest, "files");
    g_assert_cmpuint(json_array_size(files), ==, HN_NIGHT_RESULTS);
    for (guint i = 0; i < HN_NIGHT_RESULTS; i++) {
        json_t *entry = json_array_get(files, i);
        g_autofree char *text = night_fixture_result(f, hn_night_result_names[i]);
        check_entry(folder, entry);
        g_assert_cmpuint(json_integer_value(json_object_get(entry, "rows")), ==, count_lines(text));
    }
    json_t *bundles = json_object_get(manifest, "bundles");
    g_assert_cmpuint(json_object_size(bundles), ==, 2);
    g_assert_cmpuint(strlen(json_string_value(json_object_get(manifest, "store"))), ==, 64);
    json_decref(manifest);
    night_fixture_free(f);
}

/* No clock, host or path: two projects in two folders say the same. */
static void
test_two_folders_give_one_manifest(void)
{
    char *digests[2];
    for (guint i = 0; i < 2; i++) {
        NightFixture *f = night_fixture_new(NULL);
        night_fixture_deliver_all(f, N_PEOPLE);
        night_fixture_run(f);
        digests[i] = night_fixture_digest(f);
        night_fixture_free(f);
    }
    g_assert_cmpstr(digests[0], ==, digests[1]);
    g_free(digests[0]);
    g_free(digests[1]);
}

/* Companies have the smaller ids of the first night, persons of later ones: they must mix. */
static void
test_golden_records_of_all_types_ascend(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_run(f);
    night_fixture_deliver_all(f, N_PEOPLE + 9);
    night_fixture_run(f);
    g_autofree char *golden = night_fixture_result(f, "golden");
    g_auto(GStrv) lines = g_strsplit(golden, "\n", -1);
    guint n = 0, n_changes = 0;
    for (; lines[n][0] != '\0'; n++) {
        if (n == 0)
            continue;
        g_assert_cmpint(strncmp(lines[n - 1], lines[n], strlen("{\"entity_id\":\"e-00000000")), <=,
                        0);
        const gboolean company = strstr(lines[n], "\"entity_type\":\"company\"") != NULL;
        const gboolean before = strstr(lines[n - 1], "\"entity_type\":\"company\"") != NULL;
        n_changes += company != before;
    }
    g_assert_cmpuint(n, ==, f->summary.n_entities);
    g_assert_cmpuint(n_changes, >=, 3);
    night_fixture_free(f);
}

static void
test_a_hurt_file_is_named(void)
{
    for (guint i = 0; i <= HN_NIGHT_RESULTS; i++) {
        NightFixture *f = night_fixture_new(NULL);
        night_fixture_deliver_all(f, N_PEOPLE);
        HnNight *night = night_fixture_up_to(f, HN_STAGE_GATE);
        g_autofree char *folder = hn_night_path(night, "results");
        g_autofree char *name = i < HN_NIGHT_RESULTS
                                    ? g_strconcat(hn_night_result_names[i], ".jsonl.zst", NULL)
                                    : g_strdup("manifest.json");
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_autoptr(GError) error = NULL;
        g_assert_true(hn_night_check_results(night, folder, &error));
        g_assert_true(night_fixture_flip(path, 9));
        g_assert_false(hn_night_check_results(night, folder, &error));
        g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CHECKPOINT);
        g_assert_nonnull(strstr(error->message, name));
        hn_night_free(night);
        night_fixture_free(f);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/night_results/" #what, test_##what)
    ADD(the_manifest_says_what_the_files_are);
    ADD(two_folders_give_one_manifest);
    ADD(golden_records_of_all_types_ascend);
    ADD(a_hurt_file_is_named);
    return g_test_run();
}
