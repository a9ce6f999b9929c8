/* Goal: a page stands whatever the two texts hold; what comes from outside is text, never markup;
 * numbers and words are those of the language. */
#include <string.h>

#include "insight/report.h"
#include "insight/report_page.h"

static GString *
render(const char *metrics, const char *run, HnLanguage language)
{
    return hn_report_render(hn_slice_of(metrics), hn_slice_of(run), language);
}

static const char hostile_metrics[] =
    "{\"project\":\"<script>alert(1)</script>\",\"run_id\":\"\\\"><img src=x onerror=1>\","
    "\"types\":[{\"entity_type\":\"p\",\"records\":2,\"bridges\":{\"count\":1,\"clusters\":1,"
    "\"weakest\":[{\"cluster_id\":\"e-1\",\"source_dataset_l\":\"a'\\\"<b>\","
    "\"unique_id_l\":\"</td><script>x</script>\\u202e\\u0007\\u0000z\",\"match_weight\":1e300}]},"
    "\"cases\":7,\"clusters\":[null],\"match_weight_histogram\":[{\"match\":-3}],"
    "\"completeness\":[{}]}],\"gates\":\"no list\"}";

static void
test_outside_text_is_never_markup(void)
{
    GString *page = render(hostile_metrics, "{\"notes\":[\"<i>\", 3, null]}", HN_LANGUAGE_EN);
    g_assert_null(strstr(page->str, "<script"));
    g_assert_null(strstr(page->str, "<img"));
    g_assert_null(strstr(page->str, "<i>"));
    g_assert_nonnull(strstr(page->str, "&quot;&gt;&lt;img src=x onerror=1&gt;"));
    g_string_free(page, TRUE);
}

static void
test_marks_of_direction_and_controls_are_shown(void)
{
    HnReportPage page;
    hn_page_init(&page, HN_LANGUAGE_EN);
    json_t *object =
        json_loads("{\"id\":\"a\\u202eb\\u0007c\\u0000d\\u00e9\"}", JSON_ALLOW_NUL, NULL);
    g_assert_cmpstr(hn_page_text(&page, object, "id"), ==,
                    "a\xef\xbf\xbd"
                    "b\xef\xbf\xbd"
                    "c\xef\xbf\xbd"
                    "d\xc3\xa9");
    g_assert_cmpstr(hn_page_text(&page, object, "nothing"), ==, "");
    json_decref(object);
    hn_page_clear(&page);
}

static void
test_a_page_without_facts(void)
{
    static const char *const texts[] = {
        "", "{", "[]", "null", "{\"types\":{}}", "{\"types\":[1]}"
    };
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        GString *page = render(texts[i], texts[G_N_ELEMENTS(texts) - 1 - i], HN_LANGUAGE_VI);
        g_assert_true(g_str_has_prefix(page->str, "<!DOCTYPE html>\n<html lang=\"vi\">"));
        g_assert_true(g_str_has_suffix(page->str, "</html>\n"));
        g_string_free(page, TRUE);
    }
}

static void
test_expected_quality(void)
{
    GString *none = render("{}", "{\"published\":true}", HN_LANGUAGE_EN);
    GString *some = render("{}",
                           "{\"expected\":{\"precision\":0.979,\"precision_low\":0.973,"
                           "\"precision_high\":0.985,\"recall\":0.861,\"recall_low\":0.846,"
                           "\"recall_high\":0.876}}",
                           HN_LANGUAGE_EN);
    g_assert_nonnull(strstr(none->str, "Not estimated"));
    g_assert_nonnull(strstr(some->str, "97.9\xe2\x80\xaf%"));
    g_assert_nonnull(strstr(some->str, "84.6\xe2\x80\xaf% – 87.6\xe2\x80\xaf%"));
    g_assert_null(strstr(some->str, "Lost in blocking"));
    g_string_free(none, TRUE);
    g_string_free(some, TRUE);
}

static void
test_what_the_figures_mean(void)
{
    GString *good =
        render("{}", "{\"expected\":{\"precision\":0.9999,\"recall\":0.8}}", HN_LANGUAGE_EN);
    GString *bad = render("{}", "{\"expected\":{\"precision\":0.3}}", HN_LANGUAGE_EN);
    g_assert_nonnull(strstr(good->str, "joined hardly any is wrong"));
    g_assert_nonnull(strstr(good->str, "the same about one in <b>5</b> stayed apart"));
    g_assert_null(strstr(good->str, "class=\"warn\""));
    g_assert_nonnull(strstr(bad->str, "joined about one in <b>1.4</b> is wrong"));
    g_assert_nonnull(strstr(bad->str, "class=\"warn\""));
    g_assert_null(strstr(bad->str, "stayed apart"));
    g_string_free(good, TRUE);
    g_string_free(bad, TRUE);
}

static const char one_night[] =
    "{\"based_on\":\"%s\",\"types\":[{\"entity_type\":\"p\",\"records\":9,\"cluster_sizes\":["
    "{\"n_nodes\":1,\"clusters\":2},{\"n_nodes\":7,\"clusters\":1}],\"model\":{\"match_weights\":["
    "{\"comparison_name\":\"a\",\"comparison_sort_order\":0,\"label_for_charts\":\"soft_tf_idf "
    "0.7\",\"log2_bayes_factor\":3}]}}]}";

static void
test_a_first_night_has_no_last_one(void)
{
    g_autofree char *first = g_strdup_printf(one_night, "");
    g_autofree char *later = g_strdup_printf(one_night, "r-1");
    GString *a = render(first, "{}", HN_LANGUAGE_EN), *b = render(later, "{}", HN_LANGUAGE_EN);
    g_assert_null(strstr(a->str, "since the last night</dd>"));
    g_assert_nonnull(strstr(a->str, "<dt>Largest</dt><dd>7</dd>"));
    g_assert_nonnull(strstr(b->str, "since the last night</dd>"));
    g_assert_null(strstr(b->str, "<dt>Largest</dt>"));
    g_assert_nonnull(strstr(a->str, "words alike, rare ones most (0.7 or more)<small><code>"
                                    "soft_tf_idf 0.7</code></small>"));
    g_string_free(a, TRUE);
    g_string_free(b, TRUE);
}

static void
test_numbers(void)
{
    HnReportPage page;
    hn_page_init(&page, HN_LANGUAGE_EN);
    g_assert_cmpstr(hn_page_count(&page, 0), ==, "0");
    g_assert_cmpstr(hn_page_count(&page, 999), ==, "999");
    g_assert_cmpstr(hn_page_count(&page, G_MAXUINT64), ==, "18,446,744,073,709,551,615");
    g_assert_cmpstr(hn_page_decimal(&page, -1234.56, 1), ==, "−1,234.6");
    g_assert_cmpstr(hn_page_decimal(&page, -0.01, 1), ==, "0.0");
    g_assert_cmpstr(hn_page_signed(&page, 2.345, 2), ==, "+2.35");
    g_assert_cmpstr(hn_page_signed(&page, 0, 1), ==, "0.0");
    g_assert_cmpstr(hn_page_percent(&page, 0.99987), ==, "99.987\xe2\x80\xaf%");
    g_assert_cmpstr(hn_page_percent(&page, 1), ==, "100\xe2\x80\xaf%");
    g_assert_cmpstr(hn_page_small(&page, 0.0000325), ==, "3.2e-5");
    g_assert_cmpstr(hn_page_small(&page, 0.5995), ==, "0.600");
    g_assert_cmpstr(hn_page_geometry(&page, 12.5), ==, "12.5");
    g_assert_cmpstr(hn_page_geometry(&page, 100), ==, "100");
    page.language = HN_LANGUAGE_VI;
    g_assert_cmpstr(hn_page_count(&page, 1234567), ==, "1.234.567");
    g_assert_cmpstr(hn_page_decimal(&page, 1234.5, 1), ==, "1.234,5");
    g_assert_cmpstr(hn_page_geometry(&page, 12.5), ==, "12.5");
    hn_page_clear(&page);
}

static guint
count_gaps(const char *text)
{
    guint n = 0;
    for (const char *gap = text; (gap = strstr(gap, "%s")) != NULL; gap++)
        n++;
    return n;
}

static void
test_every_word_in_every_language(void)
{
    for (guint word = 0; word < HN_WORDS; word++) {
        const char *english = hn_report_word((HnReportWord)word, HN_LANGUAGE_EN);
        const char *vietnamese = hn_report_word((HnReportWord)word, HN_LANGUAGE_VI);
        g_assert_true(english != NULL && vietnamese != NULL);
        g_assert_cmpuint(count_gaps(english), ==, count_gaps(vietnamese));
        g_assert_true(g_utf8_validate(vietnamese, -1, NULL));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/report/hostile", test_outside_text_is_never_markup);
    g_test_add_func("/report/direction", test_marks_of_direction_and_controls_are_shown);
    g_test_add_func("/report/empty", test_a_page_without_facts);
    g_test_add_func("/report/expected", test_expected_quality);
    g_test_add_func("/report/meaning", test_what_the_figures_mean);
    g_test_add_func("/report/first_night", test_a_first_night_has_no_last_one);
    g_test_add_func("/report/numbers", test_numbers);
    g_test_add_func("/report/words", test_every_word_in_every_language);
    return g_test_run();
}
