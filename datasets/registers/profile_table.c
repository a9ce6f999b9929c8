#include "datasets/registers/profile_table.h"

#include "base/base_error.h"
#include "base/io.h"
#include "datasets/reference_tables.h"

#define FILE_BYTES_MAX (1 << 20)
#define LIKE_DEPTH_MAX 8
#define PROFILE_PREFIX "profile_"

struct _HnProfileTable {
    GHashTable *values;   /* "source\nsetting" -> value, both owned */
    GPtrArray *named;     /* sources and kinds in the order of the file */
    GPtrArray *settings;  /* every setting that the file uses */
    GPtrArray *sources;   /* after the copies were made */
    GPtrArray *originals; /* of each source the name that the file uses, borrowed from named */
};

static const char *
look_up(const HnProfileTable *table, const char *name, const char *setting)
{
    g_autofree char *key = g_strconcat(name, "\n", setting, NULL);
    return g_hash_table_lookup(table->values, key);
}

static void
remember(GPtrArray *list, const char *text)
{
    for (guint i = 0; i < list->len; i++)
        if (g_str_equal(list->pdata[i], text))
            return;
    g_ptr_array_add(list, g_strdup(text));
}

static gboolean
corrupt(GError **error, guint line, const char *what)
{
    g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT, "profile, line %u: %s", line, what);
    return FALSE;
}

static gboolean
add_line(HnProfileTable *table, char *line, guint number, GError **error)
{
    HnSlice cells[3];
    guint n_cells = 0;
    if (line[0] == '#' || line[0] == '\0')
        return TRUE;
    if (!hn_plain_csv_split((guint8 *)line, strlen(line), cells, 3, &n_cells) || n_cells != 3)
        return corrupt(error, number, "not three cells: source,setting,value");
    g_autofree char *name = g_strndup((const char *)cells[0].bytes, cells[0].n_bytes);
    g_autofree char *setting = g_strndup((const char *)cells[1].bytes, cells[1].n_bytes);
    if (name[0] == '\0' || setting[0] == '\0')
        return corrupt(error, number, "no source or no setting");
    if (look_up(table, name, setting) != NULL)
        return corrupt(error, number, "said twice");
    remember(table->named, name);
    remember(table->settings, setting);
    g_hash_table_insert(table->values, g_strconcat(name, "\n", setting, NULL),
                        g_strndup((const char *)cells[2].bytes, cells[2].n_bytes));
    return TRUE;
}

static const char *
get(const HnProfileTable *table, const char *name, const char *setting)
{
    const char *at = name;
    for (guint depth = 0; at != NULL && depth < LIKE_DEPTH_MAX; depth++) {
        const char *value = look_up(table, at, setting);
        if (value != NULL)
            return value;
        at = look_up(table, at, "like");
    }
    return look_up(table, "*", setting);
}

static void
add_copies(HnProfileTable *table, const char *name)
{
    const char *copies = look_up(table, name, "copies");
    const guint64 n = copies == NULL ? 1 : g_ascii_strtoull(copies, NULL, 10);
    for (guint64 i = 1; i <= n && table->sources->len <= HN_PROFILE_SOURCES_MAX; i++) {
        g_ptr_array_add(table->sources, copies == NULL
                                            ? g_strdup(name)
                                            : g_strdup_printf("%s_%02u", name, (guint)i));
        g_ptr_array_add(table->originals, (gpointer)(guintptr)name);
    }
}

HnProfileTable *
hn_profile_table_parse(HnSlice text, GError **error)
{
    g_autoptr(HnProfileTable) table = g_new0(HnProfileTable, 1);
    table->values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    table->named = g_ptr_array_new_with_free_func(g_free);
    table->settings = g_ptr_array_new_with_free_func(g_free);
    table->sources = g_ptr_array_new_with_free_func(g_free);
    table->originals = g_ptr_array_new();
    g_autofree char *copy = g_strndup((const char *)text.bytes, text.n_bytes);
    g_auto(GStrv) lines = g_strsplit(copy, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++) {
        g_strchomp(lines[i]);
        if (i == 0 && !g_str_equal(lines[i], "source,setting,value"))
            return corrupt(error, 1, "the header is not source,setting,value"), NULL;
        if (i > 0 && !add_line(table, lines[i], i + 1, error))
            return NULL;
    }
    for (guint i = 0; i < table->named->len; i++)
        if (look_up(table, table->named->pdata[i], "share") != NULL)
            add_copies(table, table->named->pdata[i]);
    if (table->sources->len == 0 || table->sources->len > HN_PROFILE_SOURCES_MAX) {
        g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT,
                    "profile: %u sources with a share, expected 1 to %u", table->sources->len,
                    HN_PROFILE_SOURCES_MAX);
        return NULL;
    }
    return g_steal_pointer(&table);
}

HnProfileTable *
hn_profile_table_read(const char *path, GError **error)
{
    g_autoptr(GBytes) bytes = hn_io_read_file(path, FILE_BYTES_MAX, error);
    if (bytes == NULL)
        return NULL;
    gsize n_bytes = 0;
    const void *data = g_bytes_get_data(bytes, &n_bytes);
    return hn_profile_table_parse(hn_slice(data, n_bytes), error);
}

HnProfileTable *
hn_profile_table_builtin(const char *name, GError **error)
{
    g_autoptr(GString) known = g_string_new(NULL);
    for (gsize i = 0; i < hn_reference_tables_count; i++) {
        const HnReferenceTable *table = &hn_reference_tables[i];
        if (!g_str_has_prefix(table->name, PROFILE_PREFIX))
            continue;
        if (strcmp(table->name + strlen(PROFILE_PREFIX), name) == 0)
            return hn_profile_table_parse(hn_slice(table->bytes, table->n_bytes), error);
        g_string_append_printf(known, " %s", table->name + strlen(PROFILE_PREFIX));
    }
    g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_MISSING, "no profile '%s'; there are:%s", name,
                known->str);
    return NULL;
}

void
hn_profile_table_free(HnProfileTable *table)
{
    if (table == NULL)
        return;
    g_hash_table_unref(table->values);
    g_ptr_array_unref(table->named);
    g_ptr_array_unref(table->settings);
    g_ptr_array_unref(table->sources);
    g_ptr_array_unref(table->originals);
    g_free(table);
}

guint
hn_profile_table_count(const HnProfileTable *table)
{
    return table->sources->len;
}

const char *
hn_profile_table_source(const HnProfileTable *table, guint source)
{
    g_assert(source < table->sources->len);
    return table->sources->pdata[source];
}

const char *
hn_profile_table_get(const HnProfileTable *table, guint source, const char *setting)
{
    g_assert(source < table->originals->len);
    return get(table, table->originals->pdata[source], setting);
}

gboolean
hn_profile_table_check(const HnProfileTable *table, const char *const *known, GError **error)
{
    for (guint i = 0; i < table->settings->len; i++) {
        const char *setting = table->settings->pdata[i];
        if (!g_strv_contains(known, setting) && !g_str_equal(setting, "like")) {
            g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT, "profile: no setting '%s'",
                        setting);
            return FALSE;
        }
    }
    return TRUE;
}
