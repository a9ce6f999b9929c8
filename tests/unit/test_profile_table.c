/* Goal: inheritance, copies and defaults of a profile file, and every way in which it can be
 * wrong. */
#include "datasets/registers/profile_table.h"

#include "base/base_error.h"

static const char PROFILE[] = "source,setting,value\n"
                              "# a comment\n"
                              "*,color,grey\n"
                              "kind,color,red\n"
                              "kind,size,7\n"
                              "first,share,3\n"
                              "first,like,kind\n"
                              "second,share,1\n"
                              "second,size,\"1,5\"\n"
                              "many,share,1\n"
                              "many,copies,3\n"
                              "many,like,first\n";

static void
test_settings_are_inherited(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnProfileTable) table = hn_profile_table_parse(hn_slice_of(PROFILE), &error);
    g_assert_no_error(error);
    g_assert_cmpuint(hn_profile_table_count(table), ==, 5); /* kind is no source */
    g_assert_cmpstr(hn_profile_table_source(table, 0), ==, "first");
    g_assert_cmpstr(hn_profile_table_get(table, 0, "color"), ==, "red");
    g_assert_cmpstr(hn_profile_table_get(table, 0, "size"), ==, "7");
    g_assert_cmpstr(hn_profile_table_get(table, 1, "color"), ==, "grey");
    g_assert_cmpstr(hn_profile_table_get(table, 1, "size"), ==, "1,5");
    g_assert_null(hn_profile_table_get(table, 1, "shape"));
    g_assert_cmpstr(hn_profile_table_source(table, 4), ==, "many_03");
    g_assert_cmpstr(hn_profile_table_get(table, 4, "size"), ==, "7"); /* over two steps */
}

static void
assert_wrong(const char *text)
{
    g_autoptr(GError) error = NULL;
    g_assert_null(hn_profile_table_parse(hn_slice_of(text), &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT);
    g_assert_null(strstr(error->message, "secret"));
}

static void
test_wrong_profiles_are_refused(void)
{
    assert_wrong("");
    assert_wrong("source;setting;value\n");
    assert_wrong("source,setting,value\nsecret,share\n");
    assert_wrong("source,setting,value\na,share,1\na,share,2\n");
    assert_wrong("source,setting,value\na,color,red\n"); /* no source at all */
    assert_wrong("source,setting,value\na,share,1\na,copies,999\n");
    assert_wrong("source,setting,value\n,share,1\n");
}

static void
test_unknown_settings_are_named(void)
{
    static const char *const KNOWN[] = { "share", "size", "copies", NULL };
    g_autoptr(GError) error = NULL;
    g_autoptr(HnProfileTable) table = hn_profile_table_parse(hn_slice_of(PROFILE), &error);
    g_assert_false(hn_profile_table_check(table, KNOWN, &error));
    g_assert_nonnull(strstr(error->message, "'color'"));
}

static void
test_circles_end(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnProfileTable) table = hn_profile_table_parse(
        hn_slice_of("source,setting,value\na,share,1\na,like,b\nb,like,a\n"), &error);
    g_assert_no_error(error);
    g_assert_null(hn_profile_table_get(table, 0, "color"));
}

static void
test_builtin_profiles_are_there(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnProfileTable) five = hn_profile_table_builtin("five-registers", &error);
    g_assert_no_error(error);
    g_assert_cmpuint(hn_profile_table_count(five), ==, 5);
    g_autoptr(HnProfileTable) many = hn_profile_table_builtin("national-116", &error);
    g_assert_no_error(error);
    g_assert_cmpuint(hn_profile_table_count(many), ==, 116);
    g_assert_null(hn_profile_table_builtin("four-registers", &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_MISSING);
    g_assert_nonnull(strstr(error->message, "five-registers"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/datasets/profile_table/settings_are_inherited", test_settings_are_inherited);
    g_test_add_func("/datasets/profile_table/wrong_profiles_are_refused",
                    test_wrong_profiles_are_refused);
    g_test_add_func("/datasets/profile_table/unknown_settings_are_named",
                    test_unknown_settings_are_named);
    g_test_add_func("/datasets/profile_table/circles_end", test_circles_end);
    g_test_add_func("/datasets/profile_table/builtin_profiles_are_there",
                    test_builtin_profiles_are_there);
    return g_test_run();
}
