/* Goal: the word that was meant is found, and a word that nobody meant is not offered. */
#include "config/did_you_mean.h"

static void
test_near_words_are_found(void)
{
    static const char *const words[] = { "attributes", "blocking", "comparisons", "map", NULL };
    g_assert_cmpstr(hn_did_you_mean("atributes", words), ==, "attributes");
    g_assert_cmpstr(hn_did_you_mean("blokcing", words), ==, "blocking");
    g_assert_cmpstr(hn_did_you_mean("Comparison", words), ==, "comparisons");
    g_assert_cmpstr(hn_did_you_mean("mpa", words), ==, "map");
}

static void
test_far_words_are_not(void)
{
    static const char *const words[] = { "attributes", "map", NULL };
    char long_word[200];
    memset(long_word, 'a', sizeof(long_word) - 1);
    long_word[sizeof(long_word) - 1] = '\0';
    g_assert_null(hn_did_you_mean("thresholds", words));
    g_assert_null(hn_did_you_mean("", words));
    g_assert_null(hn_did_you_mean("xyz", words));
    g_assert_null(hn_did_you_mean(long_word, words));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/config/did_you_mean/near_words_are_found", test_near_words_are_found);
    g_test_add_func("/config/did_you_mean/far_words_are_not", test_far_words_are_not);
    return g_test_run();
}
