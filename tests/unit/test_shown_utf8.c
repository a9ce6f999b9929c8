/* Goal: UTF-8 shown as windows-1252 comes back, with bytes lost where one word is likelier than
 * all others. */
#include "standardise/shown_utf8.h"

static HnCountryTables *tables;

static void
expect(const char *text, const char *wanted)
{
    guint gain = 0;
    g_autoptr(GByteArray) out = g_byte_array_new();
    const gboolean done =
        hn_shown_utf8_read(hn_viet_lexicon_of(tables, NULL), hn_slice_of(text), out, &gain);
    g_byte_array_append(out, (const guint8 *)"", 1);
    g_assert_cmpint(done && gain >= 6 * HN_BIT, ==, wanted != NULL);
    if (wanted != NULL)
        g_assert_cmpstr((const char *)out->data, ==, wanted);
}

static void
test_whole(void)
{
    expect("Nguyá»…n", "Nguyễn");
    expect("MÃ¼ller", "Müller");
    expect("Äá»©c", "Đức"); /* 0x90 is lost */
    expect("Nguyễn", NULL);
    expect("Mai Hoa", NULL);
}

static void
test_lost(void)
{
    expect("Tráº§n ToÃ n", "Trần Toàn");  /* a no-break space became a space */
    expect("Tráº§n BÃ\uFFFD", "Trần BÁ"); /* windows-1252 has nothing for the byte: no À */
    expect("NGUYá»„N Tá»", "NGUYỄN Tá»"); /* TỐ or TỬ */
    expect("NGUYỄN VĂN LÃNG", NULL);
    expect("SÃO", NULL);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_autoptr(GError) error = NULL;
    tables = hn_country_tables_open(NULL, NULL, &error);
    g_assert_no_error(error);
    g_test_add_func("/standardise/shown_utf8/whole", test_whole);
    g_test_add_func("/standardise/shown_utf8/lost", test_lost);
    const int result = g_test_run();
    hn_country_tables_unref(tables);
    return result;
}
