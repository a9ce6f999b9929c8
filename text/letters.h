/* text/letters.h - a value as an array of letters, which is what the distance kernels compare.
 *
 * Data walk: scoring/ codes each distinct value once, through one HnAlphabet per attribute, and
 *   hands the kernels pairs of HnLetters.
 * Codes: an ASCII character is its own byte, so an ASCII value is its own array of letters. The
 *   other code points get the bytes 128..255 in the order of their first use; Vietnamese needs 67
 *   of these 128. When none is left the alphabet is full, and a value with a further letter is
 *   wide: there a letter that has a byte is that byte, any other is HN_LETTER_OUTSIDE + code
 *   point. So two values of one alphabet can always be compared, narrow or wide, whatever came
 *   later.
 * Limits: the kernels look at the first HN_LETTERS_MAX letters of a value.
 * Cost: narrow 1 byte a letter; coding a non-ASCII letter is one probe of a 1 KiB table.
 * Threads: an HnAlphabet belongs to one thread while letters are added; letters are values.
 */
#pragma once
#include "base/arena.h"
#include "base/slice.h"

#define HN_LETTERS_MAX 1024
#define HN_LETTER_OUTSIDE 0x100

typedef struct {
    const guint8 *narrow; /* n letters; NULL = see wide */
    const guint32 *wide;  /* n letters; NULL = see narrow */
    guint32 n;
} HnLetters;

static inline guint32
hn_letters_at(HnLetters letters, guint32 i)
{
    return letters.narrow != NULL ? letters.narrow[i] : letters.wide[i];
}

/* Of ASCII text: borrows its bytes. */
static inline HnLetters
hn_letters_ascii(HnSlice ascii)
{
    return (HnLetters){ .narrow = ascii.bytes, .n = (guint32)ascii.n_bytes };
}

typedef struct _HnAlphabet HnAlphabet;
HnAlphabet *hn_alphabet_new(void);
void hn_alphabet_free(HnAlphabet *alphabet); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnAlphabet, hn_alphabet_free)
/* The letter of @c: its byte (given now if it is new), or HN_LETTER_OUTSIDE + @c when the alphabet
 * is full. */
guint32 hn_alphabet_letter(HnAlphabet *alphabet, gunichar c);
gboolean hn_alphabet_is_full(const HnAlphabet *alphabet);

/* Codes valid UTF-8 into @ret, which has room for a letter a code point; *ret_n letters were
 * written. The narrow form fails when a letter has no byte; @ret is then undefined and the wide
 * form is needed. */
gboolean hn_alphabet_narrow(HnAlphabet *alphabet, HnSlice text, guint8 *ret, guint32 *ret_n);
void hn_alphabet_wide(HnAlphabet *alphabet, HnSlice text, guint32 *ret, guint32 *ret_n);
/* The letters of valid UTF-8: of ASCII @text itself, of other text made in @arena. */
HnLetters hn_alphabet_code(HnAlphabet *alphabet, HnSlice text, HnArena *arena);
