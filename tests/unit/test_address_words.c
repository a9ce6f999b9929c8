/* Goal: many spellings of an address are the same words, and marks are told apart. */
#include "standardise/address_words.h"

static HnAddressWords *
words_of(const char *text)
{
    HnAddressWords *words = hn_address_words_new();
    hn_address_words_split(words, hn_slice_of(text));
    return words;
}

static void
assert_words(const char *text, const char *expected)
{
    g_autoptr(HnAddressWords) words = words_of(text);
    g_autoptr(GString) joined = g_string_new(NULL);
    for (guint i = 0; i < words->n; i++) {
        const HnSlice word = hn_address_word(words, i);
        const gboolean breaks = i > 0 && words->words[i].segment != words->words[i - 1].segment;
        g_string_append_printf(joined, "%s%.*s",
                               i == 0   ? ""
                               : breaks ? "|"
                                        : " ",
                               (int)word.n_bytes, (const char *)word.bytes);
    }
    g_assert_cmpstr(joined->str, ==, expected);
}

static void
test_letters_and_parts(void)
{
    assert_words("Số 5, Phường Phúc Xá", "so 5|phuong phuc xa");
    assert_words("P.01 Q1 TP.HCM", "p 1 q 1 tp hcm");
    assert_words("T.P Huế", "tp hue");
    assert_words("TTYên Châu, TPHồ Chí Minh, PLộc Phát", "tt yen chau|tp ho chi minh|p loc phat");
    assert_words("TPHCM KDC QL1A", "tphcm kdc ql 1a");
    assert_words("12A/34-5", "12a 34 5");
    assert_words("Mỹ Lý Quý Đắk Lắk", "mi li qui dac lac");
    assert_words("Ea H'leo, Ea H’Leo", "ea hleo|ea hleo");
    assert_words("Bà Rịa – Vũng Tàu", "ba ria vung tau");
    assert_words("\xEF\xBC\xB0"
                 "1\xEF\xBC\x8C x",
                 "p 1|x"); /* full-width */
    assert_words("", "");
    assert_words(", ;", "");
}

static guint64
key_of(const char *text)
{
    g_autoptr(HnAddressWords) words = words_of(text);
    return hn_address_words_key(words, 0, words->n);
}

static guint32
marks_of(const char *text)
{
    g_autoptr(HnAddressWords) words = words_of(text);
    return hn_address_words_marks(words, 0, words->n);
}

static void
test_keys_know_no_spaces(void)
{
    g_assert_cmpuint(key_of("Hà Nội"), ==, key_of("HANOI"));
    g_assert_cmpuint(key_of("Phường 01"), ==, key_of("phuong 1"));
    g_assert_cmpuint(key_of("Hà Nội"), !=, key_of("Hà Nam"));
    g_assert_cmpuint(key_of("10"), !=, key_of("100"));
}

/* Where a tone stands, and whether letters are composed, is no difference. */
static void
test_marks(void)
{
    g_assert_cmpuint(marks_of("Hòa Bình"), ==, marks_of("Hoà Bình"));
    g_assert_cmpuint(marks_of("Tân Thạnh"), ==,
                     marks_of("Ta\xCC\x82"
                              "n Tha\xCC\xA3"
                              "nh"));
    g_assert_cmpuint(marks_of("Tân Thành"), !=, marks_of("Tân Thạnh"));
    g_assert_cmpuint(marks_of("Ba Tô"), !=, marks_of("Ba Tơ"));
    g_assert_cmpuint(marks_of("Tan Thanh"), ==, 0);
    g_assert_cmpuint(marks_of("Đa"), !=, 0);
}

static void
test_signs_before_words(void)
{
    g_autoptr(HnAddressWords) words = words_of("K12/34 Lê - Xã 12-14 P. x");
    g_assert_true(hn_address_word_is(words, 1, HN_WORD_GLUED));
    g_assert_true(hn_address_word_is(words, 1, HN_WORD_NUMBER));
    g_assert_true(hn_address_word_is(words, 2, HN_WORD_SLASH));
    g_assert_true(hn_address_word_is(words, 4, HN_WORD_SOFT));
    g_assert_false(hn_address_word_is(words, 5, HN_WORD_DASH));
    g_assert_true(hn_address_word_is(words, 6, HN_WORD_DASH));
    g_assert_true(hn_address_word_is(words, 7, HN_WORD_DOTTED));
}

static void
test_long_texts_are_cut(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < 1000; i++)
        g_string_append(text, "xa 1,");
    g_autoptr(HnAddressWords) words = words_of(text->str);
    g_assert_cmpuint(words->n, ==, HN_ADDRESS_WORDS_MAX);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/standardise/address_words/letters_and_parts", test_letters_and_parts);
    g_test_add_func("/standardise/address_words/keys_know_no_spaces", test_keys_know_no_spaces);
    g_test_add_func("/standardise/address_words/marks", test_marks);
    g_test_add_func("/standardise/address_words/signs_before_words", test_signs_before_words);
    g_test_add_func("/standardise/address_words/long_texts_are_cut", test_long_texts_are_cut);
    return g_test_run();
}
