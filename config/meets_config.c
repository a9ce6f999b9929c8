#include "config/meets_config.h"

#include "config/config_error.h"

static gboolean
is_named(const HnFeed *feed, const char *name)
{
    for (guint i = 0; i < feed->meets.n_named; i++)
        if (strcmp(feed->meets.named[i].source, name) == 0)
            return TRUE;
    return FALSE;
}

static gboolean
read_named(const HnYaml *yaml, HnYamlNode node, HnMeet meet, HnFeed *feed, GError **error)
{
    g_auto(GStrv) names = NULL;
    HnSourceMeets *meets = &feed->meets;
    if (node == 0)
        return TRUE;
    if (!hn_yaml_texts_of(yaml, node, &names, error))
        return FALSE;
    const guint n = g_strv_length(names);
    meets->named = g_renew(HnMeetsNamed, meets->named, meets->n_named + n);
    for (guint i = 0; i < n; i++) {
        if (strcmp(names[i], "all") == 0)
            return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                                "sources that are not named follow `others`: others: %s",
                                hn_meet_name(meet));
        if (is_named(feed, names[i]))
            return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                                "'%s' is named twice in `meets`", names[i]);
        if (meet == HN_MEET_NEVER && strcmp(names[i], feed->name) == 0)
            return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                                "that no two records of one source are of one entity is "
                                "one_record_per_source of the entity type");
        meets->named[meets->n_named++] = (HnMeetsNamed){ g_strdup(names[i]), meet };
    }
    return TRUE;
}

static gboolean
read_others(const HnYaml *yaml, HnYamlNode node, HnFeed *feed, GError **error)
{
    const char *const *words = hn_meet_names();
    const char *text = NULL;
    if (node == 0)
        return TRUE;
    if (!hn_yaml_text_of(yaml, node, &text, error))
        return FALSE;
    for (guint i = 0; words[i] != NULL; i++)
        if (strcmp(words[i], text) == 0) {
            feed->meets.others = (HnMeet)i;
            return TRUE;
        }
    return hn_yaml_fail_unknown(yaml, node, "meeting", words, error);
}

/* In whatever order they are written, they say the same. */
static gint
compare_named(gconstpointer a, gconstpointer b)
{
    return strcmp(((const HnMeetsNamed *)a)->source, ((const HnMeetsNamed *)b)->source);
}

gboolean
hn_meets_config_read(const HnYaml *yaml, HnYamlNode node, HnFeed *feed, GError **error)
{
    static const char *const keys[] = { "others", "compare", "through", "never", NULL };
    const char *const *words = hn_meet_names();
    const HnYamlNode map = hn_yaml_get(yaml, node, "meets");
    feed->meets.source = g_strdup(feed->name);
    feed->meets.is_many = feed->source_column != NULL;
    if (map == 0)
        return TRUE;
    if (!hn_yaml_check_keys(yaml, map, keys, error) ||
        !read_others(yaml, hn_yaml_get(yaml, map, "others"), feed, error))
        return FALSE;
    for (guint i = 0; words[i] != NULL; i++)
        if (!read_named(yaml, hn_yaml_get(yaml, map, words[i]), (HnMeet)i, feed, error))
            return FALSE;
    if (feed->meets.n_named > 1)
        qsort(feed->meets.named, feed->meets.n_named, sizeof(HnMeetsNamed), compare_named);
    return TRUE;
}

void
hn_meets_config_clear(HnFeed *feed)
{
    hn_source_meets_clear(&feed->meets);
}

/* A name that no configuration knows yet may stand in a source_column. */
static gboolean
is_source_of(const HnProject *project, guint entity, const char *name)
{
    for (guint i = 0; i < project->n_feeds; i++)
        if (project->feeds[i].entity == entity &&
            (project->feeds[i].source_column != NULL || strcmp(project->feeds[i].name, name) == 0))
            return TRUE;
    return FALSE;
}

gboolean
hn_meets_config_check(const HnYaml *yaml, HnYamlNode node, const HnProject *project,
                      const HnFeed *feed, GError **error)
{
    const HnYamlNode map = hn_yaml_get(yaml, node, "meets");
    for (guint i = 0; i < feed->meets.n_named; i++) {
        const HnMeetsNamed *named = &feed->meets.named[i];
        if (!is_source_of(project, feed->entity, named->source))
            return hn_yaml_fail(yaml, hn_yaml_get(yaml, map, hn_meet_name(named->meet)),
                                HN_CONFIG_ERROR_VALUE, error, "'%s' is no source of entity '%s'",
                                named->source, project->entities[feed->entity].name);
    }
    return TRUE;
}

static gboolean
says_something(const HnFeed *feed)
{
    return feed->meets.others != HN_MEET_COMPARE || feed->meets.n_named > 0;
}

static void
gather(const HnProject *project, guint entity, HnMeetings *meetings)
{
    gboolean some = FALSE;
    guint n = 0;
    for (guint i = 0; i < project->n_feeds; i++)
        if (project->feeds[i].entity == entity) {
            some = some || says_something(&project->feeds[i]);
            n++;
        }
    if (!some)
        return;
    meetings->of = g_new0(HnSourceMeets, n);
    for (guint i = 0; i < project->n_feeds; i++)
        if (project->feeds[i].entity == entity)
            hn_source_meets_copy(&project->feeds[i].meets, &meetings->of[meetings->n++]);
}

void
hn_meets_config_gather(HnProject *project)
{
    for (guint t = 0; t < project->n_entities; t++)
        gather(project, t, &project->entities[t].meetings);
}
