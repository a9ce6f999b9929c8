/* Greedy assignment of old entities to new clusters. Left out: the assignment of largest total
 * weight (Kuhn 1955): cubic, and it may move an id from the cluster with most of its records, which
 * nobody could explain. An overlap whose entity and cluster have no other needs no ranking: on an
 * ordinary night that is nearly all of them, so only the contested ones are sorted. */
#include "linker/identity.h"

#include "base/radix_sort.h"

#define NO_OVERLAP G_MAXUINT32

/* The records that one old entity and one new cluster share. */
typedef struct {
    guint32 entity;  /* index in input->old */
    guint32 cluster; /* its smallest row */
    guint32 n_records;
    guint32 n_taken;  /* of them: a decision since put them elsewhere */
    gint64 authority; /* summed */
} Overlap;

typedef struct {
    const HnIdentityInput *input;
    guint32 n_overlaps;
    Overlap *overlaps;      /* ascending by (entity, cluster) */
    guint32 *taken_entity;  /* [n old] overlap that won the entity, or NO_OVERLAP */
    guint32 *taken_cluster; /* [n_rows] the same of a cluster */
} Plan;

static guint32
add_rows(const HnIdentityInput *input, const guint64 *entity_of, guint32 n, guint64 *keys,
         guint32 *rows)
{
    for (guint32 row = 0; entity_of != NULL && row < input->n_rows; row++) {
        if (entity_of[row] != 0) {
            keys[n] = entity_of[row];
            rows[n++] = row;
        }
    }
    return n;
}

/* Sorts rows that had an entity by (entity's index, cluster); @keys get index << 32 | cluster. A
 * row that names later entities, too, stands there more than once. */
static guint32
sort_rows(const HnIdentityInput *input, guint64 *keys, guint32 *rows)
{
    guint32 n = add_rows(input, input->old_entity, 0, keys, rows);
    n = add_rows(input, input->later_entity, n, keys, rows);
    n = add_rows(input, input->later_decided, n, keys, rows);
    g_autofree guint64 *keys_tmp = g_new(guint64, (gsize)n + 1);
    g_autofree guint32 *rows_tmp = g_new(guint32, (gsize)n + 1);
    hn_radix_sort_pairs(keys, rows, n, keys_tmp, rows_tmp);
    gsize at = 0;
    for (guint32 i = 0; i < n; i++) {
        while (at < input->old->n && input->old->entities[at].sequence < keys[i])
            at++;
        /* The caller resolved redirects: a record belongs to an entity that is known and lives. */
        g_assert(at < input->old->n && input->old->entities[at].sequence == keys[i]);
        g_assert(input->old->entities[at].status == HN_ENTITY_LIVE);
        keys[i] = (guint64)at << 32 | input->cluster_of[rows[i]];
    }
    hn_radix_sort_pairs(keys, rows, n, keys_tmp, rows_tmp);
    return n;
}

static gboolean
is_taken(const HnIdentityInput *input, guint32 row, guint32 entity)
{
    const guint64 decided = input->decided_entity == NULL ? 0 : input->decided_entity[row];
    return decided != 0 && decided != input->old->entities[entity].sequence;
}

static void
find_overlaps(Plan *plan)
{
    const HnIdentityInput *input = plan->input;
    const gsize n_max = (gsize)input->n_rows * (input->later_entity == NULL ? 1 : 3);
    g_autofree guint64 *keys = g_new(guint64, n_max + 1);
    g_autofree guint32 *rows = g_new(guint32, n_max + 1);
    const guint32 n = sort_rows(input, keys, rows);
    for (guint32 i = 0; i < n; i++)
        plan->n_overlaps += i == 0 || keys[i] != keys[i - 1];
    plan->overlaps = g_new(Overlap, (gsize)plan->n_overlaps + 1);
    Overlap *next = plan->overlaps;
    for (guint32 i = 0; i < n; i++) {
        if (i == 0 || keys[i] != keys[i - 1])
            *next++ = (Overlap){ .entity = (guint32)(keys[i] >> 32), .cluster = (guint32)keys[i] };
        next[-1].n_records++;
        next[-1].n_taken += is_taken(input, rows[i], next[-1].entity) ? 1 : 0;
        next[-1].authority += input->authority[rows[i]];
    }
}

/* What comes before all else of a rollback: 0 = goes on, 1 = decisions took it away; 2 and 3 the
 * same of an entity that was issued later. */
static guint
standing_of(const Plan *plan, const Overlap *overlap)
{
    const guint8 *issued_later = plan->input->issued_later;
    const guint first = issued_later != NULL && issued_later[overlap->entity] ? 2 : 0;
    return first + (overlap->n_taken == overlap->n_records ? 1 : 0);
}

/* The rank of the header, best first; the last criterion makes the order total. */
static gint
compare_rank(gconstpointer a, gconstpointer b, gpointer data)
{
    const Plan *plan = data;
    const Overlap *x = &plan->overlaps[*(const guint32 *)a];
    const Overlap *y = &plan->overlaps[*(const guint32 *)b];
    const HnEntity *entity_x = &plan->input->old->entities[x->entity];
    const HnEntity *entity_y = &plan->input->old->entities[y->entity];
    const guint standing_x = standing_of(plan, x), standing_y = standing_of(plan, y);
    if (standing_x != standing_y)
        return standing_x < standing_y ? -1 : 1;
    const gboolean locked_x = entity_x->locked != 0, locked_y = entity_y->locked != 0;
    if (locked_x != locked_y)
        return locked_x ? -1 : 1;
    if (x->authority != y->authority)
        return x->authority > y->authority ? -1 : 1;
    if (x->n_records != y->n_records)
        return x->n_records > y->n_records ? -1 : 1;
    if (entity_x->first_seen != entity_y->first_seen)
        return entity_x->first_seen < entity_y->first_seen ? -1 : 1;
    if (x->entity != y->entity)
        return x->entity < y->entity ? -1 : 1;
    return x->cluster < y->cluster ? -1 : x->cluster > y->cluster;
}

static void
take(Plan *plan, guint32 overlap)
{
    plan->taken_entity[plan->overlaps[overlap].entity] = overlap;
    plan->taken_cluster[plan->overlaps[overlap].cluster] = overlap;
}

/* Takes every overlap that has no rival; returns the others. */
static GArray *
take_uncontested(Plan *plan)
{
    g_autofree guint8 *n_of_entity = g_new0(guint8, plan->input->old->n + 1);
    g_autofree guint8 *n_of_cluster = g_new0(guint8, (gsize)plan->input->n_rows + 1);
    for (guint32 i = 0; i < plan->n_overlaps; i++) { /* counts none, one, several */
        const Overlap *overlap = &plan->overlaps[i];
        n_of_entity[overlap->entity] = n_of_entity[overlap->entity] == 0 ? 1 : 2;
        n_of_cluster[overlap->cluster] = n_of_cluster[overlap->cluster] == 0 ? 1 : 2;
    }
    GArray *contested = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (guint32 i = 0; i < plan->n_overlaps; i++) {
        const Overlap *overlap = &plan->overlaps[i];
        if (n_of_entity[overlap->entity] == 1 && n_of_cluster[overlap->cluster] == 1)
            take(plan, i);
        else
            g_array_append_val(contested, i);
    }
    return contested;
}

static Plan
make_plan(const HnIdentityInput *input)
{
    g_assert(input->old->n < G_MAXUINT32);
    Plan plan = { .input = input };
    find_overlaps(&plan);
    plan.taken_entity = g_new(guint32, input->old->n + 1);
    plan.taken_cluster = g_new(guint32, (gsize)input->n_rows + 1);
    memset(plan.taken_entity, 0xff, sizeof(guint32) * input->old->n);
    memset(plan.taken_cluster, 0xff, sizeof(guint32) * input->n_rows);
    g_autoptr(GArray) contested = take_uncontested(&plan);
    g_array_sort_with_data(contested, compare_rank, &plan);
    for (guint i = 0; i < contested->len; i++) {
        const guint32 overlap = g_array_index(contested, guint32, i);
        if (plan.taken_entity[plan.overlaps[overlap].entity] == NO_OVERLAP &&
            plan.taken_cluster[plan.overlaps[overlap].cluster] == NO_OVERLAP)
            take(&plan, overlap);
    }
    return plan;
}

static void
clear_plan(Plan *plan)
{
    g_free(plan->overlaps);
    g_free(plan->taken_entity);
    g_free(plan->taken_cluster);
}

static guint32
count_new(const Plan *plan)
{
    guint32 n = 0;
    for (guint32 row = 0; row < plan->input->n_rows; row++)
        n += plan->input->cluster_of[row] == row && plan->taken_cluster[row] == NO_OVERLAP;
    return n;
}

guint32
hn_identity_count_new(const HnIdentityInput *input)
{
    Plan plan = make_plan(input);
    const guint32 n = count_new(&plan);
    clear_plan(&plan);
    return n;
}

/* All ids ever issued: the old ones as they were, the live ones without records yet, then the new
 * ones. */
static HnEntities *
start_entities(const HnIdentityInput *input, guint32 n_new)
{
    const HnEntities *old = input->old;
    g_assert(old->n == 0 || n_new == 0 || old->entities[old->n - 1].sequence < input->first_new);
    HnEntities *entities = g_new0(HnEntities, 1);
    entities->n = old->n + n_new;
    entities->entities = g_new0(HnEntity, entities->n + 1);
    for (gsize i = 0; i < old->n; i++) {
        HnEntity *entity = &entities->entities[i];
        *entity = old->entities[i];
        entity->n_records = 0;
        memset(entity->golden, 0, sizeof entity->golden);
    }
    for (guint32 i = 0; i < n_new; i++)
        entities->entities[old->n + i] = (HnEntity){ .sequence = input->first_new + i,
                                                     .first_seen = input->run,
                                                     .status = HN_ENTITY_LIVE };
    return entities;
}

#define AHEAD 16u /* rows whose clusters' entities are asked for: they lie anywhere before them */

/* Entities of the clusters, then of their rows. A cluster's smallest row comes first, so it has its
 * entity before the others ask. */
static void
name_clusters(const Plan *plan, HnIdentity *identity)
{
    const HnIdentityInput *input = plan->input;
    guint32 n_new = 0;
    g_autofree guint32 *index_of = g_new(guint32, (gsize)input->n_rows + 1);
    for (guint32 row = 0; row < input->n_rows; row++) {
        const guint32 cluster = input->cluster_of[row];
        const guint32 soon = input->cluster_of[MIN(row + AHEAD / 2, input->n_rows - 1)];
        __builtin_prefetch(index_of + input->cluster_of[MIN(row + AHEAD, input->n_rows - 1)]);
        if (soon < row) /* it has its entity */
            __builtin_prefetch(identity->entities->entities + index_of[soon], 1);
        g_assert(cluster <= row && input->cluster_of[cluster] == cluster);
        if (cluster == row) {
            const guint32 overlap = plan->taken_cluster[row];
            index_of[row] = overlap == NO_OVERLAP ? (guint32)input->old->n + n_new++
                                                  : plan->overlaps[overlap].entity;
        }
        HnEntity *entity = &identity->entities->entities[index_of[cluster]];
        entity->n_records++;
        identity->entity_of[row] = entity->sequence;
    }
    g_assert(n_new == identity->n_new);
}

/* The entity that took over most of the records of the overlaps [first, end). */
static guint64
main_successor(const Plan *plan, const HnIdentity *identity, guint32 first, guint32 end)
{
    guint64 best = 0;
    guint32 n_best = 0;
    for (guint32 i = first; i < end; i++) {
        const Overlap *overlap = &plan->overlaps[i];
        const guint64 entity = identity->entity_of[overlap->cluster];
        if (overlap->n_records > n_best || (overlap->n_records == n_best && entity < best)) {
            best = entity;
            n_best = overlap->n_records;
        }
    }
    return best;
}

static void
redirect_or_retire(const Plan *plan, HnIdentity *identity)
{
    guint32 first = 0;
    for (gsize i = 0; i < plan->input->old->n; i++) {
        guint32 end = first;
        while (end < plan->n_overlaps && plan->overlaps[end].entity == i)
            end++;
        HnEntity *entity = &identity->entities->entities[i];
        if (entity->status == HN_ENTITY_LIVE && plan->taken_entity[i] == NO_OVERLAP) {
            entity->status = first < end ? HN_ENTITY_REDIRECT : HN_ENTITY_RETIRED;
            entity->redirect = main_successor(plan, identity, first, end);
            entity->locked = 0;
        }
        first = end;
    }
}

HnIdentity *
hn_identity_assign(const HnIdentityInput *input)
{
    Plan plan = make_plan(input);
    HnIdentity *identity = g_new0(HnIdentity, 1);
    identity->n_new = count_new(&plan);
    identity->entities = start_entities(input, identity->n_new);
    identity->entity_of = g_new(guint64, (gsize)input->n_rows + 1);
    name_clusters(&plan, identity);
    redirect_or_retire(&plan, identity);
    clear_plan(&plan);
    return identity;
}

void
hn_identity_free(HnIdentity *identity)
{
    if (identity == NULL)
        return;
    g_free(identity->entity_of);
    hn_entities_free(identity->entities);
    g_free(identity);
}
