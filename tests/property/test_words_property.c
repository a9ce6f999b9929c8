/* Any two lists of words: the measures of words give what their definitions give, both ways round.
 */
#include "base/rng.h"
#include "tests/reference/property_seed.h"
#include "tests/reference/word_lists.h"
#include "tests/reference/words_reference.h"
#include "text/monge_elkan.h"
#include "text/soft_tf_idf.h"
#include "text/weighted_tokens.h"
#include "text/word_initials.h"

#define N_PAIRS 20000

/* Words of few letters, so that many are alike and some are equal. */
static void
append_word(HnRng *rng, GString *out)
{
    static const char *const stems[] = {
        "a", "b", "john", "johan", "smith", "nguyễn", "日", "văn"
    };
    if (out->len > 0)
        g_string_append_c(out, ' ');
    g_string_append(out, stems[hn_rng_below(rng, G_N_ELEMENTS(stems))]);
    for (guint64 n = hn_rng_below(rng, 3); n > 0; n--)
        g_string_append_c(out, (char)('a' + hn_rng_below(rng, 3)));
}

static char *
random_text(HnRng *rng)
{
    g_autoptr(GString) out = g_string_new(NULL);
    const guint64 kind = hn_rng_below(rng, 200);
    const guint64 n = kind == 0 ? HN_WORDS_MAX + 6 : kind < 6 ? 0 : 1 + hn_rng_below(rng, 5);
    for (guint64 i = 0; i < n; i++)
        append_word(rng, out);
    return g_strdup(out->str);
}

/* Some of the words of both texts are listed. */
static void
random_tokens(HnRng *rng, const char *a, const char *b, HnTermTable *ret_tokens, GStrv *ret_owned)
{
    g_autofree char *both = g_strjoin(" ", a, b, NULL);
    GStrv words = g_strsplit(both, " ", -1);
    const guint n = g_strv_length(words);
    *ret_tokens = (HnTermTable){ 0, g_new0(HnTerm, n + 1), 15000, 1000 };
    for (guint i = 0; i < n; i++) {
        gboolean is_listed = hn_rng_below(rng, 4) == 0 || *words[i] == '\0';
        for (guint k = 0; k < ret_tokens->n; k++)
            is_listed =
                is_listed || hn_slice_equal(ret_tokens->terms[k].value, hn_slice_of(words[i]));
        if (!is_listed)
            ret_tokens->terms[ret_tokens->n++] =
                (HnTerm){ hn_slice_of(words[i]), 2, 1 + (gint32)hn_rng_below(rng, 15000) };
    }
    *ret_owned = words;
}

static void
check_pair(HnRng *rng)
{
    g_autofree char *a = random_text(rng);
    g_autofree char *b = random_text(rng);
    HnTermTable tokens;
    g_auto(GStrv) owned = NULL;
    random_tokens(rng, a, b, &tokens, &owned);
    g_auto(WordLists) lists = word_lists_new(a, b, &tokens);
    const double soft = soft_tf_idf_reference(a, b, &tokens);
    g_assert_cmpfloat(hn_soft_tf_idf(&lists.a, &lists.b), ==, soft);
    g_assert_cmpfloat(hn_soft_tf_idf(&lists.b, &lists.a), ==, soft);
    g_assert_cmpfloat(hn_monge_elkan(&lists.a, &lists.b), ==, monge_elkan_reference(a, b));
    guint n_a = 0, n_b = 0;
    const guint32 *tokens_a = hn_value_forms_tokens(lists.forms, lists.code_a, &n_a);
    const guint32 *tokens_b = hn_value_forms_tokens(lists.forms, lists.code_b, &n_b);
    const HnTokenShares shares =
        hn_token_shares(tokens_a, n_a, tokens_b, n_b, lists.forms->weights);
    g_assert_cmpfloat(hn_token_shares_overlap(shares), ==, token_overlap_reference(a, b, &tokens));
    g_assert_cmpfloat(hn_token_shares_jaccard(shares), ==, token_jaccard_reference(a, b, &tokens));
    g_free(tokens.terms);
}

/* Few letters, so that initials, equal words and beginnings meet often. */
static char *
random_initials(HnRng *rng)
{
    static const char *const words[] = { "a", "an", "anh", "b", "bo", "bop", "é", "éa" };
    g_autoptr(GString) out = g_string_new(NULL);
    for (guint64 n = 1 + hn_rng_below(rng, 6); n > 0; n--)
        g_string_append_printf(out, "%s%s", out->len > 0 ? " " : "",
                               words[hn_rng_below(rng, G_N_ELEMENTS(words))]);
    return g_strdup(out->str);
}

static void
test_initials_are_their_definitions(void)
{
    const guint64 seed = property_seed(20240613);
    g_test_message("HN_SEED=%" G_GUINT64_FORMAT, seed);
    HnRng rng = hn_rng_seed(seed, 0);
    for (guint i = 0; i < N_PAIRS; i++) {
        g_autofree char *a = random_initials(&rng);
        g_autofree char *b = random_initials(&rng);
        g_auto(WordLists) lists = word_lists_new(a, b, NULL);
        g_test_message("%s, %s", a, b);
        for (guint turn = 0; turn < 2; turn++) {
            const HnWords *x = turn == 0 ? &lists.a : &lists.b;
            const HnWords *y = turn == 0 ? &lists.b : &lists.a;
            g_assert_cmpint(hn_word_initials_in_order(x, y), ==,
                            word_initials_reference(a, b, TRUE));
            g_assert_cmpint(hn_word_initials_in_any_order(x, y), ==,
                            word_initials_reference(a, b, FALSE));
        }
    }
}

static void
test_measures_are_their_definitions(void)
{
    const guint64 seed = property_seed(20240612);
    g_test_message("HN_SEED=%" G_GUINT64_FORMAT, seed);
    HnRng rng = hn_rng_seed(seed, 0);
    for (guint i = 0; i < N_PAIRS; i++)
        check_pair(&rng);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/words_property/measures_are_their_definitions",
                    test_measures_are_their_definitions);
    g_test_add_func("/text/words_property/initials_are_their_definitions",
                    test_initials_are_their_definitions);
    return g_test_run();
}
