/* Goal: families of letters are whole: 134 marked letters, each with its bare one. */
#include "datasets/letter_marks.h"

static void
test_marks_are_taken_off(void)
{
    g_autoptr(HnLetterMarks) marks = hn_letter_marks_new();
    g_assert_cmpuint(hn_letter_marks_base(marks, g_utf8_get_char("ễ")), ==, 'e');
    g_assert_cmpuint(hn_letter_marks_base(marks, g_utf8_get_char("Đ")), ==, 'D');
    g_assert_cmpuint(hn_letter_marks_base(marks, g_utf8_get_char("ử")), ==, 'u');
    g_assert_cmpuint(hn_letter_marks_base(marks, 'z'), ==, 'z');
    g_assert_cmpuint(hn_letter_marks_base(marks, 0x1f600), ==, 0x1f600);
}

static void
test_decomposition_agrees(void)
{
    g_autoptr(HnLetterMarks) marks = hn_letter_marks_new();
    guint n_marked = 0;
    for (gunichar letter = 0x80; letter < 0x1f00; letter++) {
        const gunichar base = hn_letter_marks_base(marks, letter);
        if (base == letter)
            continue;
        n_marked++;
        gunichar parts[4];
        const gsize n_parts = g_unichar_fully_decompose(letter, FALSE, parts, 4);
        if (base != 'd' && base != 'D') { /* the bar of Đ is no mark in Unicode's eyes */
            g_assert_cmpuint(n_parts, >, 1);
            g_assert_cmpuint(parts[0], ==, base);
        }
        g_assert_true(g_unichar_isupper(letter) == g_unichar_isupper(base));
    }
    g_assert_cmpuint(n_marked, ==, 134);
}

static void
test_variants_are_one_family(void)
{
    g_autoptr(HnLetterMarks) marks = hn_letter_marks_new();
    const gunichar letter = g_utf8_get_char("ợ");
    g_assert_cmpuint(hn_letter_marks_count(marks, letter), ==, 18);
    g_assert_cmpuint(hn_letter_marks_count(marks, 'd'), ==, 2);
    g_assert_cmpuint(hn_letter_marks_count(marks, 'k'), ==, 0);
    for (guint i = 0; i < 18; i++) {
        const gunichar variant = hn_letter_marks_variant(marks, letter, i);
        g_assert_cmpuint(hn_letter_marks_base(marks, variant), ==, 'o');
        for (guint j = 0; j < i; j++)
            g_assert_cmpuint(hn_letter_marks_variant(marks, letter, j), !=, variant);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/datasets/letter_marks/marks_are_taken_off", test_marks_are_taken_off);
    g_test_add_func("/datasets/letter_marks/decomposition_agrees", test_decomposition_agrees);
    g_test_add_func("/datasets/letter_marks/variants_are_one_family", test_variants_are_one_family);
    return g_test_run();
}
