/* Ten thousand random histories: records come and go, clusters merge, split, swap and go back to
 * what they were; identity against its reference, I1 and I2 after every night, every night's events
 * applied to the night before, and all events since a night undone. */
#include "base/rng.h"
#include "linker/identity.h"
#include "publish/changes.h"
#include "store/past_state.h"
#include "tests/reference/property_seed.h"
#include "tests/reference/reference_changes.h"
#include "tests/reference/reference_identity.h"

#define RECORDS 14
#define SOURCES 3
#define NIGHTS 9
#define HISTORIES 10000
#define SEED property_seed(73)

/* Names in the order of (source, record_id): 5 records in "a", 5 in "b", 4 in "c". */
typedef struct {
    HnRng rng;
    gint32 authority[SOURCES];
    guint32 group[RECORDS];        /* which records belong together tonight; any numbers */
    guint32 past[NIGHTS][RECORDS]; /* group of every night */
    gboolean present[RECORDS];
    guint64 content[RECORDS]; /* changes when a record is corrected */
    guint64 entity[RECORDS];  /* of the published state; 0 = in none */
    HnEntities *entities;
    guint64 next_id;
    GPtrArray *events; /* HnEvents: of every day, then of its night */
    /* As every night left them. */
    guint64 entity_then[NIGHTS][RECORDS];
    HnEntities *entities_then[NIGHTS];
} History;

static guint32
source_of(guint32 record)
{
    return record / 5;
}

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

static HnCrosswalk *
make_crosswalk(const guint64 *entity)
{
    HnCrosswalk *crosswalk = g_new0(HnCrosswalk, 1);
    crosswalk->sources = g_new0(char *, SOURCES + 1);
    crosswalk->source_of = g_new0(guint32, RECORDS);
    crosswalk->id_offsets = g_new0(guint64, RECORDS + 1);
    crosswalk->id_bytes = g_new0(guint8, 2 * RECORDS);
    crosswalk->entity_of = g_new0(guint64, RECORDS);
    for (guint32 record = 0; record < RECORDS; record++) {
        if (entity[record] == 0)
            continue;
        const char name[2] = { (char)('a' + source_of(record)), '\0' };
        const guint n = crosswalk->n_sources; /* a source without records is not in the crosswalk */
        if (n == 0 || strcmp(crosswalk->sources[n - 1], name) != 0)
            crosswalk->sources[crosswalk->n_sources++] = g_strdup(name);
        const guint32 row = crosswalk->n_rows++;
        crosswalk->source_of[row] = crosswalk->n_sources - 1;
        crosswalk->id_bytes[2 * row] = 'r';
        crosswalk->id_bytes[2 * row + 1] = (guint8)('a' + record);
        crosswalk->id_offsets[row + 1] = 2 * (row + 1);
        crosswalk->entity_of[row] = entity[record];
    }
    return crosswalk;
}

static void
regroup(History *history, guint night)
{
    HnRng *rng = &history->rng;
    const guint32 a = (guint32)hn_rng_below(rng, RECORDS), b = (guint32)hn_rng_below(rng, RECORDS);
    const guint32 group_a = history->group[a], group_b = history->group[b];
    switch (hn_rng_below(rng, 6)) {
    case 0: /* two become one */
        for (guint32 i = 0; i < RECORDS; i++)
            if (history->group[i] == group_b)
                history->group[i] = group_a;
        break;
    case 1: /* one becomes two */
        for (guint32 i = 0; i < RECORDS; i++)
            if (history->group[i] == group_a && hn_rng_below(rng, 2) == 0)
                history->group[i] = 100 + night;
        break;
    case 2: /* one record moves */
        history->group[a] = group_b;
        break;
    case 3: /* two groups mix */
        for (guint32 i = 0; i < RECORDS; i++)
            if (history->group[i] == group_a || history->group[i] == group_b)
                history->group[i] = hn_rng_below(rng, 2) == 0 ? group_a : group_b;
        break;
    case 4: /* back to an earlier night */
        if (night > 0)
            memcpy(history->group, history->past[hn_rng_below(rng, night)], sizeof history->group);
        break;
    default:
        break;
    }
}

/* Deliveries: records come, go and are corrected. */
static void
deliver(History *history)
{
    for (guint32 i = 0; i < RECORDS; i++) {
        if (hn_rng_below(&history->rng, 8) == 0)
            history->present[i] = !history->present[i];
        if (hn_rng_below(&history->rng, 8) == 0)
            history->content[i]++;
    }
}

/* What people do by day: lock and unlock, or bring a merged id back for some records of its
 * successor. */
static void
live_changes(History *history)
{
    for (gsize i = 0; i < history->entities->n; i++) {
        HnEntity *entity = &history->entities->entities[i];
        if (entity->status == HN_ENTITY_LIVE && hn_rng_below(&history->rng, 12) == 0)
            entity->locked = !entity->locked;
        if (entity->status == HN_ENTITY_LIVE || hn_rng_below(&history->rng, 6) > 0)
            continue;
        const guint64 successor = hn_entities_resolve(history->entities, entity->sequence);
        guint32 n_of_successor = 0, n_moved = 0;
        for (guint32 k = 0; k < RECORDS; k++)
            n_of_successor += successor != 0 && history->entity[k] == successor;
        for (guint32 k = 0; k < RECORDS; k++) {
            if (successor == 0 || history->entity[k] != successor || n_moved + 1 >= n_of_successor)
                continue;
            history->entity[k] = entity->sequence;
            n_moved++;
        }
        if (n_moved == 0)
            continue;
        entity->status = HN_ENTITY_LIVE;
        entity->redirect = 0;
        entity->n_records = n_moved;
        hn_entities_find(history->entities, successor)->n_records -= n_moved;
    }
}

typedef struct {
    HnIdentityInput input;
    guint32 record[RECORDS]; /* of a row */
    guint32 cluster_of[RECORDS];
    guint64 old_entity[RECORDS];
    gint32 authority[RECORDS];
} Night;

static void
start_night(const History *history, guint number, Night *night)
{
    memset(night, 0, sizeof *night);
    guint32 n = 0;
    for (guint32 record = 0; record < RECORDS; record++) {
        if (!history->present[record])
            continue;
        night->record[n] = record;
        night->old_entity[n] = history->entity[record];
        night->authority[n] = history->authority[source_of(record)];
        night->cluster_of[n] = 0;
        while (history->group[night->record[night->cluster_of[n]]] != history->group[record])
            night->cluster_of[n]++;
        n++;
    }
    night->input = (HnIdentityInput){ .n_rows = n,
                                      .cluster_of = night->cluster_of,
                                      .old_entity = night->old_entity,
                                      .authority = night->authority,
                                      .old = history->entities,
                                      .first_new = history->next_id,
                                      .run = number + 1 };
}

static void
assert_equal_identity(const HnIdentity *got, const HnIdentity *expected, guint32 n_rows)
{
    g_assert_cmpuint(got->n_new, ==, expected->n_new);
    for (guint32 row = 0; row < n_rows; row++)
        g_assert_cmpuint(got->entity_of[row], ==, expected->entity_of[row]);
    g_assert_cmpuint(got->entities->n, ==, expected->entities->n);
    for (gsize i = 0; i < got->entities->n; i++) {
        const HnEntity *a = &got->entities->entities[i], *b = &expected->entities->entities[i];
        g_assert_cmpuint(a->sequence, ==, b->sequence);
        g_assert_cmpint(a->status, ==, b->status);
        g_assert_cmpuint(a->redirect, ==, b->redirect);
        g_assert_cmpuint(a->first_seen, ==, b->first_seen);
        g_assert_cmpuint(a->n_records, ==, b->n_records);
        g_assert_cmpint(a->locked, ==, b->locked);
        g_assert_cmpmem(a->golden, sizeof a->golden, b->golden, sizeof b->golden);
    }
}

/* I1, I2: ids are only added; each cluster has one and each live one has a cluster; the dead stay
 * as they were; every id leads to a live one or to a tombstone. */
static void
assert_contract(const Night *night, const HnIdentity *identity)
{
    const HnIdentityInput *input = &night->input;
    const HnEntities *old = input->old, *new = identity->entities;
    for (gsize i = 0; i < new->n; i++) {
        const HnEntity *entity = &new->entities[i];
        g_assert_true(i == 0 || new->entities[i - 1].sequence < entity->sequence);
        if (i < old->n) {
            g_assert_cmpuint(entity->sequence, ==, old->entities[i].sequence);
            g_assert_cmpuint(entity->first_seen, ==, old->entities[i].first_seen);
        }
        if (i < old->n && old->entities[i].status != HN_ENTITY_LIVE) {
            g_assert_cmpint(entity->status, ==, old->entities[i].status);
            g_assert_cmpuint(entity->redirect, ==, old->entities[i].redirect);
        }
        g_assert_cmpint(entity->status == HN_ENTITY_LIVE, ==, entity->n_records > 0);
        guint64 at = entity->sequence;
        for (gsize steps = 0; hn_entities_find(new, at)->status == HN_ENTITY_REDIRECT; steps++) {
            g_assert_cmpuint(steps, <, new->n);
            at = hn_entities_find(new, at)->redirect;
        }
    }
    for (guint32 a = 0; a < input->n_rows; a++) {
        g_assert_cmpint(hn_entities_find(new, identity->entity_of[a])->status, ==, HN_ENTITY_LIVE);
        for (guint32 b = 0; b < a; b++)
            g_assert_cmpint(identity->entity_of[a] == identity->entity_of[b], ==,
                            input->cluster_of[a] == input->cluster_of[b]);
    }
}

/* An entity keeps its id while the records it has left stay together and no rival's records join
 * them, whatever became of the record it was issued for; a locked one keeps it against every rival
 * that is not locked. */
static void
assert_keeps_id(const Night *night, const HnIdentity *identity)
{
    const HnIdentityInput *input = &night->input;
    for (gsize i = 0; i < input->old->n; i++) {
        const HnEntity *entity = &input->old->entities[i];
        guint32 cluster = G_MAXUINT32;
        gboolean together = TRUE, rival = FALSE;
        for (guint32 row = 0; row < input->n_rows; row++) {
            if (input->old_entity[row] != entity->sequence)
                continue;
            together &= cluster == G_MAXUINT32 || cluster == input->cluster_of[row];
            cluster = input->cluster_of[row];
        }
        if (cluster == G_MAXUINT32 || !together)
            continue;
        for (guint32 row = 0; row < input->n_rows; row++) {
            if (input->cluster_of[row] != cluster || input->old_entity[row] == 0 ||
                input->old_entity[row] == entity->sequence)
                continue;
            const HnEntity *other = hn_entities_find(input->old, input->old_entity[row]);
            rival |= !entity->locked || other->locked;
        }
        if (!rival)
            g_assert_cmpuint(identity->entity_of[cluster], ==, entity->sequence);
    }
}

/* A stand-in for the golden record's digest: any function of the entity's records and what they
 * say. */
static void
set_golden(const History *history, HnEntities *entities, const guint64 *entity_of)
{
    for (gsize i = 0; i < entities->n; i++) {
        guint64 digest = 1;
        for (guint32 record = 0; record < RECORDS; record++)
            if (entity_of[record] == entities->entities[i].sequence)
                digest = digest * 1000003 + history->content[record] * RECORDS + record;
        memcpy(entities->entities[i].golden, &digest, sizeof digest);
    }
}

static void
assert_events(const HnChangesInput *input)
{
    HnChangeCounts counts;
    g_autoptr(HnEvents) events = hn_changes_between(input, &counts);
    for (gsize i = 1; i < events->n; i++) {
        const HnEvent *a = &events->events[i - 1], *b = &events->events[i];
        g_assert_true(a->entity < b->entity ||
                      (a->entity == b->entity &&
                       (a->kind < b->kind || (a->kind == b->kind && a->other < b->other))));
    }
    guint64 n_new = 0, n_merged = 0, n_split = 0, n_updated = 0;
    for (gsize i = 0; i < events->n; i++) {
        n_new += events->events[i].kind == HN_EVENT_NEW;
        n_merged += events->events[i].kind == HN_EVENT_MERGED;
        n_split += events->events[i].kind == HN_EVENT_SPLIT;
        n_updated += events->events[i].kind == HN_EVENT_UPDATED;
    }
    g_assert_cmpuint(counts.n_new, ==, n_new);
    g_assert_cmpuint(counts.n_merged, ==, n_merged);
    g_assert_cmpuint(counts.n_split, ==, n_split);
    g_assert_cmpuint(counts.n_updated, ==, n_updated);
    hn_reference_apply_changes(input->old_crosswalk, input->old_entities, events,
                               input->new_crosswalk, input->new_entities);

    const HnChangesInput unchanged = { input->new_crosswalk, input->new_crosswalk,
                                       input->new_entities, input->new_entities };
    g_autoptr(HnEvents) none = hn_changes_between(&unchanged, &counts);
    g_assert_cmpuint(none->n, ==, 0);
}

/* The events of a day and its night together: brought back by day and gone again by night has none.
 */
static gboolean
came_and_went(const HnEntities *before, const HnEntities *after)
{
    for (gsize i = 0; i < before->n; i++) {
        const HnEntity *a = &before->entities[i], *b = &after->entities[i];
        if (a->status != HN_ENTITY_LIVE && b->status != HN_ENTITY_LIVE &&
            (a->status != b->status || a->redirect != b->redirect))
            return TRUE;
    }
    return FALSE;
}

static void
assert_changes(const History *history, const HnEntities *before, const guint64 *entity_before)
{
    g_autoptr(HnCrosswalk) old_crosswalk = make_crosswalk(entity_before);
    g_autoptr(HnCrosswalk) new_crosswalk = make_crosswalk(history->entity);
    const HnChangesInput changes = { old_crosswalk, new_crosswalk, before, history->entities };
    assert_events(&changes);
}

static void
note_events(History *history, const HnEntities *before, const guint64 *entity_before)
{
    g_autoptr(HnCrosswalk) old_crosswalk = make_crosswalk(entity_before);
    g_autoptr(HnCrosswalk) new_crosswalk = make_crosswalk(history->entity);
    const HnChangesInput input = { old_crosswalk, new_crosswalk, before, history->entities };
    HnChangeCounts counts;
    g_ptr_array_add(history->events, hn_changes_between(&input, &counts));
}

static void
assert_same_crosswalk(const HnCrosswalk *got, const HnCrosswalk *expected)
{
    g_assert_cmpuint(got->n_rows, ==, expected->n_rows);
    g_assert_cmpuint(got->n_sources, ==, expected->n_sources);
    for (guint32 row = 0; row < got->n_rows; row++) {
        const HnSlice id = hn_crosswalk_id(got, row), other = hn_crosswalk_id(expected, row);
        g_assert_cmpstr(got->sources[got->source_of[row]], ==,
                        expected->sources[expected->source_of[row]]);
        g_assert_cmpmem(id.bytes, id.n_bytes, other.bytes, other.n_bytes);
        g_assert_cmpuint(got->entity_of[row], ==, expected->entity_of[row]);
    }
}

/* Today's state and the events since give the state of a night. */
static void
assert_past(const History *history, guint number)
{
    g_autoptr(HnCrosswalk) today = make_crosswalk(history->entity);
    g_autoptr(HnCrosswalk) then = make_crosswalk(history->entity_then[number]);
    g_autoptr(GPtrArray) since = g_ptr_array_new();
    const guint first = 2 * (number + 1);
    for (guint i = first; i < history->events->len; i++)
        g_ptr_array_add(since, history->events->pdata[i]);
    const HnPastInput input = {
        .today = { .crosswalk = today, .entities = history->entities, .run = number + 1 },
        .since = since,
    };
    g_autoptr(HnPastState) past = hn_past_state_undo(&input);
    for (guint i = first; i-- > 0;)
        hn_past_state_look(past, history->events->pdata[i]);
    hn_past_state_settle(past, history->entities);
    assert_same_crosswalk(past->crosswalk, then);
    const HnEntities *expected = history->entities_then[number];
    guint64 n_live = 0;
    for (gsize i = 0; i < past->entities->n; i++) {
        const HnEntity *got = &past->entities->entities[i];
        const HnEntity *known = hn_entities_find(expected, got->sequence);
        g_assert_cmpuint(past->issued_later[i], ==, known == NULL ? 1 : 0);
        if (known == NULL)
            continue;
        g_assert_cmpint(got->status, ==, known->status);
        g_assert_cmpuint(got->redirect, ==, known->redirect);
        n_live += known->status == HN_ENTITY_LIVE ? 1 : 0;
    }
    g_assert_cmpuint(hn_past_state_n_live(past), ==, n_live);
}

static void
run_night(History *history, guint number)
{
    guint64 entity_at_dawn[RECORDS], entity_at_dusk[RECORDS];
    memcpy(entity_at_dawn, history->entity, sizeof entity_at_dawn);
    g_autoptr(HnEntities) dawn = copy_entities(history->entities);
    if (hn_rng_below(&history->rng, 2) == 0)
        live_changes(history);
    memcpy(entity_at_dusk, history->entity, sizeof entity_at_dusk);
    g_autoptr(HnEntities) dusk = copy_entities(history->entities);
    note_events(history, dawn, entity_at_dawn);
    deliver(history);
    regroup(history, number);
    memcpy(history->past[number], history->group, sizeof history->group);

    Night night;
    start_night(history, number, &night);
    g_autoptr(HnIdentity) identity = hn_identity_assign(&night.input);
    g_autoptr(HnIdentity) expected = hn_reference_identity(&night.input);
    assert_equal_identity(identity, expected, night.input.n_rows);
    g_assert_cmpuint(hn_identity_count_new(&night.input), ==, identity->n_new);
    assert_contract(&night, identity);
    assert_keeps_id(&night, identity);

    memset(history->entity, 0, sizeof history->entity);
    for (guint32 row = 0; row < night.input.n_rows; row++)
        history->entity[night.record[row]] = identity->entity_of[row];
    hn_entities_free(history->entities);
    history->entities = copy_entities(identity->entities);
    set_golden(history, history->entities, history->entity);
    /* A night that was killed burns what it reserved: ids have gaps. */
    history->next_id += identity->n_new + hn_rng_below(&history->rng, 3);

    assert_changes(history, dusk, entity_at_dusk);
    note_events(history, dusk, entity_at_dusk);
    memcpy(history->entity_then[number], history->entity, sizeof history->entity);
    history->entities_then[number] = copy_entities(history->entities);
    if (!came_and_went(dawn, history->entities))
        assert_changes(history, dawn, entity_at_dawn);
}

static void
test_histories(void)
{
    for (guint i = 0; i < HISTORIES; i++) {
        History history = { .rng = hn_rng_seed(SEED, i), .next_id = 1 };
        history.entities = g_new0(HnEntities, 1);
        history.events = g_ptr_array_new_with_free_func((GDestroyNotify)hn_events_free);
        for (guint source = 0; source < SOURCES; source++)
            history.authority[source] = (gint32)hn_rng_below(&history.rng, 4) * 30;
        for (guint32 record = 0; record < RECORDS; record++) {
            history.group[record] = (guint32)hn_rng_below(&history.rng, 1 + RECORDS / 2);
            history.present[record] = hn_rng_below(&history.rng, 4) > 0;
        }
        for (guint night = 0; night < NIGHTS; night++)
            run_night(&history, night);
        assert_past(&history, (guint)hn_rng_below(&history.rng, NIGHTS));
        for (guint night = 0; night < NIGHTS; night++)
            hn_entities_free(history.entities_then[night]);
        g_ptr_array_unref(history.events);
        hn_entities_free(history.entities);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_message("seed %" G_GUINT64_FORMAT, SEED);
    g_test_add_func("/linker/identity/ten_thousand_histories", test_histories);
    return g_test_run();
}
