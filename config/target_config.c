#include "config/target_config.h"

#include "config/config_error.h"
#include "config/feed_config.h"

void
hn_target_config_clear(HnTarget *target)
{
    g_free(target->name);
    g_free(target->owner);
    g_free(target->stream);
    g_free(target->sign_key_file);
    g_free(target->table);
    g_free(target->folder);
    g_strfreev(target->sources);
    g_strfreev(target->values_from);
    g_free(target->values);
    g_strfreev(target->columns);
    *target = (HnTarget){ 0 };
}

static gboolean
find_name(const HnYaml *yaml, HnYamlNode node, const char *what, const char *const *names,
          guint *ret_index, GError **error)
{
    const char *name = NULL;
    if (!hn_yaml_text_of(yaml, node, &name, error))
        return FALSE;
    for (guint i = 0; names[i] != NULL; i++)
        if (strcmp(names[i], name) == 0) {
            *ret_index = i;
            return TRUE;
        }
    return hn_yaml_fail_unknown(yaml, node, what, names, error);
}

static gboolean
read_to_table(const HnYaml *yaml, HnYamlNode node, const HnProject *project, HnTarget *target,
              GError **error)
{
    static const char *const keys[] = { "connection", "table", NULL };
    g_autofree const char **names = g_new0(const char *, project->n_connections + 1);
    HnYamlNode table;
    const char *text = NULL;
    guint index = 0;
    for (guint i = 0; i < project->n_connections; i++)
        names[i] = project->connections[i].name;
    if (!hn_yaml_check_keys(yaml, node, keys, error) ||
        !hn_yaml_need(yaml, node, "table", &table, error) ||
        !hn_yaml_text_of(yaml, table, &text, error) ||
        !find_name(yaml, hn_yaml_get(yaml, node, "connection"), "connection", names, &index, error))
        return FALSE;
    target->table = g_strdup(text);
    target->connection = &project->connections[index];
    return TRUE;
}

static gboolean
read_to(const HnYaml *yaml, HnYamlNode node, const HnProject *project, HnTarget *target,
        GError **error)
{
    static const char *const keys[] = { "folder", "sign_key_file", NULL };
    HnYamlNode folder;
    const char *text = NULL;
    const char *sign_key = NULL;
    if (hn_yaml_is_map(yaml, node) && hn_yaml_get(yaml, node, "connection") != 0)
        return read_to_table(yaml, node, project, target, error);
    if (!hn_yaml_check_keys(yaml, node, keys, error) ||
        !hn_yaml_need(yaml, node, "folder", &folder, error) ||
        !hn_yaml_text_of(yaml, folder, &text, error) ||
        !hn_yaml_get_text(yaml, node, "sign_key_file", &sign_key, error))
        return FALSE;
    target->folder = g_canonicalize_filename(text, project->folder);
    if (sign_key != NULL)
        target->sign_key_file = g_canonicalize_filename(sign_key, project->folder);
    return TRUE;
}

static gboolean
read_entity(const HnYaml *yaml, HnYamlNode node, const HnProject *project, HnTarget *target,
            GError **error)
{
    g_autofree const char **names = g_new0(const char *, project->n_entities + 1);
    const HnYamlNode given = hn_yaml_get(yaml, node, "entity");
    for (guint i = 0; i < project->n_entities; i++)
        names[i] = project->entities[i].name;
    if (given == 0 && project->n_entities == 1)
        return TRUE;
    if (given == 0)
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_MISSING, error, "'entity' is missing");
    return find_name(yaml, given, "entity", names, &target->entity, error);
}

static gboolean
read_rows(const HnYaml *yaml, HnYamlNode node, HnTarget *target, GError **error)
{
    static const char *const kinds[] = { "crosswalk", "golden", NULL };
    const HnYamlNode given = hn_yaml_get(yaml, node, "rows");
    guint kind = 0;
    if (given != 0 && !find_name(yaml, given, "rows", kinds, &kind, error))
        return FALSE;
    target->is_golden = kind == 1;
    return TRUE;
}

/* A source of the target's entity type; what a source_column will hold nobody knows yet. */
static gboolean
is_source_of(const HnProject *project, guint entity, const char *name)
{
    for (guint i = 0; i < project->n_feeds; i++) {
        const HnFeed *feed = &project->feeds[i];
        if (feed->entity == entity &&
            (feed->source_column != NULL || strcmp(feed->name, name) == 0))
            return TRUE;
    }
    return FALSE;
}

/* NULL stands for all, which must be said: [all]. */
static gboolean
read_sources(const HnYaml *yaml, HnYamlNode node, const HnProject *project, guint entity,
             char ***ret, GError **error)
{
    if (!hn_yaml_texts_of(yaml, node, ret, error))
        return FALSE;
    if (strcmp((*ret)[0], "all") == 0 && (*ret)[1] == NULL) {
        g_clear_pointer(ret, g_strfreev);
        return TRUE;
    }
    for (char **name = *ret; *name != NULL; name++)
        if (!is_source_of(project, entity, *name))
            return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                                "'%s' is no source of entity '%s'", *name,
                                project->entities[entity].name);
    return TRUE;
}

static gboolean
read_values(const HnYaml *yaml, HnYamlNode node, const HnEntityType *type, HnTarget *target,
            GError **error)
{
    g_auto(GStrv) names = NULL;
    if (node == 0)
        return TRUE;
    if (!hn_yaml_texts_of(yaml, node, &names, error))
        return FALSE;
    target->n_values = g_strv_length(names);
    target->values = g_new0(guint, target->n_values);
    for (guint i = 0; i < target->n_values; i++) {
        guint attribute = 0;
        while (attribute < type->n_attributes &&
               strcmp(type->attributes[attribute].name, names[i]) != 0)
            attribute++;
        if (attribute == type->n_attributes)
            return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                                "'%s' is no attribute of entity '%s'", names[i], type->name);
        target->values[i] = attribute;
    }
    return TRUE;
}

/* What a target may not see is not derived from either: so whose values may reach it is never
 * guessed to be more than the sources whose records it is told of. */
static gboolean
read_audience(const HnYaml *yaml, HnYamlNode node, const HnProject *project, HnTarget *target,
              GError **error)
{
    const HnYamlNode sources = hn_yaml_get(yaml, node, "sources");
    const HnYamlNode from = hn_yaml_get(yaml, node, "values_from");
    if (sources == 0)
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_MISSING, error,
                            "'sources' is missing: those whose records it is told of, or [all]");
    if (!read_sources(yaml, sources, project, target->entity, &target->sources, error))
        return FALSE;
    if (from == 0) {
        target->values_from = g_strdupv(target->sources);
        return TRUE;
    }
    if (target->n_values == 0)
        return hn_yaml_fail(yaml, from, HN_CONFIG_ERROR_VALUE, error,
                            "it says whose values are shown, and 'values' names none");
    return read_sources(yaml, from, project, target->entity, &target->values_from, error);
}

static void
name_columns(const HnEntityType *type, HnTarget *target)
{
    static const char *const of_records[] = { "source", "record_id", "entity_id", NULL };
    static const char *const of_entities[] = { "entity_id", "records", NULL };
    const char *const *fixed = target->is_golden ? of_entities : of_records;
    GPtrArray *columns = g_ptr_array_new();
    for (; *fixed != NULL; fixed++)
        g_ptr_array_add(columns, g_strdup(*fixed));
    for (guint i = 0; i < target->n_values; i++)
        g_ptr_array_add(columns, g_strdup(type->attributes[target->values[i]].name));
    target->n_columns = columns->len;
    target->n_key = target->is_golden ? 1 : 2;
    g_ptr_array_add(columns, NULL);
    target->columns = (char **)g_ptr_array_free(columns, FALSE);
}

/* An attribute may be called as a column that every row has; as a line of a folder has "change". */
static gboolean
check_columns(const HnYaml *yaml, HnYamlNode node, const HnTarget *target, GError **error)
{
    for (guint i = 0; i < target->n_columns; i++) {
        const char *column = target->columns[i];
        gboolean is_taken = target->folder != NULL && strcmp(column, "change") == 0;
        for (guint k = 0; k < i; k++)
            is_taken = is_taken || g_ascii_strcasecmp(column, target->columns[k]) == 0;
        if (is_taken)
            return hn_yaml_fail(yaml, hn_yaml_get(yaml, node, "values"), HN_CONFIG_ERROR_VALUE,
                                error, "the target would have two columns '%s'", column);
    }
    return TRUE;
}

/* The table of watermarks has a column for it. */
static gboolean
check_stream(const HnYaml *yaml, HnYamlNode node, const HnTarget *target, GError **error)
{
    return strlen(target->stream) <= HN_TARGET_STREAM_BYTES_MAX ||
           hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                        "PROJECT/TARGET is what the target knows it by, and has at most %d bytes",
                        HN_TARGET_STREAM_BYTES_MAX);
}

gboolean
hn_target_config_read(const HnYaml *yaml, HnYamlNode node, const char *name,
                      const HnProject *project, HnTarget *ret, GError **error)
{
    static const char *const keys[] = { "to",     "entity",      "rows",  "sources",
                                        "values", "values_from", "owner", NULL };
    HnYamlNode to;
    ret->name = g_strdup(name);
    ret->stream = g_strconcat(project->name, "/", name, NULL);
    if (!hn_feed_config_check_name(yaml, node, name, error) ||
        !check_stream(yaml, node, ret, error) || !hn_yaml_check_keys(yaml, node, keys, error) ||
        !hn_yaml_need(yaml, node, "to", &to, error) || !read_to(yaml, to, project, ret, error) ||
        !read_entity(yaml, node, project, ret, error) || !read_rows(yaml, node, ret, error) ||
        !hn_yaml_take_text(yaml, node, "owner", &ret->owner, error))
        return FALSE;
    const HnEntityType *type = &project->entities[ret->entity];
    if (!read_values(yaml, hn_yaml_get(yaml, node, "values"), type, ret, error) ||
        !read_audience(yaml, node, project, ret, error))
        return FALSE;
    name_columns(type, ret);
    hn_project_target_digest(project, ret, ret->audience);
    return check_columns(yaml, node, ret, error);
}
