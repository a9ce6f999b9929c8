#include "linker/rekey_events.h"

static gsize
index_of(const HnGoldenLines *lines, guint64 entity)
{
    gsize low = 0, high = hn_golden_lines_n(lines);
    while (low < high) {
        const gsize middle = low + (high - low) / 2;
        if (hn_golden_lines_entity(lines, middle) < entity)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Whether the entity's line was the old one when its records had their old names. */
static gboolean
is_same_but_names(const HnLinked *linked, guint64 entity)
{
    const HnEntity *old = hn_entities_find(linked->old_entities, entity);
    const gsize index = index_of(linked->golden, entity);
    return old != NULL && index < hn_golden_lines_n(linked->golden) &&
           memcmp(hn_golden_lines_digest_before(linked->golden, index), old->golden,
                  sizeof old->golden) == 0;
}

void
hn_rekey_events_settle(HnLinked *linked)
{
    const HnEvents *all = linked->events;
    HnEvents *kept = hn_events_new();
    for (gsize i = 0; i < all->n; i++) {
        const HnEvent *event = &all->events[i];
        if (event->kind == HN_EVENT_UPDATED && is_same_but_names(linked, event->entity))
            linked->counts.n_updated--;
        else
            hn_events_add_copy(kept, all, event);
    }
    hn_events_free(linked->events);
    linked->events = kept;
}
