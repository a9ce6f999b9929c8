/* A run's result files against their manifest. */
#include <jansson.h>

#include "base/io.h"
#include "cli/verify_report.h"
#include "connect/byte_source.h"
#include "records/entity_id.h"

#define MANIFEST_BYTES_MAX ((gsize)1 << 20)
#define CHUNK_BYTES ((gsize)1 << 18)

/* What stands in a file: every frame decodes, or @error. */
typedef struct {
    guint64 n_bytes, n_lines;
    char sha256[HN_DIGEST_HEX_CHARS + 1];
} Found;

static gboolean
read_file(const char *path, Found *ret_found, GError **error)
{
    g_autoptr(HnByteSource) source = hn_byte_source_new(path, error);
    g_autofree guint8 *bytes = g_malloc(CHUNK_BYTES);
    gsize n = source == NULL ? 0 : 1;
    Found found = { 0 };
    while (n > 0) {
        if (!hn_byte_source_read(source, bytes, CHUNK_BYTES, &n, error))
            return FALSE;
        for (gsize i = 0; i < n; i++)
            found.n_lines += bytes[i] == '\n';
    }
    if (source == NULL)
        return FALSE;
    guint8 digest[HN_DIGEST_BYTES];
    found.n_bytes = hn_byte_source_n_bytes(source);
    hn_byte_source_digest(source, digest);
    hn_hex(digest, sizeof digest, found.sha256);
    *ret_found = found;
    return TRUE;
}

static void
check_file(HnVerify *verify, const char *folder, const json_t *file)
{
    const char *name = json_string_value(json_object_get(file, "name"));
    const char *sha256 = json_string_value(json_object_get(file, "sha256"));
    g_autoptr(GError) error = NULL;
    Found found;
    if (name == NULL || sha256 == NULL || strchr(name, '/') != NULL) {
        hn_verify_fault(verify, "results", "manifest.json: an entry of files is not one");
        return;
    }
    g_autofree char *path = g_build_filename(folder, name, NULL);
    if (!read_file(path, &found, &error))
        hn_verify_fault(verify, "results", "%s", error->message);
    else if (found.n_bytes != (guint64)json_integer_value(json_object_get(file, "bytes")) ||
             strcmp(found.sha256, sha256) != 0)
        hn_verify_fault(verify, "results", "%s is not the file of its manifest", name);
    else if (found.n_lines != (guint64)json_integer_value(json_object_get(file, "rows")))
        hn_verify_fault(verify, "results", "%s has %" G_GUINT64_FORMAT " lines and says otherwise",
                        name, found.n_lines);
    else
        hn_verify_fine(verify, "results", "%s: %" G_GUINT64_FORMAT " lines, sha256 %.12s", name,
                       found.n_lines, found.sha256);
}

/* The manifest itself: the store remembers its digest. */
static void
check_manifest(HnVerify *verify, guint64 run, GBytes *text)
{
    g_autofree char *summary = hn_store_run_summary(verify->store, run);
    json_t *root = summary == NULL ? NULL : json_loads(summary, 0, NULL);
    const char *known = json_string_value(json_object_get(root, "results_sha256"));
    guint8 digest[HN_DIGEST_BYTES];
    char hex[HN_DIGEST_HEX_CHARS + 1];
    hn_digest_of(g_bytes_get_data(text, NULL), g_bytes_get_size(text), digest);
    hn_hex(digest, sizeof digest, hex);
    if (known == NULL)
        hn_verify_fault(verify, "results", "the store does not know this run's results");
    else if (strcmp(known, hex) != 0)
        hn_verify_fault(verify, "results", "manifest.json is not the one that was published");
    else
        hn_verify_fine(verify, "results", "manifest.json: sha256 %.12s", hex);
    json_decref(root);
}

void
hn_verify_results(HnVerify *verify, guint64 run)
{
    char id[HN_ENTITY_ID_CHARS + 1];
    hn_entity_id_format('r', run, id);
    g_autofree char *relative = g_build_filename("results", id, NULL);
    g_autofree char *folder = hn_store_path(verify->store, relative);
    g_autofree char *path = g_build_filename(folder, "manifest.json", NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) text = hn_io_read_file(path, MANIFEST_BYTES_MAX, &error);
    if (text == NULL) {
        hn_verify_fault(verify, "results", "%s", error->message);
        return;
    }
    check_manifest(verify, run, text);
    json_t *root = json_loadb(g_bytes_get_data(text, NULL), g_bytes_get_size(text), 0, NULL);
    const json_t *files = json_object_get(root, "files");
    if (json_array_size(files) == 0)
        hn_verify_fault(verify, "results", "manifest.json cannot be read");
    for (gsize i = 0; i < json_array_size(files); i++)
        check_file(verify, folder, json_array_get(files, i));
    json_decref(root);
}
