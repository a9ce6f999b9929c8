#include "config/shares_config.h"

#include "config/config_error.h"

#define TEXT_BYTES_MAX 1000

/* ---- reading ---- */

static void
share_clear(HnShare *share)
{
    g_free(share->values);
    g_free(share->basis);
    g_free(share->purpose);
    g_free(share->standard);
    g_strfreev(share->to);
}

void
hn_shares_config_clear(HnFeed *feed)
{
    for (guint i = 0; i < feed->n_shares; i++)
        share_clear(&feed->shares[i]);
    g_free(feed->shares);
    g_free(feed->owner);
    g_free(feed->receives);
}

/* What the share is read for. */
typedef struct {
    const HnEntityType *type;
    const HnFeed *feed;
    HnShare *share;
} Reading;

static gboolean
take_value(const HnYaml *yaml, HnYamlNode node, const Reading *reading, const char *name,
           guint *ret, GError **error)
{
    const HnEntityType *type = reading->type;
    guint attribute = 0;
    while (attribute < type->n_attributes && strcmp(type->attributes[attribute].name, name) != 0)
        attribute++;
    if (attribute == type->n_attributes)
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                            "'%s' is no attribute of entity '%s'", name, type->name);
    *ret = attribute;
    return hn_feed_gives(reading->feed, attribute) ||
           hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                        "no column of the source fills '%s'", name);
}

static gboolean
read_values(const HnYaml *yaml, HnYamlNode node, const Reading *reading, GError **error)
{
    g_auto(GStrv) names = NULL;
    HnShare *share = reading->share;
    if (!hn_yaml_texts_of(yaml, node, &names, error))
        return FALSE;
    share->n_values = g_strv_length(names);
    share->values = g_new0(guint, share->n_values);
    for (guint i = 0; i < share->n_values; i++)
        if (!take_value(yaml, node, reading, names[i], &share->values[i], error))
            return FALSE;
    return TRUE;
}

/* A text for people: it stands on a page and in a list. */
static gboolean
take_words(const HnYaml *yaml, HnYamlNode map, const char *key, char **ret, GError **error)
{
    if (!hn_yaml_take_text(yaml, map, key, ret, error))
        return FALSE;
    return *ret == NULL || strlen(*ret) <= TEXT_BYTES_MAX ||
           hn_yaml_fail(yaml, hn_yaml_get(yaml, map, key), HN_CONFIG_ERROR_VALUE, error,
                        "longer than %d bytes", TEXT_BYTES_MAX);
}

static gboolean
read_share(const HnYaml *yaml, HnYamlNode node, const Reading *reading, GError **error)
{
    HnShare *share = reading->share;
    static const char *const keys[] = { "values", "basis", "purpose", "standard", "to", NULL };
    HnYamlNode values, basis, purpose;
    if (!hn_yaml_check_keys(yaml, node, keys, error) ||
        !hn_yaml_need(yaml, node, "values", &values, error) ||
        !hn_yaml_need(yaml, node, "basis", &basis, error) ||
        !hn_yaml_need(yaml, node, "purpose", &purpose, error) ||
        !read_values(yaml, values, reading, error) ||
        !take_words(yaml, node, "basis", &share->basis, error) ||
        !take_words(yaml, node, "purpose", &share->purpose, error) ||
        !take_words(yaml, node, "standard", &share->standard, error))
        return FALSE;
    const HnYamlNode to = hn_yaml_get(yaml, node, "to");
    return to == 0 || hn_yaml_texts_of(yaml, to, &share->to, error);
}

gboolean
hn_shares_config_read(const HnYaml *yaml, HnYamlNode node, const HnEntityType *type, HnFeed *feed,
                      GError **error)
{
    const HnYamlNode list = hn_yaml_get(yaml, node, "shares");
    if (!take_words(yaml, node, "owner", &feed->owner, error) ||
        !hn_yaml_take_text(yaml, node, "receives", &feed->receives, error))
        return FALSE;
    if (list == 0)
        return TRUE;
    if (!hn_yaml_is_list(yaml, list) || hn_yaml_size(yaml, list) == 0)
        return hn_yaml_fail(yaml, list, HN_CONFIG_ERROR_VALUE, error,
                            "expected a list: - { values: [full_name], basis: ..., purpose: ... }");
    const guint n = hn_yaml_size(yaml, list);
    feed->shares = g_new0(HnShare, n);
    for (guint i = 0; i < n; i++) {
        feed->n_shares = i + 1;
        const Reading reading = { type, feed, &feed->shares[i] };
        if (!read_share(yaml, hn_yaml_item(yaml, list, i), &reading, error))
            return FALSE;
    }
    return TRUE;
}

/* ---- who gives what to whom ---- */

gboolean
hn_feed_gives(const HnFeed *feed, guint attribute)
{
    for (guint i = 0; i < feed->n_map; i++)
        if (feed->map[i].attribute == attribute)
            return TRUE;
    return FALSE;
}

static gboolean
is_plain_source(const HnProject *project, const char *name)
{
    for (guint i = 0; i < project->n_feeds; i++)
        if (project->feeds[i].source_column == NULL && strcmp(project->feeds[i].name, name) == 0)
            return TRUE;
    return FALSE;
}

gboolean
hn_feed_reaches(const HnProject *project, const HnFeed *feed, const HnTarget *target)
{
    if (feed->entity != target->entity)
        return FALSE;
    if (target->values_from == NULL)
        return TRUE;
    if (feed->source_column == NULL)
        return g_strv_contains((const char *const *)target->values_from, feed->name);
    for (char **name = target->values_from; *name != NULL; name++)
        if (!is_plain_source(project, *name)) /* so it comes in some column, which may be this */
            return TRUE;
    return FALSE;
}

const HnShare *
hn_feed_share(const HnFeed *feed, guint attribute, const char *target)
{
    for (guint i = 0; i < feed->n_shares; i++) {
        const HnShare *share = &feed->shares[i];
        if (share->to != NULL && !g_strv_contains((const char *const *)share->to, target))
            continue;
        for (guint k = 0; k < share->n_values; k++)
            if (share->values[k] == attribute)
                return share;
    }
    return NULL;
}

const HnTarget *
hn_project_target(const HnProject *project, const char *name)
{
    for (guint i = 0; i < project->n_targets; i++)
        if (strcmp(project->targets[i].name, name) == 0)
            return &project->targets[i];
    return NULL;
}

static void
find_unfounded(const HnProject *project, const HnFeed *feed, GArray *all)
{
    for (guint t = 0; t < project->n_targets; t++) {
        const HnTarget *target = &project->targets[t];
        if (!hn_feed_reaches(project, feed, target))
            continue;
        for (guint i = 0; i < target->n_values; i++) {
            const HnUnfounded one = { feed, target, target->values[i] };
            if (hn_feed_gives(feed, one.attribute) &&
                hn_feed_share(feed, one.attribute, target->name) == NULL)
                g_array_append_val(all, one);
        }
    }
}

GArray *
hn_project_unfounded(const HnProject *project)
{
    GArray *all = g_array_new(FALSE, FALSE, sizeof(HnUnfounded));
    for (guint i = 0; i < project->n_feeds; i++)
        find_unfounded(project, &project->feeds[i], all);
    return all;
}

/* ---- checking ---- */

static gboolean
check_names(const HnYaml *yaml, HnYamlNode node, const HnProject *project, const HnFeed *feed,
            GError **error)
{
    const HnYamlNode list = hn_yaml_get(yaml, node, "shares");
    g_autofree const char **names = g_new0(const char *, project->n_targets + 1);
    for (guint i = 0; i < project->n_targets; i++)
        names[i] = project->targets[i].name;
    for (guint i = 0; i < feed->n_shares; i++)
        for (char **to = feed->shares[i].to; to != NULL && *to != NULL; to++)
            if (!g_strv_contains(names, *to))
                return hn_yaml_fail(yaml, hn_yaml_get(yaml, hn_yaml_item(yaml, list, i), "to"),
                                    HN_CONFIG_ERROR_VALUE, error, "'%s' is no target", *to);
    return TRUE;
}

/* What its owner may be told of its records: a row for each, with the values of the target's
 * audience. */
static gboolean
check_receives(const HnYaml *yaml, HnYamlNode node, const HnProject *project, const HnFeed *feed,
               GError **error)
{
    const HnYamlNode at = hn_yaml_get(yaml, node, "receives");
    if (feed->receives == NULL)
        return TRUE;
    const HnTarget *target = hn_project_target(project, feed->receives);
    if (target == NULL)
        return hn_yaml_fail(yaml, at, HN_CONFIG_ERROR_VALUE, error, "'%s' is no target",
                            feed->receives);
    const gboolean tells = target->entity == feed->entity &&
                           (target->sources == NULL || feed->source_column != NULL ||
                            g_strv_contains((const char *const *)target->sources, feed->name));
    if (target->is_golden || !tells || target->n_values == 0)
        return hn_yaml_fail(yaml, at, HN_CONFIG_ERROR_VALUE, error,
                            "target '%s' cannot say what the source may receive: it needs `rows: "
                            "crosswalk`, the source among its `sources`, and `values`",
                            feed->receives);
    return TRUE;
}

static gboolean
check_founded(const HnYaml *yaml, HnYamlNode node, const HnProject *project, const HnFeed *feed,
              GError **error)
{
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(HnUnfounded));
    if (!project->require_basis)
        return TRUE;
    find_unfounded(project, feed, all);
    if (all->len == 0)
        return TRUE;
    const HnUnfounded *first = &g_array_index(all, HnUnfounded, 0);
    return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_MISSING, error,
                        "'%s' reaches target '%s' without a basis, and the project says "
                        "require_basis: name it in `shares` of the source",
                        project->entities[feed->entity].attributes[first->attribute].name,
                        first->target->name);
}

gboolean
hn_shares_config_check(const HnYaml *yaml, HnYamlNode node, const HnProject *project,
                       const HnFeed *feed, GError **error)
{
    return check_names(yaml, node, project, feed, error) &&
           check_receives(yaml, node, project, feed, error) &&
           check_founded(yaml, node, project, feed, error);
}
