/* Goal: a canonical address line comes apart into numbers, street and places. */
#include "text/address_fields.h"

static void
assert_slice(HnSlice slice, const char *expected)
{
    g_assert_cmpmem(slice.bytes, slice.n_bytes, expected, strlen(expected));
}

static void
test_all_fields(void)
{
    HnAddressFields fields = hn_address_fields(hn_slice_of("12/34/5 _nguyen_trai to5 thon_dong"));
    g_assert_cmpuint(fields.n_numbers, ==, 3);
    assert_slice(fields.numbers[0], "12");
    assert_slice(fields.numbers[2], "5");
    assert_slice(fields.street, "nguyen_trai");
    g_assert_cmpuint(fields.n_places, ==, 2);
    assert_slice(fields.places, "to5 thon_dong");
    hn_address_fields_sort_numbers(&fields);
    assert_slice(fields.numbers[0], "12");
    assert_slice(fields.numbers[1], "34");
    assert_slice(fields.numbers[2], "5");
}

static void
test_parts_missing(void)
{
    HnAddressFields fields = hn_address_fields(hn_slice_of("_hue"));
    g_assert_cmpuint(fields.n_numbers, ==, 0);
    assert_slice(fields.street, "hue");
    g_assert_cmpuint(fields.n_places, ==, 0);
    fields = hn_address_fields(hn_slice_of("to5"));
    g_assert_cmpuint(fields.n_numbers, ==, 0);
    g_assert_cmpuint(fields.street.n_bytes, ==, 0);
    g_assert_cmpuint(fields.n_places, ==, 1);
    fields = hn_address_fields(hn_slice_of(""));
    g_assert_cmpuint(fields.n_numbers + fields.n_places, ==, 0);
    fields = hn_address_fields(hn_slice_of("1/2/3/4/5/6/7/8/9/10"));
    g_assert_cmpuint(fields.n_numbers, ==, HN_ADDRESS_NUMBERS_MAX);
}

static void
test_what_can_only_be_canonical(void)
{
    g_assert_true(hn_address_fields_are_canonical(hn_slice_of("12/3 _hue to5")));
    g_assert_true(hn_address_fields_are_canonical(hn_slice_of("thon_dong")));
    static const char *const raw[] = { "12 hue", "",      "_Hue",    "12  _hue",
                                       "_hue ",  " _hue", "12, _hue" };
    for (gsize i = 0; i < G_N_ELEMENTS(raw); i++)
        g_assert_false(hn_address_fields_are_canonical(hn_slice_of(raw[i])));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/address_fields/all_fields", test_all_fields);
    g_test_add_func("/text/address_fields/parts_missing", test_parts_missing);
    g_test_add_func("/text/address_fields/what_can_only_be_canonical",
                    test_what_can_only_be_canonical);
    return g_test_run();
}
