#include "text/letters.h"

#include "text/utf8.h"

#define N_SLOTS 256 /* a power of two, twice the letters: every probe ends */
#define FIRST_CODE 128
#define LAST_CODE 255

struct _HnAlphabet {
    gunichar keys[N_SLOTS]; /* 0 = free; ASCII is never stored */
    guint8 codes[N_SLOTS];
    guint next_code; /* LAST_CODE + 1 = full */
};

HnAlphabet *
hn_alphabet_new(void)
{
    HnAlphabet *alphabet = g_new0(HnAlphabet, 1);
    alphabet->next_code = FIRST_CODE;
    return alphabet;
}

void
hn_alphabet_free(HnAlphabet *alphabet)
{
    g_free(alphabet);
}

guint32
hn_alphabet_letter(HnAlphabet *alphabet, gunichar c)
{
    if (c < FIRST_CODE)
        return c;
    guint slot = (c * 2654435761u) >> 24; /* Knuth's multiplicative hash, 8 bits */
    while (alphabet->keys[slot] != 0) {
        if (alphabet->keys[slot] == c)
            return alphabet->codes[slot];
        slot = (slot + 1) % N_SLOTS;
    }
    if (hn_alphabet_is_full(alphabet))
        return HN_LETTER_OUTSIDE + c;
    alphabet->keys[slot] = c;
    alphabet->codes[slot] = (guint8)alphabet->next_code++;
    return alphabet->codes[slot];
}

gboolean
hn_alphabet_is_full(const HnAlphabet *alphabet)
{
    return alphabet->next_code > LAST_CODE;
}

gboolean
hn_alphabet_narrow(HnAlphabet *alphabet, HnSlice text, guint8 *ret, guint32 *ret_n)
{
    const guint8 *p = text.bytes;
    const guint8 *end = p + text.n_bytes;
    guint32 n = 0;
    while (p < end) {
        gunichar c = 0;
        p += hn_utf8_next(p, end, &c);
        const guint32 letter = hn_alphabet_letter(alphabet, c);
        if (letter >= HN_LETTER_OUTSIDE)
            return FALSE;
        ret[n++] = (guint8)letter;
    }
    *ret_n = n;
    return TRUE;
}

void
hn_alphabet_wide(HnAlphabet *alphabet, HnSlice text, guint32 *ret, guint32 *ret_n)
{
    const guint8 *p = text.bytes;
    const guint8 *end = p + text.n_bytes;
    guint32 n = 0;
    while (p < end) {
        gunichar c = 0;
        p += hn_utf8_next(p, end, &c);
        ret[n++] = hn_alphabet_letter(alphabet, c);
    }
    *ret_n = n;
}

HnLetters
hn_alphabet_code(HnAlphabet *alphabet, HnSlice text, HnArena *arena)
{
    if (hn_utf8_is_ascii(text))
        return hn_letters_ascii(text);
    const gsize n_letters = hn_utf8_length(text);
    HnLetters letters = { NULL, NULL, 0 };
    guint8 *narrow = hn_arena_alloc(arena, n_letters, 1);
    if (hn_alphabet_narrow(alphabet, text, narrow, &letters.n)) {
        letters.narrow = narrow;
        return letters;
    }
    guint32 *wide = hn_arena_array(arena, guint32, n_letters);
    hn_alphabet_wide(alphabet, text, wide, &letters.n);
    letters.wide = wide;
    return letters;
}
