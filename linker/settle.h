/* linker/settle.h - which decisions stand where people contradict each other.
 *
 * Data walk: cluster.c asks first; the outcome depends on the decisions alone, never on the
 *   data's edges.
 * Rule: decisions are taken from the latest to the earliest. One that cannot hold beside those
 *   already taken is overruled as a whole. SAME and LOCK bind transitively. They contradict a
 *   DIFFERENT when rows of both its groups would be bound together, and a LOCK when a row outside
 *   of it would be bound to a row inside. A set that holds together holds in any order: only
 *   contradictions make the order matter. Above all of them stands the law: what would bind rows
 *   of two sources that never meet is overruled, whatever came later.
 * Cost: rows named by decisions x log.
 * Threads: reentrant.
 */
#pragma once
#include "linker/cluster.h"

typedef struct {
    guint32 n_rows;    /* named by any of the decisions */
    guint32 *rows;     /* ascending, distinct */
    guint32 *bound_to; /* [n_rows] index of the smallest row it is bound to; its own when to none */
    guint8 *locked;    /* [n_rows] by a LOCK that stands */
    guint8 *stands;    /* [n_constraints] */
    GArray *overruled; /* guint64 decision sequences, ascending */
} HnSettled;
/* @constraints ascending by decision; @meet: of the rows that they name; nullable:
 * all may meet. */
HnSettled *hn_settle(const HnConstraint *constraints, gsize n_constraints, const HnRowsMeet *meet);
void hn_settled_free(HnSettled *settled);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnSettled, hn_settled_free)
/* Index in rows, or G_MAXUINT32 for a row no decision names. */
guint32 hn_settled_find(const HnSettled *settled, guint32 row);
