#include "insight/yaml_pieces.h"

#include <string.h>

#define COMMENT_COLUMNS 96
#define SIMPLE_KEY_BYTES_MAX 1000 /* YAML 1.2, 7.4.2: 1,024 characters, here with the indent */

/* YAML 1.2, c-printable, without what libyaml (YAML 1.1) takes for the end of a line, and without
 * the byte order mark. */
static gboolean
is_printable(gunichar c)
{
    return (c >= 0x20 && c <= 0x7E) ||
           (c >= 0xA0 && c <= 0xFFFD && c != 0x2028 && c != 0x2029 && c != 0xFEFF) || c >= 0x10000;
}

static void
put_escaped(GString *out, gunichar c)
{
    if (c <= 0xFF)
        g_string_append_printf(out, "\\x%02X", c);
    else if (c <= 0xFFFF)
        g_string_append_printf(out, "\\u%04X", c);
    else
        g_string_append_printf(out, "\\U%08X", c);
}

void
hn_yaml_pieces_quoted(GString *out, const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1); /* a file's name may be any bytes */
    g_string_append_c(out, '"');
    for (const char *c = valid; *c != '\0'; c = g_utf8_next_char(c)) {
        const gunichar point = g_utf8_get_char(c);
        if (point == '"' || point == '\\')
            g_string_append_printf(out, "\\%c", *c);
        else if (is_printable(point))
            g_string_append_unichar(out, point);
        else
            put_escaped(out, point);
    }
    g_string_append_c(out, '"');
}

void
hn_yaml_pieces_text(GString *out, const char *text)
{
    const gboolean is_plain =
        *text != '\0' &&
        strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                     "0123456789_/.-") == strlen(text) &&
        g_ascii_isalpha(*text) && g_ascii_strcasecmp(text, "null") != 0 &&
        g_ascii_strcasecmp(text, "true") != 0 && g_ascii_strcasecmp(text, "false") != 0 &&
        g_ascii_strcasecmp(text, "yes") != 0 && g_ascii_strcasecmp(text, "no") != 0;
    if (is_plain)
        g_string_append(out, text);
    else
        hn_yaml_pieces_quoted(out, text);
}

void
hn_yaml_pieces_key(GString *out, const char *indent, const char *text)
{
    g_autoptr(GString) key = g_string_new(NULL);
    hn_yaml_pieces_text(key, text);
    if (key->len <= SIMPLE_KEY_BYTES_MAX)
        g_string_append_printf(out, "%s%s:", indent, key->str);
    else
        g_string_append_printf(out, "%s? %s\n%s:", indent, key->str, indent);
}

/* What is not printable may end a line, or stand in no YAML at all. */
static char *
printable_line(const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    g_autoptr(GString) line = g_string_new(NULL);
    for (const char *c = valid; *c != '\0'; c = g_utf8_next_char(c)) {
        const gunichar point = g_utf8_get_char(c);
        g_string_append_unichar(line, is_printable(point) ? point : ' ');
    }
    return g_strdup(line->str);
}

void
hn_yaml_pieces_comment(GString *out, const char *indent, const char *text)
{
    g_autofree char *line = printable_line(text);
    g_auto(GStrv) words = g_strsplit(line, " ", -1);
    gsize column = COMMENT_COLUMNS;
    for (guint i = 0; words[i] != NULL; i++) {
        const gsize n = strlen(words[i]) + 1;
        if (n == 1)
            continue;
        if (column + n > COMMENT_COLUMNS) {
            g_string_append_printf(out, "%s%s#", i == 0 ? "" : "\n", indent);
            column = strlen(indent) + 1;
        }
        g_string_append_printf(out, " %s", words[i]);
        column += n;
    }
    g_string_append_c(out, '\n');
}
