/* Goal: each word has one spelling, whichever of its spellings comes in; nothing else changes. */
#include "datasets/one_spelling.h"

static void
check(const char *text, const char *expected)
{
    g_autofree char *spelled = hn_one_spelling_of(hn_slice_of(text));
    g_autofree char *again = hn_one_spelling_of(hn_slice_of(spelled));
    g_assert_cmpstr(spelled, ==, expected);
    g_assert_cmpstr(again, ==, expected);
}

static void
test_tone_marks_stand_on_the_second_letter(void)
{
    static const char *const PAIRS[][2] = {
        { "Hòa Hóa Hỏa Hõa Họa", "Hoà Hoá Hoả Hoã Hoạ" },
        { "Khòe Khóe Khỏe Khõe Khọe", "Khoè Khoé Khoẻ Khoẽ Khoẹ" },
        { "Thùy Thúy Thủy Thũy Thụy", "Thuỳ Thuý Thuỷ Thuỹ Thuỵ" },
        { "Òa Óe Ủy", "Oà Oé Uỷ" },
        { "Nguyễn Úy", "Nguyễn Uý" },
        { "Hòa/Thúy-Khỏe", "Hoà/Thuý-Khoẻ" },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(PAIRS); i++) {
        check(PAIRS[i][0], PAIRS[i][1]);
        check(PAIRS[i][1], PAIRS[i][1]);
    }
}

static void
test_other_letters_stay(void)
{
    static const char *const TEXTS[] = {
        "Hòang", "Mùa Chúa", "Hoa Khoe Thuy", "Hòà",  "Hóy Húa Húe", "M'Drắk", "Hoàng Thuỷ",
        "",      "A",        "12/5",          "Hòa1",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(TEXTS); i++)
        check(TEXTS[i], TEXTS[i]);
}

static void
test_words_start_with_a_capital(void)
{
    check("xuân xanh", "Xuân Xanh");
    check("đỗ thị ánh ờ", "Đỗ Thị Ánh Ờ");
    check("òa úy", "Oà Uý");
    check("Ea H'leo", "Ea H'leo");
    check("12 lê lợi", "12 Lê Lợi");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/datasets/one_spelling/tone_marks_stand_on_the_second_letter",
                    test_tone_marks_stand_on_the_second_letter);
    g_test_add_func("/datasets/one_spelling/other_letters_stay", test_other_letters_stay);
    g_test_add_func("/datasets/one_spelling/words_start_with_a_capital",
                    test_words_start_with_a_capital);
    return g_test_run();
}
