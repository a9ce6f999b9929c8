/* What an event says is undone on two sides: the status of entities, one byte each, and for every
 * record that it names an item that says where the record was before. Items of one record stand
 * in the order in which they were undone: the last one is the oldest event's and counts. */
#include "store/past_state.h"

#include "store/rekey.h"

enum { FATE_AS_TODAY, FATE_LIVED, FATE_ASLEEP, FATE_UNBORN };

/* Where a record was; entity 0: in none. */
typedef struct {
    const char *source;
    HnSlice record_id;
    guint64 entity;
    guint order;
} Item;

typedef struct {
    const HnPastInput *input;
    HnPastState *past;
    guint8 *fates;
    GArray *items,
        *decided; /* Item; sources and ids are the events', the crosswalk's, or a map's */
} Undoing;

void
hn_past_state_free(HnPastState *past)
{
    if (past == NULL)
        return;
    hn_crosswalk_free(past->crosswalk);
    hn_crosswalk_free(past->decided);
    hn_entities_free(past->entities);
    hn_judy_map_free(past->asleep);
    g_free(past->issued_later);
    g_free(past);
}

/* ---- one event ---- */

static void
set_fate(Undoing *undoing, guint64 id, guint8 fate)
{
    const HnEntities *entities = undoing->past->entities;
    const HnEntity *entity = hn_entities_find(entities, id);
    undoing->fates[entity - entities->entities] = fate;
}

/* FALSE: a record that came since. */
static gboolean
find_name(const Undoing *undoing, guint64 at, HnRecordName *name)
{
    const HnPastInput *input = undoing->input;
    return input->rekeys == NULL || hn_rekeys_then(input->rekeys, at, input->today.run, name);
}

static void
note(GArray *items, HnRecordName name, guint64 entity)
{
    const Item item = { name.source, name.record_id, entity, items->len };
    g_array_append_val(items, item);
}

static void
note_records(const Undoing *undoing, GArray *items, const HnEvents *events, const HnEvent *event,
             guint64 entity)
{
    for (guint32 i = 0; i < event->n_records; i++) {
        HnRecordName name = events->names[event->first_name + i];
        if (find_name(undoing, event->sequence, &name))
            note(items, name, entity);
    }
}

static HnRecordName
name_of_row(const HnCrosswalk *crosswalk, guint32 row)
{
    return (HnRecordName){ crosswalk->sources[crosswalk->source_of[row]],
                           hn_crosswalk_id(crosswalk, row) };
}

/* Rows whose records had other names, or none: those of today go first, for they may be the names
 * of then of others. */
static void
note_other_names(Undoing *undoing)
{
    const HnCrosswalk *today = undoing->input->today.crosswalk;
    const gboolean any = undoing->input->rekeys != NULL && undoing->input->rekeys->len > 0;
    for (guint pass = 0; any && pass < 2; pass++) {
        for (guint32 row = 0; row < today->n_rows; row++) {
            const HnRecordName now = name_of_row(today, row);
            HnRecordName then = now;
            const gboolean was_there = find_name(undoing, G_MAXUINT64, &then);
            if (was_there && hn_record_name_compare(&then, &now) == 0)
                continue;
            if (pass == 0)
                note(undoing->items, now, 0);
            else if (was_there)
                note(undoing->items, then, today->entity_of[row]);
        }
    }
}

/* The newest decision in force that moved a record comes first, and counts. */
static void
note_decided(Undoing *undoing, const HnEvents *events, const HnEvent *event)
{
    guint64 value = 0;
    const gboolean moves = event->kind == HN_EVENT_MOVED || event->kind == HN_EVENT_MERGED ||
                           event->kind == HN_EVENT_SPLIT || event->kind == HN_EVENT_RESTORED;
    if (moves && event->cause != 0 && undoing->input->in_force != NULL &&
        hn_judy_map_get(undoing->input->in_force, event->cause, &value))
        note_records(undoing, undoing->decided, events, event, event->entity);
}

static void
undo_event(Undoing *undoing, const HnEvents *events, const HnEvent *event)
{
    HnEntity *entity = hn_entities_find(undoing->past->entities, event->entity);
    switch (event->kind) {
    case HN_EVENT_NEW:
        set_fate(undoing, event->entity, FATE_UNBORN);
        note_records(undoing, undoing->items, events, event, 0);
        break;
    case HN_EVENT_RESTORED:
        set_fate(undoing, event->entity, FATE_ASLEEP);
        note_records(undoing, undoing->items, events, event, 0);
        break;
    case HN_EVENT_JOINED:
        note_records(undoing, undoing->items, events, event, 0);
        break;
    case HN_EVENT_SPLIT:
        set_fate(undoing, event->entity, FATE_ASLEEP); /* or it was not issued yet */
        note_records(undoing, undoing->items, events, event, event->other);
        break;
    case HN_EVENT_MERGED:
        set_fate(undoing, event->other, FATE_LIVED);
        note_records(undoing, undoing->items, events, event, event->other);
        break;
    case HN_EVENT_MOVED:
        note_records(undoing, undoing->items, events, event, event->other);
        break;
    case HN_EVENT_WITHDRAWN:
        note_records(undoing, undoing->items, events, event, event->entity);
        break;
    case HN_EVENT_RETIRED:
        set_fate(undoing, event->entity, FATE_LIVED);
        break;
    case HN_EVENT_LOCKED:
        entity->locked = 0;
        break;
    case HN_EVENT_UNLOCKED:
        entity->locked = 1;
        break;
    case HN_EVENT_UPDATED:
        break;
    }
}

/* Live events of all types stand in one list. */
static void
undo_events(Undoing *undoing, const HnEvents *events)
{
    const HnEntities *entities = undoing->past->entities;
    for (gsize i = events->n; i-- > 0;) {
        const HnEvent *event = &events->events[i];
        if (hn_entities_find(entities, event->entity) == NULL ||
            (event->other != 0 && hn_entities_find(entities, event->other) == NULL))
            continue;
        note_decided(undoing, events, event);
        undo_event(undoing, events, event);
        undoing->past->n_events++;
    }
}

/* ---- what the run itself told ---- */

static gboolean
moved_keys(const HnPastInput *input)
{
    for (guint i = 0; input->rekeys != NULL && i < input->rekeys->len; i++)
        if (hn_rekey_run(input->rekeys->pdata[i]) == input->today.run)
            return TRUE;
    return FALSE;
}

/* Who lived then; where an entity did not, its end is looked for as ever. */
static void
hear_entity(Undoing *undoing, const HnEvent *event)
{
    const HnEntities *entities = undoing->past->entities;
    const gboolean is_end = event->kind == HN_EVENT_MERGED || event->kind == HN_EVENT_RETIRED;
    const guint64 id = event->kind == HN_EVENT_MERGED ? event->other : event->entity;
    const gboolean begins = event->kind == HN_EVENT_NEW || event->kind == HN_EVENT_SPLIT ||
                            event->kind == HN_EVENT_RESTORED;
    const HnEntity *entity = hn_entities_find(entities, id);
    if (entity == NULL || (!is_end && !begins))
        return;
    guint8 *fate = &undoing->fates[entity - entities->entities];
    if (*fate != FATE_AS_TODAY) /* it changed since */
        *fate = is_end ? FATE_ASLEEP : FATE_LIVED;
}

/* Those of live changes that it folded in were told before it, and say nothing that it did. Where
 * it moved keys there are no others, and they have older names. */
static void
hear_own(Undoing *undoing, const HnEvents *own)
{
    for (gsize i = 0; own != NULL && !moved_keys(undoing->input) && i < own->n; i++) {
        const HnEvent *event = &own->events[i];
        const gboolean is_placed = event->kind != HN_EVENT_UPDATED &&
                                   event->kind != HN_EVENT_LOCKED &&
                                   event->kind != HN_EVENT_UNLOCKED;
        if (event->cause != 0)
            continue;
        hear_entity(undoing, event);
        if (is_placed)
            note_records(undoing, undoing->items, own, event,
                         event->kind == HN_EVENT_WITHDRAWN ? 0 : event->entity);
    }
}

/* ---- records ---- */

static gint
compare_items(gconstpointer a, gconstpointer b)
{
    const Item *x = a, *y = b;
    const int source = x->source == y->source ? 0 : strcmp(x->source, y->source);
    const int order = source != 0 ? source : hn_slice_compare(x->record_id, y->record_id);
    return order != 0 ? order : (x->order > y->order) - (x->order < y->order);
}

/* One item for each record: the @last noted, or the first. */
static void
keep_one(GArray *items, gboolean last)
{
    guint n_left = 0;
    Item *all = (Item *)(gpointer)items->data;
    g_array_sort(items, compare_items);
    for (guint i = 0; i < items->len; i++) {
        const gboolean again = n_left > 0 && strcmp(all[n_left - 1].source, all[i].source) == 0 &&
                               hn_slice_equal(all[n_left - 1].record_id, all[i].record_id);
        if (again && !last)
            continue;
        all[again ? n_left - 1 : n_left] = all[i];
        n_left += again ? 0 : 1;
    }
    g_array_set_size(items, n_left);
}

typedef struct {
    HnCrosswalk *crosswalk;
    GPtrArray *sources;
} Builder;

/* Rows come ascending by (source, record id). */
static void
put_row(Builder *builder, const char *source, HnSlice record_id, guint64 entity)
{
    HnCrosswalk *to = builder->crosswalk;
    const guint32 row = to->n_rows++;
    if (builder->sources->len == 0 ||
        strcmp(builder->sources->pdata[builder->sources->len - 1], source) != 0)
        g_ptr_array_add(builder->sources, g_strdup(source));
    to->source_of[row] = builder->sources->len - 1;
    if (record_id.n_bytes > 0)
        memcpy(to->id_bytes + to->id_offsets[row], record_id.bytes, record_id.n_bytes);
    to->id_offsets[row + 1] = to->id_offsets[row] + record_id.n_bytes;
    to->entity_of[row] = entity;
}

/* @base with @items laid over it; both ascending, a record once in each. */
static HnCrosswalk *
overlay(const HnCrosswalk *base, const GArray *items)
{
    const Item *all = (const Item *)(gconstpointer)items->data;
    gsize n_bytes = base->id_offsets[base->n_rows];
    const gsize n_max = (gsize)base->n_rows + items->len;
    for (guint i = 0; i < items->len; i++)
        n_bytes += all[i].record_id.n_bytes;
    HnCrosswalk *to = g_new0(HnCrosswalk, 1);
    to->source_of = g_new(guint32, n_max + 1);
    to->id_offsets = g_new0(guint64, n_max + 1);
    to->entity_of = g_new(guint64, n_max + 1);
    to->id_bytes = g_malloc(n_bytes + 1);
    Builder builder = { to, g_ptr_array_new() };
    guint32 row = 0;
    for (guint i = 0; row < base->n_rows || i < items->len;) {
        int order = i == items->len ? -1 : 1;
        if (row < base->n_rows && i < items->len)
            order = strcmp(base->sources[base->source_of[row]], all[i].source);
        if (order == 0 && row < base->n_rows)
            order = hn_slice_compare(hn_crosswalk_id(base, row), all[i].record_id);
        if (order < 0)
            put_row(&builder, base->sources[base->source_of[row]], hn_crosswalk_id(base, row),
                    base->entity_of[row]);
        else if (all[i].entity != 0)
            put_row(&builder, all[i].source, all[i].record_id, all[i].entity);
        row += order <= 0 ? 1 : 0;
        i += order >= 0 ? 1 : 0;
    }
    to->n_sources = builder.sources->len;
    g_ptr_array_add(builder.sources, NULL);
    to->sources = (char **)g_ptr_array_free(builder.sources, FALSE);
    return to;
}

/* ---- entities ---- */

static HnEntities *
copy_entities(const HnEntities *from)
{
    HnEntities *copy = g_new0(HnEntities, 1);
    copy->n = from->n;
    copy->entities = g_new0(HnEntity, from->n + 1);
    if (from->n > 0)
        memcpy(copy->entities, from->entities, sizeof(HnEntity) * from->n);
    return copy;
}

static void
give_fates(Undoing *undoing)
{
    HnPastState *past = undoing->past;
    for (gsize i = 0; i < past->entities->n; i++) {
        HnEntity *entity = &past->entities->entities[i];
        const guint8 fate = undoing->fates[i];
        if (fate == FATE_UNBORN ||
            (fate == FATE_ASLEEP && entity->first_seen > undoing->input->today.run))
            past->issued_later[i] = 1;
        else if (fate == FATE_ASLEEP)
            hn_judy_map_set(past->asleep, entity->sequence, i);
        else if (fate == FATE_LIVED)
            entity->redirect = 0;
        if (fate == FATE_LIVED)
            entity->status = HN_ENTITY_LIVE;
    }
}

HnPastState *
hn_past_state_undo(const HnPastInput *input)
{
    HnPastState *past = g_new0(HnPastState, 1);
    past->entities = copy_entities(input->today.entities);
    past->issued_later = g_new0(guint8, past->entities->n + 1);
    past->asleep = hn_judy_map_new();
    Undoing undoing = { .input = input,
                        .past = past,
                        .fates = g_new0(guint8, past->entities->n + 1),
                        .items = g_array_new(FALSE, FALSE, sizeof(Item)),
                        .decided = g_array_new(FALSE, FALSE, sizeof(Item)) };
    note_other_names(&undoing);
    for (guint i = input->since->len; i-- > 0;)
        undo_events(&undoing, input->since->pdata[i]);
    hear_own(&undoing, input->own);
    keep_one(undoing.items, TRUE);
    keep_one(undoing.decided, FALSE);
    guint64 no_offset = 0;
    const HnCrosswalk nothing = { .id_offsets = &no_offset };
    past->crosswalk = overlay(input->today.crosswalk, undoing.items);
    past->decided = overlay(&nothing, undoing.decided);
    give_fates(&undoing);
    g_free(undoing.fates);
    g_array_unref(undoing.items);
    g_array_unref(undoing.decided);
    return past;
}

void
hn_past_state_look(HnPastState *past, const HnEvents *events)
{
    for (gsize i = events->n; i-- > 0 && hn_judy_map_size(past->asleep) > 0;) {
        const HnEvent *event = &events->events[i];
        const gboolean merged = event->kind == HN_EVENT_MERGED;
        const guint64 id = merged ? event->other : event->entity;
        guint64 index = 0;
        if ((!merged && event->kind != HN_EVENT_RETIRED) ||
            !hn_judy_map_get(past->asleep, id, &index))
            continue;
        HnEntity *entity = &past->entities->entities[index];
        entity->status = merged ? HN_ENTITY_REDIRECT : HN_ENTITY_RETIRED;
        entity->redirect = merged ? event->entity : 0;
        hn_judy_map_remove(past->asleep, id);
    }
}

void
hn_past_state_settle(HnPastState *past, const HnEntities *today)
{
    guint64 index = 0;
    for (guint64 id = 0; hn_judy_map_next(past->asleep, &id, &index); id++)
        past->issued_later[index] = 1;
    for (gsize i = 0; i < today->n; i++)
        if (past->issued_later[i])
            past->entities->entities[i] = today->entities[i];
}

guint64
hn_past_state_n_live(const HnPastState *past)
{
    guint64 n = 0;
    for (gsize i = 0; i < past->entities->n; i++)
        n += !past->issued_later[i] && past->entities->entities[i].status == HN_ENTITY_LIVE;
    return n;
}

/* ---- from the store ---- */

/* All decisions that are not lifted, undoings too. */
static HnJudyMap *
decisions_in_force(HnStore *store, const char *entity_type, GError **error)
{
    g_autoptr(GPtrArray) decisions = hn_store_decisions(store, entity_type, FALSE, error);
    if (decisions == NULL)
        return NULL;
    HnJudyMap *in_force = hn_judy_map_new();
    for (guint i = 0; i < decisions->len; i++) {
        const HnDecision *decision = decisions->pdata[i];
        if (decision->lifted_by == 0)
            hn_judy_map_set(in_force, decision->sequence, 1);
    }
    return in_force;
}

/* Live changes that came while the run was at work are not in the state that it looks at. */
static HnEvents *
load_live(HnStore *store, guint64 last_change, GError **error)
{
    g_autoptr(HnEvents) all = hn_store_live_events(store, error);
    if (all == NULL)
        return NULL;
    HnEvents *seen = hn_events_new();
    for (gsize i = 0; i < all->n; i++)
        if (all->events[i].sequence <= last_change)
            hn_events_add_copy(seen, all, &all->events[i]);
    return seen;
}

/* Events of the runs behind the one, oldest first, then those of live changes. */
static GPtrArray *
load_since(HnStore *store, const GPtrArray *segments, const HnPastToday *today, GError **error)
{
    g_autoptr(GPtrArray) since = g_ptr_array_new_with_free_func((GDestroyNotify)hn_events_free);
    for (guint i = 0; i < segments->len; i++) {
        const HnSegment *segment = segments->pdata[i];
        if (segment->run <= today->run)
            continue;
        HnEvents *events = hn_events_load(store, segment, error);
        if (events == NULL)
            return NULL;
        g_ptr_array_add(since, events);
    }
    HnEvents *live = load_live(store, today->last_change, error);
    if (live == NULL)
        return NULL;
    g_ptr_array_add(since, live);
    return g_steal_pointer(&since);
}

/* *ret_events NULL: it told of none. */
static gboolean
load_own(HnStore *store, const GPtrArray *segments, guint64 run, HnEvents **ret_events,
         GError **error)
{
    *ret_events = NULL;
    for (guint i = 0; i < segments->len; i++) {
        const HnSegment *segment = segments->pdata[i];
        if (segment->run != run)
            continue;
        *ret_events = hn_events_load(store, segment, error);
        return *ret_events != NULL;
    }
    return TRUE;
}

/* The run that issued the oldest of the ids that are asleep: no event before it names them. */
static guint64
oldest_run(const HnPastState *past)
{
    guint64 oldest = G_MAXUINT64, index = 0;
    for (guint64 id = 0; hn_judy_map_next(past->asleep, &id, &index); id++)
        oldest = MIN(oldest, past->entities->entities[index].first_seen);
    return oldest;
}

static gboolean
find_ends(HnStore *store, const GPtrArray *segments, guint64 run, HnPastState *past, GError **error)
{
    for (guint i = segments->len; i-- > 0 && hn_judy_map_size(past->asleep) > 0;) {
        const HnSegment *segment = segments->pdata[i];
        if (segment->run > run || segment->run < oldest_run(past))
            continue;
        g_autoptr(HnEvents) events = hn_events_load(store, segment, error);
        if (events == NULL)
            return FALSE;
        hn_past_state_look(past, events);
    }
    return TRUE;
}

HnPastState *
hn_past_state_new(HnStore *store, const char *entity_type, const HnPastToday *today, GError **error)
{
    g_autoptr(GPtrArray) segments = hn_store_segments(store, "EVNT", entity_type, error);
    g_autoptr(GPtrArray) since =
        segments == NULL ? NULL : load_since(store, segments, today, error);
    g_autoptr(HnJudyMap) in_force =
        since == NULL ? NULL : decisions_in_force(store, entity_type, error);
    g_autoptr(GPtrArray) rekeys = in_force == NULL ? NULL : hn_rekeys_load(store, error);
    g_autoptr(HnEvents) own = NULL;
    if (rekeys == NULL || !load_own(store, segments, today->run, &own, error))
        return NULL;
    const HnPastInput input = { *today, since, in_force, rekeys, own };
    g_autoptr(HnPastState) past = hn_past_state_undo(&input);
    if (!find_ends(store, segments, today->run, past, error))
        return NULL;
    hn_past_state_settle(past, today->entities);
    return g_steal_pointer(&past);
}
