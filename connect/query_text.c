#include "connect/query_text.h"

#include "connect/connect_error.h"

#define PLAIN "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
#define SAFE_LITERAL PLAIN " -:.+"

char *
hn_sql_name(const HnSqlNames *names, const char *name)
{
    if (!names->quotes_plain && name[strspn(name, PLAIN)] == '\0' && !g_ascii_isdigit(name[0]))
        return g_strdup(name);
    g_auto(GStrv) pieces = g_strsplit(name, names->quote, -1);
    g_autofree char *doubled = g_strconcat(names->quote, names->quote, NULL);
    g_autofree char *inside = g_strjoinv(doubled, pieces);
    return g_strconcat(names->quote, inside, names->quote, NULL);
}

char *
hn_sql_table(const HnSqlNames *names, const char *table)
{
    g_auto(GStrv) parts = g_strsplit(table, ".", -1);
    for (char **part = parts; *part != NULL; part++) {
        char *bare = *part;
        *part = hn_sql_name(names, bare);
        g_free(bare);
    }
    return g_strjoinv(".", parts);
}

static char *
column_list(const HnSqlNames *names, const char *const *columns)
{
    g_autoptr(GString) list = g_string_new(columns == NULL ? "*" : NULL);
    for (guint i = 0; columns != NULL && columns[i] != NULL; i++) {
        g_autofree char *name = hn_sql_name(names, columns[i]);
        g_string_append_printf(list, "%s%s", i == 0 ? "" : ", ", name);
    }
    return g_string_free(g_steal_pointer(&list), FALSE);
}

char *
hn_query_text_with(const HnQueryOptions *options, const HnSqlNames *names, const char *columns,
                   GError **error)
{
    const gboolean is_all = columns == NULL || strcmp(columns, "*") == 0;
    const gboolean whole = options->query != NULL && is_all && options->since_column == NULL;
    if (whole)
        return g_strdup(options->query);
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree char *table = options->table == NULL ? NULL : hn_sql_table(names, options->table);
    if (table != NULL)
        g_string_printf(text, "SELECT %s FROM %s", is_all ? "*" : columns, table);
    else /* the query may end in a comment, which ends with its line */
        g_string_printf(text, "SELECT %s FROM (%s\n)%s hn_query", is_all ? "*" : columns,
                        options->query, names->alias_needs_as ? " AS" : "");
    if (options->since_column != NULL) {
        const char *value = options->since_value;
        if (value == NULL || value[strspn(value, SAFE_LITERAL)] != '\0') {
            g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_OPTIONS,
                        "the mark of column '%s' has characters that no date or number has",
                        options->since_column);
            return NULL;
        }
        g_autofree char *name = hn_sql_name(names, options->since_column);
        g_string_append_printf(text, " WHERE %s >= '%s'", name, value);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

char *
hn_query_text(const HnQueryOptions *options, const HnSqlNames *names, GError **error)
{
    g_autofree char *columns = column_list(names, options->columns);
    return hn_query_text_with(options, names, columns, error);
}
