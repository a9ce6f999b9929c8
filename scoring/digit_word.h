/* scoring/digit_word.h - a short number as one word, to find a slip without visiting its bytes.
 *
 * Data walk: value_forms.c packs each distinct value; level_chain.c compares words, and the bytes
 *   where a value has no word.
 * A word is the number of digits in the highest 4 bits, and 4 bits a digit, the last one lowest;
 *   0 = no word: longer than 15 or not digits alone. Words are equal exactly if the values are.
 * Cost: packing 1 ns a digit; comparing 2 ns.
 * Threads: values.
 */
#pragma once
#include "base/slice.h"

#define HN_DIGIT_WORD_DIGITS_MAX 15

guint64 hn_digit_word(HnSlice value);

/* Same length, and one digit is wrong or two neighbours are exchanged: hn_digits_one_slip() of two
 * values that have words. */
static inline gboolean
hn_digit_words_one_slip(guint64 a, guint64 b)
{
    const guint64 differs = a ^ b;
    if (differs == 0 || differs >> 60 != 0)
        return FALSE;
    const guint last = (guint)__builtin_ctzll(differs) & ~3u; /* bit of the last wrong digit */
    const guint64 rest = differs >> last;
    if (rest <= 15)
        return TRUE;
    if (rest > 255)
        return FALSE;
    const guint64 x = a >> last & 255, y = b >> last & 255;
    return x == (y >> 4 | (y & 15) << 4);
}
