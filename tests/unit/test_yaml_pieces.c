/* Goal: what is quoted reads back, and no text ends its comment: of every code point. */
#include "insight/yaml_pieces.h"

#include "config/yaml_text.h"

#define CODE_POINTS 0x110000u
#define AT_ONCE 4096u /* a file each */

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
    assert_text("\x7f\xc2\x85\xe2\x80\xa8\xef\xbf\xbf\xf0\x9f\x98\x80",
                "\"\\x7F\\x85\\u2028\\uFFFF\xf0\x9f\x98\x80\"");
    assert_text("a: \"b\"\n\\", "\"a: \\\"b\\\"\\x0A\\\\\"");
}

static void
test_comment(void)
{
    g_autoptr(GString) out = g_string_new(NULL);
    hn_yaml_pieces_comment(out, "  ", "one\nkey: two");
    g_assert_cmpstr(out->str, ==, "  # one key: two\n");
}

/* "xcy: [" of the code point; NULL: it is a surrogate, which no text has. */
static char *
text_around(gunichar c)
{
    if (c >= 0xD800 && c <= 0xDFFF)
        return NULL;
    g_autoptr(GString) text = g_string_new("x");
    g_string_append_unichar(text, c);
    g_string_append(text, "y: [");
    return g_strdup(text->str);
}

static HnYaml *
parse(const GString *out, gunichar first)
{
    g_autoptr(GError) error = NULL;
    HnYaml *yaml = hn_yaml_parse(hn_slice_of(out->str), "drafted", &error);
    if (yaml == NULL)
        g_error("from U+%04X on: %s", first, error->message);
    return yaml;
}

static void
test_every_text(void)
{
    for (gunichar first = 1; first < CODE_POINTS; first += AT_ONCE) {
        guint n = 0;
        g_autoptr(GString) out = g_string_new("texts:\n");
        const gunichar end = MIN(first + AT_ONCE, CODE_POINTS);
        for (gunichar c = first; c < end; c++) {
            g_autofree char *text = text_around(c);
            if (text == NULL)
                continue;
            g_string_append(out, "  - ");
            hn_yaml_pieces_text(out, text);
            g_string_append_c(out, '\n');
            n++;
        }
        if (n == 0)
            continue;
        g_autoptr(HnYaml) yaml = parse(out, first);
        const HnYamlNode list = hn_yaml_get(yaml, hn_yaml_root(yaml), "texts");
        g_assert_cmpuint(hn_yaml_size(yaml, list), ==, n);
        n = 0;
        for (gunichar c = first; c < end; c++) {
            g_autofree char *text = text_around(c);
            if (text != NULL)
                g_assert_cmpstr(hn_yaml_text(yaml, hn_yaml_item(yaml, list, n++)), ==, text);
        }
    }
}

static void
test_every_comment(void)
{
    for (gunichar first = 1; first < CODE_POINTS; first += AT_ONCE) {
        g_autoptr(GString) out = g_string_new(NULL);
        for (gunichar c = first; c < MIN(first + AT_ONCE, CODE_POINTS); c++) {
            g_autofree char *text = text_around(c);
            if (text == NULL)
                continue;
            const gsize n_before = out->len;
            hn_yaml_pieces_comment(out, "", text);
            g_assert_cmpuint(out->str[n_before], ==, '#');
            g_assert_true(strchr(out->str + n_before, '\n') == out->str + out->len - 1);
        }
        g_string_append(out, "a: b\n");
        g_autoptr(HnYaml) yaml = parse(out, first);
        g_assert_cmpuint(hn_yaml_size(yaml, hn_yaml_root(yaml)), ==, 1);
    }
}

/* A file's name may be any bytes. */
static void
test_no_utf8(void)
{
    g_autoptr(GString) out = g_string_new(NULL);
    assert_text("a\xff.csv", "\"a\xef\xbf\xbd.csv\"");
    hn_yaml_pieces_comment(out, "", "a\xff.csv");
    g_assert_cmpstr(out->str, ==, "# a\xef\xbf\xbd.csv\n");
}

/* A key of any length is one, plain or quoted, of letters of one byte or of three. */
static void
test_long_keys(void)
{
    static const char *const letters[] = { "x", ":", "\u1ec7", "\x01" };
    for (guint n = 1; n <= 2048; n += n < 900 ? 100 : 1) {
        g_autoptr(GString) out = g_string_new("columns:\n");
        for (guint i = 0; i < G_N_ELEMENTS(letters); i++) {
            g_autoptr(GString) text = g_string_new(NULL);
            for (guint k = 0; k < n; k++)
                g_string_append(text, letters[i]);
            hn_yaml_pieces_key(out, "  ", text->str);
            g_string_append(out, " { type: any } # why\n");
        }
        g_autoptr(HnYaml) yaml = parse(out, n);
        const HnYamlNode map = hn_yaml_get(yaml, hn_yaml_root(yaml), "columns");
        g_assert_cmpuint(hn_yaml_size(yaml, map), ==, G_N_ELEMENTS(letters));
        for (guint i = 0; i < G_N_ELEMENTS(letters); i++) {
            g_assert_cmpuint(strlen(hn_yaml_key(yaml, map, i)), ==, n * strlen(letters[i]));
            g_assert_true(hn_yaml_is_map(yaml, hn_yaml_value(yaml, map, i)));
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/yaml_pieces/text", test_text);
    g_test_add_func("/yaml_pieces/comment", test_comment);
    g_test_add_func("/yaml_pieces/every_text", test_every_text);
    g_test_add_func("/yaml_pieces/every_comment", test_every_comment);
    g_test_add_func("/yaml_pieces/no_utf8", test_no_utf8);
    g_test_add_func("/yaml_pieces/long_keys", test_long_keys);
    return g_test_run();
}
