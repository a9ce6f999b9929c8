/* linker/identity.h - which old entity each new cluster is (DESIGN 4.12).
 *
 * Data walk: link. Old entity of each row (0 = none) and the clusters in, entity of each cluster
 *   out, with what became of every old entity.
 * Rule: each overlap (old entity, cluster) is ranked by (locked, summed authority of the shared
 *   records, their count, oldest first_seen, smallest id, then smallest row of the cluster) and
 *   taken greedily, each entity and cluster once. A cluster left over gets a new id, in order of
 *   its smallest row. An old entity left over becomes a redirect to the cluster that has most of
 *   its records (ties: the entity that survives with the older id), or a tombstone if none of its
 *   records is left.
 * Rollback: old entities and their records are those of an earlier run. An entity that decisions
 *   since took all shared records from ranks behind those that kept some. Each row may name two
 *   entities more that were issued since, today's and the one that a decision gave it: they rank
 *   behind all others, so they go on only where no older one does.
 * Source: greedy maximum-weight assignment; the criteria are ours (features.md, stable ids).
 * Cost: rows sorted by entity; contested overlaps x log.
 * Threads: one.
 */
#pragma once
#include "store/entity_state.h"

typedef struct {
    guint32 n_rows;
    const guint32 *cluster_of; /* smallest row of the cluster */
    const guint64 *old_entity; /* [n_rows] live entity as published; 0 = new record */
    const gint32 *authority;   /* [n_rows] */
    const HnEntities *old;     /* published */
    guint64 first_new;         /* reserved sequence */
    guint64 run;               /* first_seen of new entities */
    /* Of a rollback, else NULL. All that a row names lives in @old. */
    const guint64 *decided_entity; /* [n_rows] 0 = no decision since moved it */
    const guint64 *later_entity;   /* [n_rows] today's, where it was issued later; 0 = none */
    const guint64 *later_decided; /* [n_rows] the decided one, where it is another such; 0 = none */
    const guint8 *issued_later;   /* [old->n] */
} HnIdentityInput;

typedef struct {
    guint64 *entity_of;   /* [n_rows]; owned */
    HnEntities *entities; /* all ever, with their new status; golden not set (zeros) */
    guint32 n_new;        /* ids used: first_new .. first_new + n_new */
} HnIdentity;
/* How many new ids will be needed, without assigning: for the reservation. */
guint32 hn_identity_count_new(const HnIdentityInput *input);
HnIdentity *hn_identity_assign(const HnIdentityInput *input);
void hn_identity_free(HnIdentity *identity);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnIdentity, hn_identity_free)
