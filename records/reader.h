/* records/reader.h - the interface behind which every source looks alike.
 *
 * Data walk: cli/ opens a driver of connect/ and hands it to linker/pipeline.c as an HnReader. A
 *   driver embeds HnReader as its first member and fills in the functions.
 * Errors: a GError means that the whole delivery is refused or unreadable (domain of connect/); a
 *   bad row is never an error, it is in batch->quarantined.
 * Threads: one thread at a time.
 */
#pragma once
#include "base/hash.h"
#include "records/raw_batch.h"

typedef struct {
    guint64 n_bytes;                /* as delivered, before decompression */
    guint8 sha256[HN_DIGEST_BYTES]; /* of those bytes */
    guint64 n_read, n_quarantined;  /* records */
} HnReaderTotals;

typedef struct _HnReader HnReader;
struct _HnReader {
    /* Fills @batch (reset by the callee) with some thousand rows. *ret_more = FALSE: @batch is the
     * last. */
    gboolean (*next)(HnReader *reader, HnRawBatch *batch, gboolean *ret_more, GError **error);
    /* Column names known so far, [n_columns of the last batch]; borrowed. UTF-8, as in the header.
     */
    const char *const *(*columns)(HnReader *reader, guint *ret_n);
    void (*totals)(HnReader *reader, HnReaderTotals *ret_totals); /* valid after the last batch */
    gdouble (*progress)(HnReader *reader); /* 0..1 of the input, or -1 when its size is unknown */
    void (*free)(HnReader *reader);
};

static inline void
hn_reader_free(HnReader *reader)
{
    if (reader != NULL)
        reader->free(reader);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnReader, hn_reader_free)
