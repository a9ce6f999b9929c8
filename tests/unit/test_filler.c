/* Goal: what says nothing is missing, and no real value is. */
#include "standardise/filler.h"

static gboolean
is_filler(const char *canonical, HnAttributeType type)
{
    return hn_is_filler(hn_slice_of(canonical), type);
}

static void
test_listed_words_are_fillers_of_their_types(void)
{
    const char *words[] = { "n/a",      "na",      "null", "none", "unknown", "không",
                            "không có", "chưa rõ", "-",    "--",   "." };
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        g_assert_true(is_filler(words[i], HN_TYPE_TEXT));
        g_assert_true(is_filler(words[i], HN_TYPE_EMAIL));
        g_assert_false(
            is_filler(words[i], HN_TYPE_NAME)); /* punctuation is gone from a name before */
    }
    g_assert_true(is_filler("NA", HN_TYPE_DIGITS));
    g_assert_true(is_filler("X", HN_TYPE_DIGITS));
    g_assert_true(is_filler("CHƯACẤP", HN_TYPE_DIGITS));
    g_assert_true(is_filler("KHONGCO", HN_TYPE_DIGITS));
    g_assert_false(is_filler("X1", HN_TYPE_DIGITS));
    g_assert_true(is_filler("", HN_TYPE_NAME));
}

static void
test_words_that_may_be_answers_stay(void)
{
    g_assert_false(is_filler("na", HN_TYPE_CATEGORY)); /* Namibia */
    g_assert_false(is_filler("không", HN_TYPE_CATEGORY));
    g_assert_false(is_filler("none", HN_TYPE_CATEGORY));
    g_assert_false(is_filler("+", HN_TYPE_CATEGORY));
    g_assert_true(is_filler("-", HN_TYPE_CATEGORY));
    g_assert_true(is_filler("n/a", HN_TYPE_CATEGORY));
    g_assert_true(is_filler("chưa rõ", HN_TYPE_CATEGORY));
    g_assert_false(is_filler("nam", HN_TYPE_TEXT));
    g_assert_false(is_filler("none such street 5", HN_TYPE_TEXT));
}

static void
test_one_character_repeated_is_no_number(void)
{
    g_assert_true(is_filler("000000000000", HN_TYPE_DIGITS));
    g_assert_true(is_filler("999999", HN_TYPE_PHONE));
    g_assert_true(is_filler("XXXXXX", HN_TYPE_DIGITS));
    g_assert_false(is_filler("00000", HN_TYPE_DIGITS));
    g_assert_true(is_filler("0", HN_TYPE_DIGITS));
    g_assert_true(is_filler("000", HN_TYPE_DIGITS));
    g_assert_true(is_filler("123456789", HN_TYPE_DIGITS)); /* along the keys */
    g_assert_true(is_filler("012345678901", HN_TYPE_DIGITS));
    g_assert_false(is_filler("12345", HN_TYPE_DIGITS));
    g_assert_false(is_filler("123456780", HN_TYPE_DIGITS));
    g_assert_false(is_filler("456789", HN_TYPE_DIGITS));
    g_assert_false(is_filler("0000001", HN_TYPE_DIGITS));
    g_assert_false(is_filler("aaaaaaa", HN_TYPE_NAME));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/standardise/filler/listed_words_are_fillers_of_their_types",
                    test_listed_words_are_fillers_of_their_types);
    g_test_add_func("/standardise/filler/words_that_may_be_answers_stay",
                    test_words_that_may_be_answers_stay);
    g_test_add_func("/standardise/filler/one_character_repeated_is_no_number",
                    test_one_character_repeated_is_no_number);
    return g_test_run();
}
