#include "config/project_parts.h"

#include "base/io.h"
#include "config/config_error.h"
#include "config/connection_config.h"
#include "config/feed_config.h"
#include "config/meets_config.h"
#include "config/shares_config.h"
#include "config/target_config.h"

#define FILE_BYTES_MAX ((gsize)4 << 20)
#define FOLDER "sources.d"

/* ---- files ---- */

static void
part_free(gpointer data)
{
    HnProjectPart *part = data;
    hn_yaml_free(part->yaml);
    g_free(part->path);
    g_free(part->folder);
    g_free(part);
}

static gboolean
add_part(GPtrArray *parts, HnSlice text, const char *path, GError **error)
{
    HnProjectPart *part = g_new0(HnProjectPart, 1);
    part->path = g_canonicalize_filename(path, NULL);
    part->folder = g_path_get_dirname(part->path);
    part->yaml = hn_yaml_parse(text, path, error);
    g_ptr_array_add(parts, part);
    return part->yaml != NULL;
}

static gint
compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Files that begin with a dot are editors' own. */
static GPtrArray *
names_in(const char *folder)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;)
        if (name[0] != '.' && (g_str_has_suffix(name, ".yaml") || g_str_has_suffix(name, ".yml")))
            g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, compare_names);
    return names;
}

gboolean
hn_project_parts_add(GPtrArray *parts, HnSlice text, const char *path, GError **error)
{
    static const char *const keys[] = { "schema", "connections", "sources", "targets", NULL };
    if (!add_part(parts, text, path, error))
        return FALSE;
    const HnProjectPart *part = parts->pdata[parts->len - 1];
    return hn_yaml_check_keys(part->yaml, hn_yaml_root(part->yaml), keys, error);
}

static gboolean
add_file(GPtrArray *parts, const char *path, GError **error)
{
    g_autoptr(GBytes) bytes = hn_io_read_file(path, FILE_BYTES_MAX, error);
    if (bytes == NULL)
        return FALSE;
    const HnSlice text = hn_slice(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
    return hn_project_parts_add(parts, text, path, error);
}

GPtrArray *
hn_project_parts_open(HnSlice text, const char *path, gboolean beside, GError **error)
{
    g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(part_free);
    if (!add_part(parts, text, path, error))
        return NULL;
    const HnProjectPart *first = parts->pdata[0];
    g_autofree char *folder = g_build_filename(first->folder, FOLDER, NULL);
    g_autoptr(GPtrArray) names = beside ? names_in(folder) : g_ptr_array_new();
    for (guint i = 0; i < names->len; i++) {
        g_autofree char *file = g_build_filename(folder, names->pdata[i], NULL);
        if (!add_file(parts, file, error))
            return NULL;
    }
    return g_steal_pointer(&parts);
}

/* ---- what stands in them ---- */

/* A section of all files, entry by entry. */
typedef struct {
    const char *key;
    gsize entry_bytes;
    /* Into @entry, which is zeroed; @project->folder is that of the file. */
    gboolean (*read)(const HnYaml *yaml, HnYamlNode node, const char *name, HnProject *project,
                     gpointer entry, GError **error);
    gpointer *array;
    guint *n;
} Section;

static const char *
name_of(const Section *section, guint index)
{
    return *(char **)((guint8 *)*section->array + index * section->entry_bytes);
}

/* Two files that edit one source would each be half of it. */
static gboolean
check_new(const HnYaml *yaml, HnYamlNode node, const Section *section, const char *name,
          GError **error)
{
    for (guint i = 0; i < *section->n; i++)
        if (g_strcmp0(name_of(section, i), name) == 0)
            return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                                "'%s' stands in another file of the configuration too", name);
    return TRUE;
}

static gboolean
read_entries(const HnYaml *yaml, const Section *section, HnProject *project, GError **error)
{
    const HnYamlNode map = hn_yaml_get(yaml, hn_yaml_root(yaml), section->key);
    if (map == 0)
        return TRUE;
    if (!hn_yaml_is_map(yaml, map))
        return hn_yaml_fail(yaml, map, HN_CONFIG_ERROR_VALUE, error, "expected a mapping of %s",
                            section->key);
    for (guint i = 0; i < hn_yaml_size(yaml, map); i++) {
        const HnYamlNode node = hn_yaml_value(yaml, map, i);
        const char *name = hn_yaml_key(yaml, map, i);
        if (!check_new(yaml, node, section, name, error))
            return FALSE;
        gpointer entry = (guint8 *)*section->array + *section->n * section->entry_bytes;
        *section->n += 1;
        if (!section->read(yaml, node, name, project, entry, error))
            return FALSE;
    }
    return TRUE;
}

static guint
count_entries(const GPtrArray *parts, const char *key)
{
    guint n = 0;
    for (guint i = 0; i < parts->len; i++) {
        const HnYaml *yaml = ((const HnProjectPart *)parts->pdata[i])->yaml;
        const HnYamlNode map = hn_yaml_get(yaml, hn_yaml_root(yaml), key);
        n += map == 0 ? 0 : hn_yaml_size(yaml, map);
    }
    return n;
}

/* Every entry begins with its name. */
static gint
compare_entries(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static gboolean
read_section(const GPtrArray *parts, const Section *section, HnProject *project, GError **error)
{
    char *folder = project->folder;
    const guint n = count_entries(parts, section->key);
    gboolean ok = TRUE;
    *section->array = g_malloc0((n + 1) * section->entry_bytes);
    for (guint i = 0; ok && i < parts->len; i++) {
        const HnProjectPart *part = parts->pdata[i];
        project->folder = part->folder; /* what the entries' paths are relative to */
        ok = read_entries(part->yaml, section, project, error);
    }
    project->folder = folder;
    if (ok)
        qsort(*section->array, *section->n, section->entry_bytes, compare_entries);
    return ok;
}

static gboolean
read_connection(const HnYaml *yaml, HnYamlNode node, const char *name, HnProject *project,
                gpointer entry, GError **error)
{
    return hn_connection_config_read(yaml, node, name, project->folder, entry, error);
}

static gboolean
read_source(const HnYaml *yaml, HnYamlNode node, const char *name, HnProject *project,
            gpointer entry, GError **error)
{
    const HnFeed *feed = entry;
    if (!hn_feed_config_read(yaml, node, name, project, entry, error))
        return FALSE;
    if (feed->from.paths == NULL || strcmp(feed->from.paths[0], "-") != 0)
        return TRUE;
    for (const HnFeed *other = project->feeds; other < feed; other++)
        if (other->from.paths != NULL && strcmp(other->from.paths[0], "-") == 0)
            return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                                "stdin can be read by one source only");
    return TRUE;
}

/* Two of one place would each take the other's rows for their own. */
static gboolean
read_target(const HnYaml *yaml, HnYamlNode node, const char *name, HnProject *project,
            gpointer entry, GError **error)
{
    const HnTarget *own = entry;
    if (!hn_target_config_read(yaml, node, name, project, entry, error))
        return FALSE;
    for (const HnTarget *other = project->targets; other < own; other++)
        if (own->connection == other->connection && g_strcmp0(own->table, other->table) == 0 &&
            g_strcmp0(own->folder, other->folder) == 0)
            return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                                "target '%s' writes to the same place", other->name);
    return TRUE;
}

gboolean
hn_project_has_source(const HnProject *project, const char *name)
{
    for (guint i = 0; i < project->n_feeds; i++) {
        /* What a source_column will hold nobody knows yet. */
        if (project->feeds[i].source_column != NULL || strcmp(project->feeds[i].name, name) == 0)
            return TRUE;
    }
    return FALSE;
}

/* `=name` of a relation's ends names a source, and all of them are known only now. */
static gboolean
check_relation_ends(const HnProjectPart *part, const HnProject *project, GError **error)
{
    const HnYamlNode sources = hn_yaml_get(part->yaml, hn_yaml_root(part->yaml), "sources");
    for (guint i = 0; sources != 0 && i < project->n_feeds; i++) {
        const HnFeed *feed = &project->feeds[i];
        const HnYamlNode node = hn_yaml_get(part->yaml, sources, feed->name);
        const char *const ends[] = { feed->from_source, feed->to_source };
        for (guint end = 0; node != 0 && end < G_N_ELEMENTS(ends); end++)
            if (ends[end] != NULL && ends[end][0] == '=' &&
                !hn_project_has_source(project, ends[end] + 1))
                return hn_yaml_fail(part->yaml, node, HN_CONFIG_ERROR_VALUE, error,
                                    "'%s' is no source", ends[end] + 1);
    }
    return TRUE;
}

/* Who may be told what and whom it may meet, now that all are known. */
static gboolean
check_rights(const HnProjectPart *part, const HnProject *project, GError **error)
{
    const HnYamlNode sources = hn_yaml_get(part->yaml, hn_yaml_root(part->yaml), "sources");
    for (guint i = 0; sources != 0 && i < project->n_feeds; i++) {
        const HnFeed *feed = &project->feeds[i];
        const HnYamlNode node = hn_yaml_get(part->yaml, sources, feed->name);
        if (node != 0 && feed->entity != G_MAXUINT &&
            (!hn_shares_config_check(part->yaml, node, project, feed, error) ||
             !hn_meets_config_check(part->yaml, node, project, feed, error)))
            return FALSE;
    }
    return TRUE;
}

static gboolean
check_any_source(const GPtrArray *parts, const HnProject *project, GError **error)
{
    const HnProjectPart *first = parts->pdata[0];
    const HnYamlNode root = hn_yaml_root(first->yaml);
    const HnYamlNode sources = hn_yaml_get(first->yaml, root, "sources");
    HnYamlNode needed;
    if (project->n_feeds > 0)
        return TRUE;
    return sources == 0 ? hn_yaml_need(first->yaml, root, "sources", &needed, error)
                        : hn_yaml_fail(first->yaml, sources, HN_CONFIG_ERROR_VALUE, error,
                                       "expected at least 1 source");
}

gboolean
hn_project_parts_read_connections(const GPtrArray *parts, HnProject *project, GError **error)
{
    const Section section = { "connections", sizeof(HnConnection), read_connection,
                              (gpointer *)(gpointer)&project->connections,
                              &project->n_connections };
    return read_section(parts, &section, project, error);
}

gboolean
hn_project_parts_read(const GPtrArray *parts, HnProject *project, GError **error)
{
    const Section sections[] = {
        { "sources", sizeof(HnFeed), read_source, (gpointer *)(gpointer)&project->feeds,
          &project->n_feeds },
        { "targets", sizeof(HnTarget), read_target, (gpointer *)(gpointer)&project->targets,
          &project->n_targets },
    };
    if (!hn_project_parts_read_connections(parts, project, error))
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(sections); i++)
        if (!read_section(parts, &sections[i], project, error))
            return FALSE;
    for (guint i = 0; i < parts->len; i++)
        if (!check_relation_ends(parts->pdata[i], project, error) ||
            !check_rights(parts->pdata[i], project, error))
            return FALSE;
    hn_meets_config_gather(project);
    return check_any_source(parts, project, error);
}
