/* Goal: homes are places of the reference tables, and the codes are the ones of their province. */
#include "datasets/place_table.h"

#include "datasets/one_spelling.h"
#include "datasets/reference_tables.h"

/* Is there a ward of this name in a province of this name? The slow way, through the tables. */
static gboolean
is_ward_of(const char *ward, const char *province)
{
    g_autofree char *code = NULL;
    g_auto(HnReferenceReader) provinces = hn_reference_reader("provinces_new34");
    while (hn_reference_next(&provinces))
        if (hn_slice_equal(provinces.cells[1], hn_slice_of(province)))
            code = g_strndup((const char *)provinces.cells[0].bytes, provinces.cells[0].n_bytes);
    g_assert_nonnull(code);
    g_auto(HnReferenceReader) wards = hn_reference_reader("wards_new");
    while (hn_reference_next(&wards)) {
        g_autofree char *name = g_strdup_printf(
            "%.*s %.*s", (int)wards.cells[2].n_bytes, (const char *)wards.cells[2].bytes,
            (int)wards.cells[1].n_bytes, (const char *)wards.cells[1].bytes);
        g_autofree char *spelled = hn_one_spelling_of(hn_slice_of(name));
        if (strcmp(spelled, ward) == 0 && hn_slice_equal(wards.cells[3], hn_slice_of(code)))
            return TRUE;
    }
    return FALSE;
}

static void
test_wards_lie_in_their_province(void)
{
    g_autoptr(HnPlaceTable) table = hn_place_table_new();
    HnRng rng = hn_rng_seed(21, 0);
    for (guint i = 0; i < 200; i++) {
        HnCitizenText address, ward, province;
        const HnHome home = hn_place_table_draw_home(table, &rng);
        hn_place_table_write_address(table, home, &address);
        hn_place_table_write_ward(table, home, &ward);
        hn_place_table_write_province(table, home, &province);
        g_assert_true(is_ward_of(ward.text, province.text));
        g_assert_true(home.is_rural == (strstr(address.text, " Thôn ") != NULL));
        g_assert_true(home.is_rural == !g_str_has_prefix(ward.text, "Phường "));
    }
}

static void
test_birth_codes_are_known(void)
{
    g_autoptr(HnPlaceTable) table = hn_place_table_new();
    HnRng rng = hn_rng_seed(22, 0);
    guint8 seen[1000] = { 0 };
    for (guint i = 0; i < 20000; i++) {
        const HnHome home = hn_place_table_draw_home(table, &rng);
        const HnBirthPlace place = hn_place_table_draw_birth_place(table, home, &rng);
        seen[place.citizen_code] = 1;
    }
    guint n_codes = 0;
    g_auto(HnReferenceReader) reader = hn_reference_reader("provinces_old63");
    while (hn_reference_next(&reader)) {
        const guint code = hn_reference_tenths(reader.cells[3]) / 10;
        g_assert_cmpuint(seen[code], ==, 1); /* every old province has people */
        seen[code] = 0;
        n_codes++;
    }
    g_assert_cmpuint(n_codes, ==, 63);
    for (guint code = 0; code < G_N_ELEMENTS(seen); code++)
        g_assert_cmpuint(seen[code], ==, 0); /* and there is no other */
}

static void
test_phones_have_known_prefixes(void)
{
    g_autoptr(HnPlaceTable) table = hn_place_table_new();
    HnRng rng = hn_rng_seed(23, 0);
    guint8 known[1000] = { 0 };
    g_auto(HnReferenceReader) reader = hn_reference_reader("mobile_prefixes");
    while (hn_reference_next(&reader))
        known[hn_reference_tenths(reader.cells[0]) / 10] = 1;
    for (guint i = 0; i < 5000; i++) {
        const guint64 phone = hn_place_table_draw_phone(table, &rng);
        g_assert_cmpuint(phone, <, 1000000000); /* ten digits with the leading 0 */
        g_assert_cmpuint(known[phone / 10000000], ==, 1);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/datasets/place_table/wards_lie_in_their_province",
                    test_wards_lie_in_their_province);
    g_test_add_func("/datasets/place_table/birth_codes_are_known", test_birth_codes_are_known);
    g_test_add_func("/datasets/place_table/phones_have_known_prefixes",
                    test_phones_have_known_prefixes);
    return g_test_run();
}
