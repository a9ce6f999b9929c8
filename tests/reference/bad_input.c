#include "tests/reference/bad_input.h"

#include <string.h>

static char *
read_set(const char *path)
{
    const char *shared = g_getenv("HN_SHARED");
    const char *root = g_getenv("HN_SOURCE_ROOT");
    g_autofree char *bundled =
        g_build_filename(root != NULL ? root : ".", "tests/data/badinput", path, NULL);
    g_autofree char *beside =
        g_build_filename(shared != NULL ? shared : ".", "data/badinput", path, NULL);
    char *text = NULL;
    if (!g_file_get_contents(bundled, &text, NULL, NULL) &&
        !g_file_get_contents(beside, &text, NULL, NULL))
        return NULL;
    return text;
}

GPtrArray *
bad_input_table(const char *path)
{
    g_autofree char *text = read_set(path);
    if (text == NULL) {
        g_test_skip("the set of bad input is not here");
        return NULL;
    }
    GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (guint i = 1; lines[i] != NULL; i++)
        if (*lines[i] != '\0')
            g_ptr_array_add(rows, g_strsplit(lines[i], "\t", -1));
    g_assert_cmpuint(rows->len, >, 0);
    return rows;
}

GByteArray *
bad_input_hex(const char *hex)
{
    GByteArray *bytes = g_byte_array_new();
    for (const char *p = hex; g_ascii_isxdigit(p[0]) && g_ascii_isxdigit(p[1]); p += 2) {
        const guint8 byte = (guint8)(g_ascii_xdigit_value(p[0]) << 4 | g_ascii_xdigit_value(p[1]));
        g_byte_array_append(bytes, &byte, 1);
    }
    return bytes;
}
