/* Goal: words typed with keys are read where the others have their marks; strangers speak
 * against it. */
#include "standardise/key_reading.h"

static HnCountryTables *tables;

static gint
gain_of(HnTextDamage method, const char *text, const char *wanted)
{
    HnRepairReading reading = { 0 };
    g_autoptr(GByteArray) out = g_byte_array_new();
    const gboolean done =
        hn_key_reading(hn_viet_lexicon_of(tables, NULL), method, hn_slice_of(text), out, &reading);
    g_byte_array_append(out, (const guint8 *)"", 1);
    g_assert_cmpint(done, ==, wanted != NULL);
    if (done)
        g_assert_cmpstr((const char *)out->data, ==, wanted);
    return reading.gain;
}

static void
test_words_together(void)
{
    const gint alone = gain_of(HN_DAMAGE_TELEX, "Lee", "Lê");
    g_assert_cmpint(gain_of(HN_DAMAGE_TELEX, "Bruce Lee", "Bruce Lê"), <, alone);
    g_assert_cmpint(gain_of(HN_DAMAGE_TELEX, "Thij Lee", "Thị Lê"), >, alone);
    gain_of(HN_DAMAGE_TELEX, "Hoan Sinh", NULL);
    gain_of(HN_DAMAGE_VIQR, "(Thi. Hoa)", "(Thị Hoa)");
    gain_of(HN_DAMAGE_VIQR, "Nguye^~n.", "Nguyễn.");
    gain_of(HN_DAMAGE_VNI_KEYS, "12 Nguye6n4 Hue65", "12 Nguyễn Huệ");
    gain_of(HN_DAMAGE_VNI_KEYS, "Q1, P12", NULL);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_autoptr(GError) error = NULL;
    tables = hn_country_tables_open(NULL, NULL, &error);
    g_assert_no_error(error);
    g_test_add_func("/standardise/key_reading/together", test_words_together);
    const int result = g_test_run();
    hn_country_tables_unref(tables);
    return result;
}
