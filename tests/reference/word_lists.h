/* tests/reference/word_lists.h - two texts as lists of words of one numbering.
 *
 * Data walk: unit, property and fuzz tests of measures of words.
 * Threads: belongs to one thread.
 */
#pragma once
#include "scoring/value_forms.h"

typedef struct {
    HnDictionary *values;
    HnValueForms *forms; /* with tokens and weights, too */
    guint32 code_a, code_b;
    HnWords a, b;
} WordLists;

/* @tokens: weights, nullable. An empty text is an empty list. */
WordLists word_lists_new(const char *a, const char *b, const HnTermTable *tokens);
void word_lists_clear(WordLists *lists);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(WordLists, word_lists_clear)
