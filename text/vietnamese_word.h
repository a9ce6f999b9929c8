/* text/vietnamese_word.h - how far two words of names are apart, to somebody who writes Vietnamese.
 *
 * Data walk: scoring/ takes each distinct word apart once; name_alignment.h asks for pairs of words
 *   that are not the same.
 * Costs are whole numbers, 100 to a letter. A mark that one side lost costs least: it is typed
 *   last and falls off first, and whole registers were typed without. Then a wrong tone, a wrong
 *   quality (a hat for a breve or a horn), then what a finger or an ear takes for another letter:
 *   the key beside it, a letter typed twice, a tone key of Telex or VNI left standing, two
 *   letters exchanged, the consonants that regions do not tell apart. Another letter costs most.
 * Source: Wagner and Fischer (1974), "The string-to-string correction problem", with weights by
 *   letter; exchanged neighbours as Damerau (1964), of which neither is touched again. Telex and
 *   VNI keys: TCVN 5712 era keyboards, as Unikey has them.
 * Limits: the first HN_VIETNAMESE_LETTERS letters of a word count.
 * Cost: marks 3 ns; a distance n * m steps of 1.5 ns, after a filter by letters and lengths.
 * Threads: reentrant; no allocation.
 */
#pragma once
#include "base/slice.h"

#define HN_VIETNAMESE_LETTERS 16

/* Of a letter whose bases are equal; two marks of it may be lost, or wrong. */
#define HN_COST_LOST_MARK 10u
#define HN_COST_LOST 20u /* a letter that may be any with a mark, and one that may have some */
#define HN_COST_TONE 30u
#define HN_COST_QUALITY 50u
#define HN_COST_MARKS_MAX 60u
#define HN_COST_SLIP 70u
#define HN_COST_LETTER 100u

typedef struct {
    guint8 base[HN_VIETNAMESE_LETTERS]; /* ASCII; another letter is some code above 127 */
    guint8 marks[HN_VIETNAMESE_LETTERS];
    guint64 signature; /* of the bases, see letter_signature.h */
    guint32 unmarked;  /* the caller's number: equal where words are equal without marks */
    guint32 weight;    /* the caller's: how much the word tells */
    guint16 class_first, class_later; /* the caller's: regional forms of one name; 0 = none */
    guint8 n;
    gboolean has_marks : 8;
    gboolean is_initial : 8; /* a letter, or consonants that begin a syllable: n, ng, tr */
    gboolean has_lost : 8;   /* HN_LETTER_LOST: it costs HN_COST_LOST where it may stand */
} HnVietnameseWord;

/* How the marks of two words differ that are equal without: each includes those before it. */
typedef enum {
    HN_MARKS_SAME,
    HN_MARKS_LOST, /* one side lacks some, and has no other */
    HN_MARKS_TONE, /* tones, beside lost ones */
    HN_MARKS_QUALITY,
} HnMarks;

/* @word is canonical and not empty; numbers, weight and classes stay 0. */
void hn_vietnamese_word(HnSlice word, HnVietnameseWord *ret);
/* Both have the same base letters; *ret_cost is what their marks cost. */
HnMarks hn_vietnamese_marks(const HnVietnameseWord *a, const HnVietnameseWord *b, guint *ret_cost);
/* Above @limit: @limit + 1. Symmetric. */
guint hn_vietnamese_distance(const HnVietnameseWord *a, const HnVietnameseWord *b, guint limit);
/* @a is an initial of @b: it begins it, with its marks if both words have any. */
gboolean hn_vietnamese_is_initial_of(const HnVietnameseWord *a, const HnVietnameseWord *b);
/* What it costs that @b stands where @a does, both at place @at of their words; for tests. */
guint hn_vietnamese_letter_cost(guint8 base_a, guint8 marks_a, guint8 base_b, guint8 marks_b);
