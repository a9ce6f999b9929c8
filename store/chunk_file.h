/* store/chunk_file.h - a segment as a row of chunks, each of which can be decoded without the
 * others.
 *
 * Data walk: record versions, crosswalk, entities, edges and events are written and read through
 *   it; what stands inside a chunk is theirs.
 * Form: every chunk is `type u8 | content bytes u64 | content`, begins a block of the sealed file
 *   and fills as many as it needs. Types: 'H' the header, once and first; 'D' rows; 'E' their
 *   count, once and last.
 * Cost: one chunk in memory; rows are copied into it once.
 * Threads: a writer or reader belongs to one thread.
 */
#pragma once
#include "base/codec.h"
#include "store/store.h"

#define HN_CHUNK_BYTES                                                                             \
    ((gsize)256 << 10) /* what writers aim at: compresses well, small in memory */

typedef struct _HnChunkWriter HnChunkWriter;
/* @path as from hn_store_segment_path(). @header begins with the version of the kind's form. */
HnChunkWriter *hn_chunk_writer_new(HnStore *store, const char *path, const char *kind,
                                   const GByteArray *header, GError **error);
/* One chunk of @n_rows rows. */
gboolean hn_chunk_writer_put(HnChunkWriter *writer, HnSlice content, guint64 n_rows,
                             GError **error);
gboolean hn_chunk_writer_finish(HnChunkWriter *writer, HnSealedInfo *ret_info, GError **error);
guint64 hn_chunk_writer_rows(const HnChunkWriter *writer);
void hn_chunk_writer_free(HnChunkWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnChunkWriter, hn_chunk_writer_free)

typedef struct _HnChunkReader HnChunkReader;
/* Checks the file against the digest in @segment; *ret_header is borrowed until the first chunk is
 * read. */
HnChunkReader *hn_chunk_reader_new(HnStore *store, const HnSegment *segment, HnCursor *ret_header,
                                   GError **error);
/* The next chunk of rows, borrowed until the next call; *ret_more = FALSE: there is none, and
 * hn_chunk_reader_rows() is known. */
gboolean hn_chunk_reader_next(HnChunkReader *reader, HnCursor *ret_content, gboolean *ret_more,
                              GError **error);
/* Takes the version off the header: HN_STORE_ERROR_VERSION when it is above @known. */
gboolean hn_chunk_reader_version(const HnChunkReader *reader, HnCursor *header, guint64 known,
                                 GError **error);
guint64 hn_chunk_reader_rows(const HnChunkReader *reader);
/* No honest file has more rows than content bytes: bounds what a decoder allocates. */
guint64 hn_chunk_reader_rows_max(const HnChunkReader *reader);
/* Always FALSE: HN_STORE_ERROR_CORRUPT with the path and @reason. */
gboolean hn_chunk_reader_refuse(const HnChunkReader *reader, const char *reason, GError **error);
void hn_chunk_reader_free(HnChunkReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnChunkReader, hn_chunk_reader_free)
