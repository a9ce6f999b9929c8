/* Content waits in one buffer until a block is full, is compressed from there (or straight from the
 * caller's memory, if that holds a whole block) behind the outgoing bytes, encrypted in place, and
 * written with one call. One compression context serves all blocks. */
#include <sodium.h>
#include <zstd.h>

#include "base/base_error.h"
#include "base/io.h"
#include "base/rng.h"
#include "base/sealed_format.h"

#define FLUSH_BYTES ((gsize)256 << 10) /* small blocks share a write */

struct _HnSealedWriter {
    char *path;
    char *temporary;
    int fd; /* -1 after finish */
    gboolean renamed;
    gboolean failed;
    HnSealKey key; /* zero if not sealed */
    HnSealedHeader header;
    ZSTD_CCtx *compressor;

    guint8 *content; /* HN_SEALED_BLOCK_BYTES: the block being filled */
    gsize n_content;
    guint8 *out; /* blocks that are ready but not written */
    gsize n_out;

    GArray *entries; /* HnSealedEntry of each finished block */
    guint64 content_bytes;
    guint64 file_bytes; /* written or in @out */
};

static gboolean
flush(HnSealedWriter *writer, GError **error)
{
    const gsize n_out = writer->n_out;
    writer->n_out = 0;
    return hn_io_write(writer->fd, writer->out, n_out, error);
}

static gsize
out_bytes_max(void)
{
    return FLUSH_BYTES + HN_SEALED_BLOCK_HEADER_BYTES + hn_sealed_stored_bytes_max();
}

static ZSTD_CCtx *
compressor_new(int level)
{
    ZSTD_CCtx *compressor = ZSTD_createCCtx();
    g_assert(compressor != NULL);
    const gsize result = ZSTD_CCtx_setParameter(compressor, ZSTD_c_compressionLevel, level);
    g_assert(!ZSTD_isError(result));
    return compressor;
}

HnSealedWriter *
hn_sealed_writer_new(const char *path, const char *kind, int level, const HnSealKey *key,
                     GError **error)
{
    g_assert(path != NULL && kind != NULL && strlen(kind) == 4);
    g_assert(level >= 1 && level <= 19);
    g_autoptr(HnSealedWriter) writer = g_new0(HnSealedWriter, 1);
    writer->path = g_strdup(path);
    writer->temporary = g_strconcat(path, ".tmp", NULL);
    writer->fd = -1;
    writer->compressor = compressor_new(level);
    writer->content = g_malloc(HN_SEALED_BLOCK_BYTES);
    writer->out = g_malloc(out_bytes_max());
    writer->entries = g_array_new(FALSE, FALSE, sizeof(HnSealedEntry));
    memcpy(writer->header.kind, kind, 4);
    hn_rng_entropy(writer->header.file_id, HN_SEALED_ID_BYTES);
    if (key != NULL) {
        writer->key = *key;
        writer->header.sealed = TRUE;
        memcpy(writer->header.key_id, key->id, HN_SEALED_ID_BYTES);
    }
    hn_sealed_header_encode(&writer->header);
    memcpy(writer->out, writer->header.bytes, HN_SEALED_HEADER_BYTES);
    writer->n_out = writer->file_bytes = HN_SEALED_HEADER_BYTES;

    if (!hn_io_unlink(writer->temporary, error)) /* what a killed process left */
        return NULL;
    writer->fd = hn_io_create(writer->temporary, error);
    return writer->fd < 0 ? NULL : g_steal_pointer(&writer);
}

/* Compresses, seals and checksums one block of @n_bytes behind the outgoing bytes. */
static gboolean
write_block(HnSealedWriter *writer, const guint8 *bytes, gsize n_bytes, GError **error)
{
    g_assert(n_bytes >= 1 && n_bytes <= HN_SEALED_BLOCK_BYTES);
    const guint64 number = writer->entries->len;
    guint8 *block = writer->out + writer->n_out;
    guint8 *stored = block + HN_SEALED_BLOCK_HEADER_BYTES;
    const gsize n_tag = writer->header.sealed ? HN_SEALED_TAG_BYTES : 0;
    const gsize n_compressed = ZSTD_compress2(
        writer->compressor, stored, ZSTD_COMPRESSBOUND(HN_SEALED_BLOCK_BYTES), bytes, n_bytes);
    g_assert(!ZSTD_isError(n_compressed)); /* only memory could fail it: the space is the bound */
    HnSealedEntry entry = {
        .offset = writer->file_bytes,
        .content_bytes = (guint32)n_bytes,
        .stored_bytes = (guint32)(n_compressed + n_tag),
    };
    if (writer->header.sealed)
        hn_sealed_encrypt(&writer->header, &writer->key, number,
                          hn_sealed_block_extent(entry.content_bytes, entry.stored_bytes), stored,
                          n_compressed);
    hn_digest_of(bytes, n_bytes, entry.content_digest);
    hn_sealed_block_finish(&writer->header, number, &entry, block);
    g_array_append_val(writer->entries, entry);
    const gsize n_block = HN_SEALED_BLOCK_HEADER_BYTES + entry.stored_bytes;
    writer->n_out += n_block;
    writer->file_bytes += n_block;
    writer->content_bytes += n_bytes;
    return writer->n_out < FLUSH_BYTES || flush(writer, error);
}

static gboolean
end_block(HnSealedWriter *writer, GError **error)
{
    const gsize n_content = writer->n_content;
    writer->n_content = 0;
    return n_content == 0 || write_block(writer, writer->content, n_content, error);
}

static gboolean
append(HnSealedWriter *writer, const guint8 *bytes, gsize n_bytes, GError **error)
{
    while (n_bytes > 0) {
        const gsize n_taken = MIN(n_bytes, HN_SEALED_BLOCK_BYTES - writer->n_content);
        gboolean done = TRUE;
        if (n_taken == HN_SEALED_BLOCK_BYTES) { /* a whole block in the caller's memory: no copy */
            done = write_block(writer, bytes, n_taken, error);
        } else {
            memcpy(writer->content + writer->n_content, bytes, n_taken);
            writer->n_content += n_taken;
            if (writer->n_content == HN_SEALED_BLOCK_BYTES)
                done = end_block(writer, error);
        }
        if (!done)
            return FALSE;
        bytes += n_taken;
        n_bytes -= n_taken;
    }
    return TRUE;
}

/* Hands on @done; after a failure the writer is only good to be freed. */
static gboolean
settle(HnSealedWriter *writer, gboolean done, GError **error)
{
    if (!done) {
        writer->failed = TRUE;
        g_prefix_error(error, "writing '%s': ", writer->path);
    }
    return done;
}

gboolean
hn_sealed_writer_append(HnSealedWriter *writer, const void *bytes, gsize n_bytes, GError **error)
{
    g_assert(writer->fd >= 0 && !writer->failed);
    return settle(writer, append(writer, bytes, n_bytes, error), error);
}

gboolean
hn_sealed_writer_end_block(HnSealedWriter *writer, GError **error)
{
    g_assert(writer->fd >= 0 && !writer->failed);
    return settle(writer, end_block(writer, error), error);
}

guint64
hn_sealed_writer_n_blocks(const HnSealedWriter *writer)
{
    return writer->entries->len;
}

static gboolean
write_index_and_footer(HnSealedWriter *writer, GError **error)
{
    const guint64 n_blocks = writer->entries->len;
    g_autoptr(GByteArray) index = g_byte_array_new();
    for (guint i = 0; i < writer->entries->len; i++)
        hn_sealed_entry_encode(&g_array_index(writer->entries, HnSealedEntry, i), index);
    if (writer->header.sealed) { /* the digests of small contents could be guessed */
        const guint n_plain = index->len;
        g_byte_array_set_size(index, n_plain + HN_SEALED_TAG_BYTES);
        hn_sealed_encrypt(&writer->header, &writer->key, HN_SEALED_INDEX_NUMBER, n_blocks,
                          index->data, n_plain);
    }
    writer->file_bytes += index->len + HN_SEALED_FOOTER_BYTES;
    const HnSealedFooter footer = {
        .n_blocks = n_blocks,
        .content_bytes = writer->content_bytes,
        .index_bytes = index->len,
        .file_bytes = writer->file_bytes,
    };
    guint8 bytes[HN_SEALED_FOOTER_BYTES];
    hn_sealed_footer_encode(&writer->header, hn_slice(index->data, index->len), &footer, bytes);
    g_byte_array_append(index, bytes, sizeof bytes);
    return flush(writer, error) && hn_io_write(writer->fd, index->data, index->len, error);
}

static gboolean
finish(HnSealedWriter *writer, GError **error)
{
    if (!end_block(writer, error) || !write_index_and_footer(writer, error) ||
        !hn_io_sync(writer->fd, error))
        return FALSE;
    const int fd = writer->fd;
    writer->fd = -1;
    if (!hn_io_close(fd, error) || !hn_io_rename(writer->temporary, writer->path, error))
        return FALSE;
    writer->renamed = TRUE;
    g_autofree char *folder = g_path_get_dirname(writer->path);
    return hn_io_sync_folder(folder, error);
}

gboolean
hn_sealed_writer_finish(HnSealedWriter *writer, HnSealedInfo *ret_info, GError **error)
{
    g_assert(writer->fd >= 0 && !writer->failed);
    if (!settle(writer, finish(writer, error), error))
        return FALSE;
    if (ret_info != NULL) {
        ret_info->n_blocks = writer->entries->len;
        ret_info->content_bytes = writer->content_bytes;
        ret_info->file_bytes = writer->file_bytes;
        hn_sealed_content_digest(&writer->header,
                                 (const HnSealedEntry *)(gpointer)writer->entries->data,
                                 writer->entries->len, ret_info->digest);
    }
    return TRUE;
}

void
hn_sealed_writer_free(HnSealedWriter *writer)
{
    if (writer == NULL)
        return;
    const gboolean created = writer->fd >= 0 || writer->failed;
    if (writer->fd >= 0)
        hn_io_close(writer->fd, NULL);
    if (created && !writer->renamed)
        hn_io_unlink(writer->temporary, NULL);
    ZSTD_freeCCtx(writer->compressor);
    sodium_memzero(&writer->key, sizeof writer->key);
    g_array_unref(writer->entries);
    g_free(writer->content);
    g_free(writer->out);
    g_free(writer->temporary);
    g_free(writer->path);
    g_free(writer);
}
