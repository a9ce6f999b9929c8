/* Goal: codes are what the package Metaphone gave for tests/golden/sounds.tsv, and what is no Latin
 * word has none. */
#include "text/double_metaphone.h"

#include "tests/reference/golden_table.h"

static void
check_codes(const char *name, const char *first, const char *second)
{
    HnSound sound;
    g_test_message("%s", name);
    g_assert_cmpint(hn_double_metaphone(hn_slice_of(name), &sound), ==, *first != '\0');
    g_assert_cmpstr(sound.first, ==, first);
    g_assert_cmpstr(sound.second, ==, second);
}

static void
test_the_package_gave_the_same(void)
{
    g_autoptr(GPtrArray) rows = golden_table_read("sounds.tsv");
    for (guint i = 0; i < rows->len; i++) {
        char **row = rows->pdata[i];
        check_codes(row[0], row[1], row[2]);
    }
    g_assert_cmpuint(rows->len, >=, 2500);
}

/* Where the package leaves the author's code. */
static void
test_the_author_has_the_last_word(void)
{
    check_codes("dumb", "TM", "");
    check_codes("plumber", "PLMR", "");
    check_codes("umbrella", "AMPRL", "");
    check_codes("aghast", "AKST", "");
    check_codes("night", "NT", "");
    check_codes("beghtol", "PTL", "");
}

static void
test_other_words_have_no_code(void)
{
    check_codes("", "", "");
    check_codes("12b", "", "");
    check_codes("иванов", "", "");
    check_codes("日本", "", "");
    check_codes("smith日", "", "");
    check_codes("-", "", "");
    check_codes("h", "", "");
}

/* The longest codes are cut, and no rule reads beyond the pads. */
static void
test_long_words_are_cut(void)
{
    HnSound sound;
    for (char c = 'a'; c <= 'z'; c++) {
        g_autofree char *word = g_strnfill(300, c);
        hn_double_metaphone(hn_slice_of(word), &sound);
        g_assert_cmpuint(strlen(sound.first), <=, HN_SOUND_MAX);
    }
    check_codes("xaxaxaxaxaxaxaxaxaxaxaxaxaxaxaxaxaxaxaxa", "SKSKSKSKSKSKSKS", "");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/text/double_metaphone/" #what, test_##what)
    ADD(the_package_gave_the_same);
    ADD(the_author_has_the_last_word);
    ADD(other_words_have_no_code);
    ADD(long_words_are_cut);
    return g_test_run();
}
