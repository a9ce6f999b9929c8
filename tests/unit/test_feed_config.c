/* Goal: a source is read with its defaults, and what is wrong is named. */
#include "config/feed_config.h"
#include "tests/reference/config_fixture.h"

static void
test_stdin_needs_a_format(void)
{
    g_autofree char *bare = hn_config_fixture_change("[b.jsonl.zst, a.jsonl.zst]", "'-'");
    g_autofree char *told =
        hn_config_fixture_change("[b.jsonl.zst, a.jsonl.zst]", "'-', format: csv");
    g_autoptr(GError) error = NULL;
    g_assert_null(hn_project_parse(hn_slice_of(bare), "p.yaml", &error));
    g_assert_error(error, HN_CONFIG_ERROR, HN_CONFIG_ERROR_MISSING);
    g_autoptr(HnProject) project = hn_config_fixture_parse(told);
    g_assert_cmpstr(project->feeds[2].from.paths[0], ==, "-");
}

static void
test_wrong_ones_are_named(void)
{
    static const HnConfigWrong cases[] = {
        { "sources:\n", "sources:\n  list: [1, 2]\n", "expected a mapping",
          HN_CONFIG_ERROR_SYNTAX },
        { " tax:", " Tax:", "is no source name", HN_CONFIG_ERROR_VALUE },
        { " tax:", " all:", "is no source name", HN_CONFIG_ERROR_VALUE },
        { "[b.jsonl.zst, a.jsonl.zst]", "people", "does not tell the format",
          HN_CONFIG_ERROR_MISSING },
        { "    delivery: changes\n", "", "only delivery: changes", HN_CONFIG_ERROR_VALUE },
        { "upsert: [U, N]", "upsert: [U, d]", "for a withdrawal and for an upsert",
          HN_CONFIG_ERROR_VALUE },
        { "delete: D, upsert: [U, N]", "delete: XÓA, upsert: [U, xóa]",
          "for a withdrawal and for an upsert", HN_CONFIG_ERROR_VALUE },
        { "upsert: [U, N]", "upsert: [U, U]", "stands twice", HN_CONFIG_ERROR_VALUE },
        { "authority: 60", "authority: 101", "0..100", HN_CONFIG_ERROR_VALUE },
        { "issues: [national_id]", "issues: [id]", "is no attribute", HN_CONFIG_ERROR_VALUE },
        { "relation: household", "relation: houshold", "did you mean 'household'?",
          HN_CONFIG_ERROR_VALUE },
        { "'=civil'", "'=Civil'", "is no source name", HN_CONFIG_ERROR_VALUE },
    };
    hn_config_fixture_assert_refused(cases, G_N_ELEMENTS(cases));
}

static void
test_words_in_letters_of_any_script(void)
{
    static const struct {
        const char *declared, *given;
        gboolean same;
    } cases[] = {
        { "delete", "DELETE", TRUE },
        { "d", "D", TRUE },
        { "d", "dd", FALSE },
        { "thêm", "THÊM", TRUE },
        { "Xóa",
          "xo\xcc\x81"
          "a",
          TRUE }, /* NFD */
        { "thêm", "them", FALSE },
        { "thêm", "th\xffm", FALSE },
        { "xóa", "xóa ", FALSE },
        { "thêm", "", FALSE },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpint(hn_feed_same_word(cases[i].declared, hn_slice_of(cases[i].given)), ==,
                        cases[i].same);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/config/feed_config/stdin_needs_a_format", test_stdin_needs_a_format);
    g_test_add_func("/config/feed_config/words_in_letters_of_any_script",
                    test_words_in_letters_of_any_script);
    g_test_add_func("/config/feed_config/wrong_ones_are_named", test_wrong_ones_are_named);
    return g_test_run();
}
