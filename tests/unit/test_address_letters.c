/* Goal: each letter has its base and marks, by the tables and beyond them. */
#include "standardise/address_letters.h"

static HnAddressLetter
letter_of(const HnAddressLetters *letters, const char *text)
{
    const guint8 *p = (const guint8 *)text, *end = p + strlen(text);
    const HnAddressLetter letter = hn_address_letter_read(letters, &p, end);
    g_assert_true(p == end);
    return letter;
}

static void
assert_letter(const HnAddressLetter letter, HnAddressLetterClass kind, char base)
{
    g_assert_cmpuint(letter.kind, ==, kind);
    if (base != '\0')
        g_assert_cmpint(letter.base, ==, base);
}

static void
test_letters_and_signs(void)
{
    g_autofree HnAddressLetters *letters = g_new0(HnAddressLetters, 1);
    hn_address_letters_fill(letters);
    assert_letter(letter_of(letters, "A"), HN_LETTER_PLAIN, 'a');
    g_assert_true(letter_of(letters, "A").is_upper);
    assert_letter(letter_of(letters, "Đ"), HN_LETTER_PLAIN, 'd');
    assert_letter(letter_of(letters, "ễ"), HN_LETTER_PLAIN, 'e');
    g_assert_cmpuint(letter_of(letters, "ễ").hat, ==, letter_of(letters, "ê").hat);
    g_assert_cmpuint(letter_of(letters, "ễ").tone, ==, letter_of(letters, "ã").tone);
    assert_letter(letter_of(letters, "7"), HN_LETTER_DIGIT, '7');
    assert_letter(letter_of(letters, ","), HN_LETTER_BREAK, ',');
    assert_letter(letter_of(letters, "’"), HN_LETTER_JOIN, '\0');
    assert_letter(letter_of(letters, "–"), HN_LETTER_SPACE, '-');
    assert_letter(letter_of(letters, "\xCC\x81"), HN_LETTER_MARK, '\0'); /* an acute apart */
    assert_letter(letter_of(letters, "Ж"), HN_LETTER_OTHER, '\0');
}

static void
test_powers(void)
{
    g_autofree HnAddressLetters *letters = g_new0(HnAddressLetters, 1);
    hn_address_letters_fill(letters);
    g_assert_cmphex(letters->powers[0], ==, 1);
    for (guint n = 1; n < HN_ADDRESS_POWERS; n++)
        g_assert_cmphex(letters->powers[n], ==, letters->powers[n - 1] * HN_ADDRESS_KEY_BASE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/standardise/address_letters/letters_and_signs", test_letters_and_signs);
    g_test_add_func("/standardise/address_letters/powers", test_powers);
    return g_test_run();
}
