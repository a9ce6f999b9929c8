/* standardise/word_split.h - folded text as words, each with its skeleton: the letters without
 * marks.
 *
 * Data walk: business_words.h of patterns, company_words.h of names.
 * Words: runs of letters and digits; & and + are words of their own. Apostrophes join. Letters that
 *   stand alone, one behind the other and parted alike, are one word (T.N.H.H, t n h h).
 * A word begins a new part where a dash with spaces, a comma, a bracket, a stroke or a colon stands
 *   before it.
 * Cost: 1.5 ns a byte.
 * Threads: reentrant; an HnSplitWords belongs to one thread.
 */
#pragma once
#include "base/slice.h"

#define HN_SPLIT_WORDS_MAX 96
#define HN_SPLIT_BASE_MAX 0x1F00

typedef struct {
    guint32 marked, skeleton; /* where it begins in HnSplitWords.marked and .skeletons */
    guint32 n_marked, n_skeleton;
    guint8 has_marks; /* skeleton and word differ */
    guint8 breaks;    /* a new part begins with it */
    guint8 run;       /* of letters that stood alone; 0: it is none */
} HnSplitWord;

typedef struct {
    guint n;
    HnSplitWord words[HN_SPLIT_WORDS_MAX];
    GByteArray *marked, *skeletons;
    guint8 *base; /* [HN_SPLIT_BASE_MAX] a code point's ASCII letter or digit; 0: none */
} HnSplitWords;

void hn_split_words_init(HnSplitWords *words);
void hn_split_words_clear(HnSplitWords *words);
/* @folded: text with case folded. What is behind HN_SPLIT_WORDS_MAX words is left out. */
void hn_split_words(HnSplitWords *words, HnSlice folded);

static inline HnSlice
hn_split_word(const HnSplitWords *words, guint i)
{
    return hn_slice(words->marked->data + words->words[i].marked, words->words[i].n_marked);
}

static inline HnSlice
hn_split_skeleton(const HnSplitWords *words, guint i)
{
    return hn_slice(words->skeletons->data + words->words[i].skeleton, words->words[i].n_skeleton);
}
