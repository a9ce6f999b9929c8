#include "linker/live_replay.h"

#include "linker/live_private.h"
#include "publish/changes.h"

/* ---- the state that was staged ---- */

/* Decisions that came later are gone, and what later ones lifted is in force. */
static void
keep_until(GPtrArray *decisions, guint64 last)
{
    guint n = 0;
    while (n < decisions->len && ((const HnDecision *)decisions->pdata[n])->sequence <= last)
        n++;
    g_ptr_array_set_size(decisions, (gint)n);
    for (guint i = 0; i < n; i++) {
        HnDecision *decision = decisions->pdata[i];
        if (decision->lifted_by > last)
            decision->lifted_by = 0;
    }
}

HnLive *
hn_live_new_ahead(HnStore *store, const HnProject *project, guint entity, const HnLiveAhead *ahead,
                  GError **error)
{
    if (!hn_store_pin(store, error))
        return NULL;
    hn_store_look_ahead(store, ahead->run->sequence, ahead->segments);
    HnLive *live = hn_live_load(store, project, entity, error);
    hn_store_look_ahead(store, 0, NULL);
    hn_store_unpin(store);
    if (live == NULL)
        return NULL;
    keep_until(live->decisions, ahead->moment->last_decision);
    hn_live_make_ready(live);
    live->run = ahead->run->sequence;
    live->moment = *ahead->moment;
    live->base_change = ahead->run->base_change;
    live->was_in = hn_judy_map_new();
    live->were = g_array_new(FALSE, FALSE, sizeof(HnEntity));
    return live;
}

/* ---- entities that the decisions issued ---- */

/* The run does not know the entity: on its state nothing is in it, and it leads to where it was
 * split from. */
static void
add_entity(HnLive *live, HnEntity entity, guint64 from)
{
    HnEntities *entities = live->entities;
    gsize at = entities->n;
    entity.redirect = hn_entities_resolve(entities, from);
    entity.status = entity.redirect != 0 ? HN_ENTITY_REDIRECT : HN_ENTITY_RETIRED;
    entity.n_records = 0;
    entity.locked = 0;
    entities->entities = g_renew(HnEntity, entities->entities, entities->n + 1);
    while (at > 0 && entities->entities[at - 1].sequence > entity.sequence) {
        entities->entities[at] = entities->entities[at - 1];
        at--;
    }
    entities->entities[at] = entity;
    entities->n++;
    hn_judy_set_add(live->changed, entity.sequence);
}

/* What the entity was split from, as the events say; 0: nothing. */
static guint64
origin_of(const HnEvents *events, guint64 entity)
{
    for (gsize i = 0; i < events->n; i++)
        if (events->events[i].kind == HN_EVENT_SPLIT && events->events[i].entity == entity)
            return events->events[i].other;
    return 0;
}

static void
add_issued(HnLive *live)
{
    const GArray *known = live->since->entities;
    for (guint i = 0; i < known->len; i++) {
        const HnEntity *entity = &g_array_index(known, HnEntity, i);
        if (hn_entities_find(live->entities, entity->sequence) == NULL)
            add_entity(live, *entity, origin_of(live->since->events, entity->sequence));
    }
}

/* ---- decisions ---- */

static gint
compare_formers(gconstpointer a, gconstpointer b)
{
    const HnLiveFormer *x = a, *y = b;
    return (x->row > y->row) - (x->row < y->row);
}

/* Records go to the entity that the decision issued, or brought back, for them. */
static GArray *
formers_of(const HnLive *live, guint64 decision)
{
    GArray *formers = g_array_new(FALSE, FALSE, sizeof(HnLiveFormer));
    const HnEvents *events = live->since->events;
    for (gsize i = 0; i < events->n; i++) {
        const HnEvent *event = &events->events[i];
        if (event->cause != decision || event->kind != HN_EVENT_SPLIT)
            continue;
        for (guint32 k = 0; k < event->n_records; k++) {
            const HnRecordName *name = &events->names[event->first_name + k];
            const guint32 row = hn_crosswalk_find(live->crosswalk, name->source, name->record_id);
            const HnLiveFormer former = { row, event->entity };
            if (row != G_MAXUINT32)
                g_array_append_val(formers, former);
        }
    }
    g_array_sort(formers, compare_formers);
    return formers;
}

/* The act of decisions[at]; returns the place behind it. */
static guint
replay_act(HnLive *live, const GPtrArray *decisions, guint at)
{
    const guint64 first = ((const HnDecision *)decisions->pdata[at])->sequence;
    g_autoptr(GArray) act = g_array_new(FALSE, FALSE, sizeof(HnDecision));
    for (; at < decisions->len; at++) {
        const HnDecision *decision = decisions->pdata[at];
        const gboolean belongs = decision->sequence == first ||
                                 (decision->kind != HN_DECISION_UNDO && decision->target == first);
        if (!belongs)
            break;
        g_array_append_val(act, *decision);
    }
    g_autoptr(GArray) formers = formers_of(live, first);
    const HnLiveAct again = { .n_decisions = act->len,
                              .decisions = (const HnDecision *)(gpointer)act->data,
                              .n_formers = formers->len,
                              .formers = (const HnLiveFormer *)(gpointer)formers->data,
                              .is_replay = TRUE };
    hn_live_plan_take(hn_live_plan_new(live, &again));
    return at;
}

gboolean
hn_live_replay(HnLive *live, HnStore *store, const HnStoreMoment *now, GError **error)
{
    g_autoptr(GPtrArray) decisions = hn_store_decisions(store, live->type, FALSE, error);
    if (decisions == NULL)
        return FALSE;
    hn_live_since_free(live->since);
    live->since = hn_store_live_since(store, live->type, live->base_change, error);
    if (live->since == NULL)
        return FALSE;
    add_issued(live);
    for (guint i = 0; i < decisions->len;) {
        const HnDecision *decision = decisions->pdata[i];
        i = decision->sequence <= live->moment.last_decision ? i + 1
                                                             : replay_act(live, decisions, i);
    }
    live->moment = *now;
    return TRUE;
}

guint
hn_live_replayed(const HnLive *live)
{
    return live->decisions->len - live->n_stored;
}

/* ---- what was told, and what is so ---- */

typedef struct {
    const HnLive *live;
    HnJudyMap *told;    /* row -> entity in which the events put it */
    HnEntities *before; /* the run's, with what the events told of them */
    HnEntities *after;  /* the same entities as they are */
    GArray *rows;       /* guint32, ascending: those told of and those moved */
} Difference;

static HnEntity *
told_of(const Difference *difference, guint64 sequence)
{
    return hn_entities_find(difference->before, sequence);
}

static void
hear_records(Difference *difference, const HnEvents *events, const HnEvent *event)
{
    for (guint32 i = 0; i < event->n_records; i++) {
        const HnRecordName *name = &events->names[event->first_name + i];
        const guint32 row =
            hn_crosswalk_find(difference->live->crosswalk, name->source, name->record_id);
        if (row != G_MAXUINT32)
            hn_judy_map_set(difference->told, row, event->entity);
    }
}

static void
hear(Difference *difference, const HnEvents *events, const HnEvent *event)
{
    HnEntity *entity = told_of(difference, event->entity);
    const HnEventKind kind = event->kind;
    if (kind == HN_EVENT_LOCKED || kind == HN_EVENT_UNLOCKED) {
        entity->locked = kind == HN_EVENT_LOCKED;
        return;
    }
    hear_records(difference, events, event);
    if (kind == HN_EVENT_NEW || kind == HN_EVENT_SPLIT || kind == HN_EVENT_RESTORED) {
        entity->status = HN_ENTITY_LIVE;
        entity->redirect = 0;
    } else if (kind == HN_EVENT_RETIRED) {
        entity->status = HN_ENTITY_RETIRED;
    } else if (kind == HN_EVENT_MERGED) {
        HnEntity *other = told_of(difference, event->other);
        other->status = HN_ENTITY_REDIRECT;
        other->redirect = event->entity;
    }
}

/* Before the replay; NULL: it was not there. */
static const HnEntity *
staged_entity(const HnLive *live, guint64 sequence)
{
    for (guint i = 0; i < live->were->len; i++) {
        const HnEntity *was = &g_array_index(live->were, HnEntity, i);
        if (was->sequence == sequence)
            return was;
    }
    return hn_judy_set_has(live->changed, sequence) ? NULL
                                                    : hn_entities_find(live->entities, sequence);
}

static void
add_both(Difference *difference, guint64 sequence)
{
    const HnLive *live = difference->live;
    const HnEntity *now = hn_entities_find(live->entities, sequence);
    const HnEntity *was = staged_entity(live, sequence);
    gboolean is_known = was != NULL;
    for (guint i = 0; !is_known && i < live->since->entities->len; i++)
        is_known = g_array_index(live->since->entities, HnEntity, i).sequence == sequence;
    g_assert(now != NULL);
    difference->after->entities[difference->after->n++] = *now;
    if (!is_known) /* the replay issued it */
        return;
    HnEntity before = was != NULL ? *was : *now;
    memcpy(before.golden, now->golden, sizeof before.golden); /* left to the night */
    difference->before->entities[difference->before->n++] = before;
}

/* And where they lead. */
static void
add_redirects(const HnLive *live, HnJudySet *ids)
{
    for (guint64 n = 0; n < hn_judy_set_size(ids);) {
        n = hn_judy_set_size(ids);
        for (guint64 id = 0; hn_judy_set_next(ids, &id); id++) {
            const HnEntity *now = hn_entities_find(live->entities, id);
            const HnEntity *was = staged_entity(live, id);
            if (now->redirect != 0)
                hn_judy_set_add(ids, now->redirect);
            if (was != NULL && was->redirect != 0)
                hn_judy_set_add(ids, was->redirect);
        }
    }
}

/* Of whatever the events or the replay touched. */
static void
collect_ids(const HnLive *live, HnJudySet *ids)
{
    const HnEvents *events = live->since->events;
    for (gsize i = 0; i < events->n; i++) {
        hn_judy_set_add(ids, events->events[i].entity);
        if (events->events[i].other != 0)
            hn_judy_set_add(ids, events->events[i].other);
    }
    for (guint64 id = 0; hn_judy_set_next(live->changed, &id); id++)
        hn_judy_set_add(ids, id);
    guint64 entity = 0;
    for (guint64 row = 0; hn_judy_map_next(live->was_in, &row, &entity); row++) {
        hn_judy_set_add(ids, entity);
        hn_judy_set_add(ids, live->crosswalk->entity_of[row]);
    }
    for (gsize i = 0; i < events->n_names; i++) {
        const guint32 row =
            hn_crosswalk_find(live->crosswalk, events->names[i].source, events->names[i].record_id);
        if (row != G_MAXUINT32)
            hn_judy_set_add(ids, live->crosswalk->entity_of[row]);
    }
    add_redirects(live, ids);
}

static void
collect_entities(Difference *difference)
{
    g_autoptr(HnJudySet) ids = hn_judy_set_new();
    collect_ids(difference->live, ids);
    const gsize n = hn_judy_set_size(ids) + 1;
    difference->before->entities = g_new(HnEntity, n);
    difference->after->entities = g_new(HnEntity, n);
    for (guint64 id = 0; hn_judy_set_next(ids, &id); id++)
        add_both(difference, id);
}

static HnEvents *
changes_of(Difference *difference)
{
    const HnLive *live = difference->live;
    guint64 entity = 0;
    for (guint64 row = 0; hn_judy_map_next(live->was_in, &row, &entity); row++) {
        guint64 told = 0;
        if (!hn_judy_map_get(difference->told, row, &told))
            hn_judy_map_set(difference->told, row, entity);
    }
    const gsize n = hn_judy_map_size(difference->told);
    g_autofree guint64 *before = g_new(guint64, n + 1), *after = g_new(guint64, n + 1);
    for (guint64 row = 0; hn_judy_map_next(difference->told, &row, &entity); row++) {
        const guint32 at = (guint32)row;
        before[difference->rows->len] = entity;
        after[difference->rows->len] = live->crosswalk->entity_of[row];
        g_array_append_val(difference->rows, at);
    }
    const guint32 *rows = (const guint32 *)(gconstpointer)difference->rows->data;
    const guint n_rows = difference->rows->len;
    g_autoptr(HnCrosswalk) old = hn_live_crosswalk_part(live->crosswalk, rows, n_rows, before);
    g_autoptr(HnCrosswalk) new = hn_live_crosswalk_part(live->crosswalk, rows, n_rows, after);
    const HnChangesInput input = { .old_crosswalk = old,
                                   .new_crosswalk = new,
                                   .old_entities = difference->before,
                                   .new_entities = difference->after };
    HnChangeCounts counts;
    return hn_changes_between(&input, &counts);
}

static HnEvents *
events_of_difference(const HnLive *live)
{
    g_autoptr(HnJudyMap) told = hn_judy_map_new();
    g_autoptr(HnEntities) before = g_new0(HnEntities, 1), after = g_new0(HnEntities, 1);
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(guint32));
    Difference difference = { live, told, before, after, rows };
    collect_entities(&difference);
    for (gsize i = 0; i < live->since->events->n; i++)
        hear(&difference, live->since->events, &live->since->events->events[i]);
    return changes_of(&difference);
}

static gboolean
reserve(HnStore *store, HnIdKind kind, guint64 n, guint64 *ret_first, GError **error)
{
    *ret_first = 0;
    return n == 0 || hn_store_reserve(store, 0, kind, n, ret_first, error);
}

gboolean
hn_live_over(HnLive *live, HnStore *store, HnLiveOver *ret_over, GPtrArray *blocks, GError **error)
{
    guint64 first_entity = 0, first_event = 0;
    if (!reserve(store, HN_ID_ENTITY, live->n_new, &first_entity, error))
        return FALSE;
    hn_live_number(live, first_entity, 0, 0);
    hn_events_free(live->events);
    live->events = events_of_difference(live);
    if (!reserve(store, HN_ID_EVENT, live->events->n, &first_event, error))
        return FALSE;
    for (gsize i = 0; i < live->events->n; i++)
        live->events->events[i].sequence = first_event + i;
    *ret_over = (HnLiveOver){ .entity_type = live->type };
    hn_live_effect(live, &ret_over->change, blocks);
    ret_over->change.events = live->events;
    return TRUE;
}
