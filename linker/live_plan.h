/* linker/live_plan.h - what an act (a decision, or several that belong together) would change.
 *
 * Data walk: live_change.h's state and the act in; the new entity of each touched record, the
 *   entities and the events out. take() makes it the state; a plan that is freed leaves no trace.
 * Promise: the crosswalk is then what the next night over unchanged inputs gives. Decisions are
 *   settled over all records as a night does, so what is overruled far away does not count here
 *   either, and what a new decision overrules is looked at again.
 * Undo: formers give records back to the entity they came from, even a redirect or tombstone; the
 *   identity rule then does the rest, and what is left over becomes a redirect as ever.
 * Cost: settling all decisions; the component.
 * Threads: as the state.
 */
#pragma once
#include "linker/live_change.h"

/* A record that an undo gives back to the entity it came from. */
typedef struct {
    guint32 row;
    guint64 entity;
} HnLiveFormer;

/* The first decision is the act's; the others get it as target. kind, verb, reason, by and records
 * must be set, target of an UNDO; the rest is not looked at. All is copied. */
typedef struct {
    guint n_decisions;
    const HnDecision *decisions;
    guint n_formers;
    const HnLiveFormer *formers; /* ascending by row */
    gboolean is_replay;          /* the decisions have their numbers and targets; no events */
} HnLiveAct;

typedef struct _HnLivePlan HnLivePlan;
HnLivePlan *hn_live_plan_new(HnLive *live, const HnLiveAct *act);
void hn_live_plan_free(HnLivePlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnLivePlan, hn_live_plan_free)
guint hn_live_plan_n_rows(const HnLivePlan *plan);  /* records looked at */
guint hn_live_plan_n_moved(const HnLivePlan *plan); /* records that change their entity */
gsize hn_live_plan_n_events(const HnLivePlan *plan);
/* The component is too large: the act is recorded and the next night carries it out. */
gboolean hn_live_plan_is_deferred(const HnLivePlan *plan);
/* guint64 decisions that stood before and are overruled now, ascending. */
const GArray *hn_live_plan_overruled(const HnLivePlan *plan);
/* guint64 decisions in force after the act that bind @row_a and @row_b together, or that keep apart
 * what is bound to them; ascending. (transfer full) */
GArray *hn_live_plan_who_binds(const HnLivePlan *plan, guint32 row_a, guint32 row_b);
GArray *hn_live_plan_who_separates(const HnLivePlan *plan, guint32 row_a, guint32 row_b);
/* Would an own decision bind two rows whose sources never meet (records/meetings.h)? Nobody may
 * decide that; it would be overruled by the law. */
gboolean hn_live_plan_is_unlawful(const HnLivePlan *plan, guint32 *ret_row_a, guint32 *ret_row_b);
/* Makes it the state, and frees the plan. Returns the act's decision. */
const HnDecision *hn_live_plan_take(HnLivePlan *plan);
