#include "tests/reference/reference_changes.h"

typedef struct {
    char *source;
    HnSlice record_id;
    guint64 entity; /* 0 = in none */
} Record;

typedef struct {
    GArray *records;  /* Record */
    GArray *entities; /* HnEntity */
} State;

static HnEntity *
find_entity(State *state, guint64 sequence)
{
    for (guint i = 0; i < state->entities->len; i++) {
        HnEntity *entity = &g_array_index(state->entities, HnEntity, i);
        if (entity->sequence == sequence)
            return entity;
    }
    return NULL;
}

/* An entity that must be there. */
static HnEntity *
get_entity(State *state, guint64 sequence)
{
    HnEntity *entity = find_entity(state, sequence);
    g_assert(entity != NULL);
    return entity;
}

static Record *
find_record(State *state, char *source, HnSlice record_id)
{
    for (guint i = 0; i < state->records->len; i++) {
        Record *record = &g_array_index(state->records, Record, i);
        if (strcmp(record->source, source) == 0 && hn_slice_equal(record->record_id, record_id))
            return record;
    }
    const Record record = { source, record_id, 0 };
    g_array_append_val(state->records, record);
    return &g_array_index(state->records, Record, state->records->len - 1);
}

static void
load(State *state, const HnCrosswalk *crosswalk, const HnEntities *entities)
{
    state->records = g_array_new(FALSE, FALSE, sizeof(Record));
    state->entities = g_array_new(FALSE, FALSE, sizeof(HnEntity));
    g_array_append_vals(state->entities, entities->entities, (guint)entities->n);
    for (guint32 row = 0; row < crosswalk->n_rows; row++)
        find_record(state, crosswalk->sources[crosswalk->source_of[row]],
                    hn_crosswalk_id(crosswalk, row))
            ->entity = crosswalk->entity_of[row];
}

static void
clear(State *state)
{
    g_array_unref(state->records);
    g_array_unref(state->entities);
}

static void
make_live(State *state, guint64 sequence)
{
    HnEntity *entity = find_entity(state, sequence);
    if (entity == NULL) {
        const HnEntity fresh = { .sequence = sequence };
        g_array_append_val(state->entities, fresh);
        return;
    }
    g_assert_cmpint(entity->status, !=, HN_ENTITY_LIVE);
    entity->status = HN_ENTITY_LIVE;
    entity->redirect = 0;
    entity->locked = 0;
}

static void
apply_to_entity(State *state, const HnEvent *event)
{
    HnEntity *entity;
    switch (event->kind) {
    case HN_EVENT_NEW:
        g_assert_null(find_entity(state, event->entity));
        make_live(state, event->entity);
        break;
    case HN_EVENT_RESTORED:
        g_assert_nonnull(find_entity(state, event->entity));
        make_live(state, event->entity);
        break;
    case HN_EVENT_SPLIT:
        make_live(state, event->entity);
        break;
    case HN_EVENT_MERGED:
        entity = get_entity(state, event->other);
        g_assert_cmpint(entity->status, ==, HN_ENTITY_LIVE);
        entity->status = HN_ENTITY_REDIRECT;
        entity->redirect = event->entity;
        entity->locked = 0;
        break;
    case HN_EVENT_RETIRED:
        entity = get_entity(state, event->entity);
        g_assert_cmpint(entity->status, ==, HN_ENTITY_LIVE);
        entity->status = HN_ENTITY_RETIRED;
        entity->locked = 0;
        break;
    case HN_EVENT_LOCKED:
    case HN_EVENT_UNLOCKED:
    case HN_EVENT_JOINED:
    case HN_EVENT_MOVED:
    case HN_EVENT_WITHDRAWN:
    case HN_EVENT_UPDATED:
        break;
    }
}

static void
apply_to_records(State *state, const HnEvents *events, const HnEvent *event)
{
    const gboolean leaves = event->kind == HN_EVENT_WITHDRAWN;
    for (guint32 i = 0; i < event->n_records; i++) {
        const HnRecordName *name = &events->names[event->first_name + i];
        Record *record = find_record(state, name->source, name->record_id);
        g_assert_cmpuint(record->entity, ==, leaves ? event->entity : event->other);
        record->entity = leaves ? 0 : event->entity;
    }
    if (event->kind == HN_EVENT_LOCKED || event->kind == HN_EVENT_UNLOCKED)
        get_entity(state, event->entity)->locked = event->kind == HN_EVENT_LOCKED;
}

static gboolean
is_named(const HnEvents *events, guint64 entity)
{
    for (gsize i = 0; i < events->n; i++) {
        if (events->events[i].entity == entity || events->events[i].other == entity)
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_updated(const HnEvents *events, guint64 entity)
{
    for (gsize i = 0; i < events->n; i++) {
        if (events->events[i].entity == entity && events->events[i].kind == HN_EVENT_UPDATED)
            return TRUE;
    }
    return FALSE;
}

static void
assert_equal(State *state, const HnEvents *events, const HnCrosswalk *crosswalk,
             const HnEntities *entities)
{
    guint32 n_records = 0;
    for (guint i = 0; i < state->records->len; i++)
        n_records += g_array_index(state->records, Record, i).entity != 0;
    g_assert_cmpuint(n_records, ==, crosswalk->n_rows);
    for (guint32 row = 0; row < crosswalk->n_rows; row++) {
        const Record *record = find_record(state, crosswalk->sources[crosswalk->source_of[row]],
                                           hn_crosswalk_id(crosswalk, row));
        g_assert_cmpuint(record->entity, ==, crosswalk->entity_of[row]);
    }
    g_assert_cmpuint(state->entities->len, ==, entities->n);
    for (gsize i = 0; i < entities->n; i++) {
        const HnEntity *expected = &entities->entities[i];
        const HnEntity *entity = get_entity(state, expected->sequence);
        g_assert_cmpint(entity->status, ==, expected->status);
        g_assert_cmpuint(entity->redirect, ==, expected->redirect);
        g_assert_cmpint(entity->locked != 0, ==, expected->locked != 0);
        if (expected->status != HN_ENTITY_LIVE)
            continue;
        const gboolean same =
            memcmp(entity->golden, expected->golden, sizeof expected->golden) == 0;
        g_assert_true(same || is_named(events, expected->sequence));
        g_assert_false(same && is_updated(events, expected->sequence));
    }
}

void
hn_reference_apply_changes(const HnCrosswalk *old_crosswalk, const HnEntities *old_entities,
                           const HnEvents *events, const HnCrosswalk *new_crosswalk,
                           const HnEntities *new_entities)
{
    State state;
    load(&state, old_crosswalk, old_entities);
    /* A night is one transaction: who lives is settled before records are counted. */
    for (gsize i = 0; i < events->n; i++)
        apply_to_entity(&state, &events->events[i]);
    for (gsize i = 0; i < events->n; i++)
        apply_to_records(&state, events, &events->events[i]);
    assert_equal(&state, events, new_crosswalk, new_entities);
    clear(&state);
}
