/* connect/byte_source.h - the bytes of one file or pipe, decompressed, with the digest of what was
 * delivered.
 *
 * Data walk: file -> byte_source -> (char_decoder) -> input_window -> rows of a format.
 * Compression is told by the first bytes, never by the name: gzip members and zstd frames, also
 * several in a row. A container must end where the file ends: what is cut, damaged or followed by
 * junk is refused. Memory is bounded whatever the ratio: zstd windows above 128 MiB are refused.
 * Cost: SHA-256 of the delivered bytes, and the decompressor.
 * Threads: belongs to one thread.
 */
#pragma once
#include "base/hash.h"

typedef struct _HnByteSource HnByteSource;
/* @path: "-" = stdin. @error: HN_BASE_ERROR_*. */
HnByteSource *hn_byte_source_new(const char *path, GError **error);
/* Fills @bytes with 1..n_bytes bytes; 0 = the end, and the container ended well.
 * @error: HN_BASE_ERROR_*, HN_CONNECT_ERROR_CONTAINER; then only the getters and free remain. */
gboolean hn_byte_source_read(HnByteSource *source, guint8 *bytes, gsize n_bytes, gsize *ret_n_read,
                             GError **error);
guint64 hn_byte_source_n_bytes(const HnByteSource *source); /* delivered so far, still compressed */
guint64 hn_byte_source_n_expected(const HnByteSource *source); /* the file's size; 0 = unknown */
/* SHA-256 of the bytes delivered so far; once, then only free. */
void hn_byte_source_digest(HnByteSource *source, guint8 ret_digest[HN_DIGEST_BYTES]);
void hn_byte_source_free(HnByteSource *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnByteSource, hn_byte_source_free)
