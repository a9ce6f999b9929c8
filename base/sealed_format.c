#include "base/sealed_format.h"

#include <sodium.h>
#include <zstd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/base_error.h"
#include "base/sodium_once.h"

/* A byte that is not text, the name, and line ends of both worlds: found at once if somebody
 * "converts" the file. */
static const guint8 HEADER_MAGIC[8] = { 0x89, 'H', 'N', 'S', '\r', '\n', 0x1a, '\n' };
static const guint8 FOOTER_MAGIC[8] = { 'H', 'N', 'S', 'E', 'A', 'L', 'E', 'D' };
static const char DIGEST_LABEL[] = "hopnhat sealed content 1";

#define FLAG_SEALED 1u
#define HEADER_CHECKED_BYTES 56 /* what the header's own checksum covers */
#define FOOTER_NUMBERS_BYTES 32
#define AAD_BYTES (HN_SEALED_HEADER_BYTES + 16)

G_STATIC_ASSERT(HN_SEALED_KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
G_STATIC_ASSERT(HN_SEALED_TAG_BYTES == crypto_aead_xchacha20poly1305_ietf_ABYTES);
G_STATIC_ASSERT(HN_SEALED_ID_BYTES + 8 == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);

static void
put_u32(guint8 *bytes, guint32 value)
{
    value = GUINT32_TO_LE(value);
    memcpy(bytes, &value, sizeof value);
}

static void
put_u64(guint8 *bytes, guint64 value)
{
    value = GUINT64_TO_LE(value);
    memcpy(bytes, &value, sizeof value);
}

static guint32
get_u32(const guint8 *bytes)
{
    guint32 value;
    memcpy(&value, bytes, sizeof value);
    return GUINT32_FROM_LE(value);
}

static guint64
get_u64(const guint8 *bytes)
{
    guint64 value;
    memcpy(&value, bytes, sizeof value);
    return GUINT64_FROM_LE(value);
}

gsize
hn_sealed_stored_bytes_max(void)
{
    return ZSTD_COMPRESSBOUND(HN_SEALED_BLOCK_BYTES) + HN_SEALED_TAG_BYTES;
}

void
hn_sealed_header_encode(HnSealedHeader *header)
{
    guint8 *bytes = header->bytes;
    memset(bytes, 0, HN_SEALED_HEADER_BYTES);
    memcpy(bytes, HEADER_MAGIC, sizeof HEADER_MAGIC);
    put_u32(bytes + 8, HN_SEALED_VERSION);
    put_u32(bytes + 12, header->sealed ? FLAG_SEALED : 0);
    memcpy(bytes + 16, header->kind, 4);
    memcpy(bytes + 24, header->file_id, HN_SEALED_ID_BYTES);
    memcpy(bytes + 40, header->key_id, HN_SEALED_ID_BYTES);
    put_u64(bytes + HEADER_CHECKED_BYTES, XXH3_64bits(bytes, HEADER_CHECKED_BYTES));
}

gboolean
hn_sealed_header_decode(const guint8 bytes[HN_SEALED_HEADER_BYTES], HnSealedHeader *ret_header,
                        GError **error)
{
    if (memcmp(bytes, HEADER_MAGIC, sizeof HEADER_MAGIC) != 0) {
        g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT, "not a sealed file");
        return FALSE;
    }
    /* Before the version: a flipped bit must not pass for a newer program's work. */
    if (get_u64(bytes + HEADER_CHECKED_BYTES) != XXH3_64bits(bytes, HEADER_CHECKED_BYTES)) {
        g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT, "the header is damaged");
        return FALSE;
    }
    const guint32 version = get_u32(bytes + 8);
    if (version > HN_SEALED_VERSION) {
        g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_VERSION,
                    "written in format %u, this program knows %u", version, HN_SEALED_VERSION);
        return FALSE;
    }
    HnSealedHeader header = { .sealed = get_u32(bytes + 12) == FLAG_SEALED };
    memcpy(header.kind, bytes + 16, 4);
    memcpy(header.file_id, bytes + 24, HN_SEALED_ID_BYTES);
    memcpy(header.key_id, bytes + 40, HN_SEALED_ID_BYTES);
    hn_sealed_header_encode(&header);
    if (memcmp(header.bytes, bytes, HN_SEALED_HEADER_BYTES) != 0) { /* version 0, flags, reserved */
        g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT, "the header is malformed");
        return FALSE;
    }
    *ret_header = header;
    return TRUE;
}

/* Checksum of a block over everything behind the checksum itself. The seed ties it to file and
 * place. */
static void
block_checksum(const HnSealedHeader *header, guint64 number, guint32 stored_bytes,
               const guint8 *block, guint8 ret_checksum[HN_SEALED_CHECKSUM_BYTES])
{
    guint8 place[HN_SEALED_ID_BYTES + 8];
    memcpy(place, header->file_id, HN_SEALED_ID_BYTES);
    put_u64(place + HN_SEALED_ID_BYTES, number);
    const XXH64_hash_t seed = XXH3_64bits(place, sizeof place);
    const gsize n_bytes = HN_SEALED_BLOCK_HEADER_BYTES - HN_SEALED_CHECKSUM_BYTES + stored_bytes;
    const XXH128_hash_t hash =
        XXH3_128bits_withSeed(block + HN_SEALED_CHECKSUM_BYTES, n_bytes, seed);
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, hash);
    memcpy(ret_checksum, canonical.digest, HN_SEALED_CHECKSUM_BYTES);
}

void
hn_sealed_block_finish(const HnSealedHeader *header, guint64 number, HnSealedEntry *entry,
                       guint8 *block)
{
    put_u32(block + HN_SEALED_CHECKSUM_BYTES, entry->content_bytes);
    put_u32(block + HN_SEALED_CHECKSUM_BYTES + 4, entry->stored_bytes);
    block_checksum(header, number, entry->stored_bytes, block, entry->checksum);
    memcpy(block, entry->checksum, HN_SEALED_CHECKSUM_BYTES);
}

gboolean
hn_sealed_block_check(const HnSealedHeader *header, guint64 number, const HnSealedEntry *entry,
                      const guint8 *block)
{
    guint8 checksum[HN_SEALED_CHECKSUM_BYTES];
    block_checksum(header, number, entry->stored_bytes, block, checksum);
    return memcmp(checksum, entry->checksum, sizeof checksum) == 0 &&
           memcmp(checksum, block, sizeof checksum) == 0 &&
           get_u32(block + HN_SEALED_CHECKSUM_BYTES) == entry->content_bytes &&
           get_u32(block + HN_SEALED_CHECKSUM_BYTES + 4) == entry->stored_bytes;
}

guint64
hn_sealed_block_extent(guint32 content_bytes, guint32 stored_bytes)
{
    return content_bytes | (guint64)stored_bytes << 32;
}

static void
fill_nonce_and_aad(const HnSealedHeader *header, guint64 number, guint64 extent,
                   guint8 nonce[HN_SEALED_ID_BYTES + 8], guint8 aad[AAD_BYTES])
{
    memcpy(nonce, header->file_id, HN_SEALED_ID_BYTES);
    put_u64(nonce + HN_SEALED_ID_BYTES, number);
    memcpy(aad, header->bytes, HN_SEALED_HEADER_BYTES);
    put_u64(aad + HN_SEALED_HEADER_BYTES, number);
    put_u64(aad + HN_SEALED_HEADER_BYTES + 8, extent);
}

void
hn_sealed_encrypt(const HnSealedHeader *header, const HnSealKey *key, guint64 number,
                  guint64 extent, guint8 *bytes, gsize n_bytes)
{
    guint8 nonce[HN_SEALED_ID_BYTES + 8];
    guint8 aad[AAD_BYTES];
    hn_sodium_once();
    fill_nonce_and_aad(header, number, extent, nonce, aad);
    const int result = crypto_aead_xchacha20poly1305_ietf_encrypt_detached(
        bytes, bytes + n_bytes, NULL, bytes, n_bytes, aad, sizeof aad, NULL, nonce, key->bytes);
    g_assert(result == 0);
}

gboolean
hn_sealed_decrypt(const HnSealedHeader *header, const HnSealKey *key, guint64 number,
                  guint64 extent, guint8 *bytes, gsize n_bytes)
{
    guint8 nonce[HN_SEALED_ID_BYTES + 8];
    guint8 aad[AAD_BYTES];
    hn_sodium_once();
    fill_nonce_and_aad(header, number, extent, nonce, aad);
    return crypto_aead_xchacha20poly1305_ietf_decrypt_detached(bytes, NULL, bytes, n_bytes,
                                                               bytes + n_bytes, aad, sizeof aad,
                                                               nonce, key->bytes) == 0;
}

void
hn_sealed_entry_encode(const HnSealedEntry *entry, GByteArray *out)
{
    guint8 bytes[HN_SEALED_ENTRY_BYTES];
    memcpy(bytes, entry->checksum, HN_SEALED_CHECKSUM_BYTES);
    put_u32(bytes + 16, entry->content_bytes);
    put_u32(bytes + 20, entry->stored_bytes);
    memcpy(bytes + 24, entry->content_digest, HN_DIGEST_BYTES);
    g_byte_array_append(out, bytes, sizeof bytes);
}

gboolean
hn_sealed_entries_decode(HnSlice index, guint64 n_blocks, HnSealedEntry *ret_entries)
{
    g_assert(index.n_bytes / HN_SEALED_ENTRY_BYTES == n_blocks);
    guint64 offset = HN_SEALED_HEADER_BYTES;
    for (guint64 i = 0; i < n_blocks; i++) {
        const guint8 *bytes = index.bytes + i * HN_SEALED_ENTRY_BYTES;
        HnSealedEntry *entry = &ret_entries[i];
        memcpy(entry->checksum, bytes, HN_SEALED_CHECKSUM_BYTES);
        entry->content_bytes = get_u32(bytes + 16);
        entry->stored_bytes = get_u32(bytes + 20);
        memcpy(entry->content_digest, bytes + 24, HN_DIGEST_BYTES);
        entry->offset = offset;
        if (entry->content_bytes == 0 || entry->content_bytes > HN_SEALED_BLOCK_BYTES ||
            entry->stored_bytes == 0 || entry->stored_bytes > hn_sealed_stored_bytes_max())
            return FALSE;
        offset += HN_SEALED_BLOCK_HEADER_BYTES + entry->stored_bytes;
    }
    return TRUE;
}

void
hn_sealed_content_digest(const HnSealedHeader *header, const HnSealedEntry *entries,
                         guint64 n_blocks, guint8 ret_digest[HN_DIGEST_BYTES])
{
    g_autoptr(HnDigest) digest = hn_digest_new();
    guint8 word[8];
    hn_digest_update(digest, DIGEST_LABEL, sizeof DIGEST_LABEL); /* with its NUL */
    hn_digest_update(digest, header->kind, 4);
    put_u64(word, n_blocks);
    hn_digest_update(digest, word, sizeof word);
    for (guint64 i = 0; i < n_blocks; i++) {
        put_u64(word, entries[i].content_bytes);
        hn_digest_update(digest, word, sizeof word);
        hn_digest_update(digest, entries[i].content_digest, HN_DIGEST_BYTES);
    }
    hn_digest_finish(digest, ret_digest);
}

static void
footer_digest(const HnSealedHeader *header, HnSlice index, const guint8 *numbers,
              guint8 ret_digest[HN_DIGEST_BYTES])
{
    g_autoptr(HnDigest) digest = hn_digest_new();
    hn_digest_update(digest, header->bytes, HN_SEALED_HEADER_BYTES);
    hn_digest_update(digest, index.bytes, index.n_bytes);
    hn_digest_update(digest, numbers, FOOTER_NUMBERS_BYTES);
    hn_digest_finish(digest, ret_digest);
}

void
hn_sealed_footer_encode(const HnSealedHeader *header, HnSlice index, const HnSealedFooter *footer,
                        guint8 ret_bytes[HN_SEALED_FOOTER_BYTES])
{
    put_u64(ret_bytes, footer->n_blocks);
    put_u64(ret_bytes + 8, footer->content_bytes);
    put_u64(ret_bytes + 16, footer->index_bytes);
    put_u64(ret_bytes + 24, footer->file_bytes);
    footer_digest(header, index, ret_bytes, ret_bytes + FOOTER_NUMBERS_BYTES);
    memcpy(ret_bytes + 64, FOOTER_MAGIC, sizeof FOOTER_MAGIC);
}

const char *
hn_sealed_footer_decode(const guint8 bytes[HN_SEALED_FOOTER_BYTES], const HnSealedHeader *header,
                        guint64 file_bytes, HnSealedFooter *ret_footer)
{
    const HnSealedFooter footer = {
        .n_blocks = get_u64(bytes),
        .content_bytes = get_u64(bytes + 8),
        .index_bytes = get_u64(bytes + 16),
        .file_bytes = get_u64(bytes + 24),
    };
    if (memcmp(bytes + 64, FOOTER_MAGIC, sizeof FOOTER_MAGIC) != 0)
        return "it does not end in a footer: cut, or something was appended";
    if (footer.file_bytes != file_bytes)
        return "its length is not what its footer says";
    /* The index lies inside the file, so what is allocated for it is bounded by what is there. */
    if (footer.n_blocks > file_bytes / HN_SEALED_ENTRY_BYTES ||
        footer.index_bytes > file_bytes - HN_SEALED_HEADER_BYTES - HN_SEALED_FOOTER_BYTES ||
        footer.index_bytes !=
            footer.n_blocks * HN_SEALED_ENTRY_BYTES + (header->sealed ? HN_SEALED_TAG_BYTES : 0))
        return "its footer is damaged";
    *ret_footer = footer;
    return NULL;
}

gboolean
hn_sealed_footer_check(const HnSealedHeader *header, HnSlice index,
                       const guint8 bytes[HN_SEALED_FOOTER_BYTES])
{
    guint8 digest[HN_DIGEST_BYTES];
    footer_digest(header, index, bytes, digest);
    return memcmp(digest, bytes + FOOTER_NUMBERS_BYTES, HN_DIGEST_BYTES) == 0;
}
