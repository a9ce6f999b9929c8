/* Goal: dates in words and with signs; what is none of these is not read. */
#include "text/date_words.h"

static void
assert_date(const char *text, guint32 expected)
{
    guint32 date = 0;
    g_test_message("%s", text);
    g_assert_cmpint(hn_date_parse_words(hn_slice_of(text), &date), ==, expected != 0);
    g_assert_cmpuint(date, ==, expected);
}

static void
test_words(void)
{
    assert_date("ngày 5 tháng 3 năm 1970", 19700305);
    assert_date("Ngày 05 Tháng 03 Năm 1970", 19700305);
    assert_date("NGÀY 05 THÁNG 03 NĂM 1970", 19700305);
    assert_date("ngay 5 thang 3 nam 1970", 19700305);
    assert_date("5 tháng 3, năm 1970", 19700305);
    assert_date("Sinh ngày 5 tháng 3 năm 1970.", 19700305);
    assert_date("tháng 3 năm 1970", 19700300);
    assert_date("sinh năm 1970", 19700000);
    assert_date("Năm sinh: 1970", 19700000);
    assert_date("16-Thg5-1966", 19660516); /* Vietnamese spreadsheets */
    assert_date("12 Tháng 4, 1968", 19680412);
    assert_date("12 Tháng 4, 1968 12:00:00 SA", 19680412);
    assert_date("'Tháng 4, 1968", 19680400);
    assert_date("16-Thg5-66", 0);
    assert_date("16-Thg13-1966", 0);
    assert_date("12, 1968", 0);
    assert_date("12 tháng 4, 1968, 1969", 0);
    assert_date("ngày 31 tháng 2 năm 1970", 0);
    assert_date("tháng 5 tháng 3 năm 1970", 0);
    assert_date("ngày 5 năm 1970", 0);
    assert_date("ngày 5 tháng 3", 0);
    assert_date("năm 70", 0);
    assert_date("khoảng năm 1970", 0);
    assert_date("1970 1970 1970", 0);
}

static void
test_names_of_months(void)
{
    assert_date("Mar 1 1970", 19700301);
    assert_date("March 1, 1970", 19700301);
    assert_date("MAR. 01, 1970", 19700301);
    assert_date("1 Mar 1970", 19700301);
    assert_date("1st March 1970", 19700301);
    assert_date("2nd of March 1970", 0); /* no word that is not known */
    assert_date("March 22nd, 1970", 19700322);
    assert_date("01MAR1970", 19700301);
    assert_date("01/Mar/1970", 19700301);
    assert_date("1970-Mar-01", 19700301);
    assert_date("1970 March 1", 19700301);
    assert_date("1 Sept. 1970 12:30:00", 19700901);
    assert_date("Sept 1970", 19700900);
    assert_date("1970, September", 19700900);
    assert_date("31 Apr 1970", 0);
    assert_date("1 Mar 70", 0); /* of which century, a declared form says */
    assert_date("Mar 1", 0);
    assert_date("Mar Apr 1970", 0);
    assert_date("1 Mar 2 1970", 0);
    assert_date("1970 Mar 1971", 0);
    assert_date("Mar th 1970", 0);
    assert_date("th Mar 1970", 0);
    assert_date("tháng Mar 1970", 0);
    assert_date("123 Mar 1970", 0);
    assert_date("1 Mai 1970", 0);
    assert_date("1970 3", 0);
}

static void
test_signs(void)
{
    assert_date("05/1970", 19700500);
    assert_date("5-1970", 19700500);
    assert_date("1970/05", 19700500);
    assert_date("00/1970", 19700000);
    assert_date("__/__/1970", 19700000);
    assert_date("xx/05/1970", 19700500);
    assert_date("?/?/1970", 19700000);
    assert_date("/05/1970", 19700500);
    assert_date("//1970", 19700000);
    assert_date("  /  /1970", 19700000);
    assert_date("05/xx/1970", 19700000); /* the day or the month */
    assert_date("00/05/1970", 19700500);
    assert_date("05/00/1970", 0); /* a slip */
    assert_date("1970-__-__", 19700000);
    assert_date("05/03/1970", 0); /* known by its form */
    assert_date("13/1970", 0);
    assert_date("05/70", 0);
    assert_date("x5/03/1970", 0);
    assert_date("05/03-1970", 0);
    assert_date("__/__/____", 0);
    assert_date("1970/1971", 0);
    assert_date("", 0);
    assert_date("nothing of this kind", 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/date_words/words", test_words);
    g_test_add_func("/date_words/names-of-months", test_names_of_months);
    g_test_add_func("/date_words/signs", test_signs);
    return g_test_run();
}
