/* standardise/word_chain.h - which of its candidates each word of a value is, and how sure that is.
 *
 * Data walk: lost_letters.c gives the words that each place of a value may hold; this weighs them
 *   by where they stand and by the words beside them.
 * Way: the cheapest chain of candidates, and for each candidate the cheapest chain through it. A
 *   value is read as a name (a word alone as a surname and as a given name) and as other text: the
 *   cheapest reading stands, and what others say counts against it by as much as they are dearer.
 * Source: Viterbi (1967), forwards and backwards: the margins are min-marginals.
 * Cost: the product of the candidates of neighbours, 5 ns each, in each reading.
 * Threads: reentrant.
 */
#pragma once
#include "standardise/lost_words.h"

#define HN_CHAIN_LINKS_MAX 48u
#define HN_CHAIN_CANDIDATES_MAX 32u

typedef struct {
    const HnLostWord *word; /* NULL: one that no table has */
    guint there, back;      /* costs of the cheapest chain up to it, with its own, and behind it */
} HnChainCandidate;

typedef struct {
    gboolean is_linked; /* nothing but spaces between it and the word before */
    guint n_candidates; /* at least one when the chain is read */
    HnChainCandidate candidates[HN_CHAIN_CANDIDATES_MAX];
} HnChainLink;

/* Costs in sixteenths of a bit. */
typedef struct {
    const HnLostWord *word; /* the cheapest; NULL: one that no table has */
    guint margin;           /* by how much another word is dearer */
    guint bare_margin;      /* one that is another without marks, too */
    gboolean is_name;       /* the value is read as one */
} HnChainChoice;

/* One more candidate; of too many the rarest go. @word nullable: what no table has, as the last. */
void hn_word_chain_add(HnChainLink *link, const HnLostWord *word);
/* @may_be_name: words and spaces alone. ret[n]: what each link is. */
void hn_word_chain_read(const HnLostWords *words, HnChainLink *links, guint n, gboolean may_be_name,
                        HnChainChoice *ret);
