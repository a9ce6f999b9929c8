#include "config/feed_from_config.h"

#include "base/budget.h"
#include "base/io.h"
#include "config/config_error.h"

#define RECORD_BYTES_DEFAULT ((guint64)1 << 20)
#define RECORD_BYTES_CEILING ((guint64)1 << 30)
#define QUERY_BYTES_MAX ((gsize)1 << 20)

void
hn_feed_from_config_clear(HnFeedFrom *from)
{
    g_strfreev(from->paths);
    g_free(from->encoding);
    g_free(from->where_column);
    g_free(from->where_value);
    g_free(from->table);
    g_free(from->query);
    *from = (HnFeedFrom){ 0 };
}

static gboolean
read_paths(const HnYaml *yaml, HnYamlNode node, const char *folder, HnFeedFrom *from,
           GError **error)
{
    if (!hn_yaml_texts_of(yaml, node, &from->paths, error))
        return FALSE;
    for (guint i = 0; from->paths[i] != NULL; i++) {
        char *path = from->paths[i];
        const gboolean is_stdin = strcmp(path, "-") == 0;
        if (is_stdin && from->paths[1] != NULL)
            return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                                "\"-\" (stdin) stands alone");
        if (is_stdin)
            continue;
        from->paths[i] = g_canonicalize_filename(path, folder);
        g_free(path);
    }
    return TRUE;
}

/* By the first file's name where `format` is absent. */
static gboolean
read_format(const HnYaml *yaml, HnYamlNode node, HnFeedFrom *from, GError **error)
{
    static const char *const formats[] = { "csv", "jsonl", NULL };
    const char *text = NULL;
    if (!hn_yaml_get_text(yaml, node, "format", &text, error))
        return FALSE;
    if (text != NULL && !g_strv_contains(formats, text))
        return hn_yaml_fail_unknown(yaml, hn_yaml_get(yaml, node, "format"), "format", formats,
                                    error);
    if (text != NULL) {
        from->format = strcmp(text, "csv") == 0 ? HN_FORMAT_CSV : HN_FORMAT_JSONL;
        return TRUE;
    }
    g_autofree char *path = g_ascii_strdown(from->paths[0], -1);
    if (g_str_has_suffix(path, ".gz"))
        path[strlen(path) - 3] = '\0';
    else if (g_str_has_suffix(path, ".zst"))
        path[strlen(path) - 4] = '\0';
    const gboolean is_csv = g_str_has_suffix(path, ".csv");
    if (!is_csv && !g_str_has_suffix(path, ".jsonl") && !g_str_has_suffix(path, ".ndjson"))
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_MISSING, error,
                            "the file's name does not tell the format: add format: csv or jsonl");
    from->format = is_csv ? HN_FORMAT_CSV : HN_FORMAT_JSONL;
    return TRUE;
}

static gboolean
read_delimiter(const HnYaml *yaml, HnYamlNode node, HnFeedFrom *from, GError **error)
{
    const char *text = ",";
    if (!hn_yaml_get_text(yaml, node, "delimiter", &text, error))
        return FALSE;
    if (strlen(text) != 1 || !g_ascii_isprint(text[0]) ? strcmp(text, "\t") != 0 : text[0] == '"')
        return hn_yaml_fail(yaml, hn_yaml_get(yaml, node, "delimiter"), HN_CONFIG_ERROR_VALUE,
                            error, "expected one ASCII character that is no quote, or \"\\t\"");
    from->delimiter = text[0];
    return TRUE;
}

static gboolean
read_record_max(const HnYaml *yaml, HnYamlNode node, HnFeedFrom *from, GError **error)
{
    const char *text = NULL;
    from->record_bytes_max = RECORD_BYTES_DEFAULT;
    if (!hn_yaml_get_text(yaml, node, "record_max", &text, error))
        return FALSE;
    if (text != NULL)
        from->record_bytes_max = hn_budget_parse(text);
    if (from->record_bytes_max == 0 || from->record_bytes_max > RECORD_BYTES_CEILING)
        return hn_yaml_fail(yaml, hn_yaml_get(yaml, node, "record_max"), HN_CONFIG_ERROR_VALUE,
                            error, "expected a size up to 1G: 4M");
    return TRUE;
}

static gboolean
read_where(const HnYaml *yaml, HnYamlNode node, HnFeedFrom *from, GError **error)
{
    static const char *const keys[] = { "column", "value", NULL };
    HnYamlNode column;
    HnYamlNode value;
    if (node == 0)
        return TRUE;
    return hn_yaml_check_keys(yaml, node, keys, error) &&
           hn_yaml_need(yaml, node, "column", &column, error) &&
           hn_yaml_need(yaml, node, "value", &value, error) &&
           hn_yaml_take_text(yaml, node, "column", &from->where_column, error) &&
           hn_yaml_take_text(yaml, node, "value", &from->where_value, error);
}

static gboolean
read_encoding(const HnYaml *yaml, HnYamlNode node, HnFeedFrom *from, GError **error)
{
    const char *encoding = "utf-8";
    if (!hn_yaml_get_text(yaml, node, "encoding", &encoding, error))
        return FALSE;
    from->encoding = g_strdup(encoding);
    return TRUE;
}

static gboolean
read_files(const HnYaml *yaml, HnYamlNode node, const char *folder, HnFeedFrom *from,
           GError **error)
{
    static const char *const keys[] = { "file",       "format", "encoding", "delimiter",
                                        "record_max", "where",  NULL };
    HnYamlNode file;
    return hn_yaml_check_keys(yaml, node, keys, error) &&
           hn_yaml_need(yaml, node, "file", &file, error) &&
           read_paths(yaml, file, folder, from, error) && read_format(yaml, node, from, error) &&
           read_encoding(yaml, node, from, error) && read_delimiter(yaml, node, from, error) &&
           read_record_max(yaml, node, from, error) &&
           read_where(yaml, hn_yaml_get(yaml, node, "where"), from, error);
}

/* ---- a connection ---- */

static gboolean
find_connection(const HnYaml *yaml, HnYamlNode node, const HnProject *project, HnFeedFrom *from,
                GError **error)
{
    g_autofree const char **names = g_new0(const char *, project->n_connections + 1);
    const char *name = NULL;
    if (!hn_yaml_text_of(yaml, node, &name, error))
        return FALSE;
    for (guint i = 0; i < project->n_connections; i++) {
        names[i] = project->connections[i].name;
        if (strcmp(names[i], name) == 0) {
            from->connection = &project->connections[i];
            return TRUE;
        }
    }
    return hn_yaml_fail_unknown(yaml, node, "connection", names, error);
}

/* Editors end a file with a line, and people a statement with a semicolon: neither is the query's.
 */
static void
strip_end(char *query)
{
    g_strstrip(query);
    for (gsize n = strlen(query); n > 0 && query[n - 1] == ';'; n = strlen(query)) {
        query[n - 1] = '\0';
        g_strchomp(query);
    }
}

static gboolean
read_query_file(const HnYaml *yaml, HnYamlNode node, const char *folder, HnFeedFrom *from,
                GError **error)
{
    const char *name = NULL;
    g_autoptr(GError) problem = NULL;
    if (!hn_yaml_text_of(yaml, node, &name, error))
        return FALSE;
    g_autofree char *path = g_canonicalize_filename(name, folder);
    g_autoptr(GBytes) bytes = hn_io_read_file(path, QUERY_BYTES_MAX, &problem);
    if (bytes == NULL)
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error, "%s", problem->message);
    const char *text = g_bytes_get_data(bytes, NULL);
    if (!g_utf8_validate(text, (gssize)g_bytes_get_size(bytes), NULL))
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error, "'%s' is no UTF-8 text",
                            path);
    from->query = g_strndup(text, g_bytes_get_size(bytes));
    return TRUE;
}

static gboolean
read_query(const HnYaml *yaml, HnYamlNode node, const char *folder, HnFeedFrom *from,
           GError **error)
{
    const HnYamlNode file = hn_yaml_get(yaml, node, "query_file");
    const gint n_given = (hn_yaml_get(yaml, node, "table") != 0) +
                         (hn_yaml_get(yaml, node, "query") != 0) + (file != 0);
    if (n_given != 1)
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_MISSING, error,
                            "expected one of 'table', 'query' and 'query_file'");
    if (!hn_yaml_take_text(yaml, node, "table", &from->table, error) ||
        !hn_yaml_take_text(yaml, node, "query", &from->query, error) ||
        (file != 0 && !read_query_file(yaml, file, folder, from, error)))
        return FALSE;
    if (from->query == NULL)
        return TRUE;
    strip_end(from->query);
    return *from->query != '\0' ||
           hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error, "the query is empty");
}

static gboolean
read_database(const HnYaml *yaml, HnYamlNode node, const HnProject *project, HnFeedFrom *from,
              GError **error)
{
    static const char *const keys[] = { "connection", "table",      "query", "query_file",
                                        "encoding",   "record_max", NULL };
    return hn_yaml_check_keys(yaml, node, keys, error) &&
           find_connection(yaml, hn_yaml_get(yaml, node, "connection"), project, from, error) &&
           read_query(yaml, node, project->folder, from, error) &&
           read_encoding(yaml, node, from, error) && read_record_max(yaml, node, from, error);
}

gboolean
hn_feed_from_config_read(const HnYaml *yaml, HnYamlNode node, const HnProject *project,
                         HnFeedFrom *ret, GError **error)
{
    const gboolean is_database =
        hn_yaml_is_map(yaml, node) && hn_yaml_get(yaml, node, "connection") != 0;
    return is_database ? read_database(yaml, node, project, ret, error)
                       : read_files(yaml, node, project->folder, ret, error);
}
