#include "tests/reference/reference_identity.h"

typedef struct {
    const HnEntity *entity;
    guint32 cluster;
    gint64 authority;
    guint32 n_records;
} Overlap;

static gboolean
count_overlap(const HnIdentityInput *input, const HnEntity *entity, guint32 cluster,
              Overlap *ret_overlap)
{
    Overlap overlap = { .entity = entity, .cluster = cluster };
    for (guint32 row = 0; row < input->n_rows; row++) {
        if (input->old_entity[row] == entity->sequence && input->cluster_of[row] == cluster) {
            overlap.n_records++;
            overlap.authority += input->authority[row];
        }
    }
    *ret_overlap = overlap;
    return overlap.n_records > 0;
}

static gboolean
is_better(const Overlap *a, const Overlap *b)
{
    if (a->entity->locked != b->entity->locked)
        return a->entity->locked;
    if (a->authority != b->authority)
        return a->authority > b->authority;
    if (a->n_records != b->n_records)
        return a->n_records > b->n_records;
    if (a->entity->first_seen != b->entity->first_seen)
        return a->entity->first_seen < b->entity->first_seen;
    if (a->entity->sequence != b->entity->sequence)
        return a->entity->sequence < b->entity->sequence;
    return a->cluster < b->cluster;
}

static gboolean
has(const guint64 *list, gsize n, guint64 wanted)
{
    for (gsize i = 0; i < n; i++) {
        if (list[i] == wanted)
            return TRUE;
    }
    return FALSE;
}

/* The best overlap of an entity that has no cluster with a cluster that has no entity. */
static gboolean
find_best(const HnIdentityInput *input, const guint64 *id_of, Overlap *ret_best)
{
    gboolean found = FALSE;
    for (gsize i = 0; i < input->old->n; i++) {
        const HnEntity *entity = &input->old->entities[i];
        if (has(id_of, input->n_rows, entity->sequence))
            continue;
        for (guint32 cluster = 0; cluster < input->n_rows; cluster++) {
            Overlap overlap;
            if (input->cluster_of[cluster] != cluster || id_of[cluster] != 0 ||
                !count_overlap(input, entity, cluster, &overlap))
                continue;
            if (!found || is_better(&overlap, ret_best))
                *ret_best = overlap;
            found = TRUE;
        }
    }
    return found;
}

static void
settle_old_entity(const HnIdentityInput *input, const guint64 *id_of, HnEntity *entity)
{
    if (entity->status != HN_ENTITY_LIVE || has(id_of, input->n_rows, entity->sequence))
        return;
    entity->status = HN_ENTITY_RETIRED;
    entity->locked = 0;
    guint32 most = 0;
    for (guint32 cluster = 0; cluster < input->n_rows; cluster++) {
        Overlap overlap;
        if (input->cluster_of[cluster] != cluster ||
            !count_overlap(input, entity, cluster, &overlap))
            continue;
        if (overlap.n_records > most ||
            (overlap.n_records == most && id_of[cluster] < entity->redirect))
            entity->redirect = id_of[cluster];
        most = MAX(most, overlap.n_records);
        entity->status = HN_ENTITY_REDIRECT;
    }
}

HnIdentity *
hn_reference_identity(const HnIdentityInput *input)
{
    g_autofree guint64 *id_of = g_new0(guint64, input->n_rows + 1); /* of a cluster */
    Overlap best = { 0 };
    while (find_best(input, id_of, &best))
        id_of[best.cluster] = best.entity->sequence;
    HnIdentity *identity = g_new0(HnIdentity, 1);
    for (guint32 cluster = 0; cluster < input->n_rows; cluster++) {
        if (input->cluster_of[cluster] == cluster && id_of[cluster] == 0)
            id_of[cluster] = input->first_new + identity->n_new++;
    }
    identity->entity_of = g_new0(guint64, input->n_rows + 1);
    for (guint32 row = 0; row < input->n_rows; row++)
        identity->entity_of[row] = id_of[input->cluster_of[row]];

    identity->entities = g_new0(HnEntities, 1);
    identity->entities->n = input->old->n + identity->n_new;
    identity->entities->entities = g_new0(HnEntity, identity->entities->n + 1);
    for (gsize i = 0; i < identity->entities->n; i++) {
        HnEntity *entity = &identity->entities->entities[i];
        if (i < input->old->n) {
            *entity = input->old->entities[i];
            settle_old_entity(input, id_of, entity);
        } else {
            entity->sequence = input->first_new + (i - input->old->n);
            entity->first_seen = input->run;
            entity->status = HN_ENTITY_LIVE;
        }
        memset(entity->golden, 0, sizeof entity->golden);
        entity->n_records = 0;
        for (guint32 row = 0; row < input->n_rows; row++)
            entity->n_records += identity->entity_of[row] == entity->sequence;
    }
    return identity;
}
