/* base/sealed_format.h - the bytes of a sealed file, taken apart and put together. Private to
 * base/.
 *
 * Data walk: sealed_writer.c builds header, blocks, index and footer with these, sealed_reader.c
 *   takes them apart; docs/formats.md says the same in words. Nothing here touches the disk.
 * Source: the nonce of a sealed part is the file's random id and the part's number (XChaCha20's 24
 *   bytes leave room for both), so no nonce is used twice under a key.
 * Cost: XXH3-128 and XChaCha20-Poly1305 over the stored bytes, in place.
 * Threads: pure functions.
 */
#pragma once
#include "base/sealed_file.h"

#define HN_SEALED_VERSION 1u
#define HN_SEALED_HEADER_BYTES 64
#define HN_SEALED_BLOCK_HEADER_BYTES 24
#define HN_SEALED_ENTRY_BYTES 56
#define HN_SEALED_FOOTER_BYTES 72
#define HN_SEALED_TAG_BYTES 16
#define HN_SEALED_CHECKSUM_BYTES 16
#define HN_SEALED_ID_BYTES 16
#define HN_SEALED_INDEX_NUMBER                                                                     \
    G_MAXUINT64 /* the index's number as a sealed part; blocks count from 0 */

typedef struct {
    char kind[5]; /* four letters and a NUL */
    gboolean sealed;
    guint8 file_id[HN_SEALED_ID_BYTES];
    guint8 key_id[HN_SEALED_ID_BYTES];    /* zero if not sealed */
    guint8 bytes[HN_SEALED_HEADER_BYTES]; /* as on disk: associated data of every sealed part */
} HnSealedHeader;

typedef struct {
    guint64 offset;        /* of the block's header in the file; follows from the stored sizes */
    guint32 content_bytes; /* 1..HN_SEALED_BLOCK_BYTES */
    guint32 stored_bytes;  /* compressed, with the tag if sealed; without the block's header */
    guint8 checksum[HN_SEALED_CHECKSUM_BYTES];
    guint8 content_digest[HN_DIGEST_BYTES];
} HnSealedEntry;

typedef struct {
    guint64 n_blocks;
    guint64 content_bytes;
    guint64 index_bytes; /* as stored: with the tag if sealed */
    guint64 file_bytes;
} HnSealedFooter;

/* Most that a block's stored bytes can be. */
gsize hn_sealed_stored_bytes_max(void);

/* Fills header->bytes from the other members. */
void hn_sealed_header_encode(HnSealedHeader *header);
/* HN_BASE_ERROR_CORRUPT, or HN_BASE_ERROR_VERSION for a newer format. */
gboolean hn_sealed_header_decode(const guint8 bytes[HN_SEALED_HEADER_BYTES],
                                 HnSealedHeader *ret_header, GError **error);

/* Writes the header of block @number to the first 24 bytes of @block, whose entry->stored_bytes
 * follow them, and sets entry->checksum. */
void hn_sealed_block_finish(const HnSealedHeader *header, guint64 number, HnSealedEntry *entry,
                            guint8 *block);
/* Whether a block as read (header and stored bytes) is the one that @entry describes, undamaged. */
gboolean hn_sealed_block_check(const HnSealedHeader *header, guint64 number,
                               const HnSealedEntry *entry, const guint8 *block);

/* Encrypts @n_bytes in place and puts the tag behind them. @extent: what else the part's place must
 * vouch for. */
void hn_sealed_encrypt(const HnSealedHeader *header, const HnSealKey *key, guint64 number,
                       guint64 extent, guint8 *bytes, gsize n_bytes);
/* The reverse; the tag stands behind the @n_bytes. FALSE: another key, place or file, or damaged;
 * then nothing is decrypted. */
gboolean hn_sealed_decrypt(const HnSealedHeader *header, const HnSealKey *key, guint64 number,
                           guint64 extent, guint8 *bytes, gsize n_bytes);
/* The extent of a block: both of its sizes. */
guint64 hn_sealed_block_extent(guint32 content_bytes, guint32 stored_bytes);

void hn_sealed_entry_encode(const HnSealedEntry *entry, GByteArray *out);
/* Takes @n_blocks entries from @index and sets their offsets; FALSE: sizes that no writer makes. */
gboolean hn_sealed_entries_decode(HnSlice index, guint64 n_blocks, HnSealedEntry *ret_entries);
/* HnSealedInfo's digest. */
void hn_sealed_content_digest(const HnSealedHeader *header, const HnSealedEntry *entries,
                              guint64 n_blocks, guint8 ret_digest[HN_DIGEST_BYTES]);

/* @index as stored. */
void hn_sealed_footer_encode(const HnSealedHeader *header, HnSlice index,
                             const HnSealedFooter *footer,
                             guint8 ret_bytes[HN_SEALED_FOOTER_BYTES]);
/* Numbers only; NULL or what is wrong with them. hn_sealed_footer_check() comes after the index is
 * read. */
const char *hn_sealed_footer_decode(const guint8 bytes[HN_SEALED_FOOTER_BYTES],
                                    const HnSealedHeader *header, guint64 file_bytes,
                                    HnSealedFooter *ret_footer);
gboolean hn_sealed_footer_check(const HnSealedHeader *header, HnSlice index,
                                const guint8 bytes[HN_SEALED_FOOTER_BYTES]);
