/* Goal: damaged text becomes what it was, each damage by itself and one below the other; what is
 * sound in any language stays; what may be two things stays. */
#include "standardise/text_repair.h"

#include "tests/reference/vn_tables.h"

static HnCountryTables *tables;

static void
expect(guint damages, const char *raw, const char *wanted)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnTextRepair) repair = hn_text_repair_new(damages, tables, &error);
    g_assert_no_error(error);
    const HnSlice got = hn_text_repair_apply(repair, hn_slice_of(raw));
    g_autofree char *text = g_strndup((const char *)got.bytes, got.n_bytes);
    g_assert_cmpstr(text, ==, wanted);
}

static void
test_each_damage(void)
{
    static const struct {
        HnTextDamage damage;
        const char *raw, *wanted;
    } cases[] = {
        { HN_DAMAGE_TCVN3, "NguyÔn V¨n §øc", "Nguyễn Văn Đức" },
        { HN_DAMAGE_TCVN3, "NGUYÔN V¡N VIÖT", "NGUYỄN VĂN VIỆT" },
        { HN_DAMAGE_TCVN3, "T¹ ThÞ Hßa", "Tạ Thị Hòa" },
        { HN_DAMAGE_TCVN3, "T¹ ThÞ Hoµ", "Tạ Thị Hoà" },
        { HN_DAMAGE_VNI, "TAÏ THÒ THUØY", "TẠ THỊ THÙY" },
        { HN_DAMAGE_VNI, "Nguyeãn Vaên Ñöùc", "Nguyễn Văn Đức" },
        { HN_DAMAGE_VISCII, "Nguy\xC2\xADn Vån ÐÑc", "Nguyễn Văn Đức" },
        { HN_DAMAGE_WINDOWS_1258, "NguyêÞn Vãn Ðýìc", "Nguyễn Văn Đức" },
        { HN_DAMAGE_WINDOWS_1258, "NguyêÞn Thành", "Nguyễn Thành" },
        { HN_DAMAGE_VIQR, "Nguye^~n Va(n DDu+'c", "Nguyễn Văn Đức" },
        { HN_DAMAGE_VIQR, "Le^ Thi. Quy`nh.", "Lê Thị Quỳnh." },
        { HN_DAMAGE_UTF8_AS_CP1252, "Nguyá»…n VÄƒn Äá»©c", "Nguyễn Văn Đức" },
        { HN_DAMAGE_UTF8_AS_CP1252, "MÃ¼ller", "Müller" },
        { HN_DAMAGE_UTF8_AS_CP1252, "Tráº§n ToÃ n", "Trần Toàn" },
        { HN_DAMAGE_UTF8_AS_CP1252, "NguyÃ¡Â»â€¦n", "Nguyễn" },
        { HN_DAMAGE_TELEX, "Nguyeenx Vawn DDuwcs", "Nguyễn Văn Đức" },
        { HN_DAMAGE_TELEX, "Nguyeexn Thij Hoongf", "Nguyễn Thị Hồng" },
        { HN_DAMAGE_TELEX, "DDaangf Vawn Ddoong", "Đầng Văn Đông" },
        { HN_DAMAGE_TELEX, "LEE THIJ HUOWNGF COONG", "LÊ THỊ HƯỜNG CÔNG" },
        { HN_DAMAGE_VNI_KEYS, "Nguye6n4 Va8n D9u71c", "Nguyễn Văn Đức" },
        { HN_DAMAGE_VNI_KEYS, "Nguye64n Thi5 Huong72", "Nguyễn Thị Hường" },
        { HN_DAMAGE_LOOK_ALIKES, "Nguyễn Нoа", "Nguyễn Hoa" },
        { HN_DAMAGE_LOST_LETTERS, "Nguy?n V?n ??c", "Nguyễn Văn Đức" },
        { HN_DAMAGE_LOST_LETTERS, "Nguyen Ho?ng Anh", "Nguyen Hoàng Anh" }, /* no hook of VIQR */
        { HN_DAMAGE_ESCAPES, "Nguy&#7877;n V&#259;n &#272;&#x1EE9;c", "Nguyễn Văn Đức" },
        { HN_DAMAGE_ESCAPES, "Nguy=E1=BB=85n=20V=C4=83n", "Nguyễn Văn" },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        expect(1u << cases[i].damage, cases[i].raw, cases[i].wanted);
        expect(HN_DAMAGES_ALL, cases[i].raw, cases[i].wanted);
        expect(0, cases[i].raw, cases[i].raw);
    }
}

/* All that the encoding changed is the eth: in a column that has the encoding it is a d with
 * stroke. */
static void
test_eth_alone(void)
{
    static const HnTextDamage with_eth[] = { HN_DAMAGE_VISCII, HN_DAMAGE_WINDOWS_1258 };
    for (gsize i = 0; i < G_N_ELEMENTS(with_eth); i++) {
        expect(1u << with_eth[i], "Ðinh Minh Khánh", "Đinh Minh Khánh");
        expect(1u << with_eth[i], "LÊ ÐÌNH ÐÔNG", "LÊ ĐÌNH ĐÔNG");
        expect(1u << with_eth[i], "Ðinh, ðào", "Đinh, đào");
        expect(1u << with_eth[i], "Guðrún Ðinh", "Guðrún Ðinh");
        expect(1u << with_eth[i], "Ðinh Mão Hưng", "Ðinh Mão Hưng"); /* no byte shows the ư */
    }
    expect(1u << HN_DAMAGE_TCVN3, "Ðinh Minh Khánh", "Ðinh Minh Khánh");
}

static void
test_one_below_the_other(void)
{
    const guint both = 1u << HN_DAMAGE_TCVN3 | 1u << HN_DAMAGE_UTF8_AS_CP1252;
    expect(both, "NguyÃ”n VÂ¨n Â§Ã¸c", "Nguyễn Văn Đức");
}

/* What shows bytes was taken apart, and that written as numbers. */
static void
test_taken_apart_in_between(void)
{
    expect(1u << HN_DAMAGE_UTF8_AS_CP1252, "Pha\u0301\u00BA\u00A1m V\u00C4\u0192n", "Phạm Văn");
    expect(1u << HN_DAMAGE_VNI, "GIA\u00D8NG THO\u0300 CH\u00D6U\u0300", "GIÀNG THỊ CHỨ");
    expect(HN_DAMAGES_ALL, "GIA&#216;NG THO&#768; CH&#214;U&#768;", "GIÀNG THỊ CHỨ");
    expect(1u << HN_DAMAGE_ESCAPES, "To&#768;ng", "Tòng");
    expect(1u << HN_DAMAGE_TCVN3, "To\u0300ng", "To\u0300ng"); /* alone it is no damage */
    expect(HN_DAMAGES_ALL, "H\u00E0 No\u0323\u0302i", "H\u00E0 No\u0323\u0302i");
}

static void
test_sound_text_stays(void)
{
    static const char *const sound[] = {
        "Nguyễn Văn Đức",
        "Ngô Thanh Tú",
        "Lò Văn Sôn",
        "Bùi Hùng",
        "Võ Thị Sáu",
        "Nguyen Van A.",
        "Nguyen Thi Hoa",
        "Tran Van Quy",
        "Mai Anh Loan",
        "Hoan Sinh Thoai",
        "H'Hen Niê",
        "Y Moan Êban",
        "K'Brếp",
        "H’Hen Niê",
        "O’BRIEN",
        "Bruce Lee",
        "Max Schmidt",
        "Hans Müller",
        "Loïc Lefèvre",
        "Noël Benoît",
        "Jürgen Höhn",
        "José Muñoz",
        "SÃO PAULO",
        "Дмитрий Иванов",
        "Иван Hoa",
        "Số 5, P. 12, Q.1",
        "12A Khu 3",
        "Hà Nội?",
        "",
        "?",
        "Ai?",
        "Trần\u00A0Hoà",
        "A & B = 5 %",
        "Johnson&Johnson; 100%ADE",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(sound); i++)
        expect(HN_DAMAGES_ALL, sound[i], sound[i]);
}

/* What is compared of letters that may be several; what is shown keeps the mark. */
static void
test_compared(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnTextRepair) repair =
        hn_text_repair_new(1u << HN_DAMAGE_LOST_LETTERS, tables, &error);
    g_assert_no_error(error);
    static const char *const cases[][3] = {
        { "Nguy?n V?n ??c", "Nguyễn Văn Đức", "Nguyễn Văn Đức" },
        { "V?n", "V?n", "van" },
        { "Nguy?n V?n H?ng", "Nguyễn Văn H?ng", "Nguyễn Văn H\uA78Fng" },
        { "L? Anh", "L? Anh", "L\uA78F Anh" },
        { "Hoa?", "Hoa?", "Hoa?" },
        { "Hoa", "Hoa", "Hoa" },
    };
    /* A hook is no key of VIQR where it makes no name, or others are none. */
    expect(1u << HN_DAMAGE_VIQR, "Ho?ng Ti?n", "Ho?ng Ti?n");
    expect(1u << HN_DAMAGE_VIQR, "Ph?m Thu?y", "Ph?m Thu?y");
    expect(1u << HN_DAMAGE_VIQR, "Tran Thu?y Ha?i", "Tran Thủy Hải");
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const HnSlice raw = hn_slice_of(cases[i][0]);
        const HnSlice compared = hn_text_repair_compared(repair, raw);
        g_assert_cmpmem(compared.bytes, compared.n_bytes, cases[i][2], strlen(cases[i][2]));
        const HnSlice shown = hn_text_repair_apply(repair, raw);
        g_assert_cmpmem(shown.bytes, shown.n_bytes, cases[i][1], strlen(cases[i][1]));
    }
}

/* Every damage alone reads a value of another one as nothing. */
static void
test_only_what_is_listed(void)
{
    expect(1u << HN_DAMAGE_VNI, "NguyÔn V¨n §øc", "NguyÔn V¨n §øc");
    expect(1u << HN_DAMAGE_TELEX, "Nguye6n4 Va8n", "Nguye6n4 Va8n");
    expect(HN_DAMAGES_ALL & ~(1u << HN_DAMAGE_TELEX), "Nguyeenx Vawn", "Nguyeenx Vawn");
}

static void
test_tables_are_needed(void)
{
    HnRepairReading reading;
    g_autoptr(HnTextRepair) repair = hn_text_repair_new(0, tables, NULL);
    g_assert_true(
        hn_text_repair_read(repair, hn_slice_of("NguyÔn V¨n §øc"), HN_DAMAGE_TCVN3, &reading));
    g_assert_true(hn_repair_reading_convinces(&reading));
    g_assert_cmpuint(reading.n_known, ==, 3);
    g_assert_false(hn_text_repair_read(repair, hn_slice_of("Nguyễn"), HN_DAMAGE_TCVN3, &reading));
    guint n_words = 0;
    g_assert_cmpuint(hn_text_repair_vietnamese(repair, hn_slice_of("Nguyễn Van Schmidt"), &n_words),
                     ==, 2);
    g_assert_cmpuint(n_words, ==, 3);
    g_assert_true(hn_text_repair_is_plain(repair, hn_slice_of("Ngô Thanh Hà")));
    g_assert_false(hn_text_repair_is_plain(repair, hn_slice_of("NguyÔn")));
}

/* What a bundle seals is what a repair reads: it does with those tables and not without one. */
static void
test_tables_are_those_that_are_told(void)
{
    const char *const *names = hn_text_damage_tables(HN_DAMAGES_ALL);
    g_autoptr(GError) error = NULL;
    g_autoptr(HnCountryTables) all = hn_test_tables_of(names, NULL);
    g_autoptr(HnTextRepair) whole = hn_text_repair_new(HN_DAMAGES_ALL, all, &error);
    g_assert_no_error(error);
    for (guint i = 0; names[i] != NULL; i++) {
        g_autoptr(GError) problem = NULL;
        g_autoptr(HnCountryTables) fewer = hn_test_tables_of(names, names[i]);
        g_assert_null(hn_text_repair_new(HN_DAMAGES_ALL, fewer, &problem));
        g_assert_error(problem, HN_COUNTRY_TABLES_ERROR, HN_COUNTRY_TABLES_ERROR_TABLE);
        g_assert_nonnull(strstr(problem->message, names[i]));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_autoptr(GError) error = NULL;
    tables = hn_country_tables_open(NULL, NULL, &error);
    g_assert_no_error(error);
    g_test_add_func("/standardise/text_repair/each", test_each_damage);
    g_test_add_func("/standardise/text_repair/eth", test_eth_alone);
    g_test_add_func("/standardise/text_repair/below", test_one_below_the_other);
    g_test_add_func("/standardise/text_repair/apart", test_taken_apart_in_between);
    g_test_add_func("/standardise/text_repair/sound", test_sound_text_stays);
    g_test_add_func("/standardise/text_repair/compared", test_compared);
    g_test_add_func("/standardise/text_repair/listed", test_only_what_is_listed);
    g_test_add_func("/standardise/text_repair/read", test_tables_are_needed);
    g_test_add_func("/standardise/text_repair/tables", test_tables_are_those_that_are_told);
    const int result = g_test_run();
    hn_country_tables_unref(tables);
    return result;
}
