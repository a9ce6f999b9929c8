#include "publish/published_results.h"

#include <jansson.h>

#include "base/base_error.h"
#include "base/io.h"
#include "records/entity_id.h"
#include "store/store_error.h"

#define MANIFEST_BYTES_MAX ((gsize)1 << 20)

static gboolean
refuse(const char *folder, const char *reason, GError **error)
{
    g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT, "'%s/manifest.json': %s", folder,
                reason);
    return FALSE;
}

static char *
find_folder(HnStore *store, guint64 run)
{
    char id[HN_ENTITY_ID_CHARS + 1];
    hn_entity_id_format('r', run, id);
    g_autofree char *switched = g_build_filename("results", id, NULL);
    g_autofree char *staged = g_build_filename("runs", id, "results", NULL);
    g_autofree char *folder = hn_store_path(store, switched);
    return g_file_test(folder, G_FILE_TEST_IS_DIR) ? g_steal_pointer(&folder)
                                                   : hn_store_path(store, staged);
}

/* What the store remembers of the run's manifest. */
static gboolean
known_digest(HnStore *store, guint64 run, guint8 ret_sha256[HN_DIGEST_BYTES], GError **error)
{
    g_autofree char *summary = hn_store_run_summary(store, run);
    json_t *root = summary == NULL ? NULL : json_loads(summary, 0, NULL);
    const char *hex = json_string_value(json_object_get(root, "results_sha256"));
    const gboolean known = hex != NULL && hn_unhex(hex, ret_sha256, HN_DIGEST_BYTES);
    json_decref(root);
    if (!known) {
        char id[HN_ENTITY_ID_CHARS + 1];
        hn_entity_id_format('r', run, id);
        g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_MISSING,
                    "the store '%s' knows no results of run %s", hn_store_folder(store), id);
    }
    return known;
}

static gboolean
take_file(const json_t *entry, HnPublishedFile *ret_file)
{
    const char *name = json_string_value(json_object_get(entry, "name"));
    const char *hex = json_string_value(json_object_get(entry, "sha256"));
    if (name == NULL || hex == NULL || strchr(name, '/') != NULL ||
        !hn_unhex(hex, ret_file->sha256, HN_DIGEST_BYTES))
        return FALSE;
    ret_file->name = g_strdup(name);
    ret_file->rows = (guint64)json_integer_value(json_object_get(entry, "rows"));
    ret_file->bytes = (guint64)json_integer_value(json_object_get(entry, "bytes"));
    return TRUE;
}

static gboolean
take_files(HnPublishedResults *results, GBytes *text)
{
    json_t *root = json_loadb(g_bytes_get_data(text, NULL), g_bytes_get_size(text), 0, NULL);
    const json_t *files = json_object_get(root, "files");
    const gsize n = json_array_size(files);
    gboolean fine = n > 0;
    results->files = g_new0(HnPublishedFile, n + 1);
    for (; fine && results->n_files < n; results->n_files += fine ? 1 : 0)
        fine =
            take_file(json_array_get(files, results->n_files), &results->files[results->n_files]);
    json_decref(root);
    return fine;
}

/* @known: what the manifest's SHA-256 must be, or NULL. */
static HnPublishedResults *
open_folder(char *folder, const guint8 *known, GError **error)
{
    g_autoptr(HnPublishedResults) results = g_new0(HnPublishedResults, 1);
    results->folder = folder;
    g_autofree char *path = g_build_filename(results->folder, "manifest.json", NULL);
    g_autoptr(GBytes) text = hn_io_read_file(path, MANIFEST_BYTES_MAX, error);
    if (text == NULL)
        return NULL;
    hn_digest_of(g_bytes_get_data(text, NULL), g_bytes_get_size(text), results->sha256);
    if (known != NULL && memcmp(results->sha256, known, HN_DIGEST_BYTES) != 0) {
        refuse(results->folder, "it is not the one that was published", error);
        return NULL;
    }
    if (!take_files(results, text)) {
        refuse(results->folder, "it cannot be read", error);
        return NULL;
    }
    return g_steal_pointer(&results);
}

static gboolean
refuse_pruned(HnStore *store, guint64 run, GError **error)
{
    char id[HN_ENTITY_ID_CHARS + 1];
    if (!hn_store_is_pruned(store, run))
        return FALSE;
    hn_entity_id_format('r', run, id);
    g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_MISSING,
                "the results of run %s were taken away by `hopnhat state prune`", id);
    return TRUE;
}

HnPublishedResults *
hn_published_results_open(HnStore *store, guint64 run, GError **error)
{
    guint8 known[HN_DIGEST_BYTES];
    if (refuse_pruned(store, run, error))
        return NULL;
    return known_digest(store, run, known, error)
               ? open_folder(find_folder(store, run), known, error)
               : NULL;
}

HnPublishedResults *
hn_held_results_open(HnStore *store, guint64 run, GError **error)
{
    char id[HN_ENTITY_ID_CHARS + 1];
    hn_entity_id_format('r', run, id);
    g_autofree char *staged = g_build_filename("runs", id, "results", NULL);
    g_autofree char *folder = hn_store_path(store, staged);
    if (g_file_test(folder, G_FILE_TEST_IS_DIR))
        return open_folder(g_steal_pointer(&folder), NULL, error);
    g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_MISSING,
                "run %s was held, and what it staged went when another run was published", id);
    return NULL;
}

char *
hn_published_results_file(const HnPublishedResults *results, const char *name, GError **error)
{
    guint at = 0;
    while (at < results->n_files && strcmp(results->files[at].name, name) != 0)
        at++;
    if (at == results->n_files) {
        g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_MISSING, "'%s' has no file %s",
                    results->folder, name);
        return NULL;
    }
    const HnPublishedFile *file = &results->files[at];
    g_autofree char *path = g_build_filename(results->folder, name, NULL);
    return hn_result_file_check(path, file->bytes, file->sha256, error) ? g_steal_pointer(&path)
                                                                        : NULL;
}

void
hn_published_results_free(HnPublishedResults *results)
{
    if (results == NULL)
        return;
    for (guint i = 0; i < results->n_files; i++)
        g_free(results->files[i].name);
    g_free(results->files);
    g_free(results->folder);
    g_free(results);
}
