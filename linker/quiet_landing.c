#include "linker/quiet_landing.h"

/* RECV segments are named FEED.SOURCE. */
static const HnFeed *
feed_of(const HnProject *project, const HnSegment *segment, const char **ret_source)
{
    const char *dot = strchr(segment->name, '.');
    if (dot == NULL)
        return NULL;
    *ret_source = dot + 1;
    for (guint f = 0; f < project->n_feeds; f++) {
        const char *name = project->feeds[f].name;
        const gsize n = strlen(name);
        if (n == (gsize)(dot - segment->name) && memcmp(name, segment->name, n) == 0)
            return &project->feeds[f];
    }
    return NULL;
}

static gint
compare_sources(gconstpointer a, gconstpointer b)
{
    const HnLandedSource *x = *(HnLandedSource *const *)a, *y = *(HnLandedSource *const *)b;
    return strcmp(x->source, y->source);
}

HnLanding *
hn_quiet_landing_new(const HnProject *project, const GPtrArray *published)
{
    HnLanding *landing = hn_landing_new();
    for (guint i = 0; i < published->len; i++) {
        const char *name = NULL;
        const HnFeed *feed = feed_of(project, published->pdata[i], &name);
        gboolean known = feed == NULL;
        for (guint s = 0; !known && s < landing->sources->len; s++)
            known = strcmp(((HnLandedSource *)landing->sources->pdata[s])->source, name) == 0;
        if (known)
            continue;
        HnLandedSource *source = g_new0(HnLandedSource, 1);
        source->feed = g_strdup(feed->name);
        source->source = g_strdup(name);
        g_ptr_array_add(landing->sources, source);
    }
    g_ptr_array_sort(landing->sources, compare_sources);
    return landing;
}
