/* Goal: Dice over padded bigrams is what textdistance gave for tests/golden/words.tsv. */
#include "text/q_grams.h"

#include "tests/reference/golden_table.h"
#include "tests/reference/words_reference.h"

/* As test_gram_forms.c shows, scoring/ computes this. */
static void
test_textdistance_gave_the_same(void)
{
    g_autoptr(GPtrArray) rows = golden_table_read("words.tsv");
    for (guint i = 0; i < rows->len; i++) {
        char **row = rows->pdata[i];
        g_test_message("%s, %s", row[0], row[1]);
        g_assert_cmpfloat_with_epsilon(q_grams_reference(row[0], row[1]),
                                       g_ascii_strtod(row[4], NULL), 1e-12);
    }
    g_assert_cmpuint(rows->len, >=, 300);
}

static void
test_bigrams_stand_between_pads(void)
{
    guint64 found[4];
    const guint64 expected[] = { (guint64)HN_BIGRAM_PAD_FIRST << 32 | 'a', (guint64)'a' << 32 | 'b',
                                 (guint64)'b' << 32 | HN_BIGRAM_PAD_LAST };
    const guint n = hn_bigrams(hn_letters_ascii(hn_slice_of("ab")), found);
    g_assert_cmpmem(found, n * sizeof found[0], expected, sizeof expected);
    g_assert_cmpuint(hn_bigrams(hn_letters_ascii(hn_slice_of("")), found), ==, 0);
}

static void
test_repeats_count(void)
{
    static const guint32 a[] = { 1, 1, 2 }, b[] = { 1, 2, 2 };
    g_assert_cmpfloat(hn_dice(a, 3, b, 3), ==, 4.0 / 6);
    g_assert_cmpfloat(hn_dice(a, 3, a, 3), ==, 1.0);
    g_assert_cmpfloat(hn_dice(a, 3, NULL, 0), ==, 0.0);
    g_assert_cmpfloat(hn_dice(NULL, 0, NULL, 0), ==, 0.0);
}

static void
test_only_the_first_letters_count(void)
{
    guint8 letters[HN_LETTERS_MAX + 9];
    guint64 found[HN_BIGRAMS_MAX];
    memset(letters, 'a', sizeof letters);
    const HnLetters value = { .narrow = letters, .n = sizeof letters };
    g_assert_cmpuint(hn_bigrams(value, found), ==, HN_BIGRAMS_MAX);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/text/q_grams/" #what, test_##what)
    ADD(textdistance_gave_the_same);
    ADD(bigrams_stand_between_pads);
    ADD(repeats_count);
    ADD(only_the_first_letters_count);
    return g_test_run();
}
