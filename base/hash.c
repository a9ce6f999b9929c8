/* XXH3 is compiled in (header-only mode) rather than called through the PLT: on 8-byte keys the
 * call is half of the cost. SHA-256 is Nettle's: 4.5 times as fast as libsodium's or GLib's where
 * the processor has SHA extensions, and nothing in it can fail. BLAKE2b is libsodium's. */
#include "base/hash.h"

#include <nettle/sha2.h>
#include <sodium.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/sodium_once.h"

G_STATIC_ASSERT(HN_DIGEST_BYTES == SHA256_DIGEST_SIZE);
G_STATIC_ASSERT(HN_KEYED_HASH_BYTES >= crypto_generichash_BYTES_MIN);

struct _HnDigest {
    struct sha256_ctx context;
    gboolean finished;
};

guint64
hn_hash64(const void *bytes, gsize n_bytes)
{
    return XXH3_64bits(bytes, n_bytes);
}

guint64
hn_hash64_seeded(const void *bytes, gsize n_bytes, guint64 seed)
{
    return XXH3_64bits_withSeed(bytes, n_bytes, seed);
}

HnDigest *
hn_digest_new(void)
{
    HnDigest *digest = g_new0(HnDigest, 1);
    sha256_init(&digest->context);
    return digest;
}

void
hn_digest_update(HnDigest *digest, const void *bytes, gsize n_bytes)
{
    g_assert(!digest->finished);
    if (n_bytes > 0) /* NULL with no bytes is fine for a slice, not for memcpy */
        sha256_update(&digest->context, n_bytes, bytes);
}

void
hn_digest_finish(HnDigest *digest, guint8 ret_bytes[HN_DIGEST_BYTES])
{
    g_assert(!digest->finished);
    sha256_digest(&digest->context, HN_DIGEST_BYTES, ret_bytes);
    digest->finished = TRUE;
}

void
hn_digest_free(HnDigest *digest)
{
    g_free(digest);
}

void
hn_digest_of(const void *bytes, gsize n_bytes, guint8 ret_bytes[HN_DIGEST_BYTES])
{
    struct sha256_ctx context;
    sha256_init(&context);
    if (n_bytes > 0)
        sha256_update(&context, n_bytes, bytes);
    sha256_digest(&context, HN_DIGEST_BYTES, ret_bytes);
}

void
hn_hex(const guint8 *bytes, gsize n_bytes, char *ret_hex)
{
    static const char digits[] = "0123456789abcdef";
    for (gsize i = 0; i < n_bytes; i++) {
        ret_hex[2 * i] = digits[bytes[i] >> 4];
        ret_hex[2 * i + 1] = digits[bytes[i] & 15];
    }
    ret_hex[2 * n_bytes] = '\0';
}

gboolean
hn_unhex(const char *hex, guint8 *ret_bytes, gsize n_bytes)
{
    const gsize n_chars = 2 * n_bytes;
    if (strnlen(hex, n_chars + 1) != n_chars)
        return FALSE;
    for (gsize i = 0; i < n_chars; i++) {
        if (!g_ascii_isxdigit(hex[i]))
            return FALSE;
    }
    for (gsize i = 0; i < n_bytes; i++) {
        const int high = g_ascii_xdigit_value(hex[2 * i]);
        const int low = g_ascii_xdigit_value(hex[2 * i + 1]);
        ret_bytes[i] = (guint8)(high << 4 | low);
    }
    return TRUE;
}

void
hn_keyed_hash(const guint8 key[HN_KEYED_HASH_KEY_BYTES], const void *bytes, gsize n_bytes,
              guint8 ret_bytes[HN_KEYED_HASH_BYTES])
{
    hn_sodium_once();
    const int result = crypto_generichash(ret_bytes, HN_KEYED_HASH_BYTES, bytes, n_bytes, key,
                                          HN_KEYED_HASH_KEY_BYTES);
    g_assert(result == 0);
}
