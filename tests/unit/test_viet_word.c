/* Goal: letters, tone and case of a word survive reading and writing, however they are composed. */
#include "standardise/viet_word.h"

static void
expect(const char *text, const char *wanted)
{
    HnVietWord word;
    g_autoptr(GByteArray) out = g_byte_array_new();
    g_assert_true(hn_viet_word_read(hn_slice_of(text), &word));
    hn_viet_word_put(&word, out);
    g_byte_array_append(out, (const guint8 *)"", 1);
    g_assert_cmpstr((const char *)out->data, ==, wanted);
}

/* The tone where the rule puts it, wherever it stood. */
static void
expect_ruled(const char *text, const char *wanted)
{
    HnVietWord word;
    g_autoptr(GByteArray) out = g_byte_array_new();
    g_assert_true(hn_viet_word_read(hn_slice_of(text), &word));
    word.tone_end = 0;
    hn_viet_word_put(&word, out);
    g_byte_array_append(out, (const guint8 *)"", 1);
    g_assert_cmpstr((const char *)out->data, ==, wanted);
}

static void
test_round_trip(void)
{
    static const char *const words[] = { "Nguyễn", "Việt", "NHẬT", "Đặng", "hoà",  "thuý", "Huỳnh",
                                         "được",   "gì",   "giá",  "quá",  "Khuê", "Ươm",  "mỹ" };
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        g_autofree char *apart = g_utf8_normalize(words[i], -1, G_NORMALIZE_NFD);
        expect(words[i], words[i]);
        expect(apart, words[i]);
        expect_ruled(words[i], words[i]);
    }
    expect("hòa", "hòa"); /* the other place of the tone: as it stood */
    expect("THU\u0300Y", "THÙY");
    expect_ruled("hòa", "hoà");
    expect_ruled("Thúy", "Thuý");
    expect("\u00D0inh", "Đinh");
}

static void
test_what_is_no_word(void)
{
    HnVietWord word;
    static const char *const none[] = { "Müller", "a1", "áà", "H'Hen", "", "č", "n\u0301" };
    for (gsize i = 0; i < G_N_ELEMENTS(none); i++)
        g_assert_false(hn_viet_word_read(hn_slice_of(none[i]), &word));
}

static void
test_shape_and_case(void)
{
    HnVietWord word;
    g_assert_true(hn_viet_word_read(hn_slice_of("Brếp"), &word));
    g_assert_true(hn_viet_word_is_shaped(&word) && hn_viet_word_is_cased(&word));
    g_assert_true(hn_viet_word_read(hn_slice_of("oỗbrien"), &word));
    g_assert_false(hn_viet_word_is_shaped(&word));
    g_assert_true(hn_viet_word_read(hn_slice_of("nGuyễn"), &word));
    g_assert_false(hn_viet_word_is_cased(&word));
    HnVietWord bare;
    g_assert_true(hn_viet_word_read(hn_slice_of("nguyen"), &bare));
    g_assert_cmpuint(hn_viet_word_bare_key(&word), ==, hn_viet_word_key(&bare));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/standardise/viet_word/round", test_round_trip);
    g_test_add_func("/standardise/viet_word/none", test_what_is_no_word);
    g_test_add_func("/standardise/viet_word/shape", test_shape_and_case);
    return g_test_run();
}
