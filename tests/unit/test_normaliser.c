/* Goal: the table says what hn_normalise() says, of every code point and of any text, and tells
 * watched letters. */
#include "text/normaliser.h"

#include "base/rng.h"
#include "text/utf8.h"

#define ALL_FLAGS 0x7F

static void
check(const HnNormaliser *normaliser, HnNormaliseFlags flags, HnSlice text)
{
    g_autoptr(GByteArray) expected = g_byte_array_new();
    g_autofree guint8 *out = g_malloc(hn_normaliser_bytes_max(text.n_bytes));
    hn_normalise(text, flags, expected);
    const gsize n = hn_normaliser_apply(normaliser, text, out, NULL);
    g_assert_cmpmem(out, n, expected->data, expected->len);
}

static void
test_every_code_point(void)
{
    for (guint flags = 0; flags <= ALL_FLAGS; flags += flags < 8 ? 1 : 17) {
        g_autoptr(HnNormaliser) normaliser = hn_normaliser_new(flags, NULL, 0);
        for (gunichar c = 0; c < 0x3100; c++) {
            guint8 bytes[12] = " a";
            const guint n = 2 + hn_utf8_put(bytes + 2, c);
            memcpy(bytes + n, " b", 2);
            check(normaliser, flags, hn_slice(bytes, n + 2));
            check(normaliser, flags, hn_slice(bytes + 2, n - 2));
        }
    }
}

static void
test_any_text(void)
{
    static const char *const pieces[] = {
        "Nguyễn",   " ",         "Thị",       "  ", "O'Brien", "-", "ß",  "đ",
        "Ð",        "\xC2\xA0",  "e\xCC\x81", "ﬁ",  "\t",      "…", "“",  "\xE2\x80\x8B",
        "漢",       "İ",         "\x01",      "’",  "",        "ǆ", "Ａ", "",
        "\xCC\x82", "o\xCC\x82", "\xCC\xA3",  "U",  "ơ",       "´", "a",  "\xCC\x83"
    };
    HnRng rng = hn_rng_seed(77, 0);
    for (guint i = 0; i < 20000; i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        const guint flags = (guint)hn_rng_below(&rng, ALL_FLAGS + 1);
        g_autoptr(HnNormaliser) normaliser = hn_normaliser_new(flags, NULL, 0);
        for (guint64 n = hn_rng_below(&rng, 9); n > 0; n--)
            g_string_append(text, pieces[hn_rng_below(&rng, G_N_ELEMENTS(pieces))]);
        check(normaliser, flags, hn_slice_of(text->str));
    }
}

static gboolean
watches(HnNormaliseFlags flags, const char *text)
{
    static const gunichar watched[] = { 0xF2, 0xF0 }; /* ò ð */
    g_autoptr(HnNormaliser) normaliser = hn_normaliser_new(flags, watched, 2);
    g_autofree guint8 *out = g_malloc(hn_normaliser_bytes_max(strlen(text)));
    gboolean is_watched = FALSE;
    hn_normaliser_apply(normaliser, hn_slice_of(text), out, &is_watched);
    return is_watched;
}

static void
test_watched_letters_are_told(void)
{
    g_assert_true(watches(0, "hòa"));
    g_assert_false(watches(0, "HÒA"));
    g_assert_true(watches(HN_NORMALISE_FOLD_CASE, "HÒA")); /* as it is written, not as it came */
    g_assert_true(watches(HN_NORMALISE_FOLD_CASE, "Ðức"));
    g_assert_false(watches(HN_NORMALISE_FOLD_CASE, "Nguyễn Văn Hồng"));
    g_assert_true(watches(0, "o\xCC\x80")); /* by the general path */
    g_assert_false(watches(0, ""));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/normaliser/every_code_point", test_every_code_point);
    g_test_add_func("/text/normaliser/any_text", test_any_text);
    g_test_add_func("/text/normaliser/watched_letters_are_told", test_watched_letters_are_told);
    return g_test_run();
}
