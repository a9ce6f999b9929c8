/* Goal: units meet where a commune, district or province is in both; lines where house or street
 * are the same in spite of order and slips. */
#include "scoring/address_forms.h"

static HnDictionary *
dictionary_of(const char *const *values)
{
    HnDictionary *dictionary = hn_dictionary_new();
    for (guint i = 0; values[i] != NULL; i++)
        g_assert_cmpuint(hn_dictionary_intern(dictionary, hn_slice_of(values[i])), ==, i + 1);
    return dictionary;
}

static void
test_units_meet(void)
{
    static const char *const values[] = { "01:00097,00103@001,002", "01:00103@002",
                                          "01:00008@001",           "01",
                                          "24:00200@300",           NULL };
    g_autoptr(HnDictionary) dictionary = dictionary_of(values);
    HnUnitForms *forms = hn_unit_forms_new(dictionary);
    g_assert_true(hn_unit_forms_meet(forms, HN_UNIT_COMMUNES, 1, 2));
    g_assert_false(hn_unit_forms_meet(forms, HN_UNIT_COMMUNES, 1, 3));
    g_assert_true(hn_unit_forms_meet(forms, HN_UNIT_DISTRICTS, 1, 3));
    g_assert_false(hn_unit_forms_meet(forms, HN_UNIT_DISTRICTS, 2, 3));
    g_assert_false(hn_unit_forms_meet(forms, HN_UNIT_COMMUNES, 4, 4));
    g_assert_true(hn_unit_forms_meet(forms, HN_UNIT_PROVINCES, 4, 3));
    g_assert_false(hn_unit_forms_meet(forms, HN_UNIT_PROVINCES, 4, 5));
    hn_unit_forms_free(forms);
}

static const char *const lines[] = {
    "12/34 _le_loi",
    "34/12 _le_loi to5",
    "34/12 _lel_oi",
    "12/35 _le_loi",
    "_nguyen_thi_minh_khai",
    "5 _minh_khai",
    "_khai",
    "to5 thon_dong",
    "to6 thon_dong",
    "to5 khupho3",
    "to5",
    "to5 khupho4",
    "12/34",
    "12/34 _tran_phu",
    "12/34 _tran_phu2 to5",
    "to5 to5",
    "_hoa to5 _dong",
    "7 to5 khupho3",
    NULL,
};

static void
test_lines(void)
{
    g_autoptr(HnDictionary) dictionary = dictionary_of(lines);
    g_autoptr(HnArena) arena = hn_arena_new();
    HnAddressForms *forms = hn_address_forms_new(dictionary, arena);
    g_assert_true(hn_address_forms_same_house(forms, 1, 2));
    g_assert_true(hn_address_forms_same_house(forms, 1, 3)); /* a slip in the street */
    g_assert_false(hn_address_forms_same_house(forms, 1, 4));
    g_assert_true(hn_address_forms_same_street(forms, 1, 4));
    g_assert_true(hn_address_forms_same_street(forms, 5, 6));
    g_assert_false(hn_address_forms_same_street(forms, 5, 7)); /* one word is no name's end */
    g_assert_true(hn_address_forms_same_street(forms, 8, 9));  /* a hamlet by its name */
    g_assert_true(hn_address_forms_same_street(forms, 10, 11));
    g_assert_false(hn_address_forms_same_street(forms, 10, 12));
    g_assert_false(hn_address_forms_same_house(forms, 1, 13)); /* no street says which house */
    g_assert_false(hn_address_forms_same_house(forms, 1, 14));
    g_assert_false(hn_address_forms_same_street(forms, 14, 15)); /* digits must be right */
    g_assert_true(hn_address_forms_same_street(forms, 11, 16));  /* said twice, one place */
    g_assert_false(hn_address_forms_same_street(forms, 17, 18)); /* "dong" is a place as well */
    hn_address_forms_free(forms);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/scoring/address_forms/units_meet", test_units_meet);
    g_test_add_func("/scoring/address_forms/lines", test_lines);
    return g_test_run();
}
