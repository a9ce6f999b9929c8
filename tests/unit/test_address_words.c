/* Goal: many spellings of an address are the same words, and marks are told apart. */
#include "standardise/address_words.h"

#include "base/rng.h"

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

/* Pieces of words in capitals or small, so that titles in capitals come about, too. */
static const char *const PIECES[] = { "a", "k", "y", "q", "u", "T", "P",  "ê", "ơ", "Đ",
                                      "đ", "Ạ", "ộ", "H", "n", "g", "ng", "í", "Ô", "m" };
static const char *const SIGNS[] = {
    " ", ", ", ",", ". ", "-", " - ", "/", "  ", "1 ", " 12 ", "("
};

/* A soft hyphen is nothing, but it parts a word of letters from those that are read at once. */
static void
append_word(HnRng *rng, GString *plain, GString *parted)
{
    const guint n = 1 + (guint)hn_rng_below(rng, 6);
    const gboolean is_small = hn_rng_below(rng, 3) > 0;
    for (guint i = 0; i < n; i++) {
        const char *piece = PIECES[hn_rng_below(rng, G_N_ELEMENTS(PIECES))];
        g_autofree char *small = is_small ? g_utf8_strdown(piece, -1) : g_utf8_strup(piece, -1);
        g_string_append(plain, small);
        g_string_append(parted, small);
    }
    g_string_append(parted, "\xC2\xAD");
}

static void
assert_same_words(const HnAddressWords *a, const HnAddressWords *b)
{
    g_assert_cmpuint(a->n, ==, b->n);
    g_assert_true(a->has_marks == b->has_marks);
    for (guint i = 0; i < a->n; i++) {
        const HnAddressWord *x = a->words + i, *y = b->words + i;
        g_assert_true(hn_slice_equal(hn_address_word(a, i), hn_address_word(b, i)));
        g_assert_cmphex(x->key, ==, y->key);
        g_assert_cmphex(x->power, ==, y->power);
        g_assert_cmphex(x->marks, ==, y->marks);
        g_assert_cmphex(x->flags, ==, y->flags);
        g_assert_cmpuint(x->segment, ==, y->segment);
    }
}

static void
test_plain_words_are_words(void)
{
    HnRng rng = hn_rng_seed(11, 0);
    g_autoptr(HnAddressWords) words = hn_address_words_new();
    g_autoptr(HnAddressWords) others = hn_address_words_new();
    g_autoptr(GString) plain = g_string_new(NULL);
    g_autoptr(GString) parted = g_string_new(NULL);
    for (guint i = 0; i < 50000; i++) {
        const guint n = 1 + (guint)hn_rng_below(&rng, 8);
        g_string_truncate(plain, 0);
        g_string_truncate(parted, 0);
        for (guint k = 0; k < n; k++) {
            const char *sign = SIGNS[hn_rng_below(&rng, G_N_ELEMENTS(SIGNS))];
            append_word(&rng, plain, parted);
            g_string_append(plain, sign);
            g_string_append(parted, sign);
        }
        hn_address_words_split(words, hn_slice(plain->str, plain->len));
        hn_address_words_split(others, hn_slice(parted->str, parted->len));
        assert_same_words(words, others);
    }
}

/* ---- memory, and parts of a text ---- */

/* Up to 15 bytes a word has a place in memory; one whose place another took is read again. */
static void
test_known_words_are_the_same(void)
{
    g_autoptr(HnAddressWords) words = hn_address_words_new();
    g_autoptr(GString) text = g_string_new(NULL);
    HnRng rng = hn_rng_seed(12, 0);
    for (guint i = 0; i < 20000; i++) {
        g_string_truncate(text, 0);
        for (guint k = 1 + (guint)hn_rng_below(&rng, 18); k > 0; k--)
            g_string_append_c(text, (char)('a' + hn_rng_below(&rng, 3)));
        g_string_append(text, i % 2 == 0 ? " x" : ", x");
        g_autoptr(HnAddressWords) fresh = words_of(text->str);
        hn_address_words_split(words, hn_slice_of(text->str));
        assert_same_words(words, fresh);
    }
    hn_address_words_split(words, hn_slice("a x", 3));
    hn_address_words_split(words, hn_slice("a\0 x", 4)); /* its bytes are those of "a" */
    g_assert_cmpuint(words->n, ==, 2);
    g_assert_cmpuint(words->words[1].segment, ==, 1);
}

static void
assert_cut(const char *text, guint n_commas, gboolean may)
{
    g_autoptr(HnAddressWords) words = words_of(text);
    guint first;
    g_assert_true(hn_address_words_cut(words, n_commas, &first) == may);
}

static void
test_where_a_text_may_be_cut(void)
{
    assert_cut("a, b", 1, TRUE);
    assert_cut("a, b", 2, FALSE);
    assert_cut("a; b", 1, FALSE); /* no comma */
    assert_cut("a, - b", 1, FALSE);
    assert_cut("a,-b", 1, FALSE);
    assert_cut("a, /b", 1, FALSE);
    assert_cut("Q. , b", 1, FALSE); /* the full stop is not of the tail */
    assert_cut("Q., b", 1, FALSE);
    assert_cut("a, ?", 1, FALSE); /* no word */
    assert_cut("a, Ж", 1, FALSE); /* the general path */
    assert_cut("a, 1. b, c", 2, TRUE);
}

/* What hn_address_words_cut() allows is what the parts are by themselves. */
static void
assert_parts(HnAddressWords *words, HnSlice text, const guint8 *comma, guint first)
{
    g_autoptr(HnAddressWords) alone = hn_address_words_new();
    g_autofree HnAddressWords *tail = g_new0(HnAddressWords, 1);
    const gsize at = (gsize)(comma - text.bytes);
    hn_address_words_split(alone, hn_slice(comma + 1, text.n_bytes - at - 1));
    hn_address_words_tail(words, first, tail);
    for (guint i = tail->n; i-- > 0;)
        tail->words[i].segment = (guint16)(tail->words[i].segment - tail->words[0].segment);
    for (guint i = alone->n; i-- > 0;)
        alone->words[i].segment = (guint16)(alone->words[i].segment - alone->words[0].segment);
    assert_same_words(tail, alone);
    g_assert_cmphex(hn_address_words_tail_key(words, first), ==,
                    hn_address_words_tail_key(alone, 0));
    hn_address_words_split(alone, hn_slice(text.bytes, at));
    alone->has_marks = words->has_marks;
    words->n = first;
    assert_same_words(words, alone);
}

static void
test_parts_are_split_alike(void)
{
    HnRng rng = hn_rng_seed(13, 0);
    g_autoptr(HnAddressWords) words = hn_address_words_new();
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GString) unused = g_string_new(NULL);
    guint n_cut = 0;
    for (guint i = 0; i < 20000; i++) {
        g_string_truncate(text, 0);
        for (guint k = 1 + (guint)hn_rng_below(&rng, 8); k > 0; k--) {
            append_word(&rng, text, unused);
            g_string_append(text, SIGNS[hn_rng_below(&rng, G_N_ELEMENTS(SIGNS))]);
            g_string_append(text, hn_rng_below(&rng, 3) == 0 ? ", " : "");
        }
        const guint8 *comma = (const guint8 *)text->str + text->len;
        for (guint k = 1; k <= 3; k++) {
            guint first;
            comma = memrchr(text->str, ',', (gsize)(comma - (const guint8 *)text->str));
            hn_address_words_split(words, hn_slice_of(text->str));
            if (comma == NULL || !hn_address_words_cut(words, k, &first))
                break;
            assert_parts(words, hn_slice_of(text->str), comma, first);
            n_cut++;
        }
    }
    g_assert_cmpuint(n_cut, >, 5000);
}

static guint64
tail_key_of(const char *text)
{
    g_autoptr(HnAddressWords) words = words_of(text);
    return hn_address_words_tail_key(words, 0);
}

static void
test_tail_keys(void)
{
    g_assert_cmphex(tail_key_of("Xã Hà, Huế"), ==, tail_key_of("XÃ  HÀ ,Huế"));
    g_assert_cmphex(tail_key_of("Xã Hà, Huế"), !=, tail_key_of("Xã Hà Huế"));
    g_assert_cmphex(tail_key_of("Xã Hà, Huế"), !=, tail_key_of("Xa Ha, Hue"));
    g_assert_cmphex(tail_key_of("X Hà, Huế"), !=, tail_key_of("X. Hà, Huế"));
    g_assert_cmphex(tail_key_of("Xã Hà, Huế"), !=, tail_key_of("Huế, Xã Hà"));
    g_assert_cmphex(tail_key_of("ab c"), !=, tail_key_of("a bc"));
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
    g_test_add_func("/standardise/address_words/plain_words_are_words", test_plain_words_are_words);
    g_test_add_func("/standardise/address_words/known_words_are_the_same",
                    test_known_words_are_the_same);
    g_test_add_func("/standardise/address_words/where_a_text_may_be_cut",
                    test_where_a_text_may_be_cut);
    g_test_add_func("/standardise/address_words/parts_are_split_alike", test_parts_are_split_alike);
    g_test_add_func("/standardise/address_words/tail_keys", test_tail_keys);
    g_test_add_func("/standardise/address_words/long_texts_are_cut", test_long_texts_are_cut);
    return g_test_run();
}
