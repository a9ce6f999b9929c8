/* text/vietnamese_letter.h - a letter taken apart: what is left without marks, tone, quality.
 *
 * Data walk: blocking/ makes keys of names without marks, scoring/ compares base letters and marks
 *   on their own.
 * Marks: tone in bits 0..2 (0 level, grave, acute, hook, tilde, dot below), quality in bits 3..5 (0
 *   plain, hat, breve, horn, stroke, and one for all marks of other languages). So two letters of
 *   one base differ in tone alone if only their low three bits differ.
 * Source: the alphabet of Vietnamese; U+0111 and U+0180 have a stroke, which Unicode decomposes
 *   into nothing; of other letters the first of their canonical decomposition.
 * Cost: Vietnamese letters 2 ns; others some 50 ns.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

#define HN_TONE_MASK 7u
#define HN_QUALITY_MASK 56u

typedef struct {
    gunichar base;
    guint8 marks;
} HnVietnameseLetter;

/* In canonical values: a letter that was lost and may be any that bears a mark. The sinological dot
 * is a letter to Unicode, so it stays in its word, and no language of a register writes it. */
#define HN_LETTER_LOST 0xA78Fu

/* @c in small letters, composed. */
HnVietnameseLetter hn_vietnamese_letter(gunichar c);
/* @out becomes @text, which is canonical (small letters, NFC), without marks and strokes. */
void hn_vietnamese_unmark(HnSlice text, GByteArray *out);
/* How much of a value there is: its code points but for lost ones, and of as many those with marks.
 * The fuller of two values is the larger number. */
guint64 hn_vietnamese_fullness(HnSlice text);
