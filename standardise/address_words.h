/* standardise/address_words.h - an address as words: letters without marks, what marks they had.
 *
 * Data walk: address_parser.c splits a text once; address_units.h looks for units in the words,
 *   address_line.h makes the rest canonical.
 * Words: small letters a-z and digits; marks and strokes go, y behind a consonant at a word's end
 *   is i, k behind a vowel is c (Ky = Ki, Dak = Dac). A number is a word of its own, with one
 *   letter behind it ("12a"); "Q1" and "TTYên" are two words, the second glued. "T.P" is one word.
 *   Other scripts' letters stay.
 * Marks: a number of the tones and hats of a word, wherever the tone stands and whether letters
 *   are composed: hòa = hoà. 0: none.
 * Keys: equal for equal letters whatever the spaces, of a run of words by hn_address_words_key().
 * Cost: 1.5 ns a byte, without allocation; text beyond Latin letters goes through
 *   text/normalise.h first.
 * Threads: belongs to one thread.
 */
#pragma once
#include "standardise/address_letters.h"
#include "standardise/known_words.h"

#define HN_ADDRESS_WORDS_MAX 96 /* of one address; further ones are not read */
#define HN_ADDRESS_COMMAS_MAX 24

typedef enum {
    HN_WORD_NUMBER = 1 << 0, /* begins with a digit */
    HN_WORD_GLUED = 1 << 1,  /* nothing stands between it and the word before */
    HN_WORD_SLASH = 1 << 2,  /* behind a slash */
    HN_WORD_DASH = 1 << 3,   /* behind a hyphen without spaces */
    HN_WORD_SOFT = 1 << 4,   /* behind a hyphen with spaces or a full stop: may begin something */
    HN_WORD_DOTTED = 1 << 5, /* a full stop follows */
} HnWordFlags;

typedef struct {
    guint64 key, power;
    guint32 start, marks;
    guint32 n_bytes;
    guint16 segment; /* segments: what commas and brackets part */
    guint16 flags;
} HnAddressWord;

typedef struct {
    guint n;
    HnAddressWord words[HN_ADDRESS_WORDS_MAX];
    gboolean has_marks;
    gboolean is_whole; /* no text was left out, and none went through the general path */
    guint n_commas;    /* of the text */
    guint8 behind_comma[HN_ADDRESS_COMMAS_MAX]; /* of the first ones: the next word */
    guint8 *letters;                            /* the words, a space behind each */
    guint8 *text;                               /* a copy of what is split, with room behind it */
    gsize letters_max;
    GByteArray *normal; /* of the general path */
    HnKnownWords *known;
    HnAddressLetters *table;
} HnAddressWords;

HnAddressWords *hn_address_words_new(void);
void hn_address_words_free(HnAddressWords *words); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnAddressWords, hn_address_words_free)

/* @text is valid UTF-8. */
void hn_address_words_split(HnAddressWords *words, HnSlice text);

/* TRUE: words [*ret_first, words->n) are what hn_address_words_split() would give of the text
 * behind the comma that is @n_commas from the end of the text, and those before *ret_first what it
 * would give of the text before. */
gboolean hn_address_words_cut(const HnAddressWords *words, guint n_commas, guint *ret_first);
/* Words [first, words->n) alone, in @ret, which borrows their letters. */
void hn_address_words_tail(const HnAddressWords *words, guint first, HnAddressWords *ret);
/* Equal for tails that are equal but for the case of letters, spaces and signs between the words:
 * whatever is read of words is the same of both. */
guint64 hn_address_words_tail_key(const HnAddressWords *words, guint first);

/* Of letters whose key is @key, and one more. */
static inline guint64
hn_address_key_with(guint64 key, guint8 letter)
{
    return key * HN_ADDRESS_KEY_BASE + letter;
}
/* Of words [first, end): equal for equal letters. */
static inline guint64
hn_address_words_key(const HnAddressWords *words, guint first, guint end)
{
    guint64 key = 0;
    for (guint i = first; i < end; i++)
        key = key * words->words[i].power + words->words[i].key;
    return key;
}
/* Equal for equal marks; 0: none. */
static inline guint32
hn_address_words_marks(const HnAddressWords *words, guint first, guint end)
{
    guint32 marks = 0, any = 0;
    for (guint i = first; i < end; i++) {
        marks = marks * 0x9E3779B1u + words->words[i].marks;
        any |= words->words[i].marks;
    }
    return any == 0 ? 0 : MAX(marks, 1u);
}
static inline HnSlice
hn_address_word(const HnAddressWords *words, guint i)
{
    return hn_slice(words->letters + words->words[i].start, words->words[i].n_bytes);
}
static inline gboolean
hn_address_word_is(const HnAddressWords *words, guint i, HnWordFlags flag)
{
    return (words->words[i].flags & flag) != 0;
}
/* Behind a hyphen with spaces, which parts as a comma does; a full stop of a title does not. */
static inline gboolean
hn_address_word_behind_dash(const HnAddressWords *words, guint i)
{
    return i > 0 && hn_address_word_is(words, i, HN_WORD_SOFT) &&
           !hn_address_word_is(words, i - 1, HN_WORD_DOTTED);
}
