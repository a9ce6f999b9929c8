/* Goal: every way to write a number of a paper gives one canonical form; fillers and what lost
 * digits are missing; several numbers in one field are found. */
#include "standardise/citizen_value.h"
#include "tests/reference/vn_tables.h"

typedef gsize (*Canonical)(HnSlice raw, const HnProvinceCodes *provinces, guint8 *ret);

typedef struct {
    const char *raw, *canonical;
} Case;

static void
check_all(Canonical canonical, const Case *cases, gsize n_cases)
{
    g_autoptr(HnCountryTables) tables = hn_test_vn_tables();
    const HnProvinceCodes *provinces = hn_province_codes_of(tables, NULL);
    g_assert_nonnull(provinces);
    for (gsize i = 0; i < n_cases; i++) {
        guint8 room[128];
        g_test_message("%s", cases[i].raw);
        const gsize n = canonical(hn_slice_of(cases[i].raw), provinces, room);
        g_assert_cmpmem(room, n, cases[i].canonical, strlen(cases[i].canonical));
        guint8 again[128];
        const gsize n_again = canonical(hn_slice(room, n), provinces, again);
        g_assert_cmpmem(again, n_again, room, n);
    }
}

static void
test_citizen_numbers(void)
{
    static const Case cases[] = {
        { "001079012345", "001079012345" },
        { "001 079 012 345", "001079012345" },
        { "001.079.012.345", "001079012345" },
        { "001-079-012345", "001079012345" },
        { " 001079 012345 ", "001079012345" },
        { "CCCD: 001079012345", "001079012345" },
        { "CCCD001079012345", "001079012345" },
        { "Số 001079012345 cấp ngày 10/05/2021", "001079012345" },
        { "001079012345 10 05 2021", "001079012345" },
        { "'001079012345", "001079012345" },
        { "OO1O79O12345", "001079012345" },
        { "79201012345", "079201012345" },
        { "79201012345.0", "079201012345" },
        { "7.9201012345E+10", "079201012345" },
        { "1079012345", "001079012345" },
        { "79201012345 (cũ 271234567)", "271234567" },
        { "271234567", "271234567" },
        { "271 234 567", "271234567" },
        { "CMND số: 271.234.567", "271234567" },
        { "CMND271234567", "271234567" },
        { "CMTND 271234567 cấp 1/2/2010 tại CA Đồng Nai", "271234567" },
        { "12345675", "012345675" },
        { "12345675.0", "012345675" },
        { "271234567/075201012345", "075201012345" },
        { "271234567 075201012345", "075201012345" },
        { "271 234 567 - 075 201 012 345", "075201012345" },
        { "001 - 079012345", "001079012345" },
        { "b1234568", "B1234568" },
        { "P01234568", "P01234568" },
        { "Hộ chiếu: C1234568", "C1234568" },
        { "AB1234567", "AB1234567" },
        { "12-3457/QĐ", "123457" },
        { "03079012345", "03079012345" }, /* a digit is missing, not a zero */
        { "97079012345", "97079012345" }, /* no province is 097 */
        { "3079012345", "3079012345" },   /* nor 003 */
    };
    check_all(hn_citizen_value, cases, G_N_ELEMENTS(cases));
}

static void
test_missing(void)
{
    static const Case cases[] = {
        { "000000000", "" },    { "0", "" },
        { "123456789", "" },    { "012345678901", "" },
        { "999999999999", "" }, { "111 111 111", "" },
        { "0792****2345", "" }, { "001079XXXXXX", "" },
        { "7.92E+10", "" },     { "không có", "" },
        { "chưa cấp", "" },     { "", "" },
        { "--", "" },           { "B0000000", "" },
        { "CMND", "" },
    };
    check_all(hn_citizen_value, cases, G_N_ELEMENTS(cases));
}

static void
test_insurance(void)
{
    static const Case cases[] = {
        { "7912345678", "7912345678" },
        { "79 1234 5678", "7912345678" },
        { "DN4797912345678", "7912345678" },
        { "DN 4 79 7912345678", "7912345678" },
        { "GD-4-79-79123-45678", "7912345678" },
        { "dn4797912345678", "7912345678" },
        { "112345678", "0112345678" },
        { "001079012345", "001079012345" },
        { "79201012345", "079201012345" },
        { "BHXH: 7912345678", "7912345678" },
        { "0000000000", "" },
        { "1234567890", "" },
        { "DN479******", "" },
        { "không", "" },
    };
    check_all(hn_insurance_value, cases, G_N_ELEMENTS(cases));
}

static void
assert_pieces(const char *raw, const char *expected)
{
    HnSlice pieces[8];
    g_autoptr(GString) joined = g_string_new(NULL);
    const guint n = hn_citizen_pieces(hn_slice_of(raw), pieces, G_N_ELEMENTS(pieces));
    for (guint i = 0; i < n; i++)
        g_string_append_printf(joined, "%s%.*s", i == 0 ? "" : "|", (int)pieces[i].n_bytes,
                               (const char *)pieces[i].bytes);
    g_assert_cmpstr(joined->str, ==, expected);
}

static void
test_pieces(void)
{
    assert_pieces("271234567/075201012345", "271234567|075201012345");
    assert_pieces("271 234 567 075201012345", "271 234 567|075201012345");
    assert_pieces("271234567, 023456781 (cũ)", "271234567|023456781");
    assert_pieces("CMND 271234567; HC B1234567", "271234567|B1234567");
    assert_pieces("001 079 012 345", "");
    assert_pieces("001079012345 cấp ngày 10/05/2021", "");
    assert_pieces("", "");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/citizen_value/citizen_numbers", test_citizen_numbers);
    g_test_add_func("/citizen_value/missing", test_missing);
    g_test_add_func("/citizen_value/insurance", test_insurance);
    g_test_add_func("/citizen_value/pieces", test_pieces);
    return g_test_run();
}
