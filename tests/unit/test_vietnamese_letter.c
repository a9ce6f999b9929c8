/* Goal: every Vietnamese letter comes apart into its base, tone and quality, and what is left of a
 * text without marks is what normalisation and a d would leave. */
#include "text/normalise.h"
#include "text/utf8.h"
#include "text/vietnamese_letter.h"

static void
check(const char *letter, char base, guint tone, guint quality)
{
    const HnVietnameseLetter found = hn_vietnamese_letter(g_utf8_get_char(letter));
    g_test_message("%s", letter);
    g_assert_cmpuint(found.base, ==, (guint)base);
    g_assert_cmpuint(found.marks & HN_TONE_MASK, ==, tone);
    g_assert_cmpuint((found.marks & HN_QUALITY_MASK) >> 3, ==, quality);
}

static void
test_letters_come_apart(void)
{
    check("a", 'a', 0, 0);
    check("à", 'a', 1, 0);
    check("ấ", 'a', 2, 1);
    check("ẳ", 'a', 3, 2);
    check("ỡ", 'o', 4, 3);
    check("ự", 'u', 5, 3);
    check("ỵ", 'y', 5, 0);
    check("đ", 'd', 0, 4);
    check("ŏ", 'o', 0, 2);
    check("č", 'c', 0, 5);
    check("ñ", 'n', 0, 5);
}

/* All small letters of the alphabet, each vowel with each tone. */
static const char alphabet[] =
    "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵdđbcghklmnpqrstvx";

static void
test_unmarked_is_what_normalisation_leaves(void)
{
    static const char *const texts[] = { alphabet, "", "garçon 東京 ñandú ŷ", "y ŏ êban h'mŏk",
                                         "đđđ" };
    g_autoptr(GByteArray) unmarked = g_byte_array_new();
    g_autoptr(GByteArray) expected = g_byte_array_new();
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_auto(GStrv) parts = g_strsplit(texts[i], "đ", -1);
        g_autofree char *without_stroke = g_strjoinv("d", parts);
        hn_vietnamese_unmark(hn_slice_of(texts[i]), unmarked);
        hn_normalise(hn_slice_of(without_stroke), HN_NORMALISE_STRIP_MARKS, expected);
        g_assert_cmpmem(unmarked->data, unmarked->len, expected->data, expected->len);
    }
}

static void
test_one_letter_for_base_and_marks(void)
{
    g_autoptr(GArray) seen = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (const char *at = alphabet; *at != '\0'; at = g_utf8_next_char(at)) {
        const HnVietnameseLetter letter = hn_vietnamese_letter(g_utf8_get_char(at));
        const guint32 code = letter.base << 8 | letter.marks;
        for (guint i = 0; i < seen->len; i++)
            g_assert_cmpuint(g_array_index(seen, guint32, i), !=, code);
        g_array_append_val(seen, code);
    }
    g_assert_cmpuint(seen->len, ==, 89);
}

static void
test_fullness(void)
{
    static const char *const rising[] = { "", "v\uA78F", "va", "vă", "văn", "v\uA78Fnhh", "vanhh" };
    for (gsize i = 1; i < G_N_ELEMENTS(rising); i++)
        g_assert_cmpuint(hn_vietnamese_fullness(hn_slice_of(rising[i - 1])), <,
                         hn_vietnamese_fullness(hn_slice_of(rising[i])));
    g_assert_cmpuint(hn_vietnamese_fullness(hn_slice_of("\uA78Ean")), >,
                     hn_vietnamese_fullness(hn_slice_of("\uA78Fan"))); /* its neighbour is whole */
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/vietnamese_letter/come_apart", test_letters_come_apart);
    g_test_add_func("/text/vietnamese_letter/unmarked", test_unmarked_is_what_normalisation_leaves);
    g_test_add_func("/text/vietnamese_letter/one_each", test_one_letter_for_base_and_marks);
    g_test_add_func("/text/vietnamese_letter/fullness", test_fullness);
    return g_test_run();
}
