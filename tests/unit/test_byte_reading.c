/* Goal: a value is read in an old encoding as a whole or not at all; words that are none stay. */
#include "standardise/byte_reading.h"

static HnCountryTables *tables;

static gboolean
read_as(HnTextDamage damage, const char *text, GByteArray *out, HnRepairReading *ret)
{
    *ret = (HnRepairReading){ 0 };
    const gboolean done =
        hn_byte_reading(hn_viet_lexicon_of(tables, NULL), &hn_legacy_bytes_of(tables, NULL)[damage],
                        damage == HN_DAMAGE_TCVN3, hn_slice_of(text), out, ret);
    g_byte_array_append(out, (const guint8 *)"", 1);
    return done;
}

static void
test_reading(void)
{
    HnRepairReading reading;
    g_autoptr(GByteArray) out = g_byte_array_new();
    g_assert_true(read_as(HN_DAMAGE_TCVN3, "C«ng ty ABC – TrÇn", out, &reading));
    g_assert_cmpstr((const char *)out->data, ==, "Công ty ABC – Trần");
    g_assert_cmpuint(reading.n_changed, ==, 2);
    g_assert_cmpint(reading.gain, >, 40 * (gint)HN_BIT);
    g_assert_true(read_as(HN_DAMAGE_VNI, "Vaên Loïcard", out, &reading));
    g_assert_cmpstr((const char *)out->data, ==, "Văn Loïcard");
    g_assert_false(read_as(HN_DAMAGE_TCVN3, "Hà V¨n", out, &reading)); /* no byte of it */
    g_assert_false(read_as(HN_DAMAGE_TCVN3, "Hoa", out, &reading));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_autoptr(GError) error = NULL;
    tables = hn_country_tables_open(NULL, NULL, &error);
    g_assert_no_error(error);
    g_test_add_func("/standardise/byte_reading/whole", test_reading);
    const int result = g_test_run();
    hn_country_tables_unref(tables);
    return result;
}
