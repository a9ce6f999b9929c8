/* base/sealed_file.h - the one format of every durable file: compress, optionally seal, checksum.
 *
 * Data walk: deliveries, record versions, crosswalk, entities, edges, stage checkpoints. A file is
 *   immutable: written as PATH.tmp, fsynced, renamed, its folder fsynced.
 * Layout: header | block* | index | footer; docs/formats.md specifies the bytes. A block is at most
 *   1 MiB of content, compressed alone (zstd), sealed if the file has a key (XChaCha20-Poly1305,
 *   bound to the file and the block's place), checksummed (XXH3-128, seeded with both). The
 *   footer's SHA-256 covers header, block headers and index. The manifest keeps the content's
 *   digest, so that an older file under the same name is found.
 * Reading: parse safely, validate, only then use. Any flipped, cut or spliced byte ends in
 *   HN_BASE_ERROR_CORRUPT naming the path; decompression is bounded by the stated content size.
 * Source: zstd (RFC 8878), XChaCha20-Poly1305 (libsodium), XXH3.
 * Cost: zstd's; at most one copy of the content, none for whole blocks.
 * Memory: 2.3 MiB a writer, about 1.2 MiB a reader and thread.
 * Threads: a writer or reader belongs to one thread at a time; read_block() on one reader may be
 *   called by several threads at once (positional reads, no shared state).
 */
#pragma once
#include "base/hash.h"
#include "base/thread_pool.h"

#define HN_SEALED_BLOCK_BYTES (1u << 20)
#define HN_SEALED_KEY_BYTES 32

/* A key and the name under which files refer to it; NULL where one is expected = not sealed. */
typedef struct {
    guint8 bytes[HN_SEALED_KEY_BYTES];
    guint8 id[16]; /* BLAKE2b-128 of the key: stands in every header */
} HnSealKey;
void hn_seal_key_from_bytes(const guint8 bytes[HN_SEALED_KEY_BYTES], HnSealKey *ret_key);

typedef struct {
    guint64 n_blocks;
    guint64 content_bytes; /* before compression */
    guint64 file_bytes;
    guint8
        digest[HN_DIGEST_BYTES]; /* of the content, its structure and kind; without the file's id:
                                  * equal content written in equal blocks gives an equal digest */
} HnSealedInfo;

typedef struct _HnSealedWriter HnSealedWriter;
/* @kind: four ASCII letters, e.g. "XWLK"; @level: zstd -50..19, not 0; @key nullable, borrowed till
 * finish/free. */
HnSealedWriter *hn_sealed_writer_new(const char *path, const char *kind, int level,
                                     const HnSealKey *key, GError **error);
/* Before the first content: blocks are packed side by side by @pool, borrowed until finish/free.
 * The file's content, blocks and writes are the same. No call that fills a block may come from a
 * task of the pool. 2 MiB more for each of two blocks a thread, at most 32. */
void hn_sealed_writer_use_pool(HnSealedWriter *writer, HnThreadPool *pool);
/* Content is cut into blocks of HN_SEALED_BLOCK_BYTES. */
gboolean hn_sealed_writer_append(HnSealedWriter *writer, const void *bytes, gsize n_bytes,
                                 GError **error);
/* Ends the current block early, so that what follows starts one: gives random access by block. */
gboolean hn_sealed_writer_end_block(HnSealedWriter *writer, GError **error);
guint64
hn_sealed_writer_n_blocks(const HnSealedWriter *writer); /* index of the block being filled */
/* Makes the file durable under its name; @ret_info nullable. After any error only free remains. */
gboolean hn_sealed_writer_finish(HnSealedWriter *writer, HnSealedInfo *ret_info, GError **error);
void hn_sealed_writer_free(HnSealedWriter *writer); /* unfinished: removes PATH.tmp */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnSealedWriter, hn_sealed_writer_free)

typedef struct _HnSealedReader HnSealedReader;
/* Checks header, index and footer; the key must fit, and a file that is not sealed is refused when
 * a key is given (HN_BASE_ERROR_KEY). @expect nullable: the digest the manifest has for it. */
HnSealedReader *hn_sealed_reader_new(const char *path, const char *kind, const HnSealKey *key,
                                     const guint8 *expect, GError **error);
const HnSealedInfo *hn_sealed_reader_info(const HnSealedReader *reader);
/* Streaming over all blocks; *ret_n_read < n_bytes only at the end. */
gboolean hn_sealed_reader_read(HnSealedReader *reader, void *bytes, gsize n_bytes,
                               gsize *ret_n_read, GError **error);
/* Content of block @block into @out (resized to it); after a failure @out is empty, so that no byte
 * that was not checked can be used. */
gboolean hn_sealed_reader_read_block(HnSealedReader *reader, guint64 block, GByteArray *out,
                                     GError **error);
void hn_sealed_reader_free(HnSealedReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnSealedReader, hn_sealed_reader_free)

/* Whole-file helpers for small files. */
gboolean hn_sealed_write(const char *path, const char *kind, const HnSealKey *key, HnSlice content,
                         HnSealedInfo *ret_info, GError **error);
GByteArray *hn_sealed_read(const char *path, const char *kind, const HnSealKey *key,
                           const guint8 *expect, gsize limit_bytes, GError **error);
/* Checks every block; for `verify`. */
gboolean hn_sealed_verify(const char *path, const HnSealKey *key, const guint8 *expect,
                          GError **error);
