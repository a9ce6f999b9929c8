/* Goal: letters of another script inside of a Latin word become Latin; words of that script
 * stay. */
#include "standardise/look_alikes.h"

static HnCountryTables *tables;

static gint
gain_of(const char *text, const char *wanted)
{
    HnRepairReading reading = { 0 };
    g_autoptr(GByteArray) out = g_byte_array_new();
    const gboolean done =
        hn_look_alike_reading(hn_viet_lexicon_of(tables, NULL), hn_slice_of(text), out, &reading);
    g_byte_array_append(out, (const guint8 *)"", 1);
    if (done)
        g_assert_cmpstr((const char *)out->data, ==, wanted);
    else
        g_assert_null(wanted);
    return reading.gain;
}

static void
test_words(void)
{
    g_assert_cmpint(gain_of("Tr\u0430n", "Tran"), >, 0);
    g_assert_cmpint(gain_of("Smith\u0430", "Smitha"), >, 0);
    g_assert_cmpint(gain_of("\u041D\u043E\u0430 Nguyen", "Hoa Nguyen"), >, 0);
    gain_of("\u041D\u043E\u0430", NULL); /* nothing Latin beside it */
    g_assert_cmpint(
        gain_of("Ivan \u0418\u0432\u0430\u043D \u0441", "Ivan \u0418\u0432\u0430\u043D c"), <, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_autoptr(GError) error = NULL;
    tables = hn_country_tables_open(NULL, NULL, &error);
    g_assert_no_error(error);
    g_test_add_func("/standardise/look_alikes/words", test_words);
    const int result = g_test_run();
    hn_country_tables_unref(tables);
    return result;
}
