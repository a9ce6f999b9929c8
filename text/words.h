/* text/words.h - the words of a value, as measures of words take them.
 *
 * Data walk: scoring/ numbers the words of one attribute's values once and hands pairs of lists to
 *   the kernels (soft_tf_idf.h, monge_elkan.h, word_initials.h).
 * Equal words have equal numbers. Numbers are local to a run: no kernel lets their order decide.
 * Limits: a list has the first HN_WORDS_MAX words of a value, as the kernels take n * m steps.
 * Threads: values.
 */
#pragma once
#include "text/letter_signature.h"

#define HN_WORDS_MAX 64

/* Weight of a word where nobody has counted: weights are 1/1024 of a natural logarithm. */
#define HN_WORD_WEIGHT_ONE 1024u

typedef struct {
    HnLetters letters; /* at least one */
    guint64 signature; /* of them */
} HnWord;

typedef struct {
    const HnWord *table;    /* by number */
    const guint32 *weights; /* by number, > 0; for soft_tf_idf.h alone */
    const guint32 *numbers; /* [n] in the order of the text, with repeats */
    guint n;                /* at most HN_WORDS_MAX */
} HnWords;

/* Whether word @at stands before in the list, too. */
static inline gboolean
hn_words_repeats(const HnWords *words, guint at)
{
    for (guint i = 0; i < at; i++)
        if (words->numbers[i] == words->numbers[at])
            return TRUE;
    return FALSE;
}
