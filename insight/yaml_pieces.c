#include "insight/yaml_pieces.h"

#include <string.h>

#define COMMENT_COLUMNS 96

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
    if (is_plain) {
        g_string_append(out, text);
        return;
    }
    g_string_append_c(out, '"');
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\')
            g_string_append_printf(out, "\\%c", *c);
        else if (g_ascii_iscntrl(*c))
            g_string_append_printf(out, "\\x%02X", (guint)(guchar)*c);
        else
            g_string_append_c(out, *c);
    }
    g_string_append_c(out, '"');
}

void
hn_yaml_pieces_comment(GString *out, const char *indent, const char *text)
{
    g_autofree char *line = g_strdelimit(g_strdup(text), "\r\n\t", ' ');
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
