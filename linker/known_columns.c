#include "linker/known_columns.h"

#include "config/did_you_mean.h"
#include "linker/linker_error.h"
#include "store/record_versions.h"

/* Adds the columns of one segment. */
static gboolean
learn(HnStore *store, HnSegment *segment, GPtrArray *known, GError **error)
{
    guint n = 0;
    g_autoptr(GPtrArray) one = g_ptr_array_new();
    g_ptr_array_add(one, segment);
    g_autoptr(HnVersionReader) reader = hn_version_reader_new(store, one, FALSE, error);
    if (reader == NULL)
        return FALSE;
    const char *const *names = hn_version_reader_columns(reader, 0, &n);
    for (guint i = 0; i < n; i++)
        if (!g_ptr_array_find_with_equal_func(known, names[i], g_str_equal, NULL))
            g_ptr_array_add(known, g_strdup(names[i]));
    return TRUE;
}

static gboolean
check(const HnProject *project, const HnFeed *feed, GPtrArray *known, GError **error)
{
    g_ptr_array_add(known, NULL);
    const char *const *names = (const char *const *)known->pdata;
    for (guint i = 0; i < feed->n_map; i++) {
        const HnFieldMap *map = &feed->map[i];
        for (guint c = 0; map->columns[c] != NULL; c++) {
            if (g_strv_contains(names, map->columns[c]))
                continue;
            const char *meant = hn_did_you_mean(map->columns[c], names);
            g_autofree char *hint =
                meant == NULL ? g_strdup("") : g_strdup_printf("; did you mean '%s'?", meant);
            g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_COLUMN,
                        "source '%s': mapped column '%s' is in nothing that it ever delivered, and "
                        "tonight brought nothing that can be used: '%s' would be empty in all of "
                        "its records%s",
                        feed->name, map->columns[c],
                        project->entities[feed->entity].attributes[map->attribute].name, hint);
            return FALSE;
        }
    }
    return TRUE;
}

gboolean
hn_known_columns_check(HnStore *store, const GPtrArray *published, const HnProject *project,
                       const HnFeed *feed, GError **error)
{
    if (feed->from.format != HN_FORMAT_CSV)
        return TRUE;
    g_autofree char *prefix = g_strconcat(feed->name, ".", NULL);
    g_autoptr(GPtrArray) known = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < published->len; i++) {
        HnSegment *segment = published->pdata[i];
        if (g_str_has_prefix(segment->name, prefix) && !learn(store, segment, known, error))
            return FALSE;
    }
    return known->len == 0 || check(project, feed, known, error);
}
