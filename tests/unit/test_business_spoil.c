/* Goal: each damage is the one that keyboards, fonts and conversions do; a slip is one slip. */
#include "datasets/businesses/business_spoil.h"

typedef struct {
    HnLetterMarks *marks;
    HnBusinessSpoil *spoil;
    GString *text;
} Fixture;

static void
set_up(Fixture *f, gconstpointer data)
{
    (void)data;
    f->marks = hn_letter_marks_new();
    f->spoil = hn_business_spoil_new(f->marks);
    f->text = g_string_new(NULL);
}

static void
tear_down(Fixture *f, gconstpointer data)
{
    (void)data;
    g_string_free(f->text, TRUE);
    hn_business_spoil_free(f->spoil);
    hn_letter_marks_free(f->marks);
}

static void
test_encodings(Fixture *f, gconstpointer data)
{
    static const char *const WANTED[] = { "C«ng ty ®Ñp", "Coâng ty ñeïp", "CÃ´ng ty Ä‘áº¹p",
                                          "C?ng ty ??p" };
    (void)data;
    for (guint i = 0; i < G_N_ELEMENTS(WANTED); i++) {
        g_string_assign(f->text, "Công ty đẹp");
        hn_business_spoil_encode(f->spoil, (HnSpoilEncoding)i, f->text);
        g_assert_cmpstr(f->text->str, ==, WANTED[i]);
    }
}

static void
test_habits(Fixture *f, gconstpointer data)
{
    (void)data;
    g_string_assign(f->text, "Hoà thuý quý khoẻ hoàng");
    hn_business_spoil_habits(f->spoil, HN_SPOIL_OLD_TONE, f->text);
    g_assert_cmpstr(f->text->str, ==, "Hòa thúy quý khỏe hoàng");
    hn_business_spoil_habits(f->spoil, HN_SPOIL_UPPER, f->text);
    g_assert_cmpstr(f->text->str, ==, "HÒA THÚY QUÝ KHỎE HOÀNG");
    hn_business_spoil_habits(f->spoil, HN_SPOIL_LOWER | HN_SPOIL_UNMARK, f->text);
    g_assert_cmpstr(f->text->str, ==, "hoa thuy quy khoe hoang");
}

static void
test_keys_stay_in_one_word(Fixture *f, gconstpointer data)
{
    (void)data;
    HnRng rng = hn_rng_seed(3, 0);
    gboolean is_seen[2] = { FALSE, FALSE };
    for (guint i = 0; i < 40; i++) {
        g_string_assign(f->text, "Nguyễn Đức");
        hn_business_spoil_keys(f->spoil, FALSE, &rng, f->text);
        const gboolean is_first = g_str_equal(f->text->str, "Nguyeexn Đức");
        const gboolean is_blank = g_str_equal(f->text->str, "Nguyễn Đức");
        is_seen[0] |= is_first;
        is_seen[1] |= !is_first && !is_blank;
        g_assert_true(is_first || is_blank || g_str_has_prefix(f->text->str, "Nguyễn "));
    }
    g_assert_true(is_seen[0] && is_seen[1]);
}

static void
test_slips_are_small(Fixture *f, gconstpointer data)
{
    (void)data;
    HnRng rng = hn_rng_seed(4, 0);
    guint n_changed = 0;
    for (guint i = 0; i < 500; i++) {
        g_string_assign(f->text, "Thương mại Hoàng Long");
        hn_business_spoil_slip(f->spoil, &rng, f->text);
        const glong n = g_utf8_strlen(f->text->str, -1);
        g_assert_true(g_utf8_validate(f->text->str, -1, NULL) && n >= 20 && n <= 22);
        n_changed += !g_str_equal(f->text->str, "Thương mại Hoàng Long");
        g_string_assign(f->text, "0300588569");
        hn_business_spoil_digit(&rng, f->text);
        g_assert_cmpuint(f->text->len, ==, 10);
        g_assert_cmpstr(f->text->str, !=, "0300588569");
    }
    g_assert_cmpuint(n_changed, >, 400);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name, test) g_test_add(name, Fixture, NULL, set_up, test, tear_down)
    ADD("/business_spoil/encodings", test_encodings);
    ADD("/business_spoil/habits", test_habits);
    ADD("/business_spoil/keys", test_keys_stay_in_one_word);
    ADD("/business_spoil/slips", test_slips_are_small);
    return g_test_run();
}
