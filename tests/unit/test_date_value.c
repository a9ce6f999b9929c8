/* Goal: only real dates are read, only in one way, and comparisons follow the calendar; what one
 * slip made of a date is read apart from them. */
#include "text/date_value.h"
#include "text/text_error.h"

static guint32
parse(const char *text, const char *format)
{
    HnDateFormat compiled = { 0 };
    g_autoptr(GError) error = NULL;
    guint32 date = 0;
    if (format != NULL) {
        hn_date_format_compile(format, &compiled, &error);
        g_assert_no_error(error);
    }
    hn_date_parse(hn_slice_of(text), &compiled, format != NULL ? 1 : 0, &date);
    return date;
}

static void
test_declared_formats_are_read(void)
{
    g_assert_cmpuint(parse("1990-05-01", "%Y-%m-%d"), ==, 19900501);
    g_assert_cmpuint(parse("01/05/1990", "%d/%m/%Y"), ==, 19900501);
    g_assert_cmpuint(parse("1/5/1990", "%d/%m/%Y"), ==, 19900501);
    g_assert_cmpuint(parse("05/01/90", "%m/%d/%y"), ==, 19900501);
    g_assert_cmpuint(parse("05/01/29", "%m/%d/%y"), ==, 20290501);
    g_assert_cmpuint(parse("05/01/30", "%m/%d/%y"), ==, 19300501);
    g_assert_cmpuint(parse("19900501", "%Y%m%d"), ==, 19900501);
    g_assert_cmpuint(parse("010590", "%d%m%y"), ==, 19900501);
    g_assert_cmpuint(parse("1990", "%Y"), ==, 19900000);
    g_assert_cmpuint(parse("5/1990", "%m/%Y"), ==, 19900500);
    g_assert_cmpuint(parse("1 May 1990", "%d %b %Y"), ==, 19900501);
    g_assert_cmpuint(parse("01-SEP-1990", "%d-%b-%Y"), ==, 19900901);
    g_assert_cmpuint(parse("december 1, 1990", "%b %d, %Y"), ==, 19901201);
    g_assert_cmpuint(parse("December 1, 1990", "%B %d, %Y"), ==, 19901201);
    g_assert_cmpuint(parse(" 01/05/1990\t", "%d/%m/%Y"), ==, 19900501);
    g_assert_cmpuint(parse("100%1990", "100%%%Y"), ==, 19900000);
}

/* Two digits are of the hundred years up to the latest one. */
static void
test_years_of_two_digits_have_an_end(void)
{
    static const struct {
        guint years_to;
        const char *text;
        guint32 date;
    } cases[] = { { 2025, "25", 20250000 }, { 2025, "26", 19260000 }, { 2025, "99", 19990000 },
                  { 2025, "00", 20000000 }, { 1899, "99", 18990000 }, { 1899, "00", 18000000 },
                  { 2000, "00", 20000000 }, { 2000, "01", 19010000 }, { 2100, "01", 20010000 },
                  { 0, "29", 20290000 },    { 0, "30", 19300000 } };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        HnDateFormat format;
        guint32 date = 0;
        g_assert_true(hn_date_format_compile("%y", &format, NULL));
        format.years_to = cases[i].years_to;
        g_assert_true(hn_date_parse(hn_slice_of(cases[i].text), &format, 1, &date));
        g_assert_cmpuint(date, ==, cases[i].date);
    }
}

static void
test_what_does_not_fit_is_refused(void)
{
    g_assert_cmpuint(parse("1990-05-01x", "%Y-%m-%d"), ==, 0);
    g_assert_cmpuint(parse("990-05-01", "%Y-%m-%d"), ==, 0);
    g_assert_cmpuint(parse("1990050", "%Y%m%d"), ==, 0);
    g_assert_cmpuint(parse("1 Mai 1990", "%d %b %Y"), ==, 0);
    g_assert_cmpuint(parse("1 Ma 1990", "%d %b %Y"), ==, 0);
    g_assert_cmpuint(parse("12/31/1999", "%d/%m/%Y"), ==, 0);
    g_assert_cmpuint(parse("", "%d/%m/%Y"), ==, 0);
    g_assert_cmpuint(parse("unknown", NULL), ==, 0);
    g_assert_cmpuint(parse("-0001-01-01", NULL), ==, 0);
    g_assert_cmpuint(parse("0000-02-30", NULL), ==, 0);
}

static void
test_the_calendar_is_strict(void)
{
    g_assert_cmpuint(parse("29/02/2000", "%d/%m/%Y"), ==, 20000229);
    g_assert_cmpuint(parse("29/02/1900", "%d/%m/%Y"), ==, 0);
    g_assert_cmpuint(parse("29/02/1992", "%d/%m/%Y"), ==, 19920229);
    g_assert_cmpuint(parse("29/02/1991", "%d/%m/%Y"), ==, 0);
    g_assert_cmpuint(parse("31/02/1990", "%d/%m/%Y"), ==, 0);
    g_assert_cmpuint(parse("31/04/1990", "%d/%m/%Y"), ==, 0);
    g_assert_cmpuint(parse("01/13/1990", "%d/%m/%Y"), ==, 0);
    g_assert_cmpuint(parse("0999", "%Y"), ==, 0);
    g_assert_cmpuint(parse("3000", "%Y"), ==, 0);
}

static void
test_zeros_mean_unknown(void)
{
    g_assert_cmpuint(parse("1990-00-00", NULL), ==, 19900000);
    g_assert_cmpuint(parse("1990-05-00", NULL), ==, 19900500);
    g_assert_cmpuint(parse("1990-00-05", NULL), ==, 0);
}

static void
test_without_formats_only_one_meaning_counts(void)
{
    g_assert_cmpuint(parse("1990-05-01", NULL), ==, 19900501);
    g_assert_cmpuint(parse("1990/5/1", NULL), ==, 19900501);
    g_assert_cmpuint(parse("19900501", NULL), ==, 19900501);
    g_assert_cmpuint(parse("1990-05", NULL), ==, 19900500);
    g_assert_cmpuint(parse("1990", NULL), ==, 19900000);
    g_assert_cmpuint(parse("31/12/1999", NULL), ==, 19991231);
    g_assert_cmpuint(parse("12/31/1999", NULL), ==, 19991231);
    g_assert_cmpuint(parse("31.12.1999", NULL), ==, 19991231);
    g_assert_cmpuint(parse("05-05-1999", NULL), ==, 19990505);
    g_assert_cmpuint(parse("1 Dec 1999", NULL), ==, 19991201);
    g_assert_cmpuint(parse("05/06/1999", NULL), ==, 0);
    g_assert_cmpuint(parse("05/06/99", NULL), ==, 0);
    g_assert_cmpuint(parse("01051990", NULL), ==, 0);
    g_assert_cmpuint(parse("31/12-1999", NULL), ==, 0);
}

static void
test_a_time_of_day_is_ignored(void)
{
    g_assert_cmpuint(parse("1990-05-01T00:00:00Z", NULL), ==, 19900501);
    g_assert_cmpuint(parse("1990-05-01 17:30:00.000+07:00", NULL), ==, 19900501);
    g_assert_cmpuint(parse("01/05/1990 5:30 PM", "%d/%m/%Y"), ==, 19900501);
    g_assert_cmpuint(parse("05/03/1970 12:00:00 SA", "%d/%m/%Y"), ==, 19700305);
    g_assert_cmpuint(parse("05/03/1970  9:30:00 CH", "%d/%m/%Y"), ==, 19700305);
    g_assert_cmpuint(parse("05/03/1970 12:00 tr\u01b0a", "%d/%m/%Y"), ==, 19700305);
    g_assert_cmpuint(parse("1990-05-01 17", NULL), ==, 0);
    g_assert_cmpuint(parse("1990-05-01 or so", NULL), ==, 0);
    g_assert_cmpuint(parse("1990-05-01T", NULL), ==, 0);
}

/* HL7 and its like: only where the year stands in front and nothing parts the date. */
static void
test_a_time_may_touch_eight_digits(void)
{
    g_assert_cmpuint(parse("197003051200", "%Y%m%d"), ==, 19700305);
    g_assert_cmpuint(parse("19700305120000", "%Y%m%d"), ==, 19700305);
    g_assert_cmpuint(parse("19700305120000", NULL), ==, 19700305);
    g_assert_cmpuint(parse("197003052460", "%Y%m%d"), ==, 0);
    g_assert_cmpuint(parse("1970030512", "%Y%m%d"), ==, 0);
    g_assert_cmpuint(parse("197003051200", "%d/%m/%Y"), ==, 0);
    g_assert_cmpuint(parse("050319701200", "%d%m%Y"), ==, 0);
    g_assert_cmpuint(parse("001070030512", NULL), ==, 0); /* a number of a citizen */
}

static void
test_spaces_and_an_apostrophe_are_no_part(void)
{
    g_assert_cmpuint(parse("05 / 03 / 1970", "%d/%m/%Y"), ==, 19700305);
    g_assert_cmpuint(parse("05. 03 .1970", "%d.%m.%Y"), ==, 19700305);
    g_assert_cmpuint(parse("1970 - 03 - 05", NULL), ==, 19700305);
    g_assert_cmpuint(parse("5. 3. 1970", "%d. %m. %Y"), ==, 19700305);
    g_assert_cmpuint(parse("5.3.1970", "%d. %m. %Y"), ==, 0); /* declared, so wanted */
    g_assert_cmpuint(parse("'05/03/1970", "%d/%m/%Y"), ==, 19700305);
    g_assert_cmpuint(parse("'05/03/1970'", "%d/%m/%Y"), ==, 19700305);
    g_assert_cmpuint(parse("'", NULL), ==, 0);
    g_assert_cmpuint(parse("05 03 1970", "%d/%m/%Y"), ==, 0);
    g_assert_cmpuint(parse("05 / 03 / 19 70", "%d/%m/%Y"), ==, 0);
}

static void
test_programs_fill_with_their_first_day(void)
{
    g_assert_true(hn_date_is_filler(parse("1900-01-01", NULL)));
    g_assert_true(hn_date_is_filler(parse("1753-01-01", NULL)));
    g_assert_true(hn_date_is_filler(parse("00/01/1900", "%d/%m/%Y")));
    g_assert_false(hn_date_is_filler(19000102) || hn_date_is_filler(19700101) ||
                   hn_date_is_filler(19000000));
}

static void
test_canonical_form_is_read_under_every_format(void)
{
    g_assert_cmpuint(parse("1990-05-01", "%d/%m/%Y"), ==, 19900501);
    g_assert_cmpuint(parse("1990-05", "%d/%m/%Y"), ==, 19900500);
    g_assert_cmpuint(parse("1990", "%d/%m/%Y"), ==, 19900000);
    g_assert_cmpuint(parse("1990/05/01", "%d/%m/%Y"), ==, 0);
}

static void
test_senseless_formats_are_refused(void)
{
    const char *formats[] = { "",
                              "%d/%m",
                              "%Y-%Y",
                              "%d %Y",
                              "%Y-%d-%m",
                              "%y%m",
                              "%m%y",
                              "%H:%M %Y",
                              "%Y%",
                              "ng\xC3\xA0y %d/%m/%Y",
                              "%d/%d/%m/%Y",
                              "%m %b %Y",
                              "aaaaaaaaaaaaaaaaaaaa%Y" };
    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
        HnDateFormat format = { .n_items = 77 };
        g_autoptr(GError) error = NULL;
        g_assert_false(hn_date_format_compile(formats[i], &format, &error));
        g_assert_error(error, HN_TEXT_ERROR, HN_TEXT_ERROR_DATE_FORMAT);
        g_assert_cmpuint(format.n_items, ==, 77); /* untouched */
    }
}

static guint32
parse_slip(const char *text, const char *format)
{
    HnDateFormat compiled = { 0 };
    guint32 date = 0;
    if (format != NULL)
        g_assert_true(hn_date_format_compile(format, &compiled, NULL));
    hn_date_parse_slip(hn_slice_of(text), &compiled, format != NULL ? 1 : 0, &date);
    return date;
}

static void
test_one_part_that_no_calendar_has(void)
{
    g_assert_cmpuint(parse_slip("1982-17-30", NULL), ==, 19821730);
    g_assert_cmpuint(parse_slip("31/02/1982", "%d/%m/%Y"), ==, 19820231);
    g_assert_cmpuint(parse_slip(" 12/31/1982 ", "%d/%m/%Y"), ==, 19823112);
    g_assert_cmpuint(parse_slip("1982 64", "%Y %m"), ==, 0); /* a month alone is not enough */
    g_assert_cmpuint(parse_slip("19820098", NULL), ==, 0);
    g_assert_cmpuint(parse_slip("1982/00/21", NULL), ==, 19820021);
    g_assert_cmpuint(parse_slip("1982-02-98", NULL), ==, 19820298);
    g_assert_cmpuint(parse_slip("1982-99-30", NULL), ==, 0); /* a filler */
    g_assert_cmpuint(parse_slip("1982-09-99", NULL), ==, 0);
    g_assert_cmpuint(parse_slip("1982-13-32", NULL), ==, 0);
    g_assert_cmpuint(parse_slip("0982-13-30", NULL), ==, 0);
    g_assert_cmpuint(parse_slip("1982-12-30", NULL), ==, 0); /* it exists */
    g_assert_cmpuint(parse_slip("31/02/1982", NULL), ==, 0); /* day or month in front? */
    g_assert_cmpuint(parse_slip("31 Feb 1982", NULL), ==, 19820231);
    g_assert_cmpuint(parse_slip("31/02/82 10:30", "%d/%m/%y"), ==, 19820231);
    g_assert_cmpuint(parse_slip("15022005", NULL), ==, 0); /* 15 February, another order */
    g_assert_cmpuint(parse_slip("19821730", "%Y%m%d"), ==, 0);
    g_assert_cmpuint(parse_slip("2222-22-22", NULL), ==, 0); /* fillers */
    g_assert_cmpuint(parse_slip("1988-88-08", NULL), ==, 0);
    g_assert_cmpuint(parse_slip("1900-00-01", NULL), ==, 0);
    g_assert_true(hn_date_is_slip(19821730) && hn_date_is_slip(19830229));
    g_assert_false(hn_date_is_slip(19840229) || hn_date_is_slip(19820000) || hn_date_is_slip(0));
}

static void
test_a_slip_in_two_orders_is_none(void)
{
    HnDateFormat formats[2];
    guint32 date = 0;
    g_assert_true(hn_date_format_compile("%d/%m/%Y", &formats[0], NULL));
    g_assert_true(hn_date_format_compile("%m/%d/%Y", &formats[1], NULL));
    g_assert_false(hn_date_parse_slip(hn_slice_of("06/31/1982"), formats, 2, &date));
    g_assert_cmpuint(date, ==, 0);
    g_assert_true(hn_date_parse_slip(hn_slice_of("06/41/1982"), formats, 1, &date));
    g_assert_cmpuint(date, ==, 19824106);
    g_assert_true(hn_date_parse_slip(hn_slice_of("1982-17-30"), formats, 2, &date));
    g_assert_cmpuint(date, ==, 19821730);
}

static void
test_slips_are_near_what_was_meant(void)
{
    g_assert_true(hn_date_one_slip(19821730, 19821230));
    g_assert_true(hn_date_one_slip(19972125, 19971225)); /* an exchange */
    g_assert_true(hn_date_one_slip(19700001, 19700201)); /* 00 for 02 */
    g_assert_false(hn_date_one_slip(19700001, 19701201));
    g_assert_false(hn_date_one_slip(19700001, 19700000));
    g_assert_true(hn_date_swapped(19823112, 19821231));
    g_assert_cmpuint(hn_date_days_apart(19821730, 19821230), ==, G_MAXUINT32);
}

static void
test_canonical_text_goes_both_ways(void)
{
    const struct {
        guint32 date;
        const char *text;
    } cases[] = { { 19900501, "1990-05-01" },
                  { 19900500, "1990-05" },
                  { 19900000, "1990" },
                  { 19901701, "1990-17-01" },
                  { 19900001, "1990-00-01" } };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        char text[HN_DATE_TEXT_BYTES];
        g_assert_cmpuint(hn_date_format(cases[i].date, text), ==, strlen(cases[i].text));
        g_assert_cmpstr(text, ==, cases[i].text);
        g_assert_cmpuint(hn_date_of_canonical(hn_slice_of(text)), ==, cases[i].date);
    }
    g_assert_cmpuint(hn_date_of_canonical(hn_slice_of("1990-5-1")), ==, 0);
    g_assert_cmpuint(hn_date_of_canonical(hn_slice_of("1990-05-01 10:00")), ==, 0);
    g_assert_cmpuint(hn_date_of_canonical(hn_slice_of("")), ==, 0);
}

static void
test_swapped_day_and_month(void)
{
    g_assert_true(hn_date_swapped(19900501, 19900105));
    g_assert_false(hn_date_swapped(19900505, 19900505));
    g_assert_false(hn_date_swapped(19900501, 19910105));
    g_assert_false(hn_date_swapped(19900501, 19900101));
    g_assert_false(hn_date_swapped(19900500, 19900000));
}

static void
test_one_slip_stays_inside_a_part(void)
{
    g_assert_true(hn_date_one_slip(19900501, 19900502));
    g_assert_true(hn_date_one_slip(19900501, 19800501));
    g_assert_true(hn_date_one_slip(19900501, 19900510));
    g_assert_true(hn_date_one_slip(19960501, 19690501));
    g_assert_true(hn_date_one_slip(19600000, 19610000));
    g_assert_false(hn_date_one_slip(19900501, 19900501));
    g_assert_false(hn_date_one_slip(19900501, 19910502));
    g_assert_false(hn_date_one_slip(19900501, 19900500));
    g_assert_false(hn_date_one_slip(19910210, 19901210)); /* an exchange across the dash */
    g_assert_false(hn_date_one_slip(19961201, 19692101));
    g_assert_false(hn_date_one_slip(19121201, 21911201));
}

static void
test_day_numbers_count_every_day(void)
{
    static const guint8 days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    guint32 number = hn_date_day_number(10000101);
    for (guint year = 1000; year < 3000; year++)
        for (guint month = 1; month <= 12; month++) {
            const gboolean leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
            const guint n = days[month - 1] + (month == 2 && leap ? 1 : 0);
            for (guint day = 1; day <= n; day++)
                g_assert_cmpuint(hn_date_day_number(year * 10000 + month * 100 + day), ==,
                                 number++);
        }
}

static void
test_days_apart(void)
{
    g_assert_cmpuint(hn_date_days_apart(20000229, 20000301), ==, 1);
    g_assert_cmpuint(hn_date_days_apart(19990101, 20000101), ==, 365);
    g_assert_cmpuint(hn_date_days_apart(20000101, 19990101), ==, 365);
    g_assert_cmpuint(hn_date_days_apart(19990101, 19990101), ==, 0);
    g_assert_cmpuint(hn_date_days_apart(19990100, 19990101), ==, G_MAXUINT32);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/date_value/declared_formats_are_read", test_declared_formats_are_read);
    g_test_add_func("/text/date_value/years_of_two_digits_have_an_end",
                    test_years_of_two_digits_have_an_end);
    g_test_add_func("/text/date_value/one_part_that_no_calendar_has",
                    test_one_part_that_no_calendar_has);
    g_test_add_func("/text/date_value/a_slip_in_two_orders_is_none",
                    test_a_slip_in_two_orders_is_none);
    g_test_add_func("/text/date_value/slips_are_near_what_was_meant",
                    test_slips_are_near_what_was_meant);
    g_test_add_func("/text/date_value/what_does_not_fit_is_refused",
                    test_what_does_not_fit_is_refused);
    g_test_add_func("/text/date_value/the_calendar_is_strict", test_the_calendar_is_strict);
    g_test_add_func("/text/date_value/zeros_mean_unknown", test_zeros_mean_unknown);
    g_test_add_func("/text/date_value/without_formats_only_one_meaning_counts",
                    test_without_formats_only_one_meaning_counts);
    g_test_add_func("/text/date_value/a_time_of_day_is_ignored", test_a_time_of_day_is_ignored);
    g_test_add_func("/text/date_value/a_time_may_touch", test_a_time_may_touch_eight_digits);
    g_test_add_func("/text/date_value/undressed", test_spaces_and_an_apostrophe_are_no_part);
    g_test_add_func("/text/date_value/fillers", test_programs_fill_with_their_first_day);
    g_test_add_func("/text/date_value/canonical_form_is_read_under_every_format",
                    test_canonical_form_is_read_under_every_format);
    g_test_add_func("/text/date_value/senseless_formats_are_refused",
                    test_senseless_formats_are_refused);
    g_test_add_func("/text/date_value/canonical_text_goes_both_ways",
                    test_canonical_text_goes_both_ways);
    g_test_add_func("/text/date_value/swapped_day_and_month", test_swapped_day_and_month);
    g_test_add_func("/text/date_value/one_slip_stays_inside_a_part",
                    test_one_slip_stays_inside_a_part);
    g_test_add_func("/text/date_value/day_numbers_count_every_day",
                    test_day_numbers_count_every_day);
    g_test_add_func("/text/date_value/days_apart", test_days_apart);
    return g_test_run();
}
