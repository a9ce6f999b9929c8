/* Goal: house, lanes, street and hamlets are one text however they are written. */
#include "standardise/address_line.h"
#include "tests/reference/gazetteer_fixture.h"

static void
assert_line(const char *text, const char *expected)
{
    g_autoptr(HnAddressWords) words = hn_address_words_new();
    g_autoptr(HnAddressLine) line = hn_address_line_new(hn_fixture_gazetteer());
    const guint8 is_used[HN_ADDRESS_WORDS_MAX] = { 0 };
    hn_address_words_split(words, hn_slice_of(text));
    const HnSlice made = hn_address_line_make(line, words, is_used);
    g_autofree char *got =
        made.n_bytes == 0 ? g_strdup("") : g_strndup((const char *)made.bytes, made.n_bytes);
    g_assert_cmpstr(got, ==, expected);
}

static void
test_lanes_and_house(void)
{
    assert_line("Số 12 ngõ 34 đường Nguyễn Trãi", "34/12 _nguyen_trai");
    assert_line("34/12 Nguyen Trai", "34/12 _nguyen_trai");
    assert_line("số 5 ngách 34 ngõ 12 phố Huế", "12/34/5 _hue");
    assert_line("Hẻm 12/34/5 đường số 3", "12/34/5 _so_3");
    assert_line("K12/34 Lê Lợi", "12/34 _le_loi");
    assert_line("số 12/34 hẻm 12 Lê Lợi", "12/34 _le_loi");
    assert_line("SN 15A, Đ. Lê Lợi", "15a _le_loi");
    assert_line("12-14 Lê Lợi", "12-14 _le_loi");
    assert_line("12bis/3 Lê Lợi", "12bis/3 _le_loi");
    assert_line("hẻm 10Lê Lợi", "10 _le_loi");
}

static void
test_streets(void)
{
    assert_line("đường Láng Hạ", "_lang_ha");
    assert_line("Láng Hạ", "_lang_ha");
    assert_line("12 đường 3/2", "12 _3/2");
    assert_line("Km 5 QL1A", "_km_5 quoclo_1a");
    assert_line("phố Tô Hiến Thành", "_to_hien_thanh");
    assert_line("Ngô Quyền", "_ngo_quyen");
}

static void
test_hamlets_and_buildings(void)
{
    assert_line("Tổ 5, Khu phố 3", "to5 khupho3");
    assert_line("TDP 5 KP3", "to5 khupho3");
    assert_line("Thôn Đông", "thon_dong");
    assert_line("thon dong", "thon_dong");
    assert_line("Lô B2 KCN Tân Bình", "lo_b2 khucongnghiep_tan_binh");
    assert_line("Căn hộ 1204, tầng 12, Chung cư Hoa Sen", "canho1204 tang12 toanha_hoa_sen");
    assert_line("5 Lê Lợi, tổ 7", "5 _le_loi to7");
    assert_line("chung cư - tổ 7", "_chung_cu to7"); /* no building has the group as its name */
    assert_line("KP - 3", "khupho3");
}

static void
test_nothing(void)
{
    assert_line("", "");
    assert_line(", -", "");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/standardise/address_line/lanes_and_house", test_lanes_and_house);
    g_test_add_func("/standardise/address_line/streets", test_streets);
    g_test_add_func("/standardise/address_line/hamlets_and_buildings", test_hamlets_and_buildings);
    g_test_add_func("/standardise/address_line/nothing", test_nothing);
    return g_test_run();
}
