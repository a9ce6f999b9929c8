/* Goal: forms of one name are found in one class at the place where they stand, with marks and
 * without; what is weak or unlike is in none. */
#include "scoring/name_regions.h"

static HnCountryTables *tables;

static guint16
class_of(const char *word, gboolean is_first)
{
    guint16 first, later;
    hn_name_regions_find(hn_name_regions_of(tables), hn_slice_of(word), &first, &later);
    return is_first ? first : later;
}

static void
assert_one_class(const char *a, const char *b, gboolean is_first)
{
    g_test_message("%s, %s", a, b);
    g_assert_cmpuint(class_of(a, is_first), >, 0);
    g_assert_cmpuint(class_of(a, is_first), ==, class_of(b, is_first));
}

static void
test_surnames_stand_first(void)
{
    assert_one_class("hoàng", "huỳnh", TRUE);
    assert_one_class("vũ", "võ", TRUE);
    assert_one_class("hoang", "huynh", TRUE);
    assert_one_class("hoang", "huỳnh", TRUE);
    g_assert_cmpuint(class_of("hoàng", TRUE), !=, class_of("vũ", TRUE));
    g_assert_cmpuint(class_of("phúc", TRUE), ==, 0);
}

static void
test_given_names_stand_later(void)
{
    assert_one_class("phúc", "phước", FALSE);
    assert_one_class("bảo", "bửu", FALSE);
    assert_one_class("chính", "chánh", FALSE);
    assert_one_class("phuc", "phước", FALSE);
    g_assert_cmpuint(class_of("phúc", FALSE), !=, class_of("bảo", FALSE));
    g_assert_cmpuint(class_of("huỳnh", FALSE), ==, 0);
}

static void
test_others_are_in_none(void)
{
    g_assert_cmpuint(class_of("yên", FALSE), ==, 0);  /* An, Yên: weak */
    g_assert_cmpuint(class_of("quý", FALSE), ==, 0);  /* Quý, Quí: a spelling */
    g_assert_cmpuint(class_of("phục", FALSE), ==, 0); /* its marks say another name */
    g_assert_cmpuint(class_of("smith", TRUE), ==, 0);
    g_assert_cmpuint(class_of("", TRUE), ==, 0);
}

static void
test_without_tables(void)
{
    guint16 first = 7, later = 7;
    g_assert_null(hn_name_regions_of(NULL));
    hn_name_regions_find(NULL, hn_slice_of("hoàng"), &first, &later);
    g_assert_cmpuint(first, ==, 0);
    g_assert_cmpuint(later, ==, 0);
    g_assert_true(hn_name_regions_of(tables) == hn_name_regions_of(tables));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(HnCountryTables) opened = hn_country_tables_open(NULL, NULL, &error);
    g_assert_no_error(error);
    tables = opened;
    g_test_add_func("/scoring/name_regions/surnames", test_surnames_stand_first);
    g_test_add_func("/scoring/name_regions/given", test_given_names_stand_later);
    g_test_add_func("/scoring/name_regions/none", test_others_are_in_none);
    g_test_add_func("/scoring/name_regions/without_tables", test_without_tables);
    return g_test_run();
}
