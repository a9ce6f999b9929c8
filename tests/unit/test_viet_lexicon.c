/* Goal: names cost less than rare words; syllables are told from what only looks like them. */
#include "standardise/viet_lexicon.h"

static const HnVietLexicon *lexicon;

static HnVietWord
word_of(const char *text)
{
    HnVietWord word;
    g_assert_true(hn_viet_word_read(hn_slice_of(text), &word));
    return word;
}

static void
test_costs(void)
{
    const HnVietWord nguyen = word_of("nguyễn"), bare = word_of("NGUYEN"), none = word_of("kùng");
    g_assert_cmpuint(hn_viet_lexicon_known(lexicon, &nguyen), <, 5 * HN_BIT);
    g_assert_cmpuint(hn_viet_lexicon_known(lexicon, &bare), ==, G_MAXUINT);
    g_assert_cmpuint(hn_viet_lexicon_bare(lexicon, &bare), <, 5 * HN_BIT);
    g_assert_cmpuint(hn_viet_lexicon_known(lexicon, &none), ==, G_MAXUINT);
}

static void
test_syllables(void)
{
    static const char *const good[] = { "nguyễn", "quốc", "quỳnh", "gì",  "giếng", "nghĩa", "kỳ",
                                        "thuở",   "ớt",   "khuya", "ghế", "uyên",  "các",   "qua" };
    static const char *const bad[] = { "kùng", "cì", "ngế",    "bàc", "cảt",
                                       "âb",   "vl", "nguyen", "ghà", "brếp" };
    for (gsize i = 0; i < G_N_ELEMENTS(good); i++) {
        const HnVietWord word = word_of(good[i]);
        g_assert_true(hn_viet_lexicon_is_syllable(lexicon, &word));
    }
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        const HnVietWord word = word_of(bad[i]);
        if (hn_viet_lexicon_is_syllable(lexicon, &word))
            g_error("%s is no syllable", bad[i]);
    }
    const HnVietWord nguyen = word_of("nguyen"), max = word_of("max");
    g_assert_true(hn_viet_lexicon_is_bare_syllable(lexicon, &nguyen));
    g_assert_false(hn_viet_lexicon_is_bare_syllable(lexicon, &max));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(HnCountryTables) tables = hn_country_tables_open(NULL, NULL, &error);
    g_assert_no_error(error);
    lexicon = hn_viet_lexicon_of(tables, &error);
    g_assert_no_error(error);
    g_test_add_func("/standardise/viet_lexicon/costs", test_costs);
    g_test_add_func("/standardise/viet_lexicon/syllables", test_syllables);
    return g_test_run();
}
