/* Goal: the page tells the worst first and what contradicts an identifier; it stands, as text,
 * whatever the diff holds. */
#include "insight/diff_page.h"

#include <string.h>

static GString *
render(const char *text, HnLanguage language)
{
    return hn_diff_render(hn_slice_of(text), language);
}

static const char one_merge[] =
    "{\"from\":{\"run_id\":\"r-1\",\"state\":\"published\"},\"to\":{\"run_id\":\"r-2\",\"state\":"
    "\"held\"},\"entities\":{\"before\":1200,\"after\":1199,\"merged\":1,"
    "\"merged_against_identifier\":1,\"split\":0,\"updated\":3},\"records\":{\"before\":2000,"
    "\"after\":2000,\"merged\":2},\"golden\":{\"person.full_name\":3},\"sources\":[{\"source\":"
    "\"tax\",\"records\":2,\"merged\":2,\"golden\":{\"person.full_name\":2,\"person.born\":5}}],"
    "\"changes_total\":4,\"changes\":[{\"change\":\"merged\",\"entity_id\":\"e-1\","
    "\"other_entity_id\":\"e-2\",\"records\":2,\"sources\":{\"tax\":2},\"first\":{\"source\":"
    "\"tax\",\"record_id\":\"<b>7\"},\"identifiers_differ\":[\"person.national_id\"]},{\"change\":"
    "\"updated\",\"entity_id\":\"e-9\",\"records\":0,\"attributes\":[\"person.full_name\"]}]}";

static void
test_what_changed(void)
{
    GString *english = render(one_merge, HN_LANGUAGE_EN);
    GString *vietnamese = render(one_merge, HN_LANGUAGE_VI);
    static const char *const texts[] = { "<b>1</b> entities were merged, <b>1</b> of them against",
                                         "lead warn",
                                         "✗ person.national_id",
                                         "<bdi>tax</bdi>:<bdi>&lt;b&gt;7</bdi>",
                                         "<b>2</b> of <b>4</b> changes",
                                         "r-2 (held by a gate, not published)",
                                         "<td class=\"n\">7</td></tr>" };
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        g_assert_nonnull(strstr(english->str, texts[i]));
    g_assert_nonnull(strstr(vietnamese->str, "1.200"));
    g_assert_true(strstr(english->str, "e-2") < strstr(english->str, "e-9"));
    g_string_free(english, TRUE);
    g_string_free(vietnamese, TRUE);
}

static void
test_the_page_stands(void)
{
    static const char *const texts[] = {
        "", "[]", "{}", "{\"changes\":[null],\"sources\":[1],\"golden\":{\"<script>\":-1}}",
        "{\"changes\":[{\"change\":\"<script>\",\"sources\":[],\"first\":3}],\"to\":\"<img "
        "src=x>\"}"
    };
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        GString *page = render(texts[i], HN_LANGUAGE_EN);
        g_assert_null(strstr(page->str, "<script"));
        g_assert_null(strstr(page->str, "<img"));
        g_assert_true(g_str_has_suffix(page->str, "</html>\n"));
        g_string_free(page, TRUE);
    }
    GString *nothing = render("{\"changes_total\":0}", HN_LANGUAGE_EN);
    g_assert_nonnull(strstr(nothing->str, "Nothing changed"));
    g_string_free(nothing, TRUE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/diff_page/what_changed", test_what_changed);
    g_test_add_func("/insight/diff_page/the_page_stands", test_the_page_stands);
    return g_test_run();
}
