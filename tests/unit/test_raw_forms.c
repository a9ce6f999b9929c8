/* Goal: every form of dates, sexes, telephones and numbers, letter by letter. */
#include "datasets/registers/raw_forms.h"

static void
test_dates(void)
{
    static const char *const FULL[HN_DATE_FORM_KINDS] = {
        "05/03/1990",
        "5/3/1990",
        "05-03-1990",
        "05.03.1990",
        "5-3-90",
        "19900305",
        "1990-03-05",
        "1990-03-05 00:00:00",
        "3/5/1990",
        "32937",
        "Ngày 05 tháng 03 năm 1990",
        "05031990",
    };
    for (guint form = 0; form < HN_DATE_FORM_KINDS; form++) {
        HnRawText text;
        hn_raw_text_clear(&text);
        hn_raw_forms_date((HnDateForm)form, HN_DAY(1990, 3, 5), HN_KNOWN_DAY, &text);
        g_assert_cmpstr(text.text, ==, FULL[form]);
    }
}

static void
test_dates_in_part(void)
{
    static const char *const PARTS[] = { "05/03/1990", "03/1990", "1990", "01/01/1990" };
    for (guint known = HN_KNOWN_DAY; known <= HN_KNOWN_YEAR_FILLED; known++) {
        HnRawText text;
        hn_raw_text_clear(&text);
        hn_raw_forms_date(HN_DATE_DMY_SLASH, HN_DAY(1990, 3, 5), (HnDateKnown)known, &text);
        g_assert_cmpstr(text.text, ==, PARTS[known]);
    }
}

static void
test_days_and_numbers_are_one(void)
{
    g_assert_cmpuint(hn_day_from_number(hn_day_number(HN_DAY(2000, 2, 29)) + 1), ==,
                     HN_DAY(2000, 3, 1));
}

static void
test_sexes(void)
{
    static const char *const TEXTS[HN_SEX_FORM_KINDS][2] = {
        { "Nữ", "Nam" },      { "NỮ", "NAM" }, { "Nu", "Nam" }, { "F", "M" },
        { "Female", "Male" }, { "0", "1" },    { "1", "0" },    { "2", "1" },
    };
    for (guint form = 0; form < HN_SEX_FORM_KINDS; form++)
        for (guint is_male = 0; is_male < 2; is_male++) {
            HnRawText text;
            hn_raw_text_clear(&text);
            hn_raw_forms_sex((HnSexForm)form, (gboolean)is_male, &text);
            g_assert_cmpstr(text.text, ==, TEXTS[form][is_male]);
        }
}

static void
test_phones(void)
{
    static const char *const TEXTS[HN_PHONE_FORM_KINDS] = {
        "0912345678",      "0912.345.678", "0912 345 678",  "0912-345-678",   "+84912345678",
        "+84 912 345 678", "84912345678",  "0084912345678", "(+84)912345678", "912345678",
    };
    for (guint form = 0; form < HN_PHONE_FORM_KINDS; form++) {
        HnRawText text;
        hn_raw_text_clear(&text);
        hn_raw_forms_phone((HnPhoneForm)form, hn_slice_of("0912345678"), &text);
        g_assert_cmpstr(text.text, ==, TEXTS[form]);
    }
    HnRawText eleven;
    hn_raw_text_clear(&eleven);
    hn_raw_forms_phone(HN_PHONE_DOTTED, hn_slice_of("01212345678"), &eleven);
    g_assert_cmpstr(eleven.text, ==, "01212.345.678");
}

static void
test_numbers(void)
{
    static const char *const TEXTS[HN_NUMBER_FORM_KINDS] = {
        "001090012345",  "001 090 012 345", "001.090.012.345", "1090012345",
        "'001090012345", "1090012345.0",    "1.09E+09",
    };
    for (guint form = 0; form < HN_NUMBER_FORM_KINDS; form++) {
        HnRawText text;
        hn_raw_text_clear(&text);
        hn_raw_forms_number((HnNumberForm)form, hn_slice_of("001090012345"), &text);
        g_assert_cmpstr(text.text, ==, TEXTS[form]);
    }
}

/* Exactly one digit, or two neighbours. */
static void
test_digit_slips(void)
{
    HnRng rng = hn_rng_seed(7, 0);
    for (guint i = 0; i < 2000; i++) {
        static const char NUMBER[] = "001090012345";
        HnRawText text;
        hn_raw_text_set(&text, hn_slice_of(NUMBER));
        const gboolean is_swap = i % 2 == 0;
        g_assert_true(hn_raw_forms_digit_slip(is_swap, &rng, &text));
        guint n_other = 0, last = 0;
        for (guint at = 0; at < 12; at++)
            if (text.text[at] != NUMBER[at]) {
                n_other++;
                last = at;
            }
        g_assert_cmpuint(n_other, ==, is_swap ? 2 : 1);
        if (is_swap)
            g_assert_true(text.text[last] == NUMBER[last - 1] &&
                          text.text[last - 1] == NUMBER[last]);
    }
    HnRawText same;
    hn_raw_text_set(&same, hn_slice_of("1111"));
    g_assert_false(hn_raw_forms_digit_slip(TRUE, &rng, &same));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/datasets/raw_forms/dates", test_dates);
    g_test_add_func("/datasets/raw_forms/dates_in_part", test_dates_in_part);
    g_test_add_func("/datasets/raw_forms/days_and_numbers_are_one", test_days_and_numbers_are_one);
    g_test_add_func("/datasets/raw_forms/sexes", test_sexes);
    g_test_add_func("/datasets/raw_forms/phones", test_phones);
    g_test_add_func("/datasets/raw_forms/numbers", test_numbers);
    g_test_add_func("/datasets/raw_forms/digit_slips", test_digit_slips);
    return g_test_run();
}
