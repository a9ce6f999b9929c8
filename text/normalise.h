/* text/normalise.h - many spellings of the same text become one.
 *
 * Data walk: standardise/ calls it once per raw value; everything behind sees its result only.
 * Source: Unicode Standard Annex 15 (normalisation forms); Unicode 15 section 3.13 (case
 *   folding).
 * Result: valid UTF-8 in NFC, or NFKC with HN_NORMALISE_COMPATIBILITY; applying it again changes
 *   nothing.
 * Limits: the result has at most 4 bytes for each byte of input, and 64; what is longer (some
 *   characters grow to 18) is cut behind its last whole code point. A letter keeps at most 30
 *   combining marks, as in UAX 15's stream-safe form: to reorder a flood of them would take
 *   quadratic time. U+0000 is always dropped.
 * Cost: ASCII about 1 ns a byte, precomposed Latin letters (all Vietnamese ones) about 6 ns each,
 *   both without allocation; anything else about 120 ns a letter and several passing allocations.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

typedef enum {
    HN_NORMALISE_FOLD_CASE = 1 << 0,     /* full case folding: MASSE = maße = Masse */
    HN_NORMALISE_COMPATIBILITY = 1 << 1, /* NFKC, not NFC: full-width, ligatures, superscripts */
    HN_NORMALISE_STRIP_MARKS = 1 << 2,   /* accents go; a letter with a stroke is a letter */
    HN_NORMALISE_PUNCTUATION_TO_SPACE = 1 << 3, /* hn_is_punctuation() */
    HN_NORMALISE_JOIN_APOSTROPHES = 1 << 4,     /* dropped, so that O'Brien = O’Brien = OBrien */
    HN_NORMALISE_DROP_INVISIBLE = 1 << 5,       /* hn_is_invisible() */
    HN_NORMALISE_COLLAPSE_SPACES =
        1 << 6, /* each run of hn_is_space() is one space, none at the ends */
} HnNormaliseFlags;

/* @text is valid UTF-8 and no part of @out, whose content is replaced. */
void hn_normalise(HnSlice text, HnNormaliseFlags flags, GByteArray *out);
