/* Goal: RFC 8259 to the letter; strings mean what they say; compact text is canonical. */
#include "connect/json_text.h"

static const char *
problem_of(const char *text)
{
    HnJsonText json = hn_json_text(hn_slice_of(text));
    HnSlice value;
    if (hn_json_text_value(&json, 0, &value) && hn_json_text_done(&json))
        return NULL;
    g_assert_nonnull(json.problem);
    return json.problem;
}

static void
test_problems_have_names(void)
{
    static const struct {
        const char *text, *problem;
    } cases[] = {
        { "", "json_cut" },
        { "{\"a\":1", "json_cut" },
        { "\"a", "json_cut" },
        { "[1,]", "json_syntax" },
        { "{\"a\" 1}", "json_syntax" },
        { "[1 2]", "json_syntax" },
        { "[1}", "json_syntax" },
        { "nul", "json_syntax" },
        { "1 2", "json_text_after_value" },
        { "-", "json_bad_number" },
        { "1.", "json_bad_number" },
        { "1e", "json_bad_number" },
        { "\"\\x\"", "json_bad_escape" },
        { "\"\\u12G4\"", "json_bad_escape" },
        { "\"\\ud800\"", "json_lone_surrogate" },
        { "\"\\udc00\"", "json_lone_surrogate" },
        { "\"\\ud800\\u0041\"", "json_lone_surrogate" },
        { "\"a\tb\"", "json_control_character" },
        { "\"12345678\n\"", "json_control_character" },
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpstr(problem_of(cases[i].text), ==, cases[i].problem);
}

static void
test_depth_is_bounded(void)
{
    g_autofree char *open = g_strnfill(HN_JSON_DEPTH_MAX, '[');
    g_autofree char *close = g_strnfill(HN_JSON_DEPTH_MAX, ']');
    g_autofree char *deepest = g_strconcat(open, close, NULL);
    g_autofree char *deeper = g_strconcat("[", deepest, "]", NULL);
    g_autofree char *objects = g_strconcat("{\"a\":", open, NULL);
    g_assert_null(problem_of(deepest));
    g_assert_cmpstr(problem_of(deeper), ==, "json_too_deep");
    g_assert_cmpstr(problem_of(objects), ==, "json_too_deep");
}

static void
test_strings_mean_what_they_say(void)
{
    static const char text[] = "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\ud83d\\ude00x\"";
    HnJsonText json = hn_json_text(hn_slice_of(text));
    HnJsonString string;
    guint8 decoded[64];
    g_assert_true(hn_json_text_string(&json, &string));
    g_assert_true(string.escaped);
    const gsize n = hn_json_string_decode(string, decoded);
    static const char expected[] = "\"\\/\b\f\n\r\tA\xc3\xa9\xf0\x9f\x98\x80x";
    g_assert_cmpmem(decoded, n, expected, strlen(expected));
}

static void
test_compact_text_is_canonical(void)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    hn_json_compact(hn_slice_of(" { \"\\u0061\" : [ 1.0 , -0e+1 , { } , \"b\" ] , \"a\" : null } "),
                    out);
    static const char expected[] = "{\"a\":[1.0,-0e+1,{},\"b\"],\"a\":null}";
    g_assert_cmpmem(out->data, out->len, expected, strlen(expected));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/connect/json_text/problems_have_names", test_problems_have_names);
    g_test_add_func("/connect/json_text/depth_is_bounded", test_depth_is_bounded);
    g_test_add_func("/connect/json_text/strings_mean_what_they_say",
                    test_strings_mean_what_they_say);
    g_test_add_func("/connect/json_text/compact_text_is_canonical", test_compact_text_is_canonical);
    return g_test_run();
}
