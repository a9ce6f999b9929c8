#include "connect/query_text.h"

#include "connect/connect_error.h"

#define PLAIN "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
#define SAFE_LITERAL PLAIN " -:.+"
#define INTEGER_DIGITS_SAFE 18 /* of 64 bits */

/* A name of both cases was given in quotes when it was made, or is folded in vain. */
static gboolean
may_be_bare(const HnSqlNames *names, const char *name)
{
    gboolean has_small = FALSE;
    gboolean has_capital = FALSE;
    if (names->quotes_plain || name[strspn(name, PLAIN)] != '\0' || g_ascii_isdigit(name[0]))
        return FALSE;
    for (const char *c = name; *c != '\0'; c++) {
        has_small |= g_ascii_islower(*c);
        has_capital |= g_ascii_isupper(*c);
    }
    return !has_capital || !(has_small || names->folds_lower);
}

char *
hn_sql_name(const HnSqlNames *names, const char *name)
{
    if (may_be_bare(names, name))
        return g_strdup(name);
    g_auto(GStrv) pieces = g_strsplit(name, names->quote, -1);
    g_autofree char *doubled = g_strconcat(names->quote, names->quote, NULL);
    g_autofree char *inside = g_strjoinv(doubled, pieces);
    return g_strconcat(names->quote, inside, names->quote, NULL);
}

const char *
hn_sql_name_meant(const HnSqlNames *names, const char *const *named, const char *given)
{
    const char *meant = NULL;
    guint n = 0;
    if (named == NULL || g_strv_contains(named, given))
        return given;
    for (; *named != NULL; named++) {
        if (g_ascii_strcasecmp(*named, given) != 0 || !may_be_bare(names, *named))
            continue;
        meant = *named;
        n++;
    }
    return n == 1 ? meant : given;
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

/* 'text', as the database reads it. */
static void
put_literal(GString *text, const HnSqlNames *names, const char *value)
{
    const gboolean is_marked = names->marks_escapes && strchr(value, '\\') != NULL;
    g_string_append(text, is_marked ? "E'" : "'");
    for (const char *c = value; *c != '\0'; c++) {
        if (*c == '\'' || (*c == '\\' && (is_marked || names->backslash_escapes)))
            g_string_append_c(text, *c);
        g_string_append_c(text, *c);
    }
    g_string_append_c(text, '\'');
}

/* The mark of a column: an ODBC driver reads a text as a time by its own settings only. */
static void
put_mark(GString *text, const HnSqlNames *names, const char *value)
{
    const gsize n = strlen(value);
    const gboolean is_date = n >= 10 && value[4] == '-' && value[7] == '-';
    const gboolean has_time = n >= 19 && value[13] == ':';
    if (names->untyped && n > 0 && strspn(value, "0123456789") == n)
        g_string_append(text, value);
    else if (!names->escapes_times || !is_date)
        put_literal(text, names, value);
    else if (has_time)
        g_string_append_printf(text, "{ts '%.10s %.8s'}", value, value + 11);
    else
        g_string_append_printf(text, "{d '%.10s'}", value);
}

/* 12, -3, 1.5, 1e+300; not 007, which is the text of no number. */
static gboolean
is_number(const char *value)
{
    const char *digits = value + (*value == '-' ? 1 : 0);
    char *end = NULL;
    if (!g_ascii_isdigit(digits[0]) || (digits[0] == '0' && g_ascii_isdigit(digits[1])) ||
        value[strspn(value, "0123456789+-.e")] != '\0')
        return FALSE;
    g_ascii_strtod(value, &end);
    return *end == '\0';
}

/* At least a byte. */
static gboolean
is_hex(const char *value)
{
    const gsize n = strlen(value);
    return n > 0 && n % 2 == 0 && strspn(value, "0123456789abcdef") == n;
}

/* 2026-11-30, 2026-11-30 01:02:03.5: without a zone, of which ODBC knows nothing. */
static gboolean
is_time(const char *value)
{
    static const char form[] = "dddd-dd-dd dd:dd:dd.d";
    const gsize n = strlen(value);
    for (gsize i = 0; i < n; i++) {
        const char expected = form[MIN(i, sizeof form - 2)];
        if (expected == 'd' ? !g_ascii_isdigit(value[i]) : value[i] != expected)
            return FALSE;
    }
    return n == strlen("dddd-dd-dd") || n == strlen("dddd-dd-dd dd:dd:dd") || n >= sizeof form - 1;
}

/* A column of texts compares a number by its own text, so that 1.10 is found as '1.1'. */
static gboolean
may_have_other_text(const char *number)
{
    const gsize n = strlen(number);
    return number[strspn(number, "0123456789-")] != '\0' || n > INTEGER_DIGITS_SAFE ||
           strcmp(number, "-0") == 0;
}

/* As each kind of value that has its text. One condition has all of them, for an index. */
static void
put_untyped_key(GString *text, const HnSqlNames *names, const char *column, const char *value)
{
    const gboolean is_a_number = is_number(value);
    g_string_append_printf(text, "%s IN (", column);
    put_literal(text, names, value);
    if (is_a_number)
        g_string_append_printf(text, ", %s", value);
    if (is_hex(value))
        g_string_append_printf(text, ", x'%s'", value);
    g_string_append_c(text, ')');
    if (!is_a_number || !may_have_other_text(value))
        return;
    g_string_append_printf(text, " AND (typeof(%s) <> 'text' OR %s = ", column, column);
    put_literal(text, names, value);
    g_string_append_c(text, ')');
}

/* 2026-11-30 01:02:03.5 as the database has it. */
static void
put_time(GString *text, const HnSqlNames *names, const char *value)
{
    const gboolean is_date = value[10] == '\0';
    const char *fraction = is_date ? "" : value + strlen("2026-11-30 01:02:03");
    if (!names->reads_times)
        g_string_append_printf(text, "{%s '%s'}", is_date ? "d" : "ts", value);
    else if (is_date) /* without marks between: the other form may be read as year, day, month */
        g_string_append_printf(text, "'%.4s%.2s%.2s'", value, value + 5, value + 8);
    else /* the form of ISO 8601 has thousandths at least */
        g_string_append_printf(text, "'%.10sT%.8s%s%.*s'", value, value + 11, fraction,
                               *fraction == '\0' ? 0 : MAX(0, 4 - (int)strlen(fraction)), "000");
}

static void
put_key_part(GString *text, const HnSqlNames *names, HnKeyForm form, const char *column,
             const char *value)
{
    if (names->untyped && (is_hex(value) || is_number(value))) {
        put_untyped_key(text, names, column, value);
        return;
    }
    g_string_append_printf(text, "%s = ", column);
    if (form == HN_KEY_BYTES && names->bytes_before != NULL && is_hex(value))
        g_string_append_printf(text, "%s%s%s", names->bytes_before, value, names->bytes_behind);
    else if (form == HN_KEY_TIME && names->escapes_times && is_time(value))
        put_time(text, names, value);
    else
        put_literal(text, names, value);
}

/* (a = '1' AND b = '2') OR ... */
static void
put_keys(GString *text, const HnSqlNames *names, const HnQueryOptions *options)
{
    for (guint i = 0; i < options->keys->len; i++) {
        char **key = options->keys->pdata[i];
        g_string_append(text, i == 0 ? " (" : " OR (");
        for (guint k = 0; options->key[k] != NULL; k++) {
            g_autofree char *name = hn_sql_name(names, options->key[k]);
            const guint8 *forms = options->key_forms;
            g_string_append(text, k == 0 ? "" : " AND ");
            put_key_part(text, names, forms == NULL ? HN_KEY_TEXT : (HnKeyForm)forms[k], name,
                         key[k]);
        }
        g_string_append_c(text, ')');
    }
}

char *
hn_query_text_with(const HnQueryOptions *options, const HnSqlNames *names, const char *columns,
                   GError **error)
{
    const gboolean is_all = columns == NULL || strcmp(columns, "*") == 0;
    const gboolean whole =
        options->query != NULL && is_all && options->since_column == NULL && options->keys == NULL;
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
        g_string_append_printf(text, " WHERE %s >= ", name);
        put_mark(text, names, value);
    } else if (options->keys != NULL) {
        g_string_append(text, " WHERE");
        put_keys(text, names, options);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

char *
hn_query_text(const HnQueryOptions *options, const HnSqlNames *names, GError **error)
{
    g_autofree char *columns = column_list(names, options->columns);
    return hn_query_text_with(options, names, columns, error);
}
