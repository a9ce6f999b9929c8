/* linker/constraints.h - decisions name records; clusters are made of rows: this finds the rows.
 *
 * Data walk: link, and every live decision: decisions in force of store/decisions.h in, the
 *   constraints of cluster.h out, for the rows that exist now. A record that vanished is skipped
 *   and counted; the decision stays in force and binds again when the record comes back.
 * Left out of the result: SAME with fewer than two rows left, DIFFERENT with an empty side, LOCK
 *   without a row.
 * Cost: one search for each record named.
 * Threads: reentrant.
 */
#pragma once
#include "linker/cluster.h"
#include "records/record_table.h"
#include "store/decisions.h"

/* The row of (source, record_id), or G_MAXUINT32. Rows order like names. */
typedef guint32 (*HnFindRow)(gconstpointer rows, const char *source, HnSlice record_id);
guint32 hn_find_row_in_table(gconstpointer table, const char *source, HnSlice record_id);
guint32 hn_find_row_in_crosswalk(gconstpointer crosswalk, const char *source, HnSlice record_id);

typedef struct {
    gsize n;
    HnConstraint *constraints; /* ascending by decision */
    guint32 *rows;             /* theirs */
    gsize n_missing;           /* records named by a decision that are not there */
} HnConstraints;
/* @decisions: of HnDecision, ascending by sequence; lifted ones, undos, and those that choose a
 * value (golden_pins.h) are passed over. */
HnConstraints *hn_constraints_new(const GPtrArray *decisions, HnFindRow find, gconstpointer rows);
/* Those of @before, then those of @more: decisions that come later. */
HnConstraints *hn_constraints_join(const HnConstraints *before, const HnConstraints *more);
void hn_constraints_free(HnConstraints *constraints);
/* Live entities are locked if a LOCK stands over their rows, and no others. @overruled: guint64
 * decisions; nullable. */
void hn_constraints_mark_locks(const HnConstraint *constraints, gsize n_constraints,
                               const GArray *overruled, const guint64 *entity_of,
                               HnEntities *entities);
/* Does a decision that stands say that the two rows are not of one entity? @overruled as above. */
gboolean hn_constraints_part(const HnConstraints *constraints, const GArray *overruled, guint32 a,
                             guint32 b);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnConstraints, hn_constraints_free)
