/* scoring/level_chain.h - the level of agreement of two values: the first that holds.
 *
 * Data walk: pair_scorer.c asks for pairs of value codes that its cache does not know.
 * The levels of one kind share their work: a distance is computed once with the largest limit,
 *   and one test against the smallest Jaro-Winkler threshold settles most pairs.
 * Cost: dates, digits, numbers and places 2-20 ns, tokens 10-70 ns, Jaro-Winkler 15-60 ns,
 *   distances 20-200 ns, measures of words and bigrams 100-800 ns.
 * Threads: immutable after _init().
 */
#pragma once
#include "records/schema.h"
#include "scoring/value_forms.h"
#include "text/letter_signature.h"

typedef struct {
    const HnComparison *comparison;
    guint form_flags;             /* HnFormFlags that the levels need */
    gboolean exact_first;         /* equal codes are level 0 */
    gboolean looks;               /* some level between EXACT and ELSE looks at the values */
    guint cost;                   /* 0: codes alone; dates, digits 1; further kinds more */
    gboolean tells_parents_apart; /* a level is HN_LEVEL_SAME_PARENT */
    gboolean letters_only; /* between EXACT and ELSE nothing but Jaro-Winkler and edit distances */
    double jaro_winkler_min;
    HnSignatureFloor floor;                      /* of jaro_winkler_min */
    guint osa_max, levenshtein_max, damerau_max; /* largest limit of each kind */
    guint n_jaro_winkler;
} HnLevelChain;

#define HN_LEVEL_COST_CACHED                                                                       \
    2 /* from this cost on, remembering a pair of values beats computing it again */

HnLevelChain hn_level_chain(const HnComparison *comparison);
/* TRUE: the signatures of two different values tell that no level of letters holds; only for
 * chain->letters_only. It is then the last level. */
gboolean hn_level_chain_rules_out(const HnLevelChain *chain, const HnValueForms *forms, guint32 a,
                                  guint32 b);
/* Index of the first level that holds; codes a, b != 0 of @forms. */
guint hn_level_chain_level(const HnLevelChain *chain, const HnValueForms *forms, guint32 a,
                           guint32 b);
