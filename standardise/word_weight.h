/* standardise/word_weight.h - how surprising a word is as it stands, and as a Vietnamese one.
 *
 * Data walk: text_repair.c takes the difference of the two as evidence for a reading.
 * Costs are in sixteenths of a bit (viet_lexicon.h). A word of some other language costs 4 bits and
 *   4 more a letter, 4 more for a letter beyond ASCII; one that no language writes (a sign or a
 *   capital inside) 24 bits and 6 a letter.
 * Threads: reentrant.
 */
#pragma once
#include "standardise/viet_lexicon.h"

#define HN_SYLLABLE_COST (18u * HN_BIT) /* a syllable of no table: one of some 6,000 */

/* Of text as it stands: Vietnamese with or without marks, some other language, or none. */
guint hn_word_cost(const HnVietLexicon *lexicon, HnSlice word);
/* Of what a reading gives; G_MAXUINT: nobody in the country is called so. */
guint hn_word_cost_read(const HnVietLexicon *lexicon, const HnVietWord *word);
/* Of a word that a reading leaves alone, in text all of whose marks the reading writes: 0 if it
 * belongs there. */
guint hn_word_cost_unmarked(const HnVietLexicon *lexicon, HnSlice word);
