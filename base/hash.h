/* base/hash.h - hashes against accidents (XXH3), and digests against people (SHA-256, BLAKE2b).
 *
 * Data walk: tables and dictionaries use XXH3; manifests, bundles and keyed ids use the digests.
 *   Equal XXH3 never means equal bytes: compare them. Where somebody may choose the input, or the
 *   digest leaves the process, use the digests.
 * Source: Collet, xxHash 0.8; FIPS 180-4; RFC 7693.
 * Cost: XXH3 19 GB/s on long input, 2 ns on 16 bytes; SHA-256 1.6 GB/s with SHA extensions.
 * Threads: reentrant; an HnDigest belongs to one thread.
 */
#pragma once
#include "base/slice.h"

guint64 hn_hash64(const void *bytes, gsize n_bytes);
guint64 hn_hash64_seeded(const void *bytes, gsize n_bytes, guint64 seed);
/* Mixes two words; for tables keyed by integers (Stafford's variant 13 of the MurmurHash3
 * finaliser). */
static inline guint64
hn_hash_mix(guint64 x)
{
    x ^= x >> 30;
    x *= G_GUINT64_CONSTANT(0xbf58476d1ce4e5b9);
    x ^= x >> 27;
    x *= G_GUINT64_CONSTANT(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

#define HN_DIGEST_BYTES 32
#define HN_DIGEST_HEX_CHARS 64
typedef struct _HnDigest HnDigest; /* a running SHA-256 */
HnDigest *hn_digest_new(void);
void hn_digest_update(HnDigest *digest, const void *bytes, gsize n_bytes);
void hn_digest_finish(HnDigest *digest,
                      guint8 ret_bytes[HN_DIGEST_BYTES]); /* once; then only free */
void hn_digest_free(HnDigest *digest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnDigest, hn_digest_free)
void hn_digest_of(const void *bytes, gsize n_bytes, guint8 ret_bytes[HN_DIGEST_BYTES]);
/* Lower-case hex, NUL-terminated, into @ret_hex[2 * n_bytes + 1]. */
void hn_hex(const guint8 *bytes, gsize n_bytes, char *ret_hex);
gboolean hn_unhex(const char *hex, guint8 *ret_bytes,
                  gsize n_bytes); /* exactly n_bytes, else FALSE */

#define HN_KEYED_HASH_BYTES 16
#define HN_KEYED_HASH_KEY_BYTES 32
/* Keyed BLAKE2b-128. */
void hn_keyed_hash(const guint8 key[HN_KEYED_HASH_KEY_BYTES], const void *bytes, gsize n_bytes,
                   guint8 ret_bytes[HN_KEYED_HASH_BYTES]);
