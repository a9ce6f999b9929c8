/* The differences of two nights: entities by one walk over both lists of ids, records by one walk
 * over both crosswalks. Everything found becomes an item under the entity that its event will stand
 * at; items are sorted by that entity, and what an entity's event is called (new, split, restored)
 * is decided where all its items are side by side. */
#include "publish/changes.h"

#include "base/radix_sort.h"

#define NO_ROW G_MAXUINT32

/* One record's part in an event, or the bare event (row = NO_ROW). */
typedef struct {
    guint64 entity, other;
    guint32 row;  /* of the old crosswalk for WITHDRAWN, else of the new one */
    guint32 kind; /* HnEventKind */
} Item;

typedef struct {
    const HnChangesInput *input;
    GArray *items;
    guint8 *touched; /* [n new entities] named by an event as other */
    HnEvents *events;
    char **old_sources, **new_sources; /* of the crosswalks, as @events knows them */
    HnChangeCounts counts;
} Changes;

static void
add_item(Changes *changes, HnEventKind kind, guint64 entity, guint64 other, guint32 row)
{
    const Item item = { entity, other, row, kind };
    g_array_append_val(changes->items, item);
}

static gboolean
is_live(const HnEntity *entity)
{
    return entity != NULL && entity->status == HN_ENTITY_LIVE;
}

/* What became of one id; @before is NULL for one that was not issued yet. */
static void
compare_entity(Changes *changes, const HnEntity *before, const HnEntity *after)
{
    const guint64 id = after->sequence;
    const gboolean lived = is_live(before), lives = is_live(after);
    if (!lived && lives)
        add_item(changes, before == NULL ? HN_EVENT_NEW : HN_EVENT_RESTORED, id, 0, NO_ROW);
    if (lived && after->status == HN_ENTITY_REDIRECT)
        add_item(changes, HN_EVENT_MERGED, after->redirect, id, NO_ROW);
    if (lived && after->status == HN_ENTITY_RETIRED)
        add_item(changes, HN_EVENT_RETIRED, id, 0, NO_ROW);
    const gboolean was_locked = lived && before->locked != 0;
    if (lives && was_locked != (after->locked != 0))
        add_item(changes, was_locked ? HN_EVENT_UNLOCKED : HN_EVENT_LOCKED, id, 0, NO_ROW);
    if (lived && lives && memcmp(before->golden, after->golden, sizeof before->golden) != 0)
        add_item(changes, HN_EVENT_UPDATED, id, 0, NO_ROW);
}

static void
compare_entities(Changes *changes)
{
    const HnEntities *old = changes->input->old_entities, *new = changes->input->new_entities;
    gsize before = 0;
    for (gsize after = 0; after < new->n; after++) {
        const HnEntity *entity = &new->entities[after];
        const gboolean known =
            before < old->n && old->entities[before].sequence == entity->sequence;
        compare_entity(changes, known ? &old->entities[before] : NULL, entity);
        before += known ? 1 : 0;
    }
    g_assert(before == old->n); /* an id, once issued, is never forgotten */
}

/* A record that is in another entity than before. */
static void
add_moved(Changes *changes, guint64 from, guint64 to, guint32 row)
{
    const HnEntity *left = hn_entities_find(changes->input->new_entities, from);
    g_assert(left != NULL);
    if (left->status == HN_ENTITY_REDIRECT && left->redirect == to) {
        add_item(changes, HN_EVENT_MERGED, to, from, row);
        return;
    }
    add_item(changes, HN_EVENT_MOVED, to, from, row);
    changes->touched[left - changes->input->new_entities->entities] = 1;
}

/* Places of @sources in the common order of both crosswalks' names. */
static guint *
rank_sources(const HnCrosswalk *crosswalk, const HnCrosswalk *other)
{
    guint *rank = g_new(guint, crosswalk->n_sources + 1);
    guint k = 0, n_shared = 0;
    for (guint i = 0; i < crosswalk->n_sources; i++) {
        while (k < other->n_sources && strcmp(other->sources[k], crosswalk->sources[i]) < 0)
            k++;
        rank[i] = i + k - n_shared;
        n_shared += k < other->n_sources && strcmp(other->sources[k], crosswalk->sources[i]) == 0;
    }
    return rank;
}

static gint
compare_names(const Changes *changes, const guint *old_rank, guint32 old_row, const guint *new_rank,
              guint32 new_row)
{
    const HnCrosswalk *old = changes->input->old_crosswalk, *new = changes->input->new_crosswalk;
    if (old_row == old->n_rows || new_row == new->n_rows)
        return old_row == old->n_rows ? 1 : -1;
    const guint old_source = old_rank[old->source_of[old_row]];
    const guint new_source = new_rank[new->source_of[new_row]];
    if (old_source != new_source)
        return old_source < new_source ? -1 : 1;
    return hn_slice_compare(hn_crosswalk_id(old, old_row), hn_crosswalk_id(new, new_row));
}

static void
compare_records(Changes *changes)
{
    const HnCrosswalk *old = changes->input->old_crosswalk, *new = changes->input->new_crosswalk;
    g_autofree guint *old_rank = rank_sources(old, new);
    g_autofree guint *new_rank = rank_sources(new, old);
    guint32 old_row = 0, new_row = 0;
    while (old_row < old->n_rows || new_row < new->n_rows) {
        const gint order = compare_names(changes, old_rank, old_row, new_rank, new_row);
        if (order < 0)
            add_item(changes, HN_EVENT_WITHDRAWN, old->entity_of[old_row], 0, old_row);
        else if (order > 0)
            add_item(changes, HN_EVENT_JOINED, new->entity_of[new_row], 0, new_row);
        else if (old->entity_of[old_row] != new->entity_of[new_row])
            add_moved(changes, old->entity_of[old_row], new->entity_of[new_row], new_row);
        old_row += order <= 0 ? 1 : 0;
        new_row += order >= 0 ? 1 : 0;
    }
}

static gint
compare_items(gconstpointer a, gconstpointer b)
{
    const Item *x = a, *y = b;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (x->other != y->other)
        return x->other < y->other ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* Entities are small: below, moving beats calling the library's sort. */
#define INSERTION_MAX 24u

static void
order_items(Item *items, guint n)
{
    if (n > INSERTION_MAX) {
        qsort(items, n, sizeof(Item), compare_items);
        return;
    }
    for (guint i = 1; i < n; i++) {
        const Item moving = items[i];
        guint k = i;
        for (; k > 0 && compare_items(&items[k - 1], &moving) > 0; k--)
            items[k] = items[k - 1];
        items[k] = moving;
    }
}

static Item *
sort_items(Changes *changes, guint *ret_n)
{
    const guint n = changes->items->len;
    g_autofree guint64 *keys = g_new(guint64, (gsize)n + 1);
    g_autofree guint32 *order = g_new(guint32, (gsize)n + 1);
    g_autofree guint64 *keys_tmp = g_new(guint64, (gsize)n + 1);
    g_autofree guint32 *order_tmp = g_new(guint32, (gsize)n + 1);
    for (guint i = 0; i < n; i++) {
        keys[i] = g_array_index(changes->items, Item, i).entity;
        order[i] = i;
    }
    hn_radix_sort_pairs(keys, order, n, keys_tmp, order_tmp);
    Item *sorted = g_new(Item, (gsize)n + 1);
    for (guint i = 0; i < n; i++)
        sorted[i] = g_array_index(changes->items, Item, order[i]);
    *ret_n = n;
    return sorted;
}

/* The entity that most records of a new or restored one came from, among those that live; 0 = none.
 * @items ascend by (kind, other). */
static guint64
main_origin(const Changes *changes, const Item *items, guint n)
{
    guint64 best = 0;
    guint n_best = 0;
    for (guint first = 0, end; first < n; first = end) {
        end = first + 1;
        while (end < n && items[end].kind == items[first].kind &&
               items[end].other == items[first].other)
            end++;
        if (items[first].kind != HN_EVENT_MOVED || end - first <= n_best ||
            !is_live(hn_entities_find(changes->input->new_entities, items[first].other)))
            continue;
        best = items[first].other;
        n_best = end - first;
    }
    return best;
}

/* Which event issues the entity: SPLIT takes the place of NEW or RESTORED and of the moves from its
 * origin; otherwise NEW or RESTORED names the records that JOINED would name. */
static void
name_issue(const Changes *changes, HnEventKind issued, Item *items, guint n)
{
    const guint64 origin = main_origin(changes, items, n);
    for (guint i = 0; i < n; i++) {
        if (origin != 0 && items[i].kind == HN_EVENT_MOVED && items[i].other == origin)
            items[i].kind = HN_EVENT_SPLIT;
        else if (origin == 0 && items[i].kind == HN_EVENT_JOINED)
            items[i].kind = issued;
        else if (origin != 0 && items[i].kind == issued) /* its place is taken */
            items[i] = (Item){ items[i].entity, origin, NO_ROW, HN_EVENT_SPLIT };
    }
    order_items(items, n);
}

static void
count_event(HnChangeCounts *counts, HnEventKind kind)
{
    switch (kind) {
    case HN_EVENT_NEW:
        counts->n_new++;
        break;
    case HN_EVENT_JOINED:
        counts->n_joined++;
        break;
    case HN_EVENT_MOVED:
        counts->n_moved++;
        break;
    case HN_EVENT_MERGED:
        counts->n_merged++;
        break;
    case HN_EVENT_SPLIT:
        counts->n_split++;
        break;
    case HN_EVENT_WITHDRAWN:
        counts->n_withdrawn++;
        break;
    case HN_EVENT_RETIRED:
        counts->n_retired++;
        break;
    case HN_EVENT_RESTORED:
        counts->n_restored++;
        break;
    case HN_EVENT_UPDATED:
        counts->n_updated++;
        break;
    case HN_EVENT_LOCKED:
    case HN_EVENT_UNLOCKED:
        break;
    }
}

/* One event for each (kind, other) of an entity's items. */
static void
emit(Changes *changes, const Item *items, guint n)
{
    for (guint i = 0; i < n; i++) {
        const Item *item = &items[i];
        const HnEventKind kind = (HnEventKind)item->kind;
        if (i == 0 || items[i - 1].kind != item->kind || items[i - 1].other != item->other) {
            hn_events_add(changes->events, kind, item->entity, item->other, 0);
            count_event(&changes->counts, kind);
        }
        if (item->row == NO_ROW)
            continue;
        const gboolean is_old = kind == HN_EVENT_WITHDRAWN;
        const HnCrosswalk *crosswalk =
            is_old ? changes->input->old_crosswalk : changes->input->new_crosswalk;
        char **sources = is_old ? changes->old_sources : changes->new_sources;
        hn_events_add_known(changes->events, sources[crosswalk->source_of[item->row]],
                            hn_crosswalk_id(crosswalk, item->row));
    }
}

/* Records left the entity for another: that event names it already. */
static gboolean
is_touched(const Changes *changes, guint64 id)
{
    const HnEntities *entities = changes->input->new_entities;
    return changes->touched[hn_entities_find(entities, id) - entities->entities] != 0;
}

/* UPDATED says nothing beside another event. */
static guint
drop_update(Item *items, guint n)
{
    guint n_left = 0;
    for (guint i = 0; i < n; i++) {
        if (items[i].kind != HN_EVENT_UPDATED)
            items[n_left++] = items[i];
    }
    return n_left;
}

static void
emit_entity(Changes *changes, Item *items, guint n)
{
    order_items(items, n);
    gboolean is_new = FALSE, is_restored = FALSE, is_updated = FALSE;
    for (guint i = 0; i < n; i++) {
        is_new |= items[i].kind == HN_EVENT_NEW;
        is_restored |= items[i].kind == HN_EVENT_RESTORED;
        is_updated |= items[i].kind == HN_EVENT_UPDATED;
    }
    if (is_new || is_restored)
        name_issue(changes, is_new ? HN_EVENT_NEW : HN_EVENT_RESTORED, items, n);
    if (is_updated && (n > 1 || is_touched(changes, items[0].entity)))
        n = drop_update(items, n);
    emit(changes, items, n);
}

static char **
known_sources(HnEvents *events, const HnCrosswalk *crosswalk)
{
    char **known = g_new0(char *, crosswalk->n_sources + 1);
    for (guint i = 0; i < crosswalk->n_sources; i++)
        known[i] = hn_events_source(events, crosswalk->sources[i]);
    return known;
}

/* ---- a first night ---- */

/* Nothing was there, every entity lives, and their ids have no gaps: the events need no search. */
static gboolean
is_first_night(const HnChangesInput *input)
{
    const HnEntities *new = input->new_entities;
    if (input->old_entities->n > 0 || input->old_crosswalk->n_rows > 0 || new->n == 0 ||
        new->n > G_MAXUINT32 ||
        new->entities[new->n - 1].sequence - new->entities[0].sequence != new->n - 1)
        return FALSE;
    for (gsize i = 0; i < new->n; i++)
        if (!is_live(&new->entities[i]) || new->entities[i].locked)
            return FALSE;
    return TRUE;
}

/* Rows by entity, ascending inside: those of entity i are [ret_start[i], ret_start[i + 1]). */
static guint32 *
rows_by_entity(const HnChangesInput *input, guint32 *ret_start)
{
    const HnCrosswalk *crosswalk = input->new_crosswalk;
    const guint64 first = input->new_entities->entities[0].sequence;
    const gsize n = input->new_entities->n;
    guint32 *rows = g_new(guint32, (gsize)crosswalk->n_rows + 1);
    for (guint32 row = 0; row < crosswalk->n_rows; row++)
        ret_start[crosswalk->entity_of[row] - first + 2]++;
    for (gsize i = 2; i < n + 2; i++)
        ret_start[i] += ret_start[i - 1];
    for (guint32 row = 0; row < crosswalk->n_rows; row++)
        rows[ret_start[crosswalk->entity_of[row] - first + 1]++] = row;
    return rows;
}

#define AHEAD 12u /* names that lie all over the crosswalk */

/* Asks for a name that is copied soon, and for where the one after it lies. */
static void
prefetch_name(const HnCrosswalk *crosswalk, const guint32 *rows, guint32 at)
{
    const guint32 last = crosswalk->n_rows - 1;
    __builtin_prefetch(crosswalk->id_offsets + rows[MIN(at + 2 * AHEAD, last)]);
    __builtin_prefetch(crosswalk->source_of + rows[MIN(at + 2 * AHEAD, last)]);
    __builtin_prefetch(crosswalk->id_bytes + crosswalk->id_offsets[rows[MIN(at + AHEAD, last)]]);
}

static void
add_first_night(Changes *changes)
{
    const HnEntities *new = changes->input->new_entities;
    const HnCrosswalk *crosswalk = changes->input->new_crosswalk;
    g_autofree guint32 *start = g_new0(guint32, new->n + 2);
    g_autofree guint32 *rows = rows_by_entity(changes->input, start);
    for (gsize i = 0; i < new->n; i++) {
        hn_events_add(changes->events, HN_EVENT_NEW, new->entities[i].sequence, 0, 0);
        for (guint32 at = start[i]; at < start[i + 1]; at++) {
            prefetch_name(crosswalk, rows, at);
            hn_events_add_known(changes->events,
                                changes->new_sources[crosswalk->source_of[rows[at]]],
                                hn_crosswalk_id(crosswalk, rows[at]));
        }
    }
    changes->counts.n_new = new->n;
}

/* ---- every night ---- */

static void
add_changes(Changes *changes)
{
    changes->items = g_array_new(FALSE, FALSE, sizeof(Item));
    changes->touched = g_new0(guint8, changes->input->new_entities->n + 1);
    compare_entities(changes);
    compare_records(changes);
    guint n;
    g_autofree Item *items = sort_items(changes, &n);
    g_clear_pointer(&changes->items, g_array_unref);
    for (guint first = 0, end; first < n; first = end) {
        end = first + 1;
        while (end < n && items[end].entity == items[first].entity)
            end++;
        emit_entity(changes, items + first, end - first);
    }
    g_clear_pointer(&changes->touched, g_free);
}

HnEvents *
hn_changes_between(const HnChangesInput *input, HnChangeCounts *ret_counts)
{
    Changes changes = { .input = input, .events = hn_events_new() };
    changes.old_sources = known_sources(changes.events, input->old_crosswalk);
    changes.new_sources = known_sources(changes.events, input->new_crosswalk);
    if (is_first_night(input))
        add_first_night(&changes);
    else
        add_changes(&changes);
    g_free(changes.old_sources);
    g_free(changes.new_sources);
    *ret_counts = changes.counts;
    return changes.events;
}
