/* Goal: letters of other scripts become Latin ones, and whatever is Latin stays byte for byte. */
#include <time.h>

#include "standardise/latin_script.h"

static void
assert_read(HnLatinScript *script, const char *raw, const char *expected)
{
    const HnSlice got = hn_latin_script_apply(script, hn_slice_of(raw));
    g_autofree char *text = g_strndup((const char *)got.bytes, got.n_bytes);
    g_assert_cmpstr(g_strstrip(text), ==, expected);
}

static void
test_scripts(void)
{
    g_autoptr(HnLatinScript) script = hn_latin_script_new();
    assert_read(script, "王伟", "wang wei");
    assert_read(script, "ВАСИЛЬЕВ, Александр", "VASILEV, Aleksandr");
    assert_read(script, "Παπαδόπουλος", "Papadopoulos");
    assert_read(script, "فيصل صديقي", "fysl sdyqy");
    assert_read(script, "김철수", "gimcheolsu");
    assert_read(script, "たなか", "tanaka");
}

static void
test_latin_stays(void)
{
    static const char *const latin[] = { "Nguyễn Văn Đức",
                                         "nguye\xCC\x82\xCC\x83n",
                                         "Müller-Weiß",
                                         "O’Brien",
                                         "12/3 Lê Lợi",
                                         "Ｎｇｕｙｅｎ",
                                         "1 µg",
                                         "",
                                         "№ 5" };
    g_autoptr(HnLatinScript) script = hn_latin_script_new();
    for (guint i = 0; i < G_N_ELEMENTS(latin); i++) {
        const HnSlice raw = hn_slice_of(latin[i]);
        g_assert_false(hn_latin_script_needed(raw));
        const HnSlice got = hn_latin_script_apply(script, raw);
        g_assert_true(got.bytes == raw.bytes && got.n_bytes == raw.n_bytes);
    }
}

/* Of a value with both only the other letters change. */
static void
test_both(void)
{
    g_autoptr(HnLatinScript) script = hn_latin_script_new();
    assert_read(script, "Đức 王伟 Nguyễn", "Đức wang wei Nguyễn");
    assert_read(script, "王(Wang)", "wang (Wang)");
    g_assert_true(hn_latin_script_needed(hn_slice_of("Wang 王")));
}

/* Reading what was read changes nothing; letters that nobody can read (Khmer) stay. */
static void
test_twice(void)
{
    static const char *const texts[] = { "王伟", "Васильев", "តារា", "გიორგი", "ሰላም", "अनिल" };
    g_autoptr(HnLatinScript) script = hn_latin_script_new();
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        const HnSlice once = hn_latin_script_apply(script, hn_slice_of(texts[i]));
        g_autofree char *text = g_strndup((const char *)once.bytes, once.n_bytes);
        const HnSlice again = hn_latin_script_apply(script, hn_slice_of(text));
        g_assert_cmpmem(again.bytes, again.n_bytes, text, strlen(text));
        g_assert_cmpint(hn_latin_script_needed(hn_slice_of(text)), ==, i == 2);
    }
}

/* By the square of its length it would be a minute. */
static void
test_a_long_text_takes_no_time(void)
{
    g_autoptr(HnLatinScript) script = hn_latin_script_new();
    g_autoptr(GString) text = g_string_new(NULL);
    while (text->len < (1 << 20))
        g_string_append(text, "\xE4\xB8\x80");
    const clock_t start = clock();
    const HnSlice latin = hn_latin_script_apply(script, hn_slice(text->str, text->len));
    g_assert_cmpint((clock() - start) / CLOCKS_PER_SEC, <, 10);
    g_assert_cmpuint(latin.n_bytes, >=, 2 * text->len / 3);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/standardise/latin_script/" #what, test_##what)
    ADD(scripts);
    ADD(latin_stays);
    ADD(both);
    ADD(twice);
    g_test_add_func("/standardise/latin_script/a_long_text_takes_no_time",
                    test_a_long_text_takes_no_time);
    return g_test_run();
}
