/* A run's result files against their manifest, and that against the store. */
#include "cli/verify_report.h"
#include "connect/byte_source.h"
#include "publish/published_results.h"

#define CHUNK_BYTES ((gsize)1 << 18)

/* Lines of a file whose every frame decodes. */
static gboolean
count_lines(const char *path, guint64 *ret_n_lines, GError **error)
{
    g_autoptr(HnByteSource) source = hn_byte_source_new(path, error);
    g_autofree guint8 *bytes = g_malloc(CHUNK_BYTES);
    gsize n = source == NULL ? 0 : 1;
    *ret_n_lines = 0;
    while (n > 0) {
        if (!hn_byte_source_read(source, bytes, CHUNK_BYTES, &n, error))
            return FALSE;
        for (gsize i = 0; i < n; i++)
            *ret_n_lines += bytes[i] == '\n';
    }
    return source != NULL;
}

static void
check_file(HnVerify *verify, const HnPublishedResults *results, const HnPublishedFile *file)
{
    g_autoptr(GError) error = NULL;
    guint64 n_lines = 0;
    g_autofree char *path = hn_published_results_file(results, file->name, &error);
    if (path == NULL || !count_lines(path, &n_lines, &error))
        hn_verify_fault(verify, "results", "%s", error->message);
    else if (n_lines != file->rows)
        hn_verify_fault(verify, "results", "%s has %" G_GUINT64_FORMAT " lines and says otherwise",
                        file->name, n_lines);
    else
        hn_verify_fine(verify, "results", "%s: %" G_GUINT64_FORMAT " lines",
                       "%s: %" G_GUINT64_FORMAT " dòng", file->name, n_lines);
}

void
hn_verify_results(HnVerify *verify, guint64 run)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnPublishedResults) results = hn_published_results_open(verify->store, run, &error);
    if (results == NULL) {
        hn_verify_fault(verify, "results", "%s", error->message);
        return;
    }
    char hex[HN_DIGEST_HEX_CHARS + 1];
    hn_hex(results->sha256, sizeof results->sha256, hex);
    hn_verify_fine(verify, "results", "manifest.json: sha256 %.12s", "manifest.json: sha256 %.12s",
                   hex);
    for (guint i = 0; i < results->n_files; i++)
        check_file(verify, results, &results->files[i]);
}
