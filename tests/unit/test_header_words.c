/* Goal: headers of registers that nobody showed are understood, and their order of words. */
#include "insight/header_words.h"

#include "insight/name_words.h"

static void
expect(const char *header, HnMeaning meaning)
{
    const HnHeaderSaying saying = hn_header_saying(header);
    if (saying.word == NULL || saying.word->meaning != meaning)
        g_error("'%s' says %s, not %s", header,
                saying.word == NULL ? "nothing" : hn_meaning_name(saying.word->meaning),
                hn_meaning_name(meaning));
}

static void
test_languages(void)
{
    expect("dob", HN_MEANING_BIRTH_DATE);
    expect("DateOfBirth", HN_MEANING_BIRTH_DATE);
    expect("birth_date", HN_MEANING_BIRTH_DATE);
    expect("Ngày sinh", HN_MEANING_BIRTH_DATE);
    expect("NGAYSINH", HN_MEANING_BIRTH_DATE);
    expect("Geburtsdatum", HN_MEANING_BIRTH_DATE);
    expect("date_naissance", HN_MEANING_BIRTH_DATE);
    expect("ho_ten", HN_MEANING_FULL_NAME);
    expect("HỌ VÀ TÊN", HN_MEANING_FULL_NAME);
    expect("Họ, chữ đệm và tên khai sinh", HN_MEANING_FULL_NAME); /* as on a birth certificate */
    expect("ho_chu_dem_ten", HN_MEANING_FULL_NAME);
    expect("Họ, chữ đệm", HN_MEANING_SURNAME);
    expect("Nachname", HN_MEANING_SURNAME);
    expect("prénom", HN_MEANING_GIVEN_NAME);
    expect("SĐT", HN_MEANING_PHONE);
    expect("phone1", HN_MEANING_PHONE);
    expect("so_cccd", HN_MEANING_IDENTIFIER);
    expect("Số hộ khẩu", HN_MEANING_HOUSEHOLD);
    expect("ma_ho_gia_dinh", HN_MEANING_HOUSEHOLD);
    expect("Hộ khẩu thường trú", HN_MEANING_ADDRESS);
    expect("MST", HN_MEANING_IDENTIFIER);
    expect("Mã đơn vị", HN_MEANING_IDENTIFIER); /* not a name of the unit */
    expect("ten_dn", HN_MEANING_ORGANISATION);
    expect("Raison sociale", HN_MEANING_ORGANISATION);
    expect("PLZ", HN_MEANING_POSTCODE);
    expect("địa chỉ thường trú", HN_MEANING_ADDRESS);
    expect("giới tính", HN_MEANING_SEX);
}

static void
test_which_word_counts(void)
{
    expect("passport_country", HN_MEANING_COUNTRY);
    expect("drivers_license_state", HN_MEANING_REGION);
    expect("place_of_birth", HN_MEANING_LOCALITY);
    expect("ngay_cap_cmnd", HN_MEANING_OTHER_DATE);
    g_assert_true(hn_header_saying("phone_type").is_about);
    g_assert_false(hn_header_saying("addr_city").is_about);
    g_assert_true(hn_header_saying("ho_ten_me").is_relative);
    g_assert_true(hn_header_saying("mother_name").is_relative);
    g_assert_false(hn_header_saying("name").is_relative);
    g_assert_true(hn_header_saying("nguoi_than").is_relative);
    g_assert_true(hn_header_saying("me").is_relative);
    g_assert_true(hn_header_saying("CCCD_ChuHo").is_relative);
    g_assert_true(hn_header_saying("ten nguoi giam ho").is_relative);
    g_assert_false(hn_header_saying("giam_doc").is_relative);
    g_assert_false(hn_header_saying("ho_ten").is_relative);
    g_assert_true(hn_header_saying("phone_2").is_whole);
    g_assert_false(hn_header_saying("phone_of_x").is_whole);
}

static void
test_nothing_said(void)
{
    const char *headers[] = { "c1", "", "xyz", "___", "42", "\xFF" };
    for (gsize i = 0; i < G_N_ELEMENTS(headers); i++)
        g_assert_null(hn_header_saying(headers[i]).word);
}

static void
test_identifiers(void)
{
    const char *pairs[][2] = { { "Họ và Tên", "ho_va_ten" },
                               { "2nd name", "nd_name" },
                               { "birthDate", "birth_date" },
                               { "!!", "" },
                               { "Straße", "strasse" } };
    for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) {
        g_autofree char *identifier = hn_header_identifier(pairs[i][0]);
        g_assert_cmpstr(identifier, ==, pairs[i][1]);
    }
}

/* Two meanings for one phrase would depend on their order in the table. */
static void
test_tables_are_in_order(void)
{
    for (gsize i = 1; i < hn_header_words_count; i++)
        g_assert_cmpstr(hn_header_words[i - 1].phrase, <, hn_header_words[i].phrase);
    for (gsize i = 1; i < hn_name_words_count; i++)
        g_assert_cmpstr(hn_name_words[i - 1].word, <, hn_name_words[i].word);
    for (gsize i = 1; i < hn_value_words_count; i++)
        g_assert_cmpstr(hn_value_words[i - 1].phrase, <, hn_value_words[i].phrase);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/header/languages", test_languages);
    g_test_add_func("/insight/header/words", test_which_word_counts);
    g_test_add_func("/insight/header/nothing", test_nothing_said);
    g_test_add_func("/insight/header/identifiers", test_identifiers);
    g_test_add_func("/insight/header/tables", test_tables_are_in_order);
    return g_test_run();
}
