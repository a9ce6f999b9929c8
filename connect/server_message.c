#include "connect/server_message.h"

#include <string.h>

#define CLASS_LETTERS 2
#define QUOTES "'\"`"

static gboolean
is_of_class(const char *sqlstate, const char *const *classes)
{
    for (; *classes != NULL; classes++)
        if (strncmp(sqlstate, *classes, CLASS_LETTERS) == 0)
            return TRUE;
    return FALSE;
}

/* A value may hold quotes itself, so everything between the outermost ones goes. */
static void
leave_out_quoted(char *text)
{
    char *first = strpbrk(text, QUOTES);
    if (first == NULL)
        return;
    char *last = first;
    for (char *next = first; next != NULL; next = strpbrk(next + 1, QUOTES))
        last = next;
    *first = '?';
    memmove(first + 1, last + 1, strlen(last + 1) + 1);
}

char *
hn_server_message(const char *sqlstate, const char *text)
{
    /* 08 connection, 25 transaction, 28 authorization, 3D database name, 42 syntax, names and
     * rights; IM is the driver manager's. */
    static const char *const harmless[] = { "08", "25", "28", "3D", "42", "IM", NULL };
    /* 21 cardinality, 22 data, 23 constraints, 44 checks: some name values without quotes. */
    static const char *const of_data[] = { "21", "22", "23", "44", NULL };
    if (is_of_class(sqlstate, of_data))
        return g_strdup("a value is at fault");
    char *message = g_utf8_make_valid(text, -1);
    g_strdelimit(message, "\r\n\t", ' ');
    if (!is_of_class(sqlstate, harmless))
        leave_out_quoted(message);
    return g_strstrip(message);
}
