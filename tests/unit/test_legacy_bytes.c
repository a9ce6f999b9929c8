/* Goal: the engine's own VNI-Windows, iconv's encodings and the table of the country agree on every
 * letter. */
#include "standardise/legacy_bytes.h"
#include "text/utf8.h"
#include "text/vni_windows.h"

static HnCountryTables *tables;

static void
test_vni_agrees_with_the_table(void)
{
    const HnLegacyBytes *bytes = &hn_legacy_bytes_of(tables, NULL)[HN_DAMAGE_VNI];
    guint n = 0;
    for (guint byte = 0x80; byte < 0x100; byte++) {
        gunichar code_points[HN_VNI_CODE_POINTS] = { 0 };
        const guint n_own = hn_vni_windows_decode((guint8)byte, code_points);
        guint n_table = 0;
        while (n_table < HN_BYTE_CODE_POINTS && bytes->of_byte[byte][n_table] != 0)
            n_table++;
        if (n_table == 0)
            continue;
        n++;
        g_assert_cmpuint(n_own, ==, n_table);
        for (guint i = 0; i < n_table; i++)
            g_assert_cmpuint(code_points[i], ==, bytes->of_byte[byte][i]);
    }
    g_assert_cmpuint(n, >, 45);
}

static void
check_letter(HnTextDamage damage, const char *iconv, gunichar c)
{
    char letter[8] = { 0 };
    gsize n = 0;
    hn_utf8_put((guint8 *)letter, c);
    g_autofree char *coded = g_convert(letter, -1, iconv, "UTF-8", NULL, &n, NULL);
    if (coded == NULL || n != 1)
        return;
    const guint16 *entry = hn_legacy_bytes_of(tables, NULL)[damage].of_byte[(guint8)coded[0]];
    g_assert_cmpuint(entry[0], ==, c);
}

static void
test_iconv_agrees_with_the_table(void)
{
    for (gunichar c = 0xC0; c < 0x1EFA; c++) {
        const gboolean is_ours =
            c >= 0x1EA0 || c == 0x103 || c == 0x111 || c == 0x1A1 || c == 0x1B0;
        if (!is_ours || !g_unichar_isalpha(c))
            continue;
        check_letter(HN_DAMAGE_VISCII, "VISCII", c);
        if (g_unichar_islower(c))
            check_letter(HN_DAMAGE_TCVN3, "TCVN5712-1", c);
    }
}

static void
test_shown_bytes(void)
{
    guint8 byte = 0;
    g_assert_true(hn_shown_byte(0x20AC, &byte) && byte == 0x80);
    g_assert_true(hn_shown_byte(0x178, &byte) && byte == 0x9F);
    g_assert_true(hn_shown_byte(0xE9, &byte) && byte == 0xE9);
    g_assert_true(hn_shown_byte(0x81, &byte) && byte == 0x81);
    g_assert_false(hn_shown_byte(0x1EC5, &byte));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_autoptr(GError) error = NULL;
    tables = hn_country_tables_open(NULL, NULL, &error);
    g_assert_no_error(error);
    g_test_add_func("/standardise/legacy_bytes/vni", test_vni_agrees_with_the_table);
    g_test_add_func("/standardise/legacy_bytes/iconv", test_iconv_agrees_with_the_table);
    g_test_add_func("/standardise/legacy_bytes/shown", test_shown_bytes);
    const int result = g_test_run();
    hn_country_tables_unref(tables);
    return result;
}
