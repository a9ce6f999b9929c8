/* linker/free_partners.h - where sources hold an entity once: whom a record without a match may be
 * with after all.
 *
 * Data walk: expectation.c and expected_parts.c, over the edges between clusters.
 * Rule: a partner that was found rules out all others, and of those that are left a record has one
 *   at most: the likeliest. To add up all of them would expect a paper of one source to be several
 *   of the other.
 * Determinism: of equally likely partners the smaller row.
 * Cost: one pass over the edges; 8 bytes a row.
 * Threads: reentrant.
 */
#pragma once
#include "store/entity_state.h"

typedef struct {
    guint32 row;         /* G_MAXUINT32: there is none */
    guint32 probability; /* 1/65536 */
} HnFreePartner;

/* [n_rows], (transfer full), g_free(). @cluster_of: each row's cluster, by its smallest row. */
HnFreePartner *hn_free_partners_new(guint32 n_rows, const HnEdges *edges,
                                    const guint32 *cluster_of);
