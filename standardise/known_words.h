/* standardise/known_words.h - words of addresses as they are written, and what each one is:
 * syllables and titles come again all the time, and are read letter by letter but once.
 *
 * Data walk: address_words.c asks before it reads a word that a space, a comma or a full stop ends.
 * Bound: 2^12 of at most 15 bytes; of two that share a place the last one stays. A word
 *   is the same whatever stands around it, so the memory decides nothing.
 * Cost: one cache line a word; 224 kB. Splitting takes half of the instructions.
 * Threads: belongs to one thread.
 */
#pragma once
#include "standardise/raw_word.h"

#define HN_KNOWN_WORDS_BITS 12u

typedef struct {
    guint64 low, high, key, power;
    guint8 letters[HN_RAW_WORD_BYTES]; /* spaces behind them */
    guint32 marks;
    guint8 n_bytes, n_letters; /* n_bytes 0: nothing is here */
} HnKnownWord;

typedef struct {
    HnKnownWord of[1u << HN_KNOWN_WORDS_BITS];
} HnKnownWords;

/* Where the word is, or would be: it is there if hn_known_word_is(). */
static inline HnKnownWord *
hn_known_word_place(HnKnownWords *words, const HnRawWord *raw)
{
    return words->of + hn_raw_word_place(raw, HN_KNOWN_WORDS_BITS);
}
static inline gboolean
hn_known_word_is(const HnKnownWord *known, const HnRawWord *raw)
{
    return known->low == raw->low && known->high == raw->high && known->n_bytes == raw->n_bytes;
}
