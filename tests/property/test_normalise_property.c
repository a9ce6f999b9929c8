/* Every code point and any text: as the reference on utf8proc says, the same when applied again,
 * and the same by the direct path as by the general one. */
#include <utf8proc.h>

#include "base/rng.h"
#include "tests/reference/normalise_reference.h"
#include "text/normalise.h"
#include "text/utf8.h"

#define ALL_FLAGS 0x7F
#define N_TEXTS 40000

/* GLib and utf8proc know different years' characters: only what both know is compared. And
 * utf8proc 2.8 takes U+11A7, the place before the first final consonant of Hangul, for one, and
 * composes it away. */
static gboolean
is_known_to_both(gunichar c)
{
    return c != 0x11A7 && g_unichar_isdefined(c) && g_unichar_type(c) != G_UNICODE_SURROGATE &&
           utf8proc_category((utf8proc_int32_t)c) != UTF8PROC_CATEGORY_CN;
}

static gunichar
random_code_point(HnRng *rng)
{
    static const struct {
        gunichar first, last;
    } ranges[] = {
        { 0, 0x7F },          { 0x20, 0x7E },     { 0xA0, 0x24F },    { 0x1E00, 0x1EFF },
        { 0x300, 0x36F },     { 0x370, 0x52F },   { 0x1F00, 0x206F }, { 0x1100, 0x11FF },
        { 0xAC00, 0xD7A3 },   { 0xFB00, 0xFFFF }, { 0x900, 0xDFF },   { 0x2070, 0x33FF },
        { 0x1D100, 0x1D7FF }, { 0, 0x2FFFF },     { 0x590, 0x6FF },   { 0x13A0, 0x13FF },
    };
    for (;;) {
        const guint64 k = hn_rng_below(rng, G_N_ELEMENTS(ranges));
        const gunichar c =
            ranges[k].first + (gunichar)hn_rng_below(rng, ranges[k].last - ranges[k].first + 1);
        if (is_known_to_both(c))
            return c;
    }
}

static void
assert_same(const GByteArray *a, const GByteArray *b, HnSlice text, guint flags)
{
    if (a->len == b->len && (a->len == 0 || memcmp(a->data, b->data, a->len) == 0))
        return;
    g_autoptr(GString) hex = g_string_new(NULL);
    guint32 letters[64];
    const gsize n = hn_utf8_decode(text, letters, G_N_ELEMENTS(letters));
    for (gsize i = 0; i < n; i++)
        g_string_append_printf(hex, " %04X", letters[i]);
    g_error("flags %02x, text%s", flags, hex->str);
}

static void
check(HnSlice text, guint flags)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    g_autoptr(GByteArray) other = g_byte_array_new();
    hn_normalise(text, flags, out);
    normalise_reference(text, flags, other);
    assert_same(out, other, text, flags);
    hn_normalise(hn_slice(out->data, out->len), flags, other);
    assert_same(out, other, text, flags);
    g_assert_true(hn_utf8_valid(hn_slice(out->data, out->len)));
}

static void
test_every_code_point_agrees_with_the_reference(void)
{
    const guint flag_sets[] = { 0, 0x02, 0x01, 0x03, 0x7B, 0x63, 0x7F };
    for (gunichar c = 0; c < 0x30000; c++) {
        guint8 bytes[5] = "x";
        if (!is_known_to_both(c))
            continue;
        const guint n = 1 + hn_utf8_put(bytes + 1, c);
        for (gsize i = 0; i < G_N_ELEMENTS(flag_sets); i++)
            check(hn_slice(bytes, n), flag_sets[i]);
    }
}

static void
test_any_text_agrees_with_the_reference(void)
{
    const guint64 seed = (guint64)g_test_rand_int();
    g_test_message("seed %" G_GUINT64_FORMAT, seed);
    HnRng rng = hn_rng_seed(seed, 0);
    g_autoptr(GByteArray) text = g_byte_array_new();
    for (guint i = 0; i < N_TEXTS; i++) {
        g_byte_array_set_size(text, 0);
        for (guint64 n = hn_rng_below(&rng, 10); n > 0; n--)
            hn_put_code_point(text, random_code_point(&rng));
        check(hn_slice(text->data, text->len), (guint)hn_rng_below(&rng, ALL_FLAGS + 1));
    }
}

/* A Greek letter behind a space forces the general path and touches nothing before it. */
static void
test_both_paths_agree(void)
{
    g_autoptr(GByteArray) direct = g_byte_array_new();
    g_autoptr(GByteArray) general = g_byte_array_new();
    for (gunichar c = 1; c < 0x3100; c++)
        for (guint flags = 0; flags <= ALL_FLAGS; flags += c < 0x80 ? 1 : 5) {
            guint8 bytes[12] = "A";
            if (!g_unichar_isdefined(c))
                continue;
            const guint n = 1 + hn_utf8_put(bytes + 1, c);
            memcpy(bytes + n, "b x\xCE\xB1", 5);
            hn_normalise(hn_slice(bytes, n + 3), flags, direct);
            g_byte_array_append(direct, (const guint8 *)"\xCE\xB1", 2);
            hn_normalise(hn_slice(bytes, n + 5), flags, general);
            assert_same(direct, general, hn_slice(bytes, n + 5), flags);
        }
}

/* Long text is composed in pieces: wherever the second of two code points stands that become one,
 * it is not cut off from the first. */
static void
test_long_text_is_cut_between_letters(void)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    for (gunichar c = 0xC0; c < 0x30000; c++) {
        gunichar a = 0, b = 0, again = 0;
        if (!g_unichar_decompose(c, &a, &b) || b == 0 || !g_unichar_compose(a, b, &again))
            continue;
        if (c >= 0xAC00 && c < 0xD7A4 && c % 97 != 0)
            continue; /* of Hangul some */
        for (guint n = 496; n < 516; n++) {
            g_autoptr(GByteArray) text = g_byte_array_new();
            for (guint i = 0; i < n; i++)
                g_byte_array_append(text, (const guint8 *)"x", 1);
            hn_put_code_point(text, c);
            g_autofree char *apart =
                g_utf8_normalize((const char *)text->data, (gssize)text->len, G_NORMALIZE_NFD);
            g_autofree char *whole = g_utf8_normalize(apart, -1, G_NORMALIZE_NFC);
            hn_normalise(hn_slice_of(apart), 0, out);
            g_assert_cmpmem(out->data, out->len, whole, strlen(whole));
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/normalise_property/every_code_point_agrees_with_the_reference",
                    test_every_code_point_agrees_with_the_reference);
    g_test_add_func("/text/normalise_property/any_text_agrees_with_the_reference",
                    test_any_text_agrees_with_the_reference);
    g_test_add_func("/text/normalise_property/both_paths_agree", test_both_paths_agree);
    g_test_add_func("/text/normalise_property/long_text_is_cut_between_letters",
                    test_long_text_is_cut_between_letters);
    return g_test_run();
}
