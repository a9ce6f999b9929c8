/* standardise/raw_word.h - the next word of a text in two machine words, for memories of words.
 *
 * Data walk: known_words.h knows words as they are written.
 * Source: zero bytes of a word found by Mycroft's subtraction (Warren 2012, "Hacker's Delight",
 *   6-1), the first of them exactly.
 * Cost: some 15 instructions a word of up to 7 bytes.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

#define HN_RAW_WORD_BYTES 16u
#define HN_RAW_WORD_ONES G_GUINT64_CONSTANT(0x0101010101010101)

/* What ends a word: the bytes that are a space but for these bits. */
#define HN_ENDS_AT_STOP (0x0E * HN_RAW_WORD_ONES) /* one of " ,.$(*&" and a quotation mark */

/* Its bytes, the rest 0. */
typedef struct {
    guint64 low, high;
    guint n_bytes; /* 0: it is empty, or longer than 15 */
} HnRawWord;

/* The highest bit of each byte that ends a word; above the first such byte perhaps of more. */
static inline guint64
hn_raw_word_ends(guint64 bytes, guint64 but_for)
{
    const guint64 zero_if_end = (bytes & ~but_for) ^ 0x20 * HN_RAW_WORD_ONES;
    return (zero_if_end - HN_RAW_WORD_ONES) & ~zero_if_end & 0x80 * HN_RAW_WORD_ONES;
}

/* The word at @p, where HN_RAW_WORD_BYTES can be read. */
static inline HnRawWord
hn_raw_word_at(const guint8 *p, guint64 but_for)
{
    guint64 bytes[2];
    memcpy(bytes, p, sizeof bytes);
    const guint64 low = GUINT64_FROM_LE(bytes[0]), high = GUINT64_FROM_LE(bytes[1]);
    const guint64 low_ends = hn_raw_word_ends(low, but_for);
    if (G_LIKELY(low_ends != 0)) {
        const guint bit = (guint)__builtin_ctzll(low_ends) & ~7u;
        return (HnRawWord){ low & ((G_GUINT64_CONSTANT(1) << bit) - 1), 0, bit / 8 };
    }
    const guint64 high_ends = hn_raw_word_ends(high, but_for);
    if (high_ends == 0)
        return (HnRawWord){ 0 };
    const guint bit = (guint)__builtin_ctzll(high_ends) & ~7u;
    return (HnRawWord){ low, high & ((G_GUINT64_CONSTANT(1) << bit) - 1), 8 + bit / 8 };
}

/* Of a table of 2 to the power of @bits; the high bits of a product know all of its factors. */
static inline guint32
hn_raw_word_place(const HnRawWord *raw, guint bits)
{
    const guint64 mixed = raw->low ^ raw->high * G_GUINT64_CONSTANT(0xD6E8FEB86659FD93);
    return (guint32)(mixed * G_GUINT64_CONSTANT(0x9FB21C651E98DF25) >> (64 - bits));
}
