#include "insight/published_view.h"

#include <jansson.h>

#include "linker/bundle_check.h"
#include "linker/linker_error.h"
#include "linker/quiet_landing.h"
#include "records/entity_id.h"

/* ---- opening ---- */

/* The summary has `TYPE=ID` for each entity type. */
static char *
bundle_of_summary(json_t *summary, const char *type)
{
    json_t *bundles = json_object_get(summary, "bundles");
    const gsize n_type = strlen(type);
    for (gsize i = 0; i < json_array_size(bundles); i++) {
        const char *text = json_string_value(json_array_get(bundles, i));
        if (text != NULL && strncmp(text, type, n_type) == 0 && text[n_type] == '=')
            return g_strdup(text + n_type + 1);
    }
    return NULL;
}

static void
find_bundles(HnPublishedView *view)
{
    g_autofree char *text = hn_store_run_summary(view->store, view->run);
    json_t *summary = text == NULL ? NULL : json_loads(text, 0, NULL);
    for (guint t = 0; t < view->project->n_entities; t++) {
        const char *type = view->project->entities[t].name;
        g_autofree char *promoted = hn_store_bundle(view->store, type);
        view->bundle_ids[t] = bundle_of_summary(summary, type);
        if (view->bundle_ids[t] == NULL)
            view->bundle_ids[t] = g_strdup(promoted);
        else if (promoted != NULL && strcmp(promoted, view->bundle_ids[t]) != 0)
            g_ptr_array_add(
                view->notes,
                g_strdup_printf("entity type '%s': bundle %.12s was promoted since; the "
                                "published night was made under %.12s",
                                type, promoted, view->bundle_ids[t]));
    }
    json_decref(summary);
}

static gboolean
look_at_configuration(HnPublishedView *view, GError **error)
{
    HnRunInfo run;
    guint8 digest[HN_DIGEST_BYTES];
    if (!hn_store_run_info(view->store, view->run, &run, error))
        return FALSE;
    hn_project_digest(view->project, digest);
    if (memcmp(digest, run.config, sizeof digest) != 0)
        g_ptr_array_add(view->notes,
                        g_strdup("the configuration is another than that of the published night: "
                                 "records may be read otherwise than it read them"));
    return TRUE;
}

static HnCases *
load_cases(HnPublishedView *view, guint type, GError **error)
{
    g_autoptr(GPtrArray) segments =
        hn_store_segments(view->store, "CASE", view->project->entities[type].name, error);
    if (segments == NULL)
        return NULL;
    return segments->len == 0
               ? g_new0(HnCases, 1)
               : hn_cases_load(view->store, segments->pdata[segments->len - 1], error);
}

static gboolean
load(HnPublishedView *view, GError **error)
{
    const guint n_types = view->project->n_entities;
    view->run = hn_store_published_run(view->store);
    if (view->run == 0) {
        g_set_error_literal(error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN,
                            "nothing was published yet: `hopnhat run` first");
        return FALSE;
    }
    view->lives = g_new0(HnLive *, n_types + 1);
    view->bundles = g_new0(HnBundle *, n_types + 1);
    view->bundle_ids = g_new0(char *, n_types + 1);
    view->cases = g_new0(HnCases *, n_types + 1);
    view->received = hn_store_segments(view->store, "RECV", NULL, error);
    if (view->received == NULL || !look_at_configuration(view, error))
        return FALSE;
    view->landing = hn_quiet_landing_new(view->project, view->received);
    for (guint t = 0; t < n_types; t++) {
        view->lives[t] = hn_live_new(view->store, view->project, t, error);
        view->cases[t] = view->lives[t] == NULL ? NULL : load_cases(view, t, error);
        if (view->cases[t] == NULL)
            return FALSE;
    }
    find_bundles(view);
    return TRUE;
}

HnPublishedView *
hn_published_view_new(HnStore *store, const HnProject *project, GError **error)
{
    g_autoptr(HnPublishedView) view = g_new0(HnPublishedView, 1);
    view->store = store;
    view->project = project;
    view->notes = g_ptr_array_new_with_free_func(g_free);
    return load(view, error) ? g_steal_pointer(&view) : NULL;
}

void
hn_published_view_free(HnPublishedView *view)
{
    if (view == NULL)
        return;
    for (guint t = 0; view->lives != NULL && t < view->project->n_entities; t++) {
        hn_live_free(view->lives[t]);
        hn_bundle_free(view->bundles[t]);
        hn_cases_free(view->cases[t]);
        g_free(view->bundle_ids[t]);
    }
    g_free(view->lives);
    g_free(view->bundles);
    g_free(view->bundle_ids);
    g_free(view->cases);
    g_clear_pointer(&view->received, g_ptr_array_unref);
    hn_landing_free(view->landing);
    g_ptr_array_unref(view->notes);
    g_free(view);
}

/* ---- looking ---- */

const HnBundle *
hn_published_view_bundle(HnPublishedView *view, guint type, GError **error)
{
    if (view->bundles[type] != NULL)
        return view->bundles[type];
    if (view->bundle_ids[type] == NULL) {
        g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_BUNDLE,
                    "entity type '%s' has no model: the published night had none",
                    view->project->entities[type].name);
        return NULL;
    }
    g_autoptr(HnBundle) bundle = hn_bundle_load(view->store, view->bundle_ids[type], error);
    if (bundle == NULL || !hn_bundle_check(bundle, view->project, type, NULL, error))
        return NULL;
    return view->bundles[type] = g_steal_pointer(&bundle);
}

HnStandardiseInput
hn_published_view_input(const HnPublishedView *view, guint type)
{
    return (HnStandardiseInput){ .store = view->store,
                                 .project = view->project,
                                 .entity = type,
                                 .landing = view->landing,
                                 .published = view->received };
}

const HnLandedSource *
hn_published_view_source(const HnPublishedView *view, guint type, const char *name)
{
    const HnStandardiseInput input = hn_published_view_input(view, type);
    g_autoptr(GPtrArray) sources = hn_standardise_sources(&input);
    for (guint i = 0; i < sources->len; i++) {
        const HnLandedSource *source = sources->pdata[i];
        if (strcmp(source->source, name) == 0)
            return source;
    }
    return NULL;
}

const HnCase *
hn_published_view_case(const HnPublishedView *view, guint type, guint64 entity_a, guint64 entity_b)
{
    const guint64 a = MIN(entity_a, entity_b), b = MAX(entity_a, entity_b);
    const HnCases *cases = view->cases[type];
    for (gsize i = 0; i < cases->n; i++)
        if (cases->cases[i].entity_a == a && cases->cases[i].entity_b == b)
            return &cases->cases[i];
    return NULL;
}

const HnEdge *
hn_published_view_edge(const HnPublishedView *view, guint type, guint32 row_a, guint32 row_b)
{
    const guint32 a = MIN(row_a, row_b), b = MAX(row_a, row_b);
    const HnEdges *edges = hn_live_edges(view->lives[type]);
    gsize low = 0, high = edges->n;
    while (low < high) {
        const gsize middle = low + (high - low) / 2;
        const HnEdge *edge = &edges->edges[middle];
        if (edge->a < a || (edge->a == a && edge->b < b))
            low = middle + 1;
        else
            high = middle;
    }
    if (low == edges->n || edges->edges[low].a != a || edges->edges[low].b != b)
        return NULL;
    return &edges->edges[low];
}
