/* Goal: a value is what it looks like, and nothing else. */
#include "insight/value_class.h"

static HnValueClass
class_of(const char *value)
{
    return hn_value_class_of(hn_slice_of(value));
}

static guint32
bits(HnDateForm a, HnDateForm b)
{
    return 1u << a | 1u << b;
}

static void
test_dates(void)
{
    g_assert_cmphex(class_of("1990-02-03").date_forms, ==, 1u << HN_DATE_FORM_YMD_DASH);
    g_assert_cmphex(class_of("03/02/1990").date_forms, ==,
                    bits(HN_DATE_FORM_DMY_SLASH, HN_DATE_FORM_MDY_SLASH));
    g_assert_cmphex(class_of("13/02/1990").date_forms, ==, 1u << HN_DATE_FORM_DMY_SLASH);
    g_assert_cmphex(class_of("2/13/90").date_forms, ==, 1u << HN_DATE_FORM_MDY2_SLASH);
    g_assert_cmphex(class_of("19900231").date_forms, ==, 0);
    g_assert_cmphex(class_of("19901231").date_forms, ==, 1u << HN_DATE_FORM_YMD);
    g_assert_cmphex(class_of("3 Mar 1990").date_forms, ==, 1u << HN_DATE_FORM_D_B_Y);
    g_assert_cmphex(class_of("2024-01-31T10:00:00Z").date_forms, ==, 1u << HN_DATE_FORM_YMD_DASH);
    g_assert_cmphex(class_of("1/1/1990 00:00").date_forms, ==,
                    bits(HN_DATE_FORM_DMY_SLASH, HN_DATE_FORM_MDY_SLASH));
    g_assert_cmphex(class_of("1984").date_forms, ==, 1u << HN_DATE_FORM_Y);
    g_assert_cmphex(class_of("31.02.1990").date_forms, ==, 0);
    g_assert_cmphex(class_of("192.168.1.1").date_forms, ==, 0);
    g_assert_cmpuint(class_of("1990-02-03").year, ==, 1990);
}

/* Forms of Vietnamese registers. */
static void
test_dressed_dates(void)
{
    const guint32 slash = bits(HN_DATE_FORM_DMY_SLASH, HN_DATE_FORM_MDY_SLASH);
    g_assert_cmphex(class_of("05/03/1970 12:00:00 SA").date_forms, ==, slash);
    g_assert_cmphex(class_of("05/03/1970 9:00:00 CH").date_forms, ==, slash);
    g_assert_cmphex(class_of("'05/03/1970").date_forms, ==, slash);
    g_assert_cmphex(class_of("05 / 03 / 1970").date_forms, ==, slash);
    g_assert_true(class_of("16-Thg5-1966").is_date_in_words);
    g_assert_cmpuint(class_of("12 Tháng 4, 1968").year, ==, 1968);
    g_assert_true(class_of("ngày 05 tháng 03 năm 1970").is_date_in_words);
    g_assert_false(class_of("3 Mar 1990").is_date_in_words);
    g_assert_false(class_of("Tháng 4").is_date_in_words);
    g_assert_cmphex(class_of("01/01/1900").date_forms, ==, slash);
    g_assert_cmpuint(class_of("01/01/1900").year, ==, 0);
}

/* A number says of itself that it may be a date, no more. */
static void
test_numbers_that_may_be_dates(void)
{
    const char *stamps[] = { "197003051200", "19700305120000", "19700305120000.000+0700" };
    const char *others[] = { "001070003512",  "197003059912", "197013051200",
                             "1970030512000", "210203051200", "079203001234" };
    for (gsize i = 0; i < G_N_ELEMENTS(stamps); i++)
        g_assert_true(class_of(stamps[i]).is_stamp && class_of(stamps[i]).date_forms == 0);
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++)
        g_assert_false(class_of(others[i]).is_stamp || class_of(others[i]).date_forms != 0);
    g_assert_true(class_of("20498").is_serial && class_of("20498.0").is_serial);
    g_assert_false(class_of("70498").is_serial || class_of("2049").is_serial ||
                   class_of("20498.x").is_serial || class_of("204981").is_serial);
}

static void
test_numbers(void)
{
    g_assert_true(class_of("0012").is_integer);
    g_assert_true(class_of("0012").has_leading_zero);
    g_assert_true(class_of("-5").is_integer);
    g_assert_cmpfloat(class_of("1,234.50").number, ==, 1234.5);
    g_assert_cmpfloat(class_of("1.234,50").number, ==, 1234.5);
    g_assert_cmpfloat(class_of("$ 12.99").number, ==, 12.99);
    g_assert_true(class_of("52.3").is_decimal);
    g_assert_false(class_of("12 a").is_integer);
    g_assert_false(class_of("1.2.3").is_decimal);
    g_assert_false(class_of("-").is_integer);
    g_assert_false(class_of("+").is_decimal);
}

static void
test_addresses_of_people(void)
{
    g_assert_true(class_of("a.b@example.org").is_email);
    g_assert_false(class_of("a@b").is_email);
    g_assert_false(class_of("a b@example.org").is_email);
    g_assert_true(class_of("https://x.vn/a").is_url);
    g_assert_true(class_of("+84 912 345 678").is_phone);
    g_assert_true(class_of("(702) 221-2211").is_phone);
    g_assert_true(class_of("702-221-2211").is_phone);
    g_assert_true(class_of("0912345678").is_bare_phone);
    g_assert_false(class_of("294-66-9999").is_phone);
    g_assert_false(class_of("12-05-1990").is_phone);
    g_assert_true(class_of("123e4567-e89b-12d3-a456-426614174000").is_uuid);
    g_assert_true(class_of("52.37, 4.9").is_point);
}

static void
test_postal_codes(void)
{
    const char *codes[] = { "OL16 3HJ", "k1a 0b1", "1012 AB", "00-950", "94105-1234", "114 55" };
    for (gsize i = 0; i < G_N_ELEMENTS(codes); i++)
        g_assert_true(class_of(codes[i]).is_postcode);
    g_assert_false(class_of("3/1/70").is_postcode);
    g_assert_true(class_of("3173").is_digit_postcode);
    g_assert_false(class_of("317").is_digit_postcode);
}

static void
test_shape_hides_the_value(void)
{
    char shape[HN_SHAPE_BYTES];
    hn_value_shape(hn_slice_of("Ng\u01b0y\u1ec5n A. 12/3"), shape);
    g_assert_cmpstr(shape, ==, "a A. 99/9");
    hn_value_shape(hn_slice_of("1\n2\u20ac"), shape);
    g_assert_cmpstr(shape, ==, "9?9?");
    g_autofree char *long_text = g_strnfill(500, '7');
    g_assert_cmpuint(hn_value_shape(hn_slice_of(long_text), shape), <, HN_SHAPE_BYTES);
}

static void
test_nothing_and_much(void)
{
    g_autofree char *much = g_strnfill(3 << 20, 'x');
    g_assert_cmpuint(class_of("").n_chars, ==, 0);
    g_assert_cmpuint(class_of(much).n_words, ==, 1);
    g_assert_true(class_of("a\x01z").has_control);
    const HnSlice trimmed = hn_trim(hn_slice_of(" \t\u00a0a b\u00a0\r\n"));
    g_assert_true(hn_slice_equal(trimmed, hn_slice_of("a b")));
    g_assert_cmpuint(hn_trim(hn_slice_of(" \u00a0 ")).n_bytes, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/class/dates", test_dates);
    g_test_add_func("/insight/class/dressed_dates", test_dressed_dates);
    g_test_add_func("/insight/class/numbered_dates", test_numbers_that_may_be_dates);
    g_test_add_func("/insight/class/numbers", test_numbers);
    g_test_add_func("/insight/class/people", test_addresses_of_people);
    g_test_add_func("/insight/class/postcodes", test_postal_codes);
    g_test_add_func("/insight/class/shape", test_shape_hides_the_value);
    g_test_add_func("/insight/class/extremes", test_nothing_and_much);
    return g_test_run();
}
