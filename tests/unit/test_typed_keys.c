/* Goal: words typed with keys, wherever the keys stand; no word of it where the spelling allows
 * none. */
#include "standardise/typed_keys.h"

static HnCountryTables *tables;

static void
expect(HnTextDamage method, const char *text, const char *wanted)
{
    HnVietWord word;
    const HnVietLexicon *lexicon = hn_viet_lexicon_of(tables, NULL);
    if (!hn_typed_keys_read(lexicon, method, hn_slice_of(text), &word)) {
        g_assert_null(wanted);
        return;
    }
    g_autoptr(GByteArray) out = g_byte_array_new();
    hn_viet_word_put(&word, out);
    g_byte_array_append(out, (const guint8 *)"", 1);
    g_assert_cmpstr((const char *)out->data, ==, wanted);
}

static void
test_telex(void)
{
    static const char *const huong[] = { "Huwowngf", "Huowngf", "Huongwf", "Huowfng", "Huowgfn" };
    for (gsize i = 0; i + 1 < G_N_ELEMENTS(huong); i++)
        expect(HN_DAMAGE_TELEX, huong[i], "Hường");
    expect(HN_DAMAGE_TELEX, huong[4], NULL);
    expect(HN_DAMAGE_TELEX, "Nguyenex", "Nguyễn");
    expect(HN_DAMAGE_TELEX, "DDawngj", "Đặng");
    expect(HN_DAMAGE_TELEX, "Dangwjd", "Đặng");
    expect(HN_DAMAGE_TELEX, "Quyfnh", "Quỳnh");
    expect(HN_DAMAGE_TELEX, "Luwu", "Lưu");
    expect(HN_DAMAGE_TELEX, "Hofa", "Hoà"); /* a key does not say where */
    expect(HN_DAMAGE_TELEX, "Hwng", "Hưng");
    expect(HN_DAMAGE_TELEX, "Hoan", NULL); /* no key */
    expect(HN_DAMAGE_TELEX, "Cacf", NULL); /* no grave before c */
    expect(HN_DAMAGE_TELEX, "Hoafs", NULL);
    expect(HN_DAMAGE_TELEX, "Ross", NULL);
}

static void
test_others(void)
{
    expect(HN_DAMAGE_VNI_KEYS, "Nguye6n4", "Nguyễn");
    expect(HN_DAMAGE_VNI_KEYS, "Nguyen64", "Nguyễn");
    expect(HN_DAMAGE_VNI_KEYS, "D9u71c", "Đức");
    expect(HN_DAMAGE_VNI_KEYS, "A0", NULL);
    expect(HN_DAMAGE_VIQR, "Nguye^~n", "Nguyễn");
    expect(HN_DAMAGE_VIQR, "DDu+o+ng", "Đương");
    expect(HN_DAMAGE_VIQR, "Ho`a", "Hòa");
    expect(HN_DAMAGE_VIQR, "Hoa`", "Hoà");
    expect(HN_DAMAGE_VIQR, "b'", NULL);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_autoptr(GError) error = NULL;
    tables = hn_country_tables_open(NULL, NULL, &error);
    g_assert_no_error(error);
    g_test_add_func("/standardise/typed_keys/telex", test_telex);
    g_test_add_func("/standardise/typed_keys/others", test_others);
    const int result = g_test_run();
    hn_country_tables_unref(tables);
    return result;
}
