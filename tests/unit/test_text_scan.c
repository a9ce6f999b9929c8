/* Goal: what a value shows signs of, and that a sound one shows none. */
#include "standardise/text_scan.h"

#define BIT(damage) (1u << (damage))
#define BYTES                                                                                      \
    (BIT(HN_DAMAGE_TCVN3) | BIT(HN_DAMAGE_VNI) | BIT(HN_DAMAGE_VISCII) |                           \
     BIT(HN_DAMAGE_WINDOWS_1258))

static guint
scan(const char *text)
{
    return hn_text_scan(hn_slice_of(text));
}

static void
test_sound(void)
{
    static const char *const sound[] = { "Nguyễn Văn Đức", "Nguyen Van Duc", "Hoan Sinh", "", "12",
                                         "Trần, Hoà" };
    for (gsize i = 0; i < G_N_ELEMENTS(sound); i++)
        g_assert_cmpuint(scan(sound[i]) & ~HN_SCAN_OUTSIDE, ==, 0);
    g_assert_cmpuint(hn_text_scan((HnSlice){ NULL, 0 }), ==, 0);
}

/* A key marks a vowel of its word, or a d. */
static void
test_keys_without_letters(void)
{
    static const char *const none[] = { "P. 12", "T4", "Q.1", "Sđt" };
    for (gsize i = 0; i < G_N_ELEMENTS(none); i++)
        g_assert_cmpuint(scan(none[i]) & (BIT(HN_DAMAGE_VIQR) | BIT(HN_DAMAGE_VNI_KEYS)), ==, 0);
    g_assert_cmpuint(scan("d9o") & BIT(HN_DAMAGE_VNI_KEYS), !=, 0);
    g_assert_cmpuint(scan("Ha.") & BIT(HN_DAMAGE_VIQR), !=, 0);
}

static void
test_signs(void)
{
    g_assert_cmpuint(scan("V¨n"), ==, BYTES);
    g_assert_cmpuint(scan("V¨n ễ") & BYTES, ==, 0); /* windows-1252 cannot show this */
    g_assert_cmpuint(scan("VÄƒn") & BIT(HN_DAMAGE_UTF8_AS_CP1252), !=, 0);
    g_assert_cmpuint(scan("Há»") & BIT(HN_DAMAGE_UTF8_AS_CP1252), !=, 0);
    g_assert_cmpuint(scan("HÃ"), ==, BYTES | BIT(HN_DAMAGE_UTF8_AS_CP1252));
    g_assert_cmpuint(scan("Vawn"), ==, BIT(HN_DAMAGE_TELEX));
    g_assert_cmpuint(scan("DDo"), ==, BIT(HN_DAMAGE_TELEX) | BIT(HN_DAMAGE_VIQR));
    g_assert_cmpuint(scan("Hoaf"), ==, BIT(HN_DAMAGE_TELEX));
    g_assert_cmpuint(scan("Va8n"), ==, BIT(HN_DAMAGE_VNI_KEYS));
    g_assert_cmpuint(scan("Va(n"), ==, BIT(HN_DAMAGE_VIQR));
    g_assert_cmpuint(scan("\u041Doa") & BIT(HN_DAMAGE_LOOK_ALIKES), !=, 0);
    g_assert_cmpuint(scan("a\x02n"), ==, BIT(HN_DAMAGE_VISCII));
    g_assert_cmpuint(scan("Nguy?n") & HN_SCAN_LOST, !=, 0);
    g_assert_cmpuint(scan("?inh") & HN_SCAN_LOST, !=, 0);
    g_assert_cmpuint(scan("??ức") & HN_SCAN_LOST, !=, 0);
    g_assert_cmpuint(scan("? 5 ??") & HN_SCAN_LOST, ==, 0);
    g_assert_cmpuint(scan("Nguye\u0302n") & HN_SCAN_DECOMPOSED, !=, 0);
    g_assert_cmpuint(scan("Hoa\u200B") & HN_SCAN_INVISIBLE, !=, 0);
    g_assert_cmpuint(scan("\u00D0inh") & HN_SCAN_OTHER_D, !=, 0);
    g_assert_cmpuint(scan("Nguy&#7877;n") & BIT(HN_DAMAGE_ESCAPES), !=, 0);
    g_assert_cmpuint(scan("Nguy=E1=BB=85n") & BIT(HN_DAMAGE_ESCAPES), !=, 0);
    g_assert_cmpuint(scan("Nguy%E1%BB%85n") & BIT(HN_DAMAGE_ESCAPES), !=, 0);
    g_assert_cmpuint(scan("Nguy\\u1ec5n") & BIT(HN_DAMAGE_ESCAPES), !=, 0);
    g_assert_cmpuint(scan("A & B = 5 % \\ ;") & BIT(HN_DAMAGE_ESCAPES), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/standardise/text_scan/sound", test_sound);
    g_test_add_func("/standardise/text_scan/keys_without_letters", test_keys_without_letters);
    g_test_add_func("/standardise/text_scan/signs", test_signs);
    return g_test_run();
}
