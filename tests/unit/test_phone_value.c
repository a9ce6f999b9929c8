/* Goal: every way to write a telephone number gives today's form, and several in a field are
 * found. */
#include "standardise/phone_value.h"
#include "tests/reference/vn_tables.h"

static void
assert_phone(const HnPhonePlan *plan, const char *raw, const char *expected)
{
    guint8 room[128];
    guint8 again[128];
    g_test_message("%s", raw);
    const gsize n = hn_phone_value(hn_slice_of(raw), plan, room);
    g_assert_cmpmem(room, n, expected, strlen(expected));
    const gsize n_again = hn_phone_value(hn_slice(room, n), plan, again);
    g_assert_cmpmem(again, n_again, room, n);
}

typedef struct {
    const char *raw, *canonical;
} Case;

static void
check_all(const Case *cases, gsize n_cases)
{
    g_autoptr(HnCountryTables) tables = hn_test_vn_tables();
    g_autoptr(GError) error = NULL;
    const HnPhonePlan *plan = hn_phone_plan_of(tables, &error);
    g_assert_no_error(error);
    for (gsize i = 0; i < n_cases; i++)
        assert_phone(plan, cases[i].raw, cases[i].canonical);
}

static void
test_mobiles(void)
{
    static const Case cases[] = {
        { "0901234568", "0901234568" },
        { "090 123 4568", "0901234568" },
        { "0901.234.568", "0901234568" },
        { "(090) 1234568", "0901234568" },
        { "+84901234568", "0901234568" },
        { "+84 (0)90 123 4568", "0901234568" },
        { "84901234568", "0901234568" },
        { "0084901234568", "0901234568" },
        { "000084901234568", "0901234568" }, /* 00 twice */
        { "000084 60 1237 (08) 6", "02601237086" },
        { "084901234568", "0901234568" },
        { "901234568", "0901234568" },
        { "901234568.0", "0901234568" },
        { "9.01234568E+08", "0901234568" },
        { "ĐT: 0901234568", "0901234568" },
        { "0901234568 máy lẻ 12", "0901234568" },
        { "0901234568 ext 123", "0901234568" },
        { "0901234568 (chị Hoa)", "0901234568" },
        { "01234567891", "0834567891" },
        { "0123 456 7891", "0834567891" },
        { "+84 123 456 7891", "0834567891" },
        { "1234567891", "0834567891" },
        { "01697654321", "0397654321" },
        { "01991234568", "0591234568" },
        { "841234568", "0841234568" },   /* prefix 084 without its 0 */
        { "84841234568", "0841234568" }, /* behind the country's 84 */
        { "0841234568", "0841234568" },
        { "0333825124", "0333825124" },
        { "0901234568 / 0912345670", "0901234568" },
    };
    check_all(cases, G_N_ELEMENTS(cases));
}

static void
test_lines(void)
{
    static const Case cases[] = {
        { "02438251235", "02438251235" },
        { "024 3825 1235", "02438251235" },
        { "(024) 38251235", "02438251235" },
        { "0438251235", "02438251235" },
        { "04.38251235", "02438251235" },
        { "(84-4) 38251235", "02438251235" },
        { "+84 4 3825 1235", "02438251235" },
        { "08.38251235", "02838251235" },
        { "(08) 3825 1235", "02838251235" },
        { "0838251235", "0838251235" }, /* nobody set an area apart: a mobile */
        { "0313825123", "02253825123" },
        { "(033) 3825124", "02033825124" },
        { "033-3825124", "02033825124" },
        { "033 382 5124", "0333825124" },
        { "0511.3825124", "02363825124" },
        { "0240 3825124", "02043825124" },
        { "0281 3825124", "02093825124" },
        { "02103825124", "02103825124" },
        { "02813825124", "02093825124" },
        { "2438251235", "02438251235" },
    };
    check_all(cases, G_N_ELEMENTS(cases));
}

static void
test_others(void)
{
    static const Case cases[] = {
        { "+1 415 555 2671", "14155552671" },
        { "001 415 555 2671", "14155552671" },
        { "+243 825 1235 9", "24382512359" },
        { "+24 38251235", "+2438251235" }, /* abroad, and the digits alone are Ha Noi's */
        { "3825124", "3825124" },
        { "1900 1234", "19001234" },
        { "048251235", "048251235" },
        { "113", "" },
        { "0000000000", "" },
        { "0123456789", "" },
        { "0987654321", "" },
        { "0912345678", "" },
        { "0999999999", "" },
        { "0900000000", "" },
        { "0901***568", "" },
        { "9.01E+08", "" },
        { "không có", "" },
        { "", "" },
    };
    check_all(cases, G_N_ELEMENTS(cases));
}

static void
assert_pieces(const HnPhonePlan *plan, const char *raw, const char *expected)
{
    HnSlice pieces[8];
    g_autoptr(GString) joined = g_string_new(NULL);
    const guint n = hn_phone_pieces(hn_slice_of(raw), plan, pieces, G_N_ELEMENTS(pieces));
    for (guint i = 0; i < n; i++)
        g_string_append_printf(joined, "%s%.*s", i == 0 ? "" : "|", (int)pieces[i].n_bytes,
                               (const char *)pieces[i].bytes);
    g_assert_cmpstr(joined->str, ==, expected);
}

static void
test_pieces(void)
{
    g_autoptr(HnCountryTables) tables = hn_test_vn_tables();
    const HnPhonePlan *plan = hn_phone_plan_of(tables, NULL);
    static const struct {
        const char *raw, *pieces;
    } cases[] = {
        { "0901234568;0912345670", "0901234568|0912345670" },
        { "0901234568 / 0912345670", "0901234568|0912345670" },
        { "0901234568, 0912345670, 02438251235", "0901234568|0912345670|02438251235" },
        { "0901234568 - 0912345670", "0901234568|0912345670" },
        { "0901.234.568-0912.345.670", "0901.234.568|0912.345.670" },
        { "0901234568 hoặc 0912345670", "0901234568|0912345670" },
        { "0901 234 568 0912 345 670", "0901 234 568|0912 345 670" },
        { "09012345680912345670", "0901234568|0912345670" },
        { "+84901234568;+84912345670", "+84901234568|+84912345670" },
        { "3825124; 0901234568; 0912345670", "0901234568|0912345670" },
        { "0901234568", "" },
        { "0901 234 568", "" },
        { "0901234568/9", "" },
        { "024 3825 1235 máy lẻ 12", "" },
        { "", "" },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_pieces(plan, cases[i].raw, cases[i].pieces);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/phone_value/mobiles", test_mobiles);
    g_test_add_func("/phone_value/lines", test_lines);
    g_test_add_func("/phone_value/others", test_others);
    g_test_add_func("/phone_value/pieces", test_pieces);
    return g_test_run();
}
