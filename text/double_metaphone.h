/* text/double_metaphone.h - how a name sounds: one or two codes that names share whatever their
 * spelling.
 *
 * Data walk: blocking/ makes keys of the codes, scoring/ compares them once a distinct word.
 * Source: Philips (2000), "The double metaphone search algorithm", C/C++ Users Journal 18(6). It
 *   was chosen among the codes for European names because it takes Germanic, Slavic, Romance and
 *   Greek spellings into account: Meyer = Maier, Schmidt = Smith by a second code. Soundex and
 *   NYSIIS, made for English, keep these apart.
 * Variants: as the Python package Metaphone 0.6 reads the rules, but where it leaves the author's
 *   code by mistake: "-umb" and "-gh-" behind the first letters. A word stands alone, so rules
 *   about neighbouring words ("van ", "san ") are left out. Codes keep their first HN_SOUND_MAX
 *   symbols, not four. Letters outside A to Z: latin_letters.h.
 * Cost: 0.7 us a word.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

#define HN_SOUND_MAX 15

typedef struct {
    char first[HN_SOUND_MAX + 1];
    char second[HN_SOUND_MAX + 1]; /* empty: the same as the first */
} HnSound;

/* FALSE: @word says nothing, as it is not of Latin letters alone, or silent. */
gboolean hn_double_metaphone(HnSlice word, HnSound *ret);
