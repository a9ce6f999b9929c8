/* scoring/nickname_levels.h - names that differ in the form of a given name.
 *
 * Data walk: level_chain.c asks with the words of two values and the groups of their words
 *   (records/given_names.h, word_forms.c).
 * Cost: in order a comparison a word; in any order names without a word in common are done after
 *   as many comparisons as there are pairs of words.
 * Threads: reentrant.
 */
#pragma once
#include "scoring/value_forms.h"

/* As many words, each equal to or another form of the one at its place: bill smith, william smith.
 */
gboolean hn_nicknames_in_order(const HnValueForms *forms, guint32 a, guint32 b);
/* Each word of the shorter name, two or more, has a word of the longer one to itself, whatever the
 * order: equal, another form of the name, or one the initial of the other; one pair is equal and
 * longer than a letter: bob j smith, robert smith; hughes howie, howard hughes. Names of more than
 * HN_NICKNAME_WORDS_MAX words are never so. */
#define HN_NICKNAME_WORDS_MAX 8
gboolean hn_nicknames_in_any_order(const HnValueForms *forms, guint32 a, guint32 b);
/* As many words, two or more, all equal but one; and there both are given names that do not stand
 * for each other: mark smith, mary smith. */
gboolean hn_nicknames_are_others(const HnValueForms *forms, guint32 a, guint32 b);
