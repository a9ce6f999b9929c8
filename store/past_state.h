/* store/past_state.h - crosswalk and entities of one type as an earlier run published them.
 *
 * Data walk: today's state and the events since, whose inverses are taken newest first, give the
 *   state of then: an event names the records that it moved and where they came from
 *   (publish/changes.h), so no file of then is needed. Records have the names of then, also where
 *   keys moved since, and back: one that went meanwhile has its older name in no other place.
 *   Decisions that were made while the run was at work tell what they did to the state before it,
 *   so of what its own events name these have the last word. An entity that did not live then and
 *   lives or lived later has its end in an older segment of events; one that has none there was
 *   issued later. hn_past_state_new() reads all of it from the store; the steps below are its
 *   parts.
 * Cost: the events since, sorted by record, and one merge with today's crosswalk; older segments
 *   only while an end is looked for.
 * Threads: reentrant; a state belongs to one thread.
 */
#pragma once
#include "base/judy_map.h"
#include "store/decisions.h"

typedef struct {
    HnCrosswalk *crosswalk; /* the records that were accepted then, with their entities of then */
    /* Every id known today, as it was then; one that was issued later as it is today. */
    HnEntities *entities;
    guint8 *issued_later; /* [entities->n] */
    /* Records that a decision in force has moved since, with the entity that the newest such
     * decision gave them. */
    HnCrosswalk *decided;
    guint64 n_events;  /* since then */
    HnJudyMap *asleep; /* ids that did not live then, whose end was not found yet -> their index */
} HnPastState;

void hn_past_state_free(HnPastState *past);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnPastState, hn_past_state_free)
typedef struct {
    const HnCrosswalk *crosswalk; /* today's */
    const HnEntities *entities;   /* today's */
    guint64 last_change;          /* of the live changes that are in both */
    guint64 run;                  /* whose state is wanted */
} HnPastToday;
/* What people changed since is undone in @crosswalk and @entities, too: decisions that are in force
 * are the business of clustering. Errors are those of the store. */
HnPastState *hn_past_state_new(HnStore *store, const char *entity_type, const HnPastToday *today,
                               GError **error);

/* ---- the steps ---- */
typedef struct {
    HnPastToday today;
    const GPtrArray *since;    /* HnEvents, oldest first; of entities of any type */
    const HnJudyMap *in_force; /* decisions that are not lifted, by sequence; nullable */
    const GPtrArray *rekeys;   /* all of them (store/rekey.h); nullable */
    const HnEvents *own;       /* of the run itself; nullable */
} HnPastInput;
HnPastState *hn_past_state_undo(const HnPastInput *input);
/* Looks for ends in an older segment of events, the newest first, while ids are asleep. */
void hn_past_state_look(HnPastState *past, const HnEvents *events);
/* No older events are left: the ids still asleep were issued later. */
void hn_past_state_settle(HnPastState *past, const HnEntities *today);
/* Live entities of then. */
guint64 hn_past_state_n_live(const HnPastState *past);
