/* Goal: letters of one alphabet compare like the code points they stand for, before and after it is
 * full. */
#include "text/letters.h"

#include "text/utf8.h"

static void
test_ascii_is_itself(void)
{
    g_autoptr(HnAlphabet) alphabet = hn_alphabet_new();
    for (gunichar c = 0; c < 0x80; c++)
        g_assert_cmpuint(hn_alphabet_letter(alphabet, c), ==, c);
    const HnLetters letters = hn_letters_ascii(hn_slice_of("abc"));
    g_assert_cmpuint(letters.n, ==, 3);
    g_assert_cmpuint(hn_letters_at(letters, 2), ==, 'c');
}

static void
test_bytes_are_given_in_order_of_first_use(void)
{
    g_autoptr(HnAlphabet) alphabet = hn_alphabet_new();
    guint8 narrow[64];
    guint32 n = 0;
    g_assert_true(hn_alphabet_narrow(alphabet, hn_slice_of("đẩđ ệx"), narrow, &n));
    const guint8 expected[] = { 128, 129, 128, ' ', 130, 'x' };
    g_assert_cmpmem(narrow, n, expected, sizeof expected);
}

static void
test_full_alphabet_turns_to_wide_and_keeps_old_codes(void)
{
    g_autoptr(HnAlphabet) alphabet = hn_alphabet_new();
    for (gunichar c = 0x4E00; c < 0x4E00 + 128; c++) {
        g_assert_false(hn_alphabet_is_full(alphabet));
        g_assert_cmpuint(hn_alphabet_letter(alphabet, c), ==, c - 0x4E00 + 128);
    }
    g_assert_true(hn_alphabet_is_full(alphabet));

    guint8 bytes[8];
    const HnSlice new_letter = hn_slice(bytes, hn_utf8_put(bytes, 0x1EA9));
    guint8 narrow[8];
    guint32 wide[8];
    guint32 n = 77;
    g_assert_false(hn_alphabet_narrow(alphabet, new_letter, narrow, &n));
    hn_alphabet_wide(alphabet, new_letter, wide, &n);
    g_assert_cmpuint(n, ==, 1);
    g_assert_cmpuint(wide[0], ==, HN_LETTER_OUTSIDE + 0x1EA9);
    g_assert_cmpuint(hn_alphabet_letter(alphabet, 0x4E05), ==, 128 + 5);
}

static void
test_all_of_vietnamese_fits(void)
{
    g_autoptr(HnAlphabet) alphabet = hn_alphabet_new();
    const char *letters = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ";
    guint8 narrow[256];
    guint32 n = 0;
    g_assert_true(hn_alphabet_narrow(alphabet, hn_slice_of(letters), narrow, &n));
    g_assert_cmpuint(n, ==, 67);
    for (guint i = 0; i < n; i++)
        g_assert_cmpuint(narrow[i], ==, 128 + i);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/letters/ascii_is_itself", test_ascii_is_itself);
    g_test_add_func("/text/letters/bytes_are_given_in_order_of_first_use",
                    test_bytes_are_given_in_order_of_first_use);
    g_test_add_func("/text/letters/full_alphabet_turns_to_wide_and_keeps_old_codes",
                    test_full_alphabet_turns_to_wide_and_keeps_old_codes);
    g_test_add_func("/text/letters/all_of_vietnamese_fits", test_all_of_vietnamese_fits);
    return g_test_run();
}
