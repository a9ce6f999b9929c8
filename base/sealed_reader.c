/* Opening checks everything but the blocks; a block is checked when it is read, before its first
 * byte is used: checksum, then seal, then a decompression that cannot write beyond the size which
 * the checked index states. Content goes straight to where the caller wants it when a whole block
 * fits there. */
#include <sodium.h>
#include <stdatomic.h>
#include <zstd.h>

#include "base/base_error.h"
#include "base/io.h"
#include "base/sealed_format.h"

#define N_SPARES 4 /* scratches kept for the next reads; more threads than that make their own */

/* What reading one block needs. Taken from and put back to the spares without a lock. */
typedef struct {
    ZSTD_DCtx *decompressor;
    guint8 *block; /* header and stored bytes: room for the file's largest */
} Scratch;

struct _HnSealedReader {
    char *path;
    int fd;
    HnSealKey key; /* zero if not sealed */
    HnSealedHeader header;
    HnSealedInfo info;
    HnSealedEntry *entries;
    gsize block_bytes_max; /* header and stored bytes of the largest block */
    _Atomic(Scratch *) spares[N_SPARES];

    guint64 next_block; /* streaming */
    GByteArray *current;
    gsize n_current_used;
};

static gboolean
corrupt(GError **error, const char *reason)
{
    g_set_error_literal(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT, reason);
    return FALSE;
}

static Scratch *
scratch_take(HnSealedReader *reader)
{
    for (guint i = 0; i < N_SPARES; i++) {
        Scratch *scratch = atomic_exchange(&reader->spares[i], NULL);
        if (scratch != NULL)
            return scratch;
    }
    Scratch *scratch = g_new0(Scratch, 1);
    scratch->decompressor = ZSTD_createDCtx();
    g_assert(scratch->decompressor != NULL);
    scratch->block = g_malloc(reader->block_bytes_max);
    return scratch;
}

static void
scratch_free(Scratch *scratch)
{
    if (scratch == NULL)
        return;
    ZSTD_freeDCtx(scratch->decompressor);
    g_free(scratch->block);
    g_free(scratch);
}

static void
scratch_put(HnSealedReader *reader, Scratch *scratch)
{
    for (guint i = 0; i < N_SPARES; i++) {
        Scratch *none = NULL;
        if (atomic_compare_exchange_strong(&reader->spares[i], &none, scratch))
            return;
    }
    scratch_free(scratch);
}

static gboolean
check_key(HnSealedReader *reader, const HnSealKey *key, GError **error)
{
    const char *reason = NULL;
    if (reader->header.sealed && key == NULL)
        reason = "it is sealed, and no key was given";
    else if (!reader->header.sealed && key != NULL)
        reason =
            "it is not sealed, though a key was given"; /* else anybody could swap in his own */
    else if (key != NULL && memcmp(reader->header.key_id, key->id, HN_SEALED_ID_BYTES) != 0)
        reason = "it is sealed with another key";
    if (reason != NULL) {
        g_set_error_literal(error, HN_BASE_ERROR, HN_BASE_ERROR_KEY, reason);
        return FALSE;
    }
    if (key != NULL)
        reader->key = *key;
    return TRUE;
}

static gboolean
read_header(HnSealedReader *reader, const char *kind, const HnSealKey *key, GError **error)
{
    guint8 bytes[HN_SEALED_HEADER_BYTES];
    if (reader->info.file_bytes < HN_SEALED_HEADER_BYTES + HN_SEALED_FOOTER_BYTES)
        return corrupt(error, "too short for a sealed file");
    if (!hn_io_read_at(reader->fd, bytes, sizeof bytes, 0, error) ||
        !hn_sealed_header_decode(bytes, &reader->header, error))
        return FALSE;
    if (kind != NULL && memcmp(reader->header.kind, kind, 4) != 0)
        return corrupt(error, "it is of another kind"); /* damaged names may hold any byte */
    return check_key(reader, key, error);
}

/* Entries must tile the file: header, blocks, index, footer, with nothing between. */
static gboolean
take_entries(HnSealedReader *reader, HnSlice index, const HnSealedFooter *footer, GError **error)
{
    const guint64 n_blocks = footer->n_blocks;
    guint64 end = HN_SEALED_HEADER_BYTES, content_bytes = 0;
    reader->entries = g_new(HnSealedEntry, n_blocks + 1);
    if (!hn_sealed_entries_decode(index, n_blocks, reader->entries))
        return corrupt(error, "its index has impossible sizes");
    for (guint64 i = 0; i < n_blocks; i++) {
        const gsize n_block = HN_SEALED_BLOCK_HEADER_BYTES + reader->entries[i].stored_bytes;
        reader->block_bytes_max = MAX(reader->block_bytes_max, n_block);
        content_bytes += reader->entries[i].content_bytes;
        end += n_block;
    }
    if (end + footer->index_bytes + HN_SEALED_FOOTER_BYTES != footer->file_bytes ||
        content_bytes != footer->content_bytes)
        return corrupt(error, "its index and footer disagree");
    reader->info.n_blocks = n_blocks;
    reader->info.content_bytes = content_bytes;
    hn_sealed_content_digest(&reader->header, reader->entries, n_blocks, reader->info.digest);
    return TRUE;
}

static gboolean
read_index(HnSealedReader *reader, GError **error)
{
    const guint64 file_bytes = reader->info.file_bytes;
    guint8 bytes[HN_SEALED_FOOTER_BYTES];
    HnSealedFooter footer;
    if (!hn_io_read_at(reader->fd, bytes, sizeof bytes, file_bytes - sizeof bytes, error))
        return FALSE;
    const char *reason = hn_sealed_footer_decode(bytes, &reader->header, file_bytes, &footer);
    if (reason != NULL)
        return corrupt(error, reason);
    g_autofree guint8 *index = g_malloc(footer.index_bytes + 1);
    gsize n_index = footer.index_bytes;
    if (!hn_io_read_at(reader->fd, index, n_index, file_bytes - sizeof bytes - n_index, error))
        return FALSE;
    if (!hn_sealed_footer_check(&reader->header, hn_slice(index, n_index), bytes))
        return corrupt(error, "its index is damaged");
    if (reader->header.sealed) {
        n_index -= HN_SEALED_TAG_BYTES;
        if (!hn_sealed_decrypt(&reader->header, &reader->key, HN_SEALED_INDEX_NUMBER,
                               footer.n_blocks, index, n_index))
            return corrupt(error, "the seal of its index does not hold");
    }
    return take_entries(reader, hn_slice(index, n_index), &footer, error);
}

/* @kind NULL: any. */
static HnSealedReader *
reader_open(const char *path, const char *kind, const HnSealKey *key, const guint8 *expect,
            GError **error)
{
    g_autoptr(HnSealedReader) reader = g_new0(HnSealedReader, 1);
    reader->path = g_strdup(path);
    reader->current = g_byte_array_new();
    reader->fd = hn_io_open_read(path, error);
    if (reader->fd < 0)
        return NULL;
    gboolean good = hn_io_size(reader->fd, &reader->info.file_bytes, error) &&
                    read_header(reader, kind, key, error) && read_index(reader, error);
    if (good && expect != NULL && memcmp(reader->info.digest, expect, HN_DIGEST_BYTES) != 0)
        good = corrupt(error, "whole, but not the file that was recorded under this name");
    if (good)
        return g_steal_pointer(&reader);
    g_prefix_error(error, "sealed file '%s': ", path);
    return NULL;
}

HnSealedReader *
hn_sealed_reader_new(const char *path, const char *kind, const HnSealKey *key, const guint8 *expect,
                     GError **error)
{
    g_assert(path != NULL && kind != NULL && strlen(kind) == 4);
    return reader_open(path, kind, key, expect, error);
}

void
hn_sealed_reader_free(HnSealedReader *reader)
{
    if (reader == NULL)
        return;
    for (guint i = 0; i < N_SPARES; i++)
        scratch_free(atomic_load(&reader->spares[i]));
    if (reader->fd >= 0)
        hn_io_close(reader->fd, NULL);
    sodium_memzero(&reader->key, sizeof reader->key);
    g_byte_array_unref(reader->current);
    g_free(reader->entries);
    g_free(reader->path);
    g_free(reader);
}

const HnSealedInfo *
hn_sealed_reader_info(const HnSealedReader *reader)
{
    return &reader->info;
}

/* One frame and nothing else, of the stated size. */
static gboolean
decompress(ZSTD_DCtx *decompressor, HnSlice stored, guint8 *content, gsize n_content)
{
    if (ZSTD_getFrameContentSize(stored.bytes, stored.n_bytes) != n_content ||
        ZSTD_findFrameCompressedSize(stored.bytes, stored.n_bytes) != stored.n_bytes)
        return FALSE;
    return ZSTD_decompressDCtx(decompressor, content, n_content, stored.bytes, stored.n_bytes) ==
           n_content;
}

static gboolean
load_block(HnSealedReader *reader, Scratch *scratch, guint64 number, guint8 *content,
           GError **error)
{
    const HnSealedEntry *entry = &reader->entries[number];
    guint8 *block = scratch->block;
    if (!hn_io_read_at(reader->fd, block, HN_SEALED_BLOCK_HEADER_BYTES + entry->stored_bytes,
                       entry->offset, error))
        return FALSE;
    if (!hn_sealed_block_check(&reader->header, number, entry, block))
        return corrupt(error, "its checksum does not hold");
    HnSlice stored = hn_slice(block + HN_SEALED_BLOCK_HEADER_BYTES, entry->stored_bytes);
    if (reader->header.sealed) {
        if (stored.n_bytes < HN_SEALED_TAG_BYTES)
            return corrupt(error, "too short for a seal");
        stored.n_bytes -= HN_SEALED_TAG_BYTES;
        if (!hn_sealed_decrypt(&reader->header, &reader->key, number,
                               hn_sealed_block_extent(entry->content_bytes, entry->stored_bytes),
                               block + HN_SEALED_BLOCK_HEADER_BYTES, stored.n_bytes))
            return corrupt(error, "its seal does not hold");
    }
    if (!decompress(scratch->decompressor, stored, content, entry->content_bytes))
        return corrupt(error, "it does not decompress to its stated size");
    return TRUE;
}

static gboolean
read_block_to(HnSealedReader *reader, guint64 number, guint8 *content, GError **error)
{
    g_assert(number < reader->info.n_blocks);
    Scratch *scratch = scratch_take(reader);
    const gboolean loaded = load_block(reader, scratch, number, content, error);
    scratch_put(reader, scratch);
    if (!loaded)
        g_prefix_error(error, "sealed file '%s': block %" G_GUINT64_FORMAT ": ", reader->path,
                       number);
    return loaded;
}

gboolean
hn_sealed_reader_read_block(HnSealedReader *reader, guint64 block, GByteArray *out, GError **error)
{
    g_assert(block < reader->info.n_blocks);
    g_byte_array_set_size(out, reader->entries[block].content_bytes);
    const gboolean loaded = read_block_to(reader, block, out->data, error);
    if (!loaded)
        g_byte_array_set_size(out, 0);
    return loaded;
}

gboolean
hn_sealed_reader_read(HnSealedReader *reader, void *bytes, gsize n_bytes, gsize *ret_n_read,
                      GError **error)
{
    guint8 *next = bytes;
    gsize n_left = n_bytes;
    while (n_left > 0) {
        const gsize n_ready = reader->current->len - reader->n_current_used;
        if (n_ready > 0) {
            const gsize n_taken = MIN(n_ready, n_left);
            memcpy(next, reader->current->data + reader->n_current_used, n_taken);
            reader->n_current_used += n_taken;
            next += n_taken;
            n_left -= n_taken;
            continue;
        }
        if (reader->next_block == reader->info.n_blocks)
            break;
        const gsize n_content = reader->entries[reader->next_block].content_bytes;
        const gboolean direct = n_content <= n_left; /* no copy: all of the block is wanted */
        reader->n_current_used = 0;
        g_byte_array_set_size(reader->current, direct ? 0 : (guint)n_content);
        if (!read_block_to(reader, reader->next_block, direct ? next : reader->current->data,
                           error)) {
            g_byte_array_set_size(reader->current, 0);
            return FALSE;
        }
        reader->next_block++;
        next += direct ? n_content : 0;
        n_left -= direct ? n_content : 0;
    }
    *ret_n_read = n_bytes - n_left;
    return TRUE;
}

GByteArray *
hn_sealed_read(const char *path, const char *kind, const HnSealKey *key, const guint8 *expect,
               gsize limit_bytes, GError **error)
{
    g_autoptr(HnSealedReader) reader = hn_sealed_reader_new(path, kind, key, expect, error);
    if (reader == NULL)
        return NULL;
    const guint64 n_bytes = reader->info.content_bytes;
    if (n_bytes > MIN(limit_bytes, G_MAXUINT / 2)) {
        g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_LIMIT,
                    "sealed file '%s': %" G_GUINT64_FORMAT " bytes of content, limit %zu", path,
                    n_bytes, limit_bytes);
        return NULL;
    }
    gsize n_read;
    g_autoptr(GByteArray) content = g_byte_array_new();
    g_byte_array_set_size(content, (guint)n_bytes);
    if (!hn_sealed_reader_read(reader, content->data, n_bytes, &n_read, error))
        return NULL;
    g_assert(n_read == n_bytes);
    return g_steal_pointer(&content);
}

gboolean
hn_sealed_verify(const char *path, const HnSealKey *key, const guint8 *expect, GError **error)
{
    g_autoptr(HnSealedReader) reader = reader_open(path, NULL, key, expect, error);
    if (reader == NULL)
        return FALSE;
    g_autoptr(GByteArray) content = g_byte_array_new();
    for (guint64 i = 0; i < reader->info.n_blocks; i++) {
        guint8 digest[HN_DIGEST_BYTES];
        if (!hn_sealed_reader_read_block(reader, i, content, error))
            return FALSE;
        hn_digest_of(content->data, content->len, digest);
        if (memcmp(digest, reader->entries[i].content_digest, sizeof digest) != 0) {
            g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT,
                        "sealed file '%s': block %" G_GUINT64_FORMAT
                        ": its content is not the one that was written",
                        path, i);
            return FALSE;
        }
    }
    return TRUE;
}
