/* linker/live_change.h - a decision takes effect at once: on the component that it touches, with
 *   the cluster function, the identity rule and the events of a night (DESIGN 4.9 to 4.14).
 *
 * Data walk: cli/ (later service/). Published state of one entity type with its live rows -> plans
 *   (live_plan.h), each on what the one before left -> commit() writes all of it in one
 *   transaction, or nothing.
 * Left to the next night: golden records (entities keep the digest of their last one), cases, and
 *   components beyond HN_LIVE_ROWS_MAX records, where only the decision is recorded.
 * Numbers: until commit() new decisions, events and entities have provisional numbers, from
 *   HN_LIVE_PROVISIONAL on, which are never issued.
 * Cost: loads crosswalk, entities and edges; then the components.
 * Threads: one.
 */
#pragma once
#include "config/project.h"
#include "linker/constraints.h"
#include "linker/settle.h"

#define HN_LIVE_ROWS_MAX 100000u
#define HN_LIVE_PROVISIONAL (G_GUINT64_CONSTANT(1) << 39)

typedef struct _HnLive HnLive;
/* Beside others: while the store is pinned. Nothing published: an empty state, in which decisions
 * can be recorded. @project is borrowed. */
HnLive *hn_live_new(HnStore *store, const HnProject *project, guint entity, GError **error);
void hn_live_free(HnLive *live);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnLive, hn_live_free)
const char *hn_live_entity_type(const HnLive *live);
const HnCrosswalk *hn_live_crosswalk(const HnLive *live);
const HnEntities *hn_live_entities(const HnLive *live);
/* HnDecision, all of them, lifted ones and undos too, ascending. */
const GPtrArray *hn_live_decisions(const HnLive *live);
const HnDecision *hn_live_find_decision(const HnLive *live, guint64 sequence); /* nullable */
const HnEvents *hn_live_events(const HnLive *live); /* of the acts so far */
const HnEdges *hn_live_edges(const HnLive *live);
const HnEdges *hn_live_rejected(const HnLive *live); /* of the last night: rows of the crosswalk */
/* The decisions in force as constraints on rows, and which of them stand. */
const HnConstraints *hn_live_constraints(const HnLive *live);
const HnSettled *hn_live_settled(const HnLive *live);
gint32 hn_live_authority(const HnLive *live, guint32 row);
gboolean hn_live_is_one_per_source(const HnLive *live, guint32 row); /* its source holds one */
const guint8 *hn_live_meets(const HnLive *live); /* HnRowsMeet.meets of its crosswalk */
HnMeet hn_live_meet(const HnLive *live, guint32 row_a, guint32 row_b); /* of their sources */
/* The entity's rows of the crosswalk, ascending: guint32. (transfer full) */
GArray *hn_live_entity_rows(const HnLive *live, guint64 entity);
HnRecordName hn_live_name(const HnLive *live, guint32 row); /* borrowed */
/* The match edges between @rows (ascending), a and b being places in @rows; ascending. (transfer
 * full) */
HnEdge *hn_live_edges_between(const HnLive *live, const GArray *rows, gsize *ret_n);

/* Reserves the numbers and writes all acts of all @lives in one transaction; then the numbers in
 * @lives are the final ones. @lives were loaded under one pin of the store, which is gone then.
 * HN_STORE_ERROR_MOVED: somebody changed the state since; nothing was written. */
gboolean hn_live_commit(HnStore *store, HnLive *const *lives, guint n_lives, GError **error);
