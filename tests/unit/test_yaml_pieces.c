/* Goal: what is quoted reads back, and no text ends its comment. */
#include "insight/yaml_pieces.h"

static void
assert_text(const char *text, const char *yaml)
{
    g_autoptr(GString) out = g_string_new(NULL);
    hn_yaml_pieces_text(out, text);
    g_assert_cmpstr(out->str, ==, yaml);
}

static void
test_text(void)
{
    assert_text("born_at", "born_at");
    assert_text("", "\"\"");
    assert_text("No", "\"No\"");
    assert_text("12", "\"12\"");
    assert_text("a: \"b\"\n\\", "\"a: \\\"b\\\"\\x0A\\\\\"");
}

static void
test_comment(void)
{
    g_autoptr(GString) out = g_string_new(NULL);
    hn_yaml_pieces_comment(out, "  ", "one\nkey: two");
    g_assert_cmpstr(out->str, ==, "  # one key: two\n");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/yaml_pieces/text", test_text);
    g_test_add_func("/yaml_pieces/comment", test_comment);
    return g_test_run();
}
