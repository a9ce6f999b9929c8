/* Goal: lines are read in the encoding in which they were written. */
#include "insight/text_encoding.h"

static void
expect(const char *text, const char *iconv, const char *encoding)
{
    gsize n = 0;
    gdouble share = 0;
    g_autoptr(GError) error = NULL;
    g_autofree char *bytes = g_convert(text, -1, iconv, "UTF-8", NULL, &n, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(hn_text_encoding_of(hn_slice(bytes, n), &share), ==, encoding);
    g_assert_cmpfloat(share, >, 0.8);
}

static void
test_vietnamese(void)
{
    const char *text = "Nguyễn Văn Đức\nTrần Thị Hồng\nPhạm Quốc Tuấn\nlê minh hoà\nHuyện Củ Chi\n";
    expect(text, "VISCII", "viscii");
    expect("hồng đức nguyễn văn thị trần phạm quốc tuấn lê hoà củ chi huyện tỉnh", "TCVN5712-1",
           "tcvn3");
    gdouble share = 0;
    const char *vni = "Nguye\xe3n Va\xean \xd1\xf6\xf9"
                      "c\nTra\xe0n Th\xf2 Ho\xe0ng\nVie\xe4t\n";
    g_assert_cmpstr(hn_text_encoding_of(hn_slice_of(vni), &share), ==, "vni-windows");
    g_assert_cmpfloat(share, >, 0.9);
    /* windows-1258 has a letter and its tone apart. */
    expect(
        "Nguy\u00ea\u0303n V\u0103n \u0110\u01b0\u0301c Tr\u00e2\u0300n Thi\u0323 H\u00f4\u0300ng",
        "CP1258", "windows-1258");
}

static void
test_western_and_eastern(void)
{
    expect("Müller Jürgen Weiß François Élodie Núñez Größe", "CP1252", "windows-1252");
    expect("Wałęsa Łódź Kraków Święty Dvořák Novák Šimůnek Žižka", "CP1250", "windows-1250");
    expect("Иванов Пётр Москва улица Ленина", "CP1251", "windows-1251");
}

static void
test_no_word_is_no_evidence(void)
{
    gdouble share = 1;
    g_assert_cmpstr(hn_text_encoding_of(hn_slice_of("1,2,3\n"), &share), ==, "windows-1252");
    g_assert_cmpfloat(share, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/encoding/vietnamese", test_vietnamese);
    g_test_add_func("/insight/encoding/others", test_western_and_eastern);
    g_test_add_func("/insight/encoding/none", test_no_word_is_no_evidence);
    return g_test_run();
}
