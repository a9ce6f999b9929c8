/* Goal: a shape tells how values differ, and never what they are. */
#include "insight/masked_value.h"

static void
assert_masked(HnAttributeType type, const char *value, const char *other, const char *expected)
{
    g_autoptr(GString) out = g_string_new(NULL);
    hn_masked_value(type, hn_slice_of(value), hn_slice_of(other), out);
    g_assert_cmpstr(out->str, ==, expected);
}

static void
test_names_show_first_letters(void)
{
    assert_masked(HN_TYPE_NAME, "nguyễn văn an", NULL, "n••••• v•• a•");
    assert_masked(HN_TYPE_NAME, "nguyễn văn an", "nguyễn văn an", "n••••• v•• a•");
    assert_masked(HN_TYPE_NAME, "jay p o'neil", NULL, "j•• • •'n•••");
    assert_masked(HN_TYPE_TEXT, "12 high st", NULL, "•• h••• s•");
    assert_masked(HN_TYPE_NAME, "", "x", "");
}

static void
test_numbers_and_categories_show_nothing(void)
{
    assert_masked(HN_TYPE_DIGITS, "012345678901", NULL, "••••••••••••");
    assert_masked(HN_TYPE_DATE, "1990-05-12", NULL, "••••-••-••");
    assert_masked(HN_TYPE_EMAIL, "an.le@x.vn", NULL, "••.••@•.••");
    assert_masked(HN_TYPE_CATEGORY, "female", "male", "•••");
    assert_masked(HN_TYPE_CATEGORY, "male", "female", "•••");
}

static void
test_brackets_stand_around_what_differs(void)
{
    assert_masked(HN_TYPE_DATE, "1990-05-12", "1990-12-12", "••••-[••]-••");
    assert_masked(HN_TYPE_NAME, "schofield", "scofield", "s•[•]••••••");
    assert_masked(HN_TYPE_NAME, "scofield", "schofield", "s•[]••••••");
    assert_masked(HN_TYPE_PHONE, "0901", "8888", "[••••]");
    assert_masked(HN_TYPE_NAME, "nguyễn", "nguyên", "n•••[•]•"); /* inside no code point */
    assert_masked(HN_TYPE_NAME, "aa", "aaa", "a•[]");
    assert_masked(HN_TYPE_NAME, "aaa", "aa", "a•[•]");
}

static void
test_unmasked_has_the_brackets_too(void)
{
    g_autoptr(GString) out = g_string_new(NULL);
    hn_unmasked_value(hn_slice_of("1990-05-12"), hn_slice_of("1990-12-12"), out);
    g_assert_cmpstr(out->str, ==, "1990-[05]-12");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/masked_value/names_show_first_letters",
                    test_names_show_first_letters);
    g_test_add_func("/insight/masked_value/numbers_and_categories_show_nothing",
                    test_numbers_and_categories_show_nothing);
    g_test_add_func("/insight/masked_value/brackets_stand_around_what_differs",
                    test_brackets_stand_around_what_differs);
    g_test_add_func("/insight/masked_value/unmasked_has_the_brackets_too",
                    test_unmasked_has_the_brackets_too);
    return g_test_run();
}
