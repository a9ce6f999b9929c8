/* standardise/viet_word.h - a word as Vietnamese letters and one tone.
 *
 * Data walk: text_repair.c reads words so; typed_keys.c changes their letters; viet_lexicon.c looks
 *   them up.
 * Letters: a..z are 1..26, then those with a hat, a breve, a horn or a stroke; the tone belongs to
 *   the word, so where it stands and how it is composed do not matter to what the word is: Thùy is
 *   Thuỳ. Eth and African d count as d with stroke.
 * Cost: 2 ns a letter.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

enum { HN_VIET_A_BREVE = 27, HN_VIET_A_HAT, HN_VIET_D_STROKE, HN_VIET_E_HAT, HN_VIET_O_HAT };
enum { HN_VIET_O_HORN = HN_VIET_O_HAT + 1, HN_VIET_U_HORN };

#define HN_VIET_LETTERS_MAX 16
#define HN_VIET_KEY_LETTERS 10 /* of a key; no syllable has more than seven */

/* As the VNI method numbers them. */
enum { HN_TONE_NONE, HN_TONE_ACUTE, HN_TONE_GRAVE, HN_TONE_HOOK, HN_TONE_TILDE, HN_TONE_DOT };

typedef struct {
    guint8 n, tone;
    guint8 tone_end;    /* the tone stands on the letter before this one; 0: nothing says where */
    gboolean is_marked; /* a tone, or a letter beyond a..z */
    guint32 upper;      /* bit i: letter i is a capital */
    guint8 letters[HN_VIET_LETTERS_MAX];
} HnVietWord;

/* Adds the letter or combining mark @c; FALSE: it is none of Vietnamese, a second tone, or too
 * much. */
gboolean hn_viet_word_add(HnVietWord *word, gunichar c);
/* All of @text, valid UTF-8, is one word. */
gboolean hn_viet_word_read(HnSlice text, HnVietWord *ret);
/* The letters and the tone as one number; 0: too long for one. */
guint64 hn_viet_word_key(const HnVietWord *word);
/* The same of the letters without any mark. */
guint64 hn_viet_word_bare_key(const HnVietWord *word);
/* Composed, the tone where it stood; else where the schools' rule of 2018 puts it. */
void hn_viet_word_put(const HnVietWord *word, GByteArray *out);
/* Capitals in front, everywhere or nowhere. */
gboolean hn_viet_word_is_cased(const HnVietWord *word);
/* Consonants, one run of vowels, consonants: what a syllable of any language of the country is. */
gboolean hn_viet_word_is_shaped(const HnVietWord *word);

gboolean hn_viet_is_vowel(guint8 letter);
guint8 hn_viet_base(guint8 letter); /* 1..26 */
