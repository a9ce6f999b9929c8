/* records/edge.h - pairs: what scoring hands to linking.
 *
 * Data walk: score emits class edges (between representatives, a <= b; a == b: the pair inside a
 *   class of equal rows); link expands them to record edges; the store keeps record edges above the
 *   review threshold.
 * Cost: 16 bytes.
 * Threads: values.
 */
#pragma once
#include <glib.h>

/* A candidate: two classes of equal rows that share a block; a == b is the pair inside a class of
 * >= 2 rows. */
typedef struct {
    guint32 a, b; /* a <= b */
    guint32 rule; /* index of the first blocking rule that makes the pair */
} HnPair;

typedef struct {
    guint32 a, b;        /* classes in a class edge, rows in a record edge; a <= b */
    gint32 weight_units; /* 1/65536 bit, prior included: the match weight */
    guint32 rule; /* index of the first blocking rule that made the pair (Splink's match_key) */
} HnEdge;
