/* linker/link_stage.h - from scored pairs to entities of one type: clusters, identities, golden
 * records, events.
 *
 * Data walk: class edges -> record edges -> clusters under all decisions in force -> the old entity
 *   of each cluster -> golden records -> what changed since the last published night. In steps,
 *   because identifiers are reserved for all entity types of a run at once and golden records of
 *   all types stand in one result: _cluster(), _assign(), then, when the golden digests are known,
 *   _changes(), _number().
 * Threads: uses the pool for golden records.
 */
#pragma once
#include "linker/bundle.h"
#include "linker/constraints.h"
#include "linker/golden_lines.h"
#include "linker/past_identity.h"
#include "linker/score_stage.h"
#include "linker/standardise_stage.h"
#include "publish/cases.h"
#include "publish/changes.h"
#include "store/rekey.h"

typedef struct {
    HnStandardiseInput source; /* store, project, entity, landing, published, pool, budget */
    guint64 run;
    guint64 base_change; /* last live change that the published state is seen with */
    guint64 rollback_to; /* the run whose state comes back; 0: an ordinary night */
    const HnStandardised *standardised;
    const HnScored *scored;
    const HnModel *model;
    const HnRekey *rekey; /* what the published state calls otherwise; nullable */
} HnLinkInput;

typedef struct {
    HnCrosswalk *crosswalk, *old_crosswalk;
    HnEntities *entities, *old_entities;
    HnEdges *edges, *rejected;
    HnConstraints *constraints; /* of the decisions in force */
    HnGoldenPins *pins;         /* the same: values that people chose */
    HnCases *cases;
    HnEvents *events;
    HnChangeCounts counts;
    HnClusterReport clusters;
    guint64 n_entities_last, n_entities_now; /* live */
    gint32 *authority;                       /* [n_rows] */
    HnGoldenLines *golden;
    gsize n_edges_match;
    guint32 *source_of, *cluster_of; /* [n_rows] */
    guint64 *old_entity;             /* [n_rows] as published */
    HnPastIdentity *past;            /* of a rollback, else NULL */
    guint32 n_new;                   /* entity ids that _assign() needs */
    gsize n_edges_unlawful;          /* between entities that may never be one: nobody is asked */
    gsize n_cases_new;               /* case ids that _number() needs */
    gint32 review_units;             /* threshold in force: the model's, or the budget's above it */
    gsize n_cases_over;              /* review cases that the budget leaves out */
} HnLinked;
HnLinked *hn_link_cluster(const HnLinkInput *input, GError **error);
gboolean hn_link_assign(const HnLinkInput *input, HnLinked *linked, guint64 first_new,
                        GError **error);
/* Cases and events; golden digests must be set. */
gboolean hn_link_changes(const HnLinkInput *input, HnLinked *linked, GError **error);
void hn_link_number(HnLinked *linked, guint64 first_event, guint64 first_case);
void hn_linked_free(HnLinked *linked);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnLinked, hn_linked_free)
