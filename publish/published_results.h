/* publish/published_results.h - the result files of a run, published or held, checked before they
 * are used.
 *
 * Data walk: the store knows the SHA-256 of a run's manifest.json, that knows those of the files.
 *   `export` and `verify` read results through it. A run that was committed but whose results wait
 *   for their switch (a kill between the two) has them where they were staged: what is read is of
 *   the state that the store shows, never of the night before.
 * A held run has its files where they were staged, until another one is published; the store does
 * not know their manifest, which is checked by the files that it names alone.
 * Cost: one pass of SHA-256 over a file that is asked for.
 * Threads: immutable after _open().
 */
#pragma once
#include "publish/result_file.h"
#include "store/store.h"

typedef struct {
    char *name; /* of the file */
    guint64 rows, bytes;
    guint8 sha256[HN_DIGEST_BYTES];
} HnPublishedFile;

typedef struct {
    char *folder;
    guint8 sha256[HN_DIGEST_BYTES]; /* of manifest.json */
    guint n_files;
    HnPublishedFile *files;
} HnPublishedResults;

/* Reads and checks the manifest. HN_BASE_ERROR_CORRUPT: it is not the one that was published;
 * HN_STORE_ERROR_MISSING: the store knows no results of @run. */
HnPublishedResults *hn_published_results_open(HnStore *store, guint64 run, GError **error);
/* Of a held run. HN_STORE_ERROR_MISSING: they are no longer there. */
HnPublishedResults *hn_held_results_open(HnStore *store, guint64 run, GError **error);
void hn_published_results_free(HnPublishedResults *results);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnPublishedResults, hn_published_results_free)
/* The path of @name ("golden.jsonl.zst") after its bytes were compared; (transfer full). */
char *hn_published_results_file(const HnPublishedResults *results, const char *name,
                                GError **error);
