/* Goal: a letter that became a question mark is filled in where one word is by far the likeliest
 * there, and stays where several are; for comparing it then equals what was typed without marks, or
 * is any letter. A question mark stays one. */
#include "standardise/lost_letters.h"

static HnCountryTables *tables;

static void
expect(const char *raw, gboolean for_comparing, const char *wanted)
{
    HnRepairReading reading = { 0 };
    g_autoptr(GByteArray) out = g_byte_array_new();
    const HnSlice text = hn_slice_of(raw);
    const gboolean done =
        hn_lost_letters_read(hn_viet_lexicon_of(tables, NULL), hn_lost_words_of(tables, NULL), text,
                             for_comparing, out, &reading);
    g_autofree char *got = done ? g_strndup((const char *)out->data, out->len) : g_strdup(raw);
    g_assert_cmpstr(got, ==, wanted);
    g_assert_true(done || strcmp(raw, wanted) == 0);
    g_assert_true(reading.n_changed == 0 || reading.gain > 0);
}

static void
test_names(void)
{
    expect("Nguy?n V?n ??c", FALSE, "Nguyễn Văn Đức");
    expect("NGUY?N V?N H?NG", FALSE, "NGUYỄN VĂN H?NG"); /* Hùng, Hưng, Hồng */
    expect("nguy?n v?n anh", FALSE, "nguyễn văn anh");
    expect("?inh Minh Kh?nh", FALSE, "Đinh Minh Khánh");
    expect("Tr?n Qu?c Hùng", FALSE, "Trần Quốc Hùng"); /* windows-1252 has ù */
    expect("Nguy\xEF\xBF\xBDn Minh", FALSE, "Nguyễn Minh");
    expect("Hu?nh Ho? B?nh", FALSE, "Huỳnh Hoà Bình");
    expect("V?n", FALSE, "V?n"); /* a middle name, or a given one */
}

static void
test_places(void)
{
    expect("H? N?i", FALSE, "Hà Nội");
    expect("?? N?ng", FALSE, "Đà Nẵng");
    expect("Th?nh ph? H? Ch? Minh", FALSE, "Thành phố Hồ Chí Minh");
    expect("T? 5, Qu?n 1", FALSE, "Tổ 5, Quận 1"); /* what a number goes with */
    expect("C?ng ty C? ph?n", FALSE, "Công ty Cổ phần");
    expect("Qu?n 1, Th?nh ph? ?? N?ng", FALSE, "Quận 1, Thành phố Đà Nẵng");
    expect("Huy?n ??ng Anh", FALSE, "Huy?n ??ng Anh"); /* or somebody called Huyền */
}

static void
test_bytes(void)
{
    expect("Nguy???n", FALSE, "Nguyễn");
    expect("Nguy\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDn V\xEF\xBF\xBD\xEF\xBF\xBDn Anh", FALSE,
           "Nguyễn Văn Anh");
}

static void
test_for_comparing(void)
{
    expect("V?n", TRUE, "van");
    expect("Nguy?n V?n H?ng", TRUE, "Nguyễn Văn H\uA78Fng");
    expect("L? Anh", TRUE, "L\uA78F Anh");
    expect("Ch?a ??", TRUE, "chua ??");
    expect("H?ng T?", TRUE, "H\uA78Fng T\uA78F");
    expect("Ai?", TRUE, "Ai?");
    expect("???", TRUE, "???");
}

static void
test_question_marks(void)
{
    static const char *const sound[] = { "?",
                                         "???",
                                         "Ai?",
                                         "Hà Nội?",
                                         "Chưa rõ?",
                                         "Nguyen Van Hoa?",
                                         "Is this Mary? Yes",
                                         "Why?Because",
                                         "http://a.vn/?ten=Nguy?n",
                                         "www.a.vn/Nguy?n",
                                         "a@b.vn?subject=Nguy?n",
                                         "" };
    for (gsize i = 0; i < G_N_ELEMENTS(sound); i++)
        expect(sound[i], FALSE, sound[i]);
    expect("Nguy?n ?", FALSE, "Nguyễn ?");
    expect("Nguy?n V?n ??", FALSE, "Nguyễn Văn ??");
}

/* However long or odd, it comes back. */
static void
test_limits(void)
{
    g_autoptr(GString) many = g_string_new(NULL);
    for (guint i = 0; i < 60; i++)
        g_string_append(many, "V?n ");
    expect(many->str, FALSE, many->str);
    for (guint i = 0; i < 600; i++)
        g_string_append(many, "?a");
    expect(many->str, FALSE, many->str);
    expect("B?????????????????????????????????????????n", FALSE,
           "B?????????????????????????????????????????n");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_autoptr(GError) error = NULL;
    tables = hn_country_tables_open(NULL, NULL, &error);
    g_assert_no_error(error);
    g_test_add_func("/standardise/lost_letters/names", test_names);
    g_test_add_func("/standardise/lost_letters/places", test_places);
    g_test_add_func("/standardise/lost_letters/bytes", test_bytes);
    g_test_add_func("/standardise/lost_letters/comparing", test_for_comparing);
    g_test_add_func("/standardise/lost_letters/sound", test_question_marks);
    g_test_add_func("/standardise/lost_letters/limits", test_limits);
    const int result = g_test_run();
    hn_country_tables_unref(tables);
    return result;
}
