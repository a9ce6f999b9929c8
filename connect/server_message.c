#include "connect/server_message.h"

/* Numbers of errors that triggers, procedures and views raise with a text of their own, under any
 * SQLSTATE: MariaDB's SIGNAL, Oracle's raise_application_error, SQL Server's THROW and RAISERROR.
 * And those of SQL Server's own that name a value and come as 42000 from some drivers. */
static const struct {
    gint64 first, last;
} telling[] = {
    { 1642, 1644 }, { 20000, 20999 }, { 50000, G_MAXINT64 },
    { 244, 245 },   { 248, 248 },     { 2628, 2628 },
};

static gboolean
is_telling(gint64 number)
{
    gboolean is_one = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(telling); i++)
        is_one = is_one || (number >= telling[i].first && number <= telling[i].last);
    return is_one;
}

static gboolean
is_one_of(const char *sqlstate, const char *const *beginnings)
{
    for (; *beginnings != NULL; beginnings++)
        if (g_str_has_prefix(sqlstate, *beginnings))
            return TRUE;
    return FALSE;
}

char *
hn_server_message(const char *sqlstate, gint64 number, const char *text)
{
    /* 07 what a driver is asked for, 08 connection, 25 transaction, 28 authorization, 3D database
     * name, 42 syntax, names and rights; IM and those of HY are the driver manager's. */
    static const char *const harmless[] = { "07",    "08",    "25",    "28",    "3D",
                                            "42",    "IM",    "HY001", "HY008", "HY010",
                                            "HY013", "HY090", "HYC00", "HYT",   NULL };
    /* 21 cardinality, 22 data, 23 constraints, 44 checks. */
    static const char *const of_data[] = { "21", "22", "23", "44", NULL };
    if (is_one_of(sqlstate, of_data))
        return g_strdup("a value is at fault");
    if (!is_one_of(sqlstate, harmless) || is_telling(number))
        return g_strdup("its words may hold a value");
    char *message = g_utf8_make_valid(text, -1);
    g_strdelimit(message, "\r\n\t", ' ');
    return g_strstrip(message);
}
