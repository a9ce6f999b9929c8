/* Goal: a word is the candidate that is likeliest where it stands; the margin is what the best
 * chain with another word there costs more, found here by trying all chains. */
#include "standardise/word_chain.h"

#include "base/rng.h"

static const HnLostWords *words;

static const HnLostWord *
word_of(const gunichar *letters, guint n)
{
    guint n_words = 0;
    const HnLostWord *of = hn_lost_words_get(words, n, &n_words);
    for (guint i = 0; i < n_words; i++)
        if (memcmp(of[i].letters, letters, n * sizeof(*letters)) == 0)
            return &of[i];
    g_assert_not_reached();
}

#define WORD(...)                                                                                  \
    word_of((const gunichar[]){ __VA_ARGS__ }, sizeof((gunichar[]){ __VA_ARGS__ }) / 4)

static void
test_place_and_neighbours(void)
{
    HnChainLink links[2] = { 0 };
    HnChainChoice choices[2];
    const HnLostWord *huyen = WORD('h', 'u', 'y', 0x1EC1, 'n'),
                     *kind = WORD('h', 'u', 'y', 0x1EC7, 'n');
    const HnLostWord *thi = WORD('t', 'h', 0x1ECB);
    hn_word_chain_add(&links[0], thi);
    hn_word_chain_add(&links[1], huyen);
    hn_word_chain_add(&links[1], kind);
    hn_word_chain_read(words, links, 2, /* may_be_name= */ FALSE, choices);
    g_assert_true(choices[1].word == kind);
    g_assert_false(choices[1].is_name);
    hn_word_chain_read(words, links, 2, /* may_be_name= */ TRUE, choices);
    g_assert_true(choices[0].word == thi);
    HnChainLink place[2] = { 0 };
    hn_word_chain_add(&place[0], WORD('h', 0xE0));
    hn_word_chain_add(&place[0], WORD('h', 0x1EA1));
    hn_word_chain_add(&place[1], WORD('n', 0x1ED9, 'i'));
    hn_word_chain_add(&place[1], NULL);
    hn_word_chain_read(words, place, 2, FALSE, choices);
    const guint apart = choices[0].margin;
    place[1].is_linked = TRUE;
    hn_word_chain_read(words, place, 2, FALSE, choices);
    g_assert_true(choices[0].word == place[0].candidates[0].word);
    g_assert_cmpuint(choices[0].margin, >, apart); /* Nội stands beside Hà */
}

static void
test_too_many_candidates(void)
{
    HnChainLink link = { 0 };
    guint n = 0, least = G_MAXUINT;
    const HnLostWord *all = hn_lost_words_get(words, 3, &n);
    g_assert_cmpuint(n, >, 2 * HN_CHAIN_CANDIDATES_MAX);
    for (guint i = 0; i < n; i++) {
        hn_word_chain_add(&link, &all[i]);
        for (guint place = 0; place < HN_LOST_PLACES; place++)
            least = MIN(least, all[i].cost[place]);
    }
    hn_word_chain_add(&link, NULL);
    g_assert_cmpuint(link.n_candidates, ==, HN_CHAIN_CANDIDATES_MAX);
    g_assert_null(link.candidates[HN_CHAIN_CANDIDATES_MAX - 1].word);
    guint first = G_MAXUINT;
    for (guint place = 0; place < HN_LOST_PLACES; place++)
        first = MIN(first, link.candidates[0].word->cost[place]);
    g_assert_cmpuint(first, ==, least); /* the commonest are kept */
}

/* ---- all chains ---- */

#define LINKS 3
#define EACH 4

static guint
cost_of(const HnChainLink *links, const guint *picks)
{
    guint sum = 0;
    for (guint i = 0; i < LINKS; i++) {
        const HnLostWord *word = links[i].candidates[picks[i]].word;
        guint cost = word == NULL ? HN_LOST_STRANGER : word->cost[HN_LOST_PLACE];
        const HnLostWord *before = i == 0 ? NULL : links[i - 1].candidates[picks[i - 1]].word;
        if (links[i].is_linked && word != NULL && before != NULL) {
            const guint pair = hn_lost_words_pair(words, before->number, word->number);
            cost = pair == G_MAXUINT ? cost : MIN(cost, pair + 8);
        }
        sum += cost;
    }
    return sum;
}

static void
test_margins_are_those_of_all_chains(void)
{
    HnRng rng = hn_rng_seed(7, 1);
    guint n = 0;
    const HnLostWord *all = hn_lost_words_get(words, 0, &n);
    for (guint round = 0; round < 300; round++) {
        HnChainLink links[LINKS] = { 0 };
        HnChainChoice choices[LINKS];
        for (guint i = 0; i < LINKS; i++) {
            links[i].is_linked = i > 0 && hn_rng_below(&rng, 4) > 0;
            for (guint c = 0; c + 1 < EACH; c++)
                hn_word_chain_add(&links[i], &all[hn_rng_below(&rng, n)]);
            hn_word_chain_add(&links[i], NULL);
        }
        hn_word_chain_read(words, links, LINKS, FALSE, choices);
        guint least[LINKS][EACH], picks[LINKS];
        memset(least, 0xFF, sizeof(least));
        for (guint chain = 0; chain < EACH * EACH * EACH; chain++) {
            picks[0] = chain % EACH;
            picks[1] = chain / EACH % EACH;
            picks[2] = chain / EACH / EACH;
            const guint cost = cost_of(links, picks);
            for (guint i = 0; i < LINKS; i++)
                least[i][picks[i]] = MIN(least[i][picks[i]], cost);
        }
        for (guint i = 0; i < LINKS; i++) {
            guint best = 0, margin = HN_LOST_STRANGER;
            for (guint c = 1; c < EACH; c++)
                best = least[i][c] < least[i][best] ? c : best;
            const HnLostWord *word = links[i].candidates[best].word;
            for (guint c = 0; c < EACH; c++) {
                const HnLostWord *other = links[i].candidates[c].word;
                if (word != NULL && (other == NULL || other->number != word->number))
                    margin = MIN(margin, least[i][c] - least[i][best]);
            }
            g_assert_true(choices[i].word == word);
            g_assert_true(word == NULL || choices[i].margin == margin);
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(HnCountryTables) tables = hn_country_tables_open(NULL, NULL, &error);
    g_assert_no_error(error);
    words = hn_lost_words_of(tables, &error);
    g_assert_no_error(error);
    g_test_add_func("/standardise/word_chain/neighbours", test_place_and_neighbours);
    g_test_add_func("/standardise/word_chain/too_many", test_too_many_candidates);
    g_test_add_func("/standardise/word_chain/margins", test_margins_are_those_of_all_chains);
    return g_test_run();
}
