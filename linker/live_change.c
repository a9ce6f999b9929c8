#include "linker/live_change.h"

#include "base/clock.h"
#include "linker/bundle.h"
#include "linker/linker_error.h"
#include "linker/live_private.h"

/* ---- loading ---- */

/* Authority of a source is its feed's; RECV segments are named FEED.SOURCE. */
static gint32
authority_of(const HnProject *project, const GPtrArray *deliveries, const char *source)
{
    gint32 authority = 0;
    for (guint i = 0; i < deliveries->len; i++) {
        const HnSegment *segment = deliveries->pdata[i];
        const char *dot = strchr(segment->name, '.');
        if (dot == NULL || strcmp(dot + 1, source) != 0)
            continue;
        const gsize n = (gsize)(dot - segment->name);
        for (guint f = 0; f < project->n_feeds; f++)
            if (strlen(project->feeds[f].name) == n &&
                memcmp(project->feeds[f].name, segment->name, n) == 0)
                authority = project->feeds[f].authority;
    }
    return authority;
}

static gboolean
load_authority(HnLive *live, HnStore *store, const HnProject *project, GError **error)
{
    g_autoptr(GPtrArray) deliveries = hn_store_segments(store, "RECV", NULL, error);
    if (deliveries == NULL)
        return FALSE;
    live->authority = g_new0(gint32, (gsize)live->crosswalk->n_sources + 1);
    for (guint s = 0; s < live->crosswalk->n_sources; s++)
        live->authority[s] = authority_of(project, deliveries, live->crosswalk->sources[s]);
    return TRUE;
}

static void
flag_one_per_source(HnLive *live, const HnEntityType *type)
{
    if (type->one_per_source == NULL)
        return;
    live->one_per_source = g_new0(guint8, (gsize)live->crosswalk->n_sources + 1);
    for (guint s = 0; s < live->crosswalk->n_sources; s++)
        live->one_per_source[s] =
            hn_entity_type_holds_once(type, live->crosswalk->sources[s]) ? 1 : 0;
}

HnRowsMeet
hn_live_rows_meet(const HnLive *live)
{
    return (HnRowsMeet){ live->crosswalk->n_sources, live->crosswalk->source_of, live->meets };
}

static void
drop_unlawful_of(const HnRowsMeet *meet, HnEdges *edges)
{
    gsize n = 0;
    for (gsize i = 0; i < edges->n; i++)
        if (hn_rows_meet(meet, edges->edges[i].a, edges->edges[i].b) == HN_MEET_COMPARE)
            edges->edges[n++] = edges->edges[i];
    edges->n = n;
}

/* The last night may have compared what may not be compared any more. */
static void
drop_unlawful(HnLive *live, const HnEntityType *type)
{
    const HnCrosswalk *crosswalk = live->crosswalk;
    live->meets = hn_meetings_matrix(&type->meetings, (const char *const *)crosswalk->sources,
                                     crosswalk->n_sources);
    const HnRowsMeet meet = hn_live_rows_meet(live);
    if (meet.meets == NULL)
        return;
    drop_unlawful_of(&meet, live->edges);
    drop_unlawful_of(&meet, live->rejected);
}

static gboolean
load_rejected(HnLive *live, HnStore *store, GError **error)
{
    g_autoptr(GPtrArray) segments = hn_store_segments(store, "RJCT", live->type, error);
    if (segments == NULL)
        return FALSE;
    live->rejected = segments->len == 0 ? g_new0(HnEdges, 1)
                                        : hn_edges_load(store, segments->pdata[segments->len - 1],
                                                        live->crosswalk->n_rows, error);
    return live->rejected != NULL;
}

static gboolean
load_edges(HnLive *live, HnStore *store, GError **error)
{
    g_autoptr(GPtrArray) segments = hn_store_segments(store, "EDGE", live->type, error);
    if (segments == NULL)
        return FALSE;
    guint64 n_edges = 0;
    for (guint i = 0; i < segments->len; i++)
        n_edges += ((const HnSegment *)segments->pdata[i])->rows;
    if (n_edges == 0) { /* so there may be no bundle either */
        live->edges = g_new0(HnEdges, 1);
        live->rejected = g_new0(HnEdges, 1);
        return TRUE;
    }
    g_autofree char *id = hn_store_bundle(store, live->type);
    if (id == NULL) {
        g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_BUNDLE,
                    "entity type '%s' has published records and no promoted bundle", live->type);
        return FALSE;
    }
    g_autoptr(HnBundle) bundle = hn_bundle_load(store, id, error);
    if (bundle == NULL)
        return FALSE;
    live->match_units = bundle->model->threshold_match_units;
    live->support_min = bundle->model->cluster_support;
    live->edges =
        hn_edges_load(store, segments->pdata[segments->len - 1], live->crosswalk->n_rows, error);
    return live->edges != NULL && load_rejected(live, store, error);
}

HnLive *
hn_live_load(HnStore *store, const HnProject *project, guint entity, GError **error)
{
    const HnEntityType *type = &project->entities[entity];
    g_autoptr(HnLive) live = g_new0(HnLive, 1);
    live->type = g_strdup(type->name);
    if (!hn_store_moment(store, &live->moment, error))
        return NULL;
    live->run = live->moment.published_run;
    live->crosswalk = hn_crosswalk_published(store, type->name, error);
    live->entities =
        live->crosswalk == NULL ? NULL : hn_entities_published(store, type->name, error);
    live->decisions =
        live->entities == NULL ? NULL : hn_store_decisions(store, type->name, FALSE, error);
    if (live->decisions == NULL || !load_edges(live, store, error) ||
        !load_authority(live, store, project, error))
        return NULL;
    flag_one_per_source(live, type);
    drop_unlawful(live, type);
    return g_steal_pointer(&live);
}

void
hn_live_make_ready(HnLive *live)
{
    live->n_stored = live->decisions->len;
    live->graph = hn_live_graph_new(live->crosswalk, live->edges, live->match_units);
    live->constraints =
        hn_constraints_new(live->decisions, hn_find_row_in_crosswalk, live->crosswalk);
    const HnRowsMeet meet = hn_live_rows_meet(live);
    live->settled = hn_settle(live->constraints->constraints, live->constraints->n, &meet);
    live->events = hn_events_new();
    live->moved = hn_judy_set_new();
    live->changed = hn_judy_set_new();
}

HnLive *
hn_live_new(HnStore *store, const HnProject *project, guint entity, GError **error)
{
    HnLive *live = hn_live_load(store, project, entity, error);
    if (live != NULL)
        hn_live_make_ready(live);
    return live;
}

void
hn_live_free(HnLive *live)
{
    if (live == NULL)
        return;
    hn_live_graph_free(live->graph);
    hn_crosswalk_free(live->crosswalk);
    hn_entities_free(live->entities);
    hn_edges_free(live->edges);
    hn_edges_free(live->rejected);
    hn_constraints_free(live->constraints);
    hn_settled_free(live->settled);
    hn_events_free(live->events);
    g_clear_pointer(&live->decisions, g_ptr_array_unref);
    g_clear_pointer(&live->moved, hn_judy_set_free);
    g_clear_pointer(&live->changed, hn_judy_set_free);
    hn_live_since_free(live->since);
    g_clear_pointer(&live->was_in, hn_judy_map_free);
    g_clear_pointer(&live->were, g_array_unref);
    g_free(live->authority);
    g_free(live->one_per_source);
    g_free(live->meets);
    g_free(live->type);
    g_free(live);
}

/* ---- looking ---- */

const char *
hn_live_entity_type(const HnLive *live)
{
    return live->type;
}

const HnCrosswalk *
hn_live_crosswalk(const HnLive *live)
{
    return live->crosswalk;
}

const HnEntities *
hn_live_entities(const HnLive *live)
{
    return live->entities;
}

const GPtrArray *
hn_live_decisions(const HnLive *live)
{
    return live->decisions;
}

const HnEvents *
hn_live_events(const HnLive *live)
{
    return live->events;
}

const HnEdges *
hn_live_edges(const HnLive *live)
{
    return live->edges;
}

const HnEdges *
hn_live_rejected(const HnLive *live)
{
    return live->rejected;
}

const HnConstraints *
hn_live_constraints(const HnLive *live)
{
    return live->constraints;
}

const HnSettled *
hn_live_settled(const HnLive *live)
{
    return live->settled;
}

gint32
hn_live_authority(const HnLive *live, guint32 row)
{
    return live->authority[live->crosswalk->source_of[row]];
}

gboolean
hn_live_is_one_per_source(const HnLive *live, guint32 row)
{
    return live->one_per_source != NULL &&
           live->one_per_source[live->crosswalk->source_of[row]] != 0;
}

const guint8 *
hn_live_meets(const HnLive *live)
{
    return live->meets;
}

HnMeet
hn_live_meet(const HnLive *live, guint32 row_a, guint32 row_b)
{
    const HnRowsMeet meet = hn_live_rows_meet(live);
    return hn_rows_meet(&meet, row_a, row_b);
}

const HnDecision *
hn_live_find_decision(const HnLive *live, guint64 sequence)
{
    for (guint i = 0; i < live->decisions->len; i++) {
        const HnDecision *decision = live->decisions->pdata[i];
        if (decision->sequence == sequence)
            return decision;
    }
    return NULL;
}

static gint
compare_rows(gconstpointer a, gconstpointer b)
{
    const guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
    return (x > y) - (x < y);
}

GArray *
hn_live_entity_rows(const HnLive *live, guint64 entity)
{
    GArray *rows = g_array_new(FALSE, FALSE, sizeof(guint32));
    hn_live_graph_entity_rows(live->graph, entity, rows);
    g_array_sort(rows, compare_rows);
    return rows;
}

HnRecordName
hn_live_name(const HnLive *live, guint32 row)
{
    const HnCrosswalk *crosswalk = live->crosswalk;
    return (HnRecordName){ crosswalk->sources[crosswalk->source_of[row]],
                           hn_crosswalk_id(crosswalk, row) };
}

HnEdge *
hn_live_edges_between(const HnLive *live, const GArray *rows, gsize *ret_n)
{
    gsize n = 0;
    HnEdge *edges =
        hn_live_graph_edges(live->graph, (const guint32 *)(gconstpointer)rows->data, rows->len, &n);
    *ret_n = 0;
    for (gsize i = 0; i < n; i++)
        if (edges[i].weight_units >= live->match_units)
            edges[(*ret_n)++] = edges[i];
    return edges;
}

HnCrosswalk *
hn_live_crosswalk_part(const HnCrosswalk *all, const guint32 *rows, guint n_rows,
                       const guint64 *entity_of)
{
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    HnCrosswalk *part = g_new0(HnCrosswalk, 1);
    part->n_rows = n_rows;
    part->n_sources = all->n_sources;
    part->sources = g_new0(char *, (gsize)all->n_sources + 1);
    for (guint s = 0; s < all->n_sources; s++)
        part->sources[s] = g_strdup(all->sources[s]);
    part->source_of = g_new(guint32, (gsize)n_rows + 1);
    part->id_offsets = g_new0(guint64, (gsize)n_rows + 1);
    part->entity_of = g_memdup2(entity_of, sizeof(guint64) * ((gsize)n_rows + 1));
    for (guint i = 0; i < n_rows; i++) {
        const HnSlice id = hn_crosswalk_id(all, rows[i]);
        part->source_of[i] = all->source_of[rows[i]];
        g_byte_array_append(bytes, id.bytes, (guint)id.n_bytes);
        part->id_offsets[i + 1] = bytes->len;
    }
    part->id_bytes = g_memdup2(bytes->data, MAX(bytes->len, 1));
    return part;
}

/* ---- final numbers ---- */

static guint64
final_number(guint64 number, guint64 first)
{
    return number < HN_LIVE_PROVISIONAL ? number : number - HN_LIVE_PROVISIONAL + first;
}

typedef struct {
    guint64 entity, event, decision; /* first of each kind */
} Numbers;

static void
number_decisions(HnLive *live, const Numbers *first)
{
    for (guint i = 0; i < live->decisions->len; i++) {
        HnDecision *decision = live->decisions->pdata[i];
        decision->sequence = final_number(decision->sequence, first->decision);
        decision->target = final_number(decision->target, first->decision);
        decision->lifted_by = final_number(decision->lifted_by, first->decision);
    }
}

static void
number_entities(HnLive *live, const Numbers *first)
{
    g_autoptr(HnJudySet) changed = hn_judy_set_new();
    for (guint64 id = 0; hn_judy_set_next(live->changed, &id); id++)
        hn_judy_set_add(changed, final_number(id, first->entity));
    hn_judy_set_free(live->changed);
    live->changed = g_steal_pointer(&changed);
    for (gsize i = 0; i < live->entities->n; i++) {
        HnEntity *entity = &live->entities->entities[i];
        entity->sequence = final_number(entity->sequence, first->entity);
        entity->redirect = final_number(entity->redirect, first->entity);
    }
    for (guint64 row = 0; hn_judy_set_next(live->moved, &row); row++)
        live->crosswalk->entity_of[row] =
            final_number(live->crosswalk->entity_of[row], first->entity);
}

static void
number_events(HnLive *live, const Numbers *first)
{
    for (gsize i = 0; i < live->events->n; i++) {
        HnEvent *event = &live->events->events[i];
        event->sequence = first->event + i;
        event->entity = final_number(event->entity, first->entity);
        event->other = final_number(event->other, first->entity);
        event->cause = final_number(event->cause, first->decision);
    }
}

void
hn_live_number(HnLive *live, guint64 first_entity, guint64 first_event, guint64 first_decision)
{
    const Numbers first = { first_entity, first_event, first_decision };
    number_decisions(live, &first);
    number_entities(live, &first);
    number_events(live, &first);
}

static gboolean
reserve(HnStore *store, HnIdKind kind, guint64 n, guint64 *ret_first, GError **error)
{
    *ret_first = 0;
    return n == 0 || hn_store_reserve(store, 0, kind, n, ret_first, error);
}

/* ---- writing ---- */

void
hn_live_effect(const HnLive *live, HnLiveChange *change, GPtrArray *blocks)
{
    HnEntity *entities = g_new(HnEntity, hn_judy_set_size(live->changed) + 1);
    HnRecordName *moved = g_new(HnRecordName, hn_judy_set_size(live->moved) + 1);
    guint64 *moved_to = g_new(guint64, hn_judy_set_size(live->moved) + 1);
    g_ptr_array_add(blocks, entities);
    g_ptr_array_add(blocks, moved);
    g_ptr_array_add(blocks, moved_to);
    change->events = live->events;
    change->entities = entities;
    change->moved = moved;
    change->moved_to = moved_to;
    for (guint64 id = 0; hn_judy_set_next(live->changed, &id); id++)
        entities[change->n_entities++] = *hn_entities_find(live->entities, id);
    for (guint64 row = 0; hn_judy_set_next(live->moved, &row); row++) {
        moved[change->n_moves] = hn_live_name(live, (guint32)row);
        moved_to[change->n_moves++] = live->crosswalk->entity_of[row];
    }
}

static gboolean
write_all(HnStore *store, HnLive *const *lives, guint n_lives, GError **error)
{
    g_autoptr(HnEvents) none = hn_events_new();
    g_autoptr(GArray) changes = g_array_new(FALSE, TRUE, sizeof(HnLiveChange));
    g_autoptr(GPtrArray) blocks = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < n_lives; i++) {
        for (guint d = lives[i]->n_stored; d < lives[i]->decisions->len; d++) {
            const HnLiveChange change = { .decision = lives[i]->decisions->pdata[d],
                                          .events = none };
            g_array_append_val(changes, change);
        }
        /* The last decision of a type carries the effect of all of them; causes stand in the
         * events. */
        if (lives[i]->n_stored < lives[i]->decisions->len && lives[i]->events->n > 0)
            hn_live_effect(lives[i], &g_array_index(changes, HnLiveChange, changes->len - 1),
                           blocks);
    }
    return hn_store_apply_live_at(store, &lives[0]->moment,
                                  (const HnLiveChange *)(gpointer)changes->data, changes->len,
                                  error);
}

gboolean
hn_live_commit(HnStore *store, HnLive *const *lives, guint n_lives, GError **error)
{
    guint64 n_decisions = 0, n_events = 0, n_entities = 0;
    const gint64 now_us = hn_clock_wall_us();
    for (guint i = 0; i < n_lives; i++) {
        n_decisions += lives[i]->decisions->len - lives[i]->n_stored;
        n_events += lives[i]->events->n;
        n_entities += lives[i]->n_new;
    }
    Numbers first;
    hn_store_unpin(store);
    if (n_decisions == 0)
        return TRUE;
    if (!reserve(store, HN_ID_DECISION, n_decisions, &first.decision, error) ||
        !reserve(store, HN_ID_EVENT, n_events, &first.event, error) ||
        !reserve(store, HN_ID_ENTITY, n_entities, &first.entity, error))
        return FALSE;
    for (guint i = 0; i < n_lives; i++) {
        HnLive *live = lives[i];
        for (guint d = live->n_stored; d < live->decisions->len; d++)
            ((HnDecision *)live->decisions->pdata[d])->at_us = now_us;
        hn_live_number(live, first.entity, first.event, first.decision);
        first.decision += live->decisions->len - live->n_stored;
        first.event += live->events->n;
        first.entity += live->n_new;
    }
    return write_all(store, lives, n_lives, error);
}
