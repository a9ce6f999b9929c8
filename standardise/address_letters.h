/* standardise/address_letters.h - what each letter and sign of an address is: its base and marks,
 * or what it parts.
 *
 * Data walk: address_words.c reads texts by it.
 * Cost: one table read for a letter that addresses are written in; 5 kB.
 * Threads: immutable after _fill().
 */
#pragma once
#include "base/slice.h"

#define HN_ADDRESS_KEY_BASE G_GUINT64_CONSTANT(0x9E3779B97F4A7C55) /* odd: no letter is lost */
#define HN_ADDRESS_POWERS 16u
#define HN_LATIN_LETTERS_END 0x250u /* Latin-1 and both extensions */
#define HN_MARKS_START 0x300u
#define HN_MARKS_END 0x370u

typedef enum {
    HN_LETTER_OTHER, /* needs the general path, or is a letter of another script */
    HN_LETTER_PLAIN,
    HN_LETTER_DIGIT,
    HN_LETTER_MARK,
    HN_LETTER_SPACE, /* parts words */
    HN_LETTER_BREAK, /* parts segments */
    HN_LETTER_JOIN,  /* nothing: apostrophes, invisible characters */
} HnAddressLetterClass;

/* base: a-z, 0-9 or the sign; marks: what it adds to its word, of a hat times its place. */
typedef struct {
    guint8 kind, base, hat, tone;
    guint8 is_upper;
} HnAddressLetter;

typedef struct {
    HnAddressLetter latin[HN_LATIN_LETTERS_END];
    HnAddressLetter vietnamese[0x100]; /* U+1E00 to U+1EFF */
    HnAddressLetter marks[HN_MARKS_END - HN_MARKS_START];
    guint64 powers[HN_ADDRESS_POWERS]; /* of the keys' base, for words of so many letters */
} HnAddressLetters;

void hn_address_letters_fill(HnAddressLetters *ret);

/* Of the letters that addresses are written in; NULL: of no table. */
static inline const HnAddressLetter *
hn_address_letter_known(const HnAddressLetters *letters, const guint8 *p, const guint8 *end,
                        guint *ret_bytes)
{
    if (G_LIKELY(*p < 0x80)) {
        *ret_bytes = 1;
        return &letters->latin[*p];
    }
    if (*p < 0xE0 && end - p >= 2) {
        const guint c = (*p & 0x1Fu) << 6 | (p[1] & 0x3Fu);
        *ret_bytes = 2;
        return c < HN_LATIN_LETTERS_END ? &letters->latin[c] : NULL;
    }
    *ret_bytes = 3;
    return *p == 0xE1 && end - p >= 3 && p[1] >= 0xB8 && p[1] < 0xBC /* U+1E00 to U+1EFF */
               ? &letters->vietnamese[(p[1] & 3u) << 6 | (p[2] & 0x3Fu)]
               : NULL;
}

/* The letter at *p, of any kind, and *p behind it; of valid UTF-8. */
HnAddressLetter hn_address_letter_read(const HnAddressLetters *letters, const guint8 **p,
                                       const guint8 *end);
