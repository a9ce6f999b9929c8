/* Goal: values keep their room and their end, and numbers their leading zeros. */
#include "datasets/citizen_row.h"

static void
test_values_are_replaced_and_appended(void)
{
    HnCitizenText text;
    hn_citizen_text_clear(&text);
    hn_citizen_text_append(&text, hn_slice_of("Lê "));
    hn_citizen_text_append(&text, hn_slice_of("Lợi"));
    g_assert_cmpstr(text.text, ==, "Lê Lợi");
    g_assert_cmpuint(text.n_bytes, ==, strlen("Lê Lợi"));
    g_assert_true(hn_citizen_text_set(&text, hn_slice_of("")));
    g_assert_cmpstr(text.text, ==, "");
}

static void
test_too_long_is_refused(void)
{
    HnCitizenText text;
    g_autofree char *longest = g_strnfill(HN_CITIZEN_TEXT_BYTES - 1, 'x');
    g_autofree char *too_long = g_strnfill(HN_CITIZEN_TEXT_BYTES, 'y');
    g_assert_true(hn_citizen_text_set(&text, hn_slice_of(longest)));
    g_assert_false(hn_citizen_text_set(&text, hn_slice_of(too_long)));
    g_assert_cmpstr(text.text, ==, longest);
}

static void
test_numbers_keep_leading_zeros(void)
{
    HnCitizenText text;
    hn_citizen_text_clear(&text);
    hn_citizen_text_append_number(&text, 1099005555, 12);
    g_assert_cmpstr(text.text, ==, "001099005555");
    hn_citizen_text_clear(&text);
    hn_citizen_text_append_number(&text, 0, 1);
    hn_citizen_text_append_number(&text, G_MAXUINT64, 1);
    g_assert_cmpstr(text.text, ==, "018446744073709551615");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/datasets/citizen_row/values_are_replaced_and_appended",
                    test_values_are_replaced_and_appended);
    g_test_add_func("/datasets/citizen_row/too_long_is_refused", test_too_long_is_refused);
    g_test_add_func("/datasets/citizen_row/numbers_keep_leading_zeros",
                    test_numbers_keep_leading_zeros);
    return g_test_run();
}
