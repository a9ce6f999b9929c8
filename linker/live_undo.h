/* linker/live_undo.h - the inverse of a decision or of what a night did, also after later edits.
 *
 * Data walk: cli/ gives a decision's or an event's number; the decision behind it is lifted, or,
 *   where a night did it alone, the opposite is decided. Records go back to the entity they came
 *   from as long as they are still where the undone act put them (HnLiveFormer).
 * Refused with HN_LINKER_ERROR_CONFLICT, naming the decision or event that stands in the way, when
 *   the undo could not change anything; then nothing is recorded.
 * Cost: reads the events of all nights of the entity type.
 * Threads: as the state.
 */
#pragma once
#include "linker/live_plan.h"

typedef struct {
    char *verb, *reason, *by; /* borrowed */
} HnLiveWho;

/* A new decision. What it overrules is undone like by an undo, so ids go back to where they came
 * from. @act without formers. */
HnLivePlan *hn_live_new_decision(HnLive *live, HnStore *store, const HnLiveAct *act,
                                 GError **error);
/* Lifts a decision. The plan is the caller's to take. */
HnLivePlan *hn_live_undo_decision(HnLive *live, HnStore *store, guint64 decision,
                                  const HnLiveWho *who, GError **error);
/* Of an event: lifts the decision behind it, else decides the opposite. */
HnLivePlan *hn_live_undo_event(HnLive *live, HnStore *store, guint64 event, const HnLiveWho *who,
                               GError **error);
