/* Goal: Vietnamese words are syllables, words of other languages mostly are none. */
#include "insight/vietnamese_syllable.h"

static void
test_syllables(void)
{
    const char *words[] = {
        "Nguyễn", "Thị",   "hoà",   "hòa", "Quyên", "Giang", "gì",    "nghiêng",           "Khuya",
        "ĐỨC",    "đường", "tuyết", "Ưng", "Oanh",  "yến",   "Phước", "Nguye\u0302\u0303n"
    };
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        g_assert_true(hn_is_vietnamese_syllable(hn_slice_of(words[i])));
}

static void
test_other_words(void)
{
    const char *words[] = { "Müller",  "Smith", "Élodie",   "strasse", "",       "x1",
                            "Nguyễnn", "hóá",   "François", "Björk",   "NguyÔn", "quốcc" };
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        g_assert_false(hn_is_vietnamese_syllable(hn_slice_of(words[i])));
}

static void
test_marked_ones(void)
{
    g_assert_true(hn_is_marked_vietnamese(hn_slice_of("Nguyễn")));
    g_assert_true(hn_is_marked_vietnamese(hn_slice_of("đi")));
    g_assert_false(hn_is_marked_vietnamese(hn_slice_of("an")));
    g_assert_false(hn_is_marked_vietnamese(hn_slice_of("né")));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/syllable/are", test_syllables);
    g_test_add_func("/insight/syllable/are_not", test_other_words);
    g_test_add_func("/insight/syllable/marked", test_marked_ones);
    return g_test_run();
}
