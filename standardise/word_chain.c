#include "standardise/word_chain.h"

#include "standardise/viet_lexicon.h"

#define NAME_WORDS_MAX 6u
/* What pairs of words weigh beside what the words do: places are in the tables, names are not. */
#define PAIR_OF_PLACE (HN_BIT / 2)
#define PAIR_OF_NAME (7 * HN_BIT / 4)
#define NAME_PRIOR (4 * HN_BIT) /* that words alone are a name */

/* As what a value is read. */
typedef enum { AS_NAME, AS_GIVEN, AS_OTHER, MANNERS } Manner;

typedef struct {
    const HnLostWords *words;
    HnChainLink *links;
    guint n;
    Manner manner;
} Chain;

/* Where it is commonest. */
static guint
least_cost(const HnLostWord *word)
{
    guint least = word->cost[0];
    for (guint place = 1; place < HN_LOST_PLACES; place++)
        least = MIN(least, word->cost[place]);
    return least;
}

void
hn_word_chain_add(HnChainLink *link, const HnLostWord *word)
{
    guint at = link->n_candidates;
    if (word == NULL) {
        link->candidates[link->n_candidates++] = (HnChainCandidate){ .word = NULL };
        return;
    }
    const guint cost = least_cost(word);
    if (at == HN_CHAIN_CANDIDATES_MAX - 1) { /* one is for what no table has */
        if (least_cost(link->candidates[at - 1].word) <= cost)
            return;
        at--;
    }
    for (; at > 0 && least_cost(link->candidates[at - 1].word) > cost; at--)
        link->candidates[at] = link->candidates[at - 1];
    link->candidates[at] = (HnChainCandidate){ .word = word };
    link->n_candidates = MIN(link->n_candidates + 1, HN_CHAIN_CANDIDATES_MAX - 1);
}

/* ---- costs ---- */

static guint
own_cost(const Chain *chain, guint i, const HnChainCandidate *candidate)
{
    HnLostPlace place = i + 1 == chain->n ? HN_LOST_GIVEN : HN_LOST_MIDDLE;
    if (i == 0 && chain->manner == AS_NAME)
        place = HN_LOST_SURNAME;
    if (chain->manner == AS_OTHER)
        place = HN_LOST_PLACE;
    return candidate->word == NULL ? HN_LOST_STRANGER : candidate->word->cost[place];
}

/* What @b costs behind @a; @own: where nothing is known of what stands before it. */
static guint
cost_behind(const Chain *chain, const HnChainCandidate *a, const HnChainCandidate *b, guint own)
{
    if (a->word == NULL || b->word == NULL)
        return own;
    const guint pair = hn_lost_words_pair(chain->words, a->word->number, b->word->number);
    if (pair == G_MAXUINT)
        return own;
    return MIN(own, pair + (chain->manner == AS_OTHER ? PAIR_OF_PLACE : PAIR_OF_NAME));
}

static void
go_there(const Chain *chain, guint i)
{
    HnChainLink *link = &chain->links[i];
    guint nearest = i == 0 ? 0 : G_MAXUINT;
    for (guint b = 0; i > 0 && b < link[-1].n_candidates; b++)
        nearest = MIN(nearest, link[-1].candidates[b].there);
    for (guint c = 0; c < link->n_candidates; c++) {
        HnChainCandidate *candidate = &link->candidates[c];
        const guint own = own_cost(chain, i, candidate);
        candidate->there = nearest + own;
        for (guint b = 0; i > 0 && link->is_linked && b < link[-1].n_candidates; b++) {
            const HnChainCandidate *before = &link[-1].candidates[b];
            candidate->there =
                MIN(candidate->there, before->there + cost_behind(chain, before, candidate, own));
        }
    }
}

static void
go_back(const Chain *chain, guint i)
{
    HnChainLink *link = &chain->links[i];
    const guint n_next = i + 1 == chain->n ? 0 : link[1].n_candidates;
    guint own[HN_CHAIN_CANDIDATES_MAX], nearest = n_next == 0 ? 0 : G_MAXUINT;
    for (guint b = 0; b < n_next; b++) {
        own[b] = own_cost(chain, i + 1, &link[1].candidates[b]);
        nearest = MIN(nearest, link[1].candidates[b].back + own[b]);
    }
    for (guint c = 0; c < link->n_candidates; c++) {
        HnChainCandidate *candidate = &link->candidates[c];
        candidate->back = nearest;
        for (guint b = 0; b < n_next && link[1].is_linked; b++) {
            const HnChainCandidate *next = &link[1].candidates[b];
            candidate->back =
                MIN(candidate->back, next->back + cost_behind(chain, candidate, next, own[b]));
        }
    }
}

/* ---- choices ---- */

static guint
through(const HnChainCandidate *candidate)
{
    return candidate->there + candidate->back;
}

static HnChainChoice
choose(const HnChainLink *link, Manner manner)
{
    const HnChainCandidate *best = &link->candidates[0];
    for (guint c = 1; c < link->n_candidates; c++)
        if (through(&link->candidates[c]) < through(best))
            best = &link->candidates[c];
    HnChainChoice choice = { best->word, HN_LOST_STRANGER, HN_LOST_STRANGER, manner != AS_OTHER };
    for (guint c = 0; c < link->n_candidates && best->word != NULL; c++) {
        const HnChainCandidate *other = &link->candidates[c];
        const guint margin = through(other) - through(best);
        if (other->word == NULL || other->word->number != best->word->number)
            choice.margin = MIN(choice.margin, margin);
        if (other->word != NULL && other->word->bare != best->word->bare)
            choice.bare_margin = MIN(choice.bare_margin, margin);
    }
    return choice;
}

/* The cheapest chain's cost, and what it says of each word. */
static guint
read_as(const Chain *chain, HnChainChoice *ret)
{
    for (guint i = 0; i < chain->n; i++)
        go_there(chain, i);
    for (guint i = chain->n; i-- > 0;)
        go_back(chain, i);
    guint least = G_MAXUINT;
    for (guint c = 0; c < chain->links[0].n_candidates; c++)
        least = MIN(least, through(&chain->links[0].candidates[c]));
    for (guint i = 0; i < chain->n; i++)
        ret[i] = choose(&chain->links[i], chain->manner);
    return least;
}

/* What another reading, @apart dearer, says of the word that stands. */
static void
doubt(HnChainChoice *choice, const HnChainChoice *other, guint apart)
{
    if (choice->word == NULL)
        return;
    const gboolean is_same = other->word != NULL && other->word->number == choice->word->number;
    const gboolean is_bare = other->word == NULL || other->word->bare == choice->word->bare;
    choice->margin = MIN(choice->margin, apart + (is_same ? other->margin : 0));
    choice->bare_margin = MIN(choice->bare_margin, apart + (is_bare ? other->bare_margin : 0));
}

void
hn_word_chain_read(const HnLostWords *words, HnChainLink *links, guint n, gboolean may_be_name,
                   HnChainChoice *ret)
{
    HnChainChoice choices[MANNERS][HN_CHAIN_LINKS_MAX];
    guint cost[MANNERS] = { G_MAXUINT, G_MAXUINT, G_MAXUINT }, best = AS_OTHER;
    g_assert(n > 0 && n <= HN_CHAIN_LINKS_MAX);
    for (guint manner = 0; manner < MANNERS; manner++) {
        const Chain chain = { words, links, n, (Manner)manner };
        const gboolean may_be = may_be_name && n <= NAME_WORDS_MAX;
        if (manner == AS_OTHER || (may_be && (manner == AS_NAME || n == 1)))
            cost[manner] = read_as(&chain, choices[manner]);
    }
    cost[AS_OTHER] += NAME_PRIOR;
    for (guint manner = 0; manner < MANNERS; manner++)
        best = cost[manner] < cost[best] ? manner : best;
    memcpy(ret, choices[best], n * sizeof(*ret));
    for (guint manner = 0; manner < MANNERS; manner++)
        for (guint i = 0; manner != best && cost[manner] != G_MAXUINT && i < n; i++)
            doubt(&ret[i], &choices[manner][i], cost[manner] - cost[best]);
}
