/* Goal: the look before the scan agrees with the scan, with and without the processor's sets. */
#include "standardise/text_look.h"

#include "base/rng.h"
#include "standardise/text_scan.h"

/* What the scan and the look have something to say about, and what parts words. */
static const char *const PIECES[] = {
    "a",  "e",  "o",        "i",  "u",    "y", "A",  "D",        "d",
    "s",  "f",  "r",        "x",  "j",    "w", "n",  "h",        "g",
    " ",  ",",  "-",        "1",  "6",    ".", "^",  "(",        "?",
    "'",  "`",  "~",        "*",  "+",    "/", "\n", "đ",        "Đ",
    "á",  "à",  "ê",        "ô",  "ư",    "ơ", "ạ",  "ộ",        "Ã",
    "Ä",  "Æ",  "ð",        "Ð",  "Ɖ",    "ƒ", "§",  "\xC2\xA0", "\xEF\xBF\xBD",
    "–",  "а",  "\xCC\x81", "中", "\x7F", "&", "=",  "%",        "\\",
    "#;", "E1", "&#234;",
};

static void
assert_agrees(HnSlice text)
{
    const HnTextLook look = hn_text_look(text);
    const guint whole = hn_text_scan_whole(text);
    /* Letters beyond windows-1252 alone are no sign of anything. */
    const guint expected = (whole & ~HN_SCAN_OUTSIDE) == 0 && look == HN_LOOK_SOUND ? 0 : whole;
    g_assert_cmpuint(look, ==, hn_text_look_portable(text));
    g_assert_cmphex(hn_text_scan(text), ==, expected);
}

static void
test_agrees_with_the_scan(void)
{
    HnRng rng = hn_rng_seed(7, 0);
    g_autoptr(GString) text = g_string_new(NULL);
    guint n_told = 0;
    for (guint i = 0; i < 200000; i++) {
        const guint n = 1 + (guint)hn_rng_below(&rng, i % 4 == 0 ? 150 : 12);
        /* Few kinds of pieces, so that many texts are sound. */
        const guint n_kinds = 1 + (guint)hn_rng_below(&rng, 6);
        guint kinds[6];
        for (guint k = 0; k < n_kinds; k++)
            kinds[k] = (guint)hn_rng_below(&rng, G_N_ELEMENTS(PIECES));
        g_string_truncate(text, 0);
        for (guint k = 0; k < n; k++)
            g_string_append(text, PIECES[kinds[hn_rng_below(&rng, n_kinds)]]);
        const HnSlice slice = hn_slice(text->str, text->len);
        assert_agrees(slice);
        n_told += hn_text_look(slice) != HN_LOOK_UNDECIDED ? 1 : 0;
    }
    g_assert_cmpuint(n_told, >, 20000);
}

/* A word that goes on behind the end of a block. */
static void
test_across_blocks(void)
{
    for (guint n = 40; n < 140; n++) {
        g_autofree char *filler = g_strnfill(n, 'n');
        g_autofree char *keyed = g_strconcat("a", filler, "s", NULL);
        g_autofree char *parted = g_strconcat("a ", filler, "s", NULL);
        g_autofree char *stopped = g_strconcat(filler, "d.", NULL);
        g_autofree char *marked = g_strconcat(filler, "Ã", NULL);
        g_assert_cmpuint(hn_text_look(hn_slice_of(keyed)), ==, HN_LOOK_UNDECIDED);
        g_assert_cmpuint(hn_text_look(hn_slice_of(parted)), ==, HN_LOOK_SOUND);
        g_assert_cmpuint(hn_text_look(hn_slice_of(stopped)), ==, HN_LOOK_UNDECIDED);
        g_assert_cmpuint(hn_text_look(hn_slice_of(marked)), ==, HN_LOOK_UNDECIDED);
        assert_agrees(hn_slice_of(keyed));
        assert_agrees(hn_slice_of(parted));
    }
}

static void
test_verdicts(void)
{
    g_assert_cmpuint(hn_text_look(hn_slice_of("Nguyễn Văn Hùng")), ==, HN_LOOK_SOUND);
    g_assert_cmpuint(hn_text_look(hn_slice_of("NguyÔn V¨n Hïng")), ==, HN_LOOK_UNDECIDED);
    g_assert_cmpuint(hn_text_look(hn_slice_of("Hà Nam")), ==, HN_LOOK_LATIN1);
    g_assert_cmpuint(hn_text_look(hn_slice_of("Nguyeenx")), ==, HN_LOOK_UNDECIDED);
    g_assert_cmpuint(hn_text_look(hn_slice_of("Nguye6n4")), ==, HN_LOOK_UNDECIDED);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/standardise/text_look/agrees_with_the_scan", test_agrees_with_the_scan);
    g_test_add_func("/standardise/text_look/across_blocks", test_across_blocks);
    g_test_add_func("/standardise/text_look/verdicts", test_verdicts);
    return g_test_run();
}
