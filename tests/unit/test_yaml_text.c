/* Goal: nodes are found by key, their values are checked, and an error says line, column and key
 * path. */
#include "config/config_error.h"
#include "config/yaml_text.h"

static HnYaml *
parse(const char *text, GError **error)
{
    return hn_yaml_parse(hn_slice_of(text), "x.yaml", error);
}

static void
test_values_are_read(void)
{
    g_autoptr(HnYaml) yaml = parse("a: { b: [x, y], c: 5% }\nd: true\nn: -3\n", NULL);
    const HnYamlNode root = hn_yaml_root(yaml);
    const HnYamlNode a = hn_yaml_get(yaml, root, "a");
    g_auto(GStrv) texts = NULL;
    gdouble share = 0.0;
    gboolean flag = FALSE;
    gint64 whole = 0;
    g_assert_cmpuint(hn_yaml_size(yaml, root), ==, 3);
    g_assert_cmpstr(hn_yaml_key(yaml, root, 1), ==, "d");
    g_assert_true(hn_yaml_texts_of(yaml, hn_yaml_get(yaml, a, "b"), &texts, NULL));
    g_assert_cmpuint(g_strv_length(texts), ==, 2);
    g_assert_true(hn_yaml_get_share(yaml, a, "c", &share, NULL));
    g_assert_cmpfloat(share, ==, 0.05);
    g_assert_true(hn_yaml_get_bool(yaml, root, "d", &flag, NULL));
    g_assert_true(flag);
    g_assert_true(hn_yaml_integer_of(yaml, hn_yaml_get(yaml, root, "n"), -9, 9, &whole, NULL));
    g_assert_cmpint(whole, ==, -3);
    g_assert_cmpint(hn_yaml_get(yaml, root, "nothing"), ==, 0);
}

static void
test_a_key_is_copied_as_it_stands(void)
{
    static const char text[] =
        "\xef\xbb\xbf"
        "# nước\nb: { x: \"}\" } # why\nc:\n  d: 1\n\n  e: nước\n\na: [1,\n  2]\n";
    g_autoptr(HnYaml) yaml = parse(text, NULL);
    static const struct {
        const char *key, *copy;
    } keys[] = { { "a", "a: [1,\n  2]" },
                 { "b", "b: { x: \"}\" }" },
                 { "c", "c:\n  d: 1\n\n  e: nước" },
                 { "d", NULL } };
    for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
        g_autofree char *copy = hn_yaml_copy_key(yaml, hn_slice_of(text), keys[i].key);
        g_assert_cmpstr(copy, ==, keys[i].copy);
    }
}

/* What its place in the file told is lost with the place. */
static void
test_a_copy_says_the_same_or_there_is_none(void)
{
    static const struct {
        const char *text, *copy;
    } files[] = { { "b: 1\n? a\n: { x: 1 }\n", NULL },
                  { "%TAG !e! tag:e.vn,2026:\n---\na: !e!map { x: 1 }\nb: 1\n", NULL },
                  { "{ b: 1, \"a\":{ x: 1 } }", NULL },
                  { "{ b: 1, a: { x: 1 } }", "a: { x: 1 }" },
                  { "a:\n  x: |+\n    one\n\n\nb: 1\n", NULL },
                  { "a:\n  - [1, { x: |\n", NULL },
                  { "  a:\n    - x: [1, 2]\n      y:\n  b: 1\n", "a:\n    - x: [1, 2]\n      y:" },
                  { "a:\nb: 1\n", "a:" } };
    for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autoptr(HnYaml) yaml = parse(files[i].text, NULL);
        g_autofree char *copy =
            yaml == NULL ? NULL : hn_yaml_copy_key(yaml, hn_slice_of(files[i].text), "a");
        g_assert_cmpstr(copy, ==, files[i].copy);
    }
}

static void
test_errors_say_where(void)
{
    g_autoptr(HnYaml) yaml = parse("a:\n  b: [x, {c: maybe}]\n", NULL);
    const HnYamlNode a = hn_yaml_get(yaml, hn_yaml_root(yaml), "a");
    const HnYamlNode map = hn_yaml_item(yaml, hn_yaml_get(yaml, a, "b"), 1);
    gboolean flag = FALSE;
    g_autoptr(GError) error = NULL;
    g_assert_false(hn_yaml_get_bool(yaml, map, "c", &flag, &error));
    g_assert_error(error, HN_CONFIG_ERROR, HN_CONFIG_ERROR_VALUE);
    g_assert_cmpstr(error->message, ==, "x.yaml:2:14: a.b[2].c: expected true or false");
}

static void
test_what_is_no_plain_document_is_refused(void)
{
    static const char *const texts[] = { "",
                                         "# nothing\n",
                                         "a: [1\n",
                                         "a: 1\na: 2",
                                         "? [a]\n: 1\n",
                                         "a: &x [*x]\n",
                                         "a: 1\n---\nb: 2\n",
                                         "a: \"\\xff",
                                         "\xff\xfe\xff" };
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(parse(texts[i], &error));
        g_assert_cmpuint(error->domain, ==, HN_CONFIG_ERROR);
    }
}

static void
test_numbers_are_only_numbers(void)
{
    static const char *const texts[] = { "n: nan", "n: inf",  "n: 0x10", "n: 1.5x", "n: ''",
                                         "n: [1]", "n: 1e99", "n: -2",   "n: ~" };
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(HnYaml) yaml = parse(texts[i], NULL);
        const HnYamlNode node = hn_yaml_get(yaml, hn_yaml_root(yaml), "n");
        gdouble number = 7.0;
        gint64 whole = 7;
        g_assert_false(hn_yaml_number_of(yaml, node, 0.0, 9.0, &number, NULL));
        g_assert_false(hn_yaml_integer_of(yaml, node, 0, 9, &whole, NULL));
        g_assert_cmpfloat(number, ==, 7.0);
        g_assert_cmpint(whole, ==, 7);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/config/yaml_text/values_are_read", test_values_are_read);
    g_test_add_func("/config/yaml_text/a_key_is_copied_as_it_stands",
                    test_a_key_is_copied_as_it_stands);
    g_test_add_func("/config/yaml_text/a_copy_says_the_same_or_there_is_none",
                    test_a_copy_says_the_same_or_there_is_none);
    g_test_add_func("/config/yaml_text/errors_say_where", test_errors_say_where);
    g_test_add_func("/config/yaml_text/what_is_no_plain_document_is_refused",
                    test_what_is_no_plain_document_is_refused);
    g_test_add_func("/config/yaml_text/numbers_are_only_numbers", test_numbers_are_only_numbers);
    return g_test_run();
}
