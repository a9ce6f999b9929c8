#include "config/project.h"

#include "base/base_error.h"
#include "base/io.h"
#include "config/config_error.h"
#include "config/connection_config.h"
#include "config/entity_config.h"
#include "config/feed_config.h"
#include "config/project_parts.h"
#include "config/relation_config.h"
#include "config/target_config.h"
#include "config/yaml_text.h"
#include "records/given_names.h"

#define FILE_BYTES_MAX ((gsize)4 << 20)
#define TRAINING_PAIRS_DEFAULT 100000
#define FETCH_AT_ONCE_DEFAULT 8
#define FETCH_ATTEMPTS_DEFAULT 3
#define ENTITIES_MAX 16

static gboolean
take_path(const HnYaml *yaml, HnYamlNode map, const char *key, const HnProject *project,
          char **path, GError **error)
{
    const char *text = NULL;
    if (!hn_yaml_get_text(yaml, map, key, &text, error))
        return FALSE;
    if (text != NULL) {
        g_free(*path);
        *path = g_canonicalize_filename(text, project->folder);
    }
    return TRUE;
}

static gboolean
read_names(const HnYaml *yaml, HnYamlNode node, HnProject *project, GError **error)
{
    static const char *const keys[] = { "name",      "state",   "anchor",        "seal_key_file",
                                        "reference", "metrics", "require_basis", NULL };
    HnYamlNode name;
    const char *text = NULL;
    project->state = g_build_filename(project->folder, "hopnhat-state", NULL);
    project->anchor = g_build_filename(project->folder, "hopnhat.anchor", NULL);
    if (!hn_yaml_check_keys(yaml, node, keys, error) ||
        !hn_yaml_need(yaml, node, "name", &name, error) ||
        !hn_yaml_text_of(yaml, name, &text, error))
        return FALSE;
    project->name = g_strdup(text);
    if (!take_path(yaml, node, "state", project, &project->state, error) ||
        !take_path(yaml, node, "anchor", project, &project->anchor, error) ||
        !take_path(yaml, node, "seal_key_file", project, &project->seal_key_file, error) ||
        !take_path(yaml, node, "reference", project, &project->reference, error) ||
        !take_path(yaml, node, "metrics", project, &project->metrics, error) ||
        !hn_yaml_get_bool(yaml, node, "require_basis", &project->require_basis, error))
        return FALSE;
    if (project->metrics != NULL && !g_str_has_suffix(project->metrics, ".prom"))
        return hn_yaml_fail(yaml, hn_yaml_get(yaml, node, "metrics"), HN_CONFIG_ERROR_VALUE, error,
                            "expected a file that ends in .prom: monitors read no others");
    g_autofree char *inside = g_strconcat(project->state, "/", NULL);
    const HnYamlNode anchor = hn_yaml_get(yaml, node, "anchor");
    return !g_str_has_prefix(project->anchor, inside) ||
           hn_yaml_fail(yaml, anchor == 0 ? node : anchor, HN_CONFIG_ERROR_VALUE, error,
                        "the anchor lies outside the state folder: it guards against old copies "
                        "of it");
}

/* Mappings of the file have no order: what they hold is kept in that of the names. */
static gint
compare_entities(gconstpointer a, gconstpointer b)
{
    return strcmp(((const HnEntityType *)a)->name, ((const HnEntityType *)b)->name);
}

/* Files that training looks at. */
static gboolean
read_tables(const HnYaml *yaml, HnYamlNode node, const HnProject *project, HnEntityType *type,
            GError **error)
{
    const HnYamlNode attributes = hn_yaml_get(yaml, node, "attributes");
    for (guint a = 0; a < type->n_attributes; a++) {
        HnAttribute *attribute = &type->attributes[a];
        const HnYamlNode one = hn_yaml_get(yaml, attributes, attribute->name);
        if (!hn_yaml_is_map(yaml, one))
            continue;
        if (!take_path(yaml, one, "population", project, &attribute->population, error))
            return FALSE;
        if (attribute->population != NULL && !hn_attribute_may_have_population(attribute))
            return hn_yaml_fail(yaml, hn_yaml_get(yaml, one, "population"), HN_CONFIG_ERROR_VALUE,
                                error,
                                "a population is of an attribute with one value, and not of "
                                "type digits, phone or email");
    }
    return take_path(yaml, node, "labels", project, &type->labels, error);
}

static gboolean
read_entities(const HnYaml *yaml, HnYamlNode node, HnProject *project, GError **error)
{
    const guint n = hn_yaml_is_map(yaml, node) ? hn_yaml_size(yaml, node) : 0;
    if (n == 0 || n > ENTITIES_MAX)
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error, "expected 1..%d entity types",
                            ENTITIES_MAX);
    project->entities = g_new0(HnEntityType, n);
    for (guint i = 0; i < n; i++) {
        project->n_entities = i + 1;
        if (!hn_entity_config_read(yaml, hn_yaml_value(yaml, node, i), hn_yaml_key(yaml, node, i),
                                   &project->entities[i], error) ||
            !read_tables(yaml, hn_yaml_value(yaml, node, i), project, &project->entities[i], error))
            return FALSE;
    }
    qsort(project->entities, n, sizeof(HnEntityType), compare_entities); /* names are unique */
    return TRUE;
}

static gboolean
read_fetch(const HnYaml *yaml, HnYamlNode node, HnProject *project, GError **error)
{
    static const char *const keys[] = { "at_once", "attempts", NULL };
    gint64 at_once = FETCH_AT_ONCE_DEFAULT;
    gint64 attempts = FETCH_ATTEMPTS_DEFAULT;
    if (node != 0 && !hn_yaml_check_keys(yaml, node, keys, error))
        return FALSE;
    const HnYamlNode first = node == 0 ? 0 : hn_yaml_get(yaml, node, "at_once");
    const HnYamlNode second = node == 0 ? 0 : hn_yaml_get(yaml, node, "attempts");
    if ((first != 0 && !hn_yaml_integer_of(yaml, first, 1, 64, &at_once, error)) ||
        (second != 0 && !hn_yaml_integer_of(yaml, second, 1, 100, &attempts, error)))
        return FALSE;
    project->fetch_at_once = (guint)at_once;
    project->fetch_attempts = (guint)attempts;
    return TRUE;
}

/* `one_record_per_source` names sources, which are read after the entity types. */
static gboolean
check_one_per_source(const HnYaml *yaml, HnYamlNode entities, const HnProject *project,
                     GError **error)
{
    for (guint i = 0; i < project->n_entities; i++) {
        char **names = project->entities[i].one_per_source;
        const HnYamlNode node =
            hn_yaml_get(yaml, hn_yaml_value(yaml, entities, i), "one_record_per_source");
        for (guint j = 0; names != NULL && names[j] != NULL; j++) {
            const gboolean is_all = strcmp(names[j], "all") == 0;
            if (is_all && (j > 0 || names[1] != NULL))
                return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error, "[all] stands alone");
            if (!is_all && !hn_project_has_source(project, names[j]))
                return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error, "'%s' is no source",
                                    names[j]);
        }
    }
    return TRUE;
}

/* What is no share: a count and a factor. */
static gboolean
read_gate_numbers(const HnYaml *yaml, HnYamlNode node, HnGates *gates, GError **error)
{
    const HnYamlNode records = hn_yaml_get(yaml, node, "max_entity_records");
    const HnYamlNode growth = hn_yaml_get(yaml, node, "max_pair_growth");
    gint64 n_records = (gint64)gates->entity_records_max;
    if (records != 0 && !hn_yaml_integer_of(yaml, records, 1, G_MAXUINT32, &n_records, error))
        return FALSE;
    gates->entity_records_max = (guint64)n_records;
    return growth == 0 || hn_yaml_number_of(yaml, growth, 1, 1e9, &gates->pair_growth_max, error);
}

static gboolean
read_gates(const HnYaml *yaml, HnYamlNode node, HnGates *gates, GError **error)
{
    static const char *const keys[] = { "max_entity_churn",    "min_row_ratio",
                                        "max_quarantine",      "max_strong_merges",
                                        "max_entity_records",  "max_pair_growth",
                                        "max_refused_sources", NULL };
    *gates = (HnGates)HN_GATES_DEFAULT;
    if (node == 0)
        return TRUE;
    if (!hn_yaml_check_keys(yaml, node, keys, error))
        return FALSE;
    gates->hold_on_quarantine = hn_yaml_get(yaml, node, "max_quarantine") != 0;
    return hn_yaml_get_share(yaml, node, "max_entity_churn", &gates->entity_churn_max, error) &&
           hn_yaml_get_share(yaml, node, "min_row_ratio", &gates->row_ratio_min, error) &&
           hn_yaml_get_share(yaml, node, "max_quarantine", &gates->quarantine_max, error) &&
           hn_yaml_get_share(yaml, node, "max_strong_merges", &gates->strong_merges_max, error) &&
           hn_yaml_get_share(yaml, node, "max_refused_sources", &gates->refused_sources_max,
                             error) &&
           read_gate_numbers(yaml, node, gates, error);
}

static gboolean
read_training(const HnYaml *yaml, HnYamlNode node, HnProject *project, GError **error)
{
    static const char *const keys[] = { "pairs_max", NULL };
    gint64 pairs_max = TRAINING_PAIRS_DEFAULT;
    if (node != 0) {
        const HnYamlNode given =
            hn_yaml_check_keys(yaml, node, keys, error) ? hn_yaml_get(yaml, node, "pairs_max") : -1;
        if (given < 0 ||
            (given > 0 && !hn_yaml_integer_of(yaml, given, 1000, G_MAXINT32, &pairs_max, error)))
            return FALSE;
    }
    project->training_pairs_max = (guint32)pairs_max;
    return TRUE;
}

/* @files: the configuration itself, then what lies in sources.d. */
static gboolean
read_project(const GPtrArray *files, HnProject *project, GError **error)
{
    const HnYaml *yaml = ((const HnProjectPart *)files->pdata[0])->yaml;
    static const char *const keys[] = { "schema",      "project",  "entities", "relations",
                                        "connections", "fetch",    "sources",  "targets",
                                        "gates",       "training", NULL };
    const HnYamlNode root = hn_yaml_root(yaml);
    HnYamlNode schema;
    HnYamlNode names;
    HnYamlNode entities;
    if (!hn_yaml_check_keys(yaml, root, keys, error) ||
        !hn_yaml_need(yaml, root, "schema", &schema, error))
        return FALSE;
    if (g_strcmp0(hn_yaml_text(yaml, schema), "1") != 0)
        return hn_yaml_fail(yaml, schema, HN_CONFIG_ERROR_VALUE, error,
                            "this program reads schema 1");
    return hn_yaml_need(yaml, root, "project", &names, error) &&
           hn_yaml_need(yaml, root, "entities", &entities, error) &&
           read_names(yaml, names, project, error) &&
           read_entities(yaml, entities, project, error) &&
           hn_relation_config_read(yaml, hn_yaml_get(yaml, root, "relations"), project, error) &&
           read_fetch(yaml, hn_yaml_get(yaml, root, "fetch"), project, error) &&
           hn_project_parts_read(files, project, error) &&
           check_one_per_source(yaml, entities, project, error) &&
           read_gates(yaml, hn_yaml_get(yaml, root, "gates"), &project->gates, error) &&
           read_training(yaml, hn_yaml_get(yaml, root, "training"), project, error);
}

/* @beside: whether what lies in sources.d belongs to it. @part_path: where @part would lie there;
 * or NULL. */
static HnProject *
parse(HnSlice text, const char *path, gboolean beside, HnSlice part, const char *part_path,
      GError **error)
{
    g_autoptr(HnProject) project = g_new0(HnProject, 1);
    project->path = g_canonicalize_filename(path, NULL);
    project->folder = g_path_get_dirname(project->path);
    g_autoptr(GPtrArray) files = hn_project_parts_open(text, path, beside, error);
    if (files == NULL ||
        (part_path != NULL && !hn_project_parts_add(files, part, part_path, error)) ||
        !read_project(files, project, error))
        return NULL;
    return g_steal_pointer(&project);
}

HnProject *
hn_project_parse(HnSlice text, const char *path, GError **error)
{
    return parse(text, path, FALSE, hn_slice_of(""), NULL, error);
}

HnProject *
hn_project_parse_beside(HnSlice text, const char *path, GError **error)
{
    return parse(text, path, TRUE, hn_slice_of(""), NULL, error);
}

HnProject *
hn_project_load_with(const char *path, HnSlice part, const char *part_path, GError **error)
{
    g_autoptr(GBytes) bytes = hn_io_read_file(path, FILE_BYTES_MAX, error);
    if (bytes == NULL)
        return NULL;
    gsize n_bytes;
    const void *start = g_bytes_get_data(bytes, &n_bytes);
    g_autoptr(HnProject) project =
        parse(hn_slice(start, n_bytes), path, TRUE, part, part_path, error);
    if (project == NULL || !hn_project_open_tables(project, error))
        return NULL;
    return g_steal_pointer(&project);
}

HnProject *
hn_project_load(const char *path, GError **error)
{
    return hn_project_load_with(path, hn_slice_of(""), NULL, error);
}

/* What may stand in another configuration over the same connections. */
static void
copy_sections(const HnYaml *yaml, HnSlice text, HnProject *project)
{
    static const char *const drafted[] = { "schema", "entities", "sources", NULL };
    static const char *const settings[] = { "fetch", "gates", "training", NULL };
    const HnYamlNode root = hn_yaml_root(yaml);
    g_autoptr(GPtrArray) left = g_ptr_array_new();
    g_autoptr(GString) all = g_string_new(NULL);
    for (guint i = 0; hn_yaml_is_map(yaml, root) && i < hn_yaml_size(yaml, root); i++) {
        const char *key = hn_yaml_key(yaml, root, i);
        const gboolean is_setting = g_strv_contains(settings, key);
        char *setting = NULL;
        char **copy = strcmp(key, "project") == 0       ? &project->project_text
                      : strcmp(key, "connections") == 0 ? &project->connections_text
                      : strcmp(key, "targets") == 0     ? &project->targets_text
                      : is_setting                      ? &setting
                                                        : NULL;
        if (copy != NULL)
            *copy = hn_yaml_copy_key(yaml, text, key);
        if (setting != NULL)
            g_string_append_printf(all, "%s%s", all->len > 0 ? "\n" : "", setting);
        if (copy == NULL ? !g_strv_contains(drafted, key) : *copy == NULL)
            g_ptr_array_add(left, g_strdup(key));
        g_free(setting);
    }
    g_ptr_array_add(left, NULL);
    project->not_copied = (char **)g_ptr_array_free(g_steal_pointer(&left), FALSE);
    project->settings_text = all->len == 0 ? NULL : g_strdup(all->str);
}

HnProject *
hn_project_load_connections(const char *path, GError **error)
{
    g_autoptr(GError) problem = NULL;
    g_autoptr(GBytes) bytes = hn_io_read_file(path, FILE_BYTES_MAX, &problem);
    if (bytes == NULL && !g_error_matches(problem, HN_BASE_ERROR, HN_BASE_ERROR_MISSING)) {
        g_propagate_error(error, g_steal_pointer(&problem));
        return NULL;
    }
    gsize n_bytes = 0;
    const void *start = bytes == NULL ? NULL : g_bytes_get_data(bytes, &n_bytes);
    const HnSlice text = bytes == NULL ? hn_slice_of("schema: 1\n") : hn_slice(start, n_bytes);
    g_autoptr(HnProject) project = g_new0(HnProject, 1);
    project->path = g_canonicalize_filename(path, NULL);
    project->folder = g_path_get_dirname(project->path);
    g_autoptr(GPtrArray) files = hn_project_parts_open(text, path, TRUE, error);
    if (files == NULL || !hn_project_parts_read_connections(files, project, error))
        return NULL;
    copy_sections(((const HnProjectPart *)files->pdata[0])->yaml, text, project);
    return g_steal_pointer(&project);
}

void
hn_project_use_tables(HnProject *project, HnCountryTables *tables)
{
    g_assert(project->tables == NULL);
    project->tables = hn_country_tables_ref(tables);
    for (guint i = 0; i < project->n_entities; i++)
        for (guint a = 0; a < project->entities[i].n_attributes; a++)
            project->entities[i].attributes[a].tables = project->tables;
}

/* What scoring takes for granted; standardisers look at their own tables. */
static gboolean
check_level_tables(const HnProject *project, const HnCountryTables *tables, GError **error)
{
    for (guint e = 0; e < project->n_entities; e++)
        for (guint c = 0; c < project->entities[e].n_comparisons; c++) {
            const HnComparison *comparison = &project->entities[e].comparisons[c];
            for (guint l = 0; l < comparison->n_levels; l++)
                if (hn_level_kind_table(comparison->levels[l].kind) != NULL &&
                    hn_given_names_of(tables, error) == NULL)
                    return FALSE;
        }
    return TRUE;
}

gboolean
hn_project_open_tables(HnProject *project, GError **error)
{
    g_autoptr(HnCountryTables) tables = hn_country_tables_open(NULL, project->reference, error);
    if (tables == NULL || !check_level_tables(project, tables, error)) {
        g_prefix_error(error, "%s: project.reference: ", project->path);
        return FALSE;
    }
    hn_project_use_tables(project, tables);
    return TRUE;
}

void
hn_project_free(HnProject *project)
{
    if (project == NULL)
        return;
    for (guint i = 0; i < project->n_entities; i++)
        hn_entity_type_clear(&project->entities[i]);
    for (guint i = 0; i < project->n_relations; i++)
        g_free(project->relations[i].name);
    for (guint i = 0; i < project->n_feeds; i++)
        hn_feed_config_clear(&project->feeds[i]);
    for (guint i = 0; i < project->n_targets; i++)
        hn_target_config_clear(&project->targets[i]);
    g_free(project->targets);
    for (guint i = 0; i < project->n_connections; i++)
        hn_connection_config_clear(&project->connections[i]);
    g_free(project->connections);
    g_free(project->entities);
    g_free(project->relations);
    g_free(project->feeds);
    g_free(project->path);
    g_free(project->folder);
    g_free(project->name);
    g_free(project->state);
    g_free(project->anchor);
    g_free(project->seal_key_file);
    g_free(project->metrics);
    g_free(project->reference);
    g_free(project->project_text);
    g_free(project->connections_text);
    g_free(project->targets_text);
    g_free(project->settings_text);
    g_strfreev(project->not_copied);
    hn_country_tables_unref(project->tables);
    g_free(project);
}
