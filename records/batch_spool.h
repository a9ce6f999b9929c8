/* records/batch_spool.h - a delivery that comes once (a query's rows), kept as sealed batches: a
 * writer, and the HnReader that gives them again.
 *
 * Data walk: linker/night_fetch.c writes one for each feed that comes from a database, side by
 *   side; land reads it as if it were the database. After a kill the finished spool is read again,
 *   and the source is not asked a second time.
 * Layout: a sealed file of kind SPOL: `bytes u32 | batch`*, then a batch of 0 bytes and the totals;
 *   docs/formats.md. A delivery that was refused whole ends with its reason, and reading it refuses
 *   it again, with the same counts.
 * Digest: of the spool's content, which is what "the same delivery" means for a query.
 * Cost: one copy of each cell in, one out; zstd level -1 (some 500 MB/s).
 * Memory: one batch and the sealed file's block, each way.
 * Threads: a writer or reader belongs to one thread.
 */
#pragma once
#include "base/sealed_file.h"
#include "records/reader.h"

typedef struct _HnBatchSpoolWriter HnBatchSpoolWriter;
/* @key nullable. @error: HN_BASE_ERROR_*. */
HnBatchSpoolWriter *hn_batch_spool_writer_new(const char *path, const HnSealKey *key,
                                              GError **error);
/* @columns: all that the reader knows by now, [n_columns]. */
gboolean hn_batch_spool_writer_put(HnBatchSpoolWriter *writer, const HnRawBatch *batch,
                                   const char *const *columns, guint n_columns, GError **error);
/* Durable when it returns. @totals of the reader; @refused: why the whole is refused, or NULL; then
 * the last batch put holds the entry for all of it (file_reader.h). */
gboolean hn_batch_spool_writer_finish(HnBatchSpoolWriter *writer, const HnReaderTotals *totals,
                                      const char *refused, GError **error);
void hn_batch_spool_writer_free(HnBatchSpoolWriter *writer); /* unfinished: nothing is left */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnBatchSpoolWriter, hn_batch_spool_writer_free)

#define HN_BATCH_SPOOL_ERROR (hn_batch_spool_error_quark())
GQuark hn_batch_spool_error_quark(void);
typedef enum {
    HN_BATCH_SPOOL_ERROR_REFUSED, /* the delivery was refused when it was spooled, and is now */
} HnBatchSpoolError;

/* @error, and next()'s: HN_BASE_ERROR_*, CORRUPT for a damaged spool; HN_BATCH_SPOOL_ERROR. */
/* @paths: NULL-terminated, >= 1: one behind the other, all with the columns of the first. */
HnReader *hn_batch_spool_reader_new(const char *const *paths, const HnSealKey *key, GError **error);
