/* linker/live_replay.h - what people decided while a run was at work, on the state of the run.
 *
 * Data walk: commit of a run (night_commit.c). The state that the run staged, with the decisions
 *   that it has heard of -> replay() carries out those made since, each as it was carried out on
 *   the published state, with the same plan (live_plan.h) -> over() gives what lies over the run's
 *   segments until the next night folds it in.
 * Ids: an entity that a decision issued or brought back is given back to its records, so whoever
 *   was told it finds it.
 * Events: those of the decisions stay, for they were told. Where the run's state lets a decision
 *   do something else (its records changed, or the run itself merged what it parts), further events
 *   say what the difference is: so state and events agree, as promised in publish/changes.h.
 * Source: optimistic concurrency control, validated at commit (Kung & Robinson 1981), with the
 *   rebase of a changed base in place of an abort.
 * Cost: loads crosswalk, entities and edges of the run once, only if anything was decided; then
 *   what each decision costs.
 * Threads: one.
 */
#pragma once
#include "linker/live_plan.h"

/* The state that a run staged as segments, under the decisions up to a moment. */
typedef struct {
    const GPtrArray *segments; /* HnSegment */
    const HnRunInfo *run;
    const HnStoreMoment *moment;
} HnLiveAhead;
HnLive *hn_live_new_ahead(HnStore *store, const HnProject *project, guint entity,
                          const HnLiveAhead *ahead, GError **error);
/* Carries out what was decided since the moment of @live, which becomes @now. The store is pinned.
 * Returns FALSE with an error of the store. */
gboolean hn_live_replay(HnLive *live, HnStore *store, const HnStoreMoment *now, GError **error);
guint hn_live_replayed(const HnLive *live); /* decisions */
/* What takes the place of the live changes' effect, with numbers reserved for it; valid until the
 * next replay. Arrays are in @blocks. */
gboolean hn_live_over(HnLive *live, HnStore *store, HnLiveOver *ret_over, GPtrArray *blocks,
                      GError **error);
