/* Goal: words and their skeletons; letters that stand alone are one word; new parts are told. */
#include "standardise/word_split.h"

static void
assert_split(const char *text, const char *expected)
{
    HnSplitWords words;
    hn_split_words_init(&words);
    hn_split_words(&words, hn_slice_of(text));
    g_autoptr(GString) found = g_string_new(NULL);
    for (guint i = 0; i < words.n; i++) {
        const HnSlice marked = hn_split_word(&words, i), bare = hn_split_skeleton(&words, i);
        g_string_append_printf(found, "%s%s%.*s", i == 0 ? "" : " ",
                               words.words[i].breaks ? "|" : "", (int)marked.n_bytes,
                               (const char *)marked.bytes);
        if (words.words[i].has_marks)
            g_string_append_printf(found, "=%.*s", (int)bare.n_bytes, (const char *)bare.bytes);
    }
    hn_split_words_clear(&words);
    g_assert_cmpstr(found->str, ==, expected);
}

static void
test_words(void)
{
    assert_split("công ty đại-phát", "công=cong ty đại=dai phát=phat");
    assert_split("t.n.h.h a.b.c", "tnhh abc");
    assert_split("t n h h", "tnhh");
    assert_split("t&t + 2", "t & t & 2");
    assert_split("an's", "ans");
    assert_split("an phát - chi nhánh (hà nội)", "an phát=phat |chi nhánh=nhanh |hà=ha nội=noi");
    assert_split("王伟 ltd", "王伟 ltd");
    assert_split("", "");
}

static void
test_too_many_words(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < 3 * HN_SPLIT_WORDS_MAX; i++)
        g_string_append(text, "an & ");
    HnSplitWords words;
    hn_split_words_init(&words);
    hn_split_words(&words, hn_slice_of(text->str));
    g_assert_cmpuint(words.n, ==, HN_SPLIT_WORDS_MAX);
    hn_split_words_clear(&words);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/word-split/words", test_words);
    g_test_add_func("/word-split/too-many", test_too_many_words);
    return g_test_run();
}
