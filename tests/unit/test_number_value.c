/* Goal: numbers are read as they are written, written in one way, and compared exactly. */
#include "text/number_value.h"

static void
check(const char *raw, const char *canonical)
{
    HnNumber number;
    char text[HN_NUMBER_TEXT_BYTES] = "";
    g_test_message("%s", raw);
    if (hn_number_parse(hn_slice_of(raw), &number)) {
        g_assert_cmpuint(hn_number_format(number, text), ==, strlen(text));
        HnNumber again;
        g_assert_true(hn_number_parse(hn_slice_of(text), &again));
        g_assert_cmpint(again.whole, ==, number.whole);
        g_assert_cmpint(again.micros, ==, number.micros);
    }
    g_assert_cmpstr(text, ==, canonical);
}

static void
test_numbers_are_read(void)
{
    static const char *const cases[][2] = {
        { "12", "12" },
        { "007", "7" },
        { "-12.50", "-12.5" },
        { "+12", "12" },
        { "-0", "0" },
        { "0.000", "0" },
        { ".5", "0.5" },
        { "-.5", "-0.5" },
        { "-0.25", "-0.25" },
        { "1,234.50", "1234.5" },
        { "1.234,50", "1234.5" },
        { "1,234", "1234" },
        { "1.234", "1.234" },
        { "0,234", "0.234" },
        { "12,5", "12.5" },
        { "1234,567", "1234.567" },
        { "1.234.567", "1234567" },
        { "12,34,567.89", "1234567.89" },
        { "1 234 567,8", "1234567.8" },
        { "1'234'567", "1234567" },
        { "EUR 1,234.50", "1234.5" },
        { "$12", "12" },
        { "-$12", "-12" },
        { "12 %", "12" },
        { "(12)", "-12" },
        { "($12.50)", "-12.5" },
        { "12-", "-12" },
        { "\xE2\x88\x92"
          "12",
          "-12" },
        { "1e3", "1000" },
        { "1.5E-3", "0.0015" },
        { "0.1234565", "0.123457" },
        { "-0.1234565", "-0.123457" },
        { "0.9999999", "1" },
        { "999999999999999", "999999999999999" },
        { "-999999999999999.999999", "-999999999999999.999999" },
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        check(cases[i][0], cases[i][1]);
}

static void
test_what_is_no_number_is_refused(void)
{
    static const char *const raws[] = {
        "",         "-",        "abc",
        "1/2",      "10:30",    "2020-01-02",
        "1..2",     "1,23,4",   "12 34",
        "1,234,56", "12b7",     "1.2.3",
        "1,2.3,4",  "a-12",     "--12",
        "-(12)",    "(12",      "12)",
        "-12-",     "1e",       "1e5e5",
        "1e99",     "12 of 13", "1 234,567.8",
        "1,,234",   "1234 567", "1000000000000000",
    };
    for (guint i = 0; i < G_N_ELEMENTS(raws); i++)
        check(raws[i], g_str_equal(raws[i], "1e") ? "1" : "");
    g_autofree char *many = g_strnfill(100, '1');
    check(many, "");
    g_autofree char *zeros = g_strconcat("0.", many, NULL);
    check(zeros, "");
}

static HnNumber
number(const char *text)
{
    HnNumber found;
    g_assert_true(hn_number_parse(hn_slice_of(text), &found));
    return found;
}

static void
check_within(const char *a, const char *b, double n, gboolean is_within)
{
    g_assert_cmpint(hn_number_within(number(a), number(b), n), ==, is_within);
    g_assert_cmpint(hn_number_within(number(b), number(a), n), ==, is_within);
}

static void
check_percent(const char *a, const char *b, double percent, gboolean is_within)
{
    g_assert_cmpint(hn_number_within_percent(number(a), number(b), percent), ==, is_within);
    g_assert_cmpint(hn_number_within_percent(number(b), number(a), percent), ==, is_within);
}

static void
test_distances_are_exact(void)
{
    check_within("0.7", "0.8", 0.1, TRUE); /* of doubles: 0.10000000000000009 */
    check_within("0.7", "0.800001", 0.1, FALSE);
    check_within("-0.3", "0.3", 0.6, TRUE);
    check_within("-0.3", "0.3", 0.599999, FALSE);
    check_within("5", "5", 0.000001, TRUE);
    check_within("999999999999999", "-999999999999999", 1e15, FALSE);
    check_within("999999999999999", "999999999999990", 9, TRUE);
    check_percent("90", "100", 10, TRUE);
    check_percent("89.999999", "100", 10, FALSE);
    check_percent("-90", "-100", 10, TRUE);
    check_percent("-1", "1", 100, FALSE);
    check_percent("0", "1", 100, TRUE);
    check_percent("0", "0", 1, TRUE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/text/number_value/" #what, test_##what)
    ADD(numbers_are_read);
    ADD(what_is_no_number_is_refused);
    ADD(distances_are_exact);
    return g_test_run();
}
