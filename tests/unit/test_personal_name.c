/* Goal: titles, other names and spellings go from a name; given names that look like titles, and
 * names of minorities and other languages, stay. */
#include "records/country_tables.h"
#include "standardise/standardiser.h"

static HnCountryTables *tables;

static char *
canonical(const char *raw, gboolean drops_marks)
{
    const HnAttribute attribute = { .name = (char[]){ "name" },
                                    .type = HN_TYPE_VIETNAMESE_NAME,
                                    .drop_marks = drops_marks,
                                    .tables = tables };
    g_autoptr(GError) error = NULL;
    g_autoptr(HnStandardiser) standardiser = hn_standardiser_new(&attribute, NULL, &error);
    g_assert_no_error(error);
    const HnSlice text = hn_slice_of(raw);
    g_autofree guint8 *ret = g_malloc(hn_standardiser_bytes_max(text.n_bytes));
    const gsize n = hn_standardiser_apply(standardiser, text, ret);
    g_autofree guint8 *again = g_malloc(hn_standardiser_bytes_max(n));
    const gsize n_again = hn_standardiser_apply(standardiser, hn_slice(ret, n), again);
    g_assert_cmpmem(again, n_again, ret, n);
    return g_strndup((const char *)ret, n);
}

typedef struct {
    const char *raw, *canonical;
} Case;

static void
check(const Case *cases, gsize n)
{
    for (gsize i = 0; i < n; i++) {
        g_autofree char *found = canonical(cases[i].raw, FALSE);
        g_test_message("%s", cases[i].raw);
        g_assert_cmpstr(found, ==, cases[i].canonical);
    }
}

static void
test_titles_go(void)
{
    static const Case cases[] = {
        { "Ông Nguyễn Văn An", "nguyễn văn an" },
        { "BÀ TRẦN THỊ LAN", "trần thị lan" },
        { "Chị Lê Hoa", "lê hoa" },
        { "Anh Phạm Văn Tú", "phạm văn tú" },
        { "Mr. Nguyen Van An", "nguyen van an" },
        { "BS. Trần Minh", "trần minh" },
        { "PGS.TS. Lê Thị Hồng", "lê thị hồng" },
        { "GS.TSKH Đặng Vũ Minh", "đặng vũ minh" },
        { "Bác sĩ CKI Đỗ Văn Cường", "đỗ văn cường" },
        { "Thạc sỹ, Kỹ sư Vũ Đình Nam", "vũ đình nam" },
        { "bac si Tran Thi Mai", "tran thi mai" },
        { "NSƯT Trần Hạnh", "trần hạnh" },
        { "Đ/c Nguyễn Văn Linh", "nguyễn văn linh" },
    };
    check(cases, G_N_ELEMENTS(cases));
}

static void
test_names_that_look_like_titles_stay(void)
{
    static const Case cases[] = {
        { "Anh", "anh" },
        { "Em", "em" },
        { "Bà Lan", "bà lan" },
        { "BS. Lan", "bs lan" },        /* one word would be left */
        { "Anh Nguyen", "anh nguyen" }, /* Nguyễn Anh, in Western order */
        { "Anh Nguyen Thi", "anh nguyen thi" },
        { "Ông Ích Khiêm", "ông ích khiêm" }, /* a surname */
        { "Chi Pu", "chi pu" },
        { "Nguyễn Thị Em", "nguyễn thị em" },
        { "Trần Anh", "trần anh" },
        { "Ba Nguyen Van", "ba nguyen van" },
        { "Con bà Nguyễn Thị Lan", "con bà nguyễn thị lan" }, /* a child without a name */
        { "Đỗ Bác Sĩ", "đỗ bác sỹ" },
    };
    check(cases, G_N_ELEMENTS(cases));
}

static void
test_other_names_go(void)
{
    static const Case cases[] = {
        { "Nguyễn Văn A tức Trần B", "nguyễn văn a" },
        { "Nguyễn Văn A (tức Ba Tèo)", "nguyễn văn a" },
        { "Nguyễn Thị Bình (Yến Sa)", "nguyễn thị bình" },
        { "Phạm Hùng, bí danh Hai Hùng", "phạm hùng" },
        { "Lê Thị Tý - tên gọi khác: Lê Thị Út", "lê thị tý" },
        { "Nguyễn Sinh Cung [Nguyễn Tất Thành", "nguyễn sinh cung" },
        { "Lan (Nguyễn Thị)", "lan nguyễn thị" }, /* too little would be left */
        { "Nguyễn Tự Tức", "nguyễn tự" },         /* what is no name behind two words */
        { "Lê Tức", "lê tức" },
    };
    check(cases, G_N_ELEMENTS(cases));
}

static void
test_one_spelling(void)
{
    static const Case cases[] = {
        { "Lí Thường Kiệt", "lý thường kiệt" },
        { "Nguyễn Văn Quí", "nguyễn văn quý" },
        { "Trần Mĩ Kì", "trần mỹ kỳ" },
        { "Tran My Ki", "tran my ky" },
        { "Nguyen Van Qui", "nguyen van quy" },
        { "Nguyễn Tường Vi", "nguyễn tường vi" },
        { "Nguyễn Tường Vy", "nguyễn tường vy" },
        { "Nguyễn Hùng Vĩ", "nguyễn hùng vĩ" }, /* its unmarked form would be Vy's */
        { "Mai Thi", "mai thi" },
        { "Nguyễn Thị Thúy", "nguyễn thị thuý" },
        { "Đỗ Hòa", "đỗ hoà" },
    };
    check(cases, G_N_ELEMENTS(cases));
}

static void
test_minorities_and_other_languages(void)
{
    static const Case cases[] = {
        { "H' Hen Niê", "hhen niê" },
        { "H’Hen Niê", "hhen niê" },
        { "H 'Hen Niê", "hhen niê" },
        { "HHen Niê", "hhen niê" },
        { "K' Brếp", "kbrếp" },
        { "Y Moan Êban", "y moan êban" },
        { "Rơ-Chăm H'Yéo", "rơ chăm hyéo" },
        { "Giàng A Páo", "giàng a páo" },
        { "N.T. Hoa", "n t hoa" },
        { "Ng. Văn Ánh", "ng văn ánh" },
        { "Conan O'Brien", "conan obrien" },
        { "Nguyễn 'Bi' Văn", "nguyễn bi văn" },
        { "李小龙", "李小龙" },
        { "Jean-Pierre Müller", "jean pierre müller" },
    };
    check(cases, G_N_ELEMENTS(cases));
}

static void
test_fillers_are_missing(void)
{
    static const Case cases[] = {
        { "Không rõ", "" }, { "chua ro", "" }, { "Không", "không" }, { "", "" }, { " ... ", "" },
    };
    check(cases, G_N_ELEMENTS(cases));
}

static void
test_without_marks(void)
{
    g_autofree char *name = canonical("Ông Đặng Văn Quí (Hai)", TRUE);
    g_autofree char *other = canonical("Bá Nguyễn Văn Tám", TRUE);
    g_assert_cmpstr(name, ==, "dang van quy");
    g_assert_nonnull(other); /* canonical() says that it is stable */
}

/* Whatever is typed, the second time changes nothing. */
static void
test_applying_again_changes_nothing(void)
{
    static const char *const parts[] = { "Ông",    "Bà",  "Anh",  "ba",     "(",      ")",  "tức",
                                         "Nguyễn", "bí",  "danh", ".",      "'",      "H'", "h",
                                         "K’",     "quí", "Thạc", "sỹ",     "mr",     "Lí", "Trần",
                                         "[",      "/",   "Văn",  "thường", "gọi là", "-",  "Em",
                                         "ts",     "y",   "Ích",  "chi" };
    guint32 state = 12345;
    for (guint i = 0; i < 3000; i++) {
        g_autoptr(GString) raw = g_string_new(NULL);
        for (guint k = 0; k < 2 + i % 8; k++) {
            state = state * 1664525u + 1013904223u;
            g_string_append(raw, parts[(state >> 16) % G_N_ELEMENTS(parts)]);
            g_string_append(raw, (state >> 8) % 5 == 0 ? "" : " ");
        }
        g_autofree char *with = canonical(raw->str, FALSE);
        g_autofree char *without = canonical(raw->str, TRUE);
        g_assert_nonnull(with);
        g_assert_nonnull(without);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(HnCountryTables) opened = hn_country_tables_open(NULL, NULL, &error);
    g_assert_no_error(error);
    tables = opened;
    g_test_add_func("/standardise/personal_name/titles", test_titles_go);
    g_test_add_func("/standardise/personal_name/no_titles", test_names_that_look_like_titles_stay);
    g_test_add_func("/standardise/personal_name/other_names", test_other_names_go);
    g_test_add_func("/standardise/personal_name/spelling", test_one_spelling);
    g_test_add_func("/standardise/personal_name/minorities", test_minorities_and_other_languages);
    g_test_add_func("/standardise/personal_name/fillers", test_fillers_are_missing);
    g_test_add_func("/standardise/personal_name/without_marks", test_without_marks);
    g_test_add_func("/standardise/personal_name/again", test_applying_again_changes_nothing);
    return g_test_run();
}
