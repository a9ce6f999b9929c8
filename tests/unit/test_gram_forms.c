/* Goal: equal bigrams have equal numbers, whether their letters have a byte or not. */
#include "scoring/gram_forms.h"

#include "text/q_grams.h"

static double
dice_of(const HnValueForms *forms, guint32 a, guint32 b)
{
    guint n_a = 0, n_b = 0;
    const guint32 *x = hn_value_forms_grams(forms, a, &n_a);
    const guint32 *y = hn_value_forms_grams(forms, b, &n_b);
    for (guint i = 1; i < n_a; i++)
        g_assert_cmpuint(x[i - 1], <=, x[i]);
    return hn_dice(x, n_a, y, n_b);
}

static void
test_values_share_their_bigrams(void)
{
    g_autoptr(HnDictionary) values = hn_dictionary_new();
    hn_dictionary_intern(values, hn_slice_of("night"));
    hn_dictionary_intern(values, hn_slice_of("nacht"));
    hn_dictionary_intern(values, hn_slice_of("đêm"));
    hn_dictionary_intern(values, hn_slice_of("đêmđêm"));
    g_autoptr(HnValueForms) forms = hn_value_forms_new(values, HN_FORM_GRAMS, NULL);
    g_assert_cmpfloat(dice_of(forms, 1, 2), ==, 2.0 * 3 / 12); /* ^n ht t$ */
    g_assert_cmpfloat(dice_of(forms, 3, 4), ==,
                      2.0 * 4 / 11); /* ^đ đê êm m$; the second ones not */
    g_assert_cmpfloat(dice_of(forms, 1, 3), ==, 0.0);
}

/* More letters than bytes: some of the last values are wide. */
static void
test_wide_letters_are_letters(void)
{
    g_autoptr(HnDictionary) values = hn_dictionary_new();
    for (gunichar c = 0x4e00; c < 0x4e00 + 300; c++) {
        char text[16];
        gint n = g_unichar_to_utf8(c, text);
        n += g_unichar_to_utf8(c + 1, text + n);
        hn_dictionary_intern(values, hn_slice(text, (gsize)n));
    }
    g_autoptr(HnValueForms) forms = hn_value_forms_new(values, HN_FORM_GRAMS, NULL);
    for (guint32 code = 1; code < 300; code++) {
        g_assert_cmpfloat(dice_of(forms, code, code), ==, 1.0);
        g_assert_cmpfloat(dice_of(forms, code, code + 1), ==, 0.0);
    }
}

/* The alphabet of one letter more: what it shares with a wide value is equal all the same. */
static void
test_narrow_and_wide_values_share(void)
{
    g_autoptr(HnDictionary) values = hn_dictionary_new();
    hn_dictionary_intern(values, hn_slice_of("lê"));
    for (gunichar c = 0x4e00; c < 0x4e00 + 200; c++) {
        char text[8];
        hn_dictionary_intern(values, hn_slice(text, (gsize)g_unichar_to_utf8(c, text)));
    }
    const guint32 wide = hn_dictionary_intern(values, hn_slice_of("lêł"));
    g_autoptr(HnValueForms) forms = hn_value_forms_new(values, HN_FORM_GRAMS, NULL);
    g_assert_nonnull(forms->letters[wide].wide);
    g_assert_cmpfloat(dice_of(forms, 1, wide), ==, 2.0 * 2 / 7);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/scoring/gram_forms/" #what, test_##what)
    ADD(values_share_their_bigrams);
    ADD(wide_letters_are_letters);
    ADD(narrow_and_wide_values_share);
    return g_test_run();
}
