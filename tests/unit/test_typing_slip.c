/* Goal: a slip is one slip: another value, near the old one, still NFC and of the same length
 * class. */
#include "datasets/typing_slip.h"

static const char *const NAMES[] = { "Nguyễn Văn Hùng", "Đỗ Thị Ánh", "Lê", "12/5 Trần Phú" };

static guint
length(const char *text)
{
    return (guint)g_utf8_strlen(text, -1);
}

static void
test_letters_slip_once(void)
{
    g_autoptr(HnLetterMarks) marks = hn_letter_marks_new();
    HnRng rng = hn_rng_seed(11, 0);
    for (guint i = 0; i < 4000; i++) {
        const char *name = NAMES[i % G_N_ELEMENTS(NAMES)];
        HnCitizenText text;
        hn_citizen_text_set(&text, hn_slice_of(name));
        g_assert_true(hn_typing_slip_letters(&text, marks, &rng));
        g_assert_cmpstr(text.text, !=, name);
        g_assert_cmpuint(text.n_bytes, ==, strlen(text.text));
        g_assert_cmpint(abs((int)length(text.text) - (int)length(name)), <=, 1);
        g_autofree char *nfc = g_utf8_normalize(text.text, -1, G_NORMALIZE_NFC);
        g_assert_cmpstr(nfc, ==, text.text);
        g_assert_true(text.text[0] != ' ' && text.text[text.n_bytes - 1] != ' ');
        g_assert_null(strstr(text.text, "  "));
    }
}

static void
test_digits_slip_and_keep_their_length(void)
{
    HnRng rng = hn_rng_seed(12, 0);
    for (guint i = 0; i < 2000; i++) {
        HnCitizenText text;
        hn_citizen_text_set(&text, hn_slice_of("079203001234"));
        g_assert_true(hn_typing_slip_digits(&text, &rng));
        g_assert_cmpuint(text.n_bytes, ==, 12);
        guint n_other = 0;
        for (guint j = 0; j < 12; j++) {
            g_assert_true(g_ascii_isdigit(text.text[j]));
            n_other += text.text[j] != "079203001234"[j];
        }
        g_assert_true(n_other == 1 || n_other == 2);
    }
}

static void
test_marks_are_lost_everywhere(void)
{
    g_autoptr(HnLetterMarks) marks = hn_letter_marks_new();
    HnCitizenText text;
    hn_citizen_text_set(&text, hn_slice_of("Đặng Thị Thuỷ Ưng"));
    g_assert_true(hn_typing_slip_unmark(&text, marks));
    g_assert_cmpstr(text.text, ==, "Dang Thi Thuy Ung");
    g_assert_false(hn_typing_slip_unmark(&text, marks));
    g_assert_cmpstr(text.text, ==, "Dang Thi Thuy Ung");
}

static void
test_what_has_no_slip_stays(void)
{
    g_autoptr(HnLetterMarks) marks = hn_letter_marks_new();
    HnRng rng = hn_rng_seed(13, 0);
    HnCitizenText text;
    hn_citizen_text_clear(&text);
    g_assert_false(hn_typing_slip_letters(&text, marks, &rng));
    g_assert_false(hn_typing_slip_digits(&text, &rng));
    hn_citizen_text_set(&text, hn_slice_of("123"));
    g_assert_false(hn_typing_slip_letters(&text, marks, &rng));
    hn_citizen_text_set(&text, hn_slice_of("abc"));
    g_assert_false(hn_typing_slip_digits(&text, &rng));
    g_assert_cmpstr(text.text, ==, "abc");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/datasets/typing_slip/letters_slip_once", test_letters_slip_once);
    g_test_add_func("/datasets/typing_slip/digits_slip_and_keep_their_length",
                    test_digits_slip_and_keep_their_length);
    g_test_add_func("/datasets/typing_slip/marks_are_lost_everywhere",
                    test_marks_are_lost_everywhere);
    g_test_add_func("/datasets/typing_slip/what_has_no_slip_stays", test_what_has_no_slip_stays);
    return g_test_run();
}
