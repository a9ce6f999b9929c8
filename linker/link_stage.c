#include "linker/link_stage.h"

#include "linker/confirmed_apart.h"
#include "linker/constraints.h"
#include "linker/expand_edges.h"
#include "linker/identity.h"
#include "linker/never_shared.h"
#include "linker/rekey_events.h"

/* ---- clusters ---- */

static gboolean
cluster_rows(const HnLinkInput *input, HnLinked *linked, GError **error)
{
    const HnRecordTable *table = input->standardised->table;
    const HnEntityType *type = &input->source.project->entities[input->source.entity];
    g_autoptr(GPtrArray) decisions =
        hn_store_decisions(input->source.store, type->name, TRUE, error);
    if (decisions == NULL)
        return FALSE;
    if (input->rekey != NULL)
        hn_rekey_decisions(input->rekey, decisions);
    linked->constraints = hn_constraints_new(decisions, hn_find_row_in_table, table);
    linked->pins = hn_golden_pins_new(decisions, type, hn_find_row_in_table, table);
    g_autofree guint8 *flags = hn_record_table_one_per_source(table, type);
    g_autofree guint8 *meets = hn_record_table_meets(table, type);
    const HnClusterInput clusters = {
        .n_rows = table->n_rows,
        .n_edges = linked->edges->n,
        .edges = linked->edges->edges,
        .n_rejected = linked->rejected->n,
        .rejected = linked->rejected->edges,
        .match_units = input->model->threshold_match_units,
        .support_min = input->model->cluster_support,
        .n_constraints = linked->constraints->n,
        .constraints = linked->constraints->constraints,
        .n_sources = table->n_sources,
        .source_of = linked->source_of,
        .meets = meets,
        .one_per_source = flags,
    };
    hn_cluster(&clusters, linked->cluster_of, &linked->clusters);
    return TRUE;
}

/* ---- identities ---- */

static gint32 *
authority_of_rows(const HnLinkInput *input)
{
    const HnRecordTable *table = input->standardised->table;
    gint32 *authority = g_new0(gint32, (gsize)table->n_rows + 1);
    for (guint s = 0; s < table->n_sources; s++) {
        gint32 value = 0;
        for (guint i = 0; i < input->source.landing->sources->len; i++) {
            const HnLandedSource *landed = input->source.landing->sources->pdata[i];
            if (strcmp(landed->source, table->sources[s].name) != 0)
                continue;
            for (guint f = 0; f < input->source.project->n_feeds; f++)
                if (strcmp(input->source.project->feeds[f].name, landed->feed) == 0)
                    value = input->source.project->feeds[f].authority;
        }
        for (guint32 i = 0; i < table->sources[s].n_rows; i++)
            authority[table->sources[s].first_row + i] = value;
    }
    return authority;
}

static HnCrosswalk *
crosswalk_of(const HnRecordTable *table, const guint32 *source_of, const guint64 *entity_of)
{
    HnCrosswalk *crosswalk = g_new0(HnCrosswalk, 1);
    const gsize n = table->n_rows;
    crosswalk->n_rows = table->n_rows;
    crosswalk->n_sources = table->n_sources;
    crosswalk->sources = g_new0(char *, table->n_sources + 1);
    for (guint s = 0; s < table->n_sources; s++)
        crosswalk->sources[s] = g_strdup(table->sources[s].name);
    crosswalk->source_of = g_memdup2(source_of, (n + 1) * sizeof(guint32));
    crosswalk->id_offsets = g_memdup2(table->id_offsets, (n + 1) * sizeof(guint64));
    crosswalk->id_bytes = g_memdup2(table->id_bytes, MAX(table->id_offsets[n], 1));
    crosswalk->entity_of = g_memdup2(entity_of, (n + 1) * sizeof(guint64));
    return crosswalk;
}

static guint64
count_live(const HnEntities *entities)
{
    guint64 n = 0;
    for (gsize i = 0; i < entities->n; i++)
        n += entities->entities[i].status == HN_ENTITY_LIVE;
    return n;
}

static HnIdentityInput
identity_input(const HnLinkInput *input, const HnLinked *linked)
{
    HnIdentityInput identity = {
        .n_rows = input->standardised->table->n_rows,
        .cluster_of = linked->cluster_of,
        .old_entity = linked->old_entity,
        .authority = linked->authority,
        .old = linked->old_entities,
        .run = input->run,
    };
    if (linked->past != NULL)
        hn_past_identity_give(linked->past, &identity);
    return identity;
}

/* Under the names that the records have tonight. */
static HnCrosswalk *
published_crosswalk(const HnLinkInput *input, const char *type, GError **error)
{
    HnCrosswalk *crosswalk = hn_crosswalk_published(input->source.store, type, error);
    if (crosswalk == NULL || input->rekey == NULL)
        return crosswalk;
    HnCrosswalk *renamed = hn_rekey_crosswalk(input->rekey, crosswalk);
    hn_crosswalk_free(crosswalk);
    return renamed;
}

HnLinked *
hn_link_cluster(const HnLinkInput *input, GError **error)
{
    const HnRecordTable *table = input->standardised->table;
    const char *type = input->source.project->entities[input->source.entity].name;
    g_autoptr(HnLinked) linked = g_new0(HnLinked, 1);
    linked->authority = authority_of_rows(input);
    g_auto(HnPairScope) scope = { 0 };
    hn_pair_scope_init(&scope, table, &input->source.project->entities[input->source.entity]);
    linked->edges =
        hn_expand_edges(&scope, input->scored->edges, input->scored->n_edges, input->source.pool);
    linked->rejected = hn_expand_edges(&scope, input->scored->rejected, input->scored->n_rejected,
                                       input->source.pool);
    hn_confirmed_apart(&scope, &input->source.project->entities[input->source.entity],
                       input->model->threshold_match_units, linked->edges, linked->rejected);
    for (gsize i = 0; i < linked->edges->n; i++)
        linked->n_edges_match +=
            linked->edges->edges[i].weight_units >= input->model->threshold_match_units;
    linked->old_crosswalk = published_crosswalk(input, type, error);
    linked->old_entities = linked->old_crosswalk == NULL
                               ? NULL
                               : hn_entities_published(input->source.store, type, error);
    if (linked->old_entities == NULL)
        return NULL;
    linked->n_entities_last = count_live(linked->old_entities);
    linked->source_of = hn_record_table_sources_of_rows(table);
    linked->cluster_of = g_new(guint32, (gsize)table->n_rows + 1);
    if (!cluster_rows(input, linked, error))
        return NULL;
    linked->old_entity = hn_entities_of_rows(table, linked->old_crosswalk, linked->old_entities);
    if (input->rollback_to != 0) {
        const HnPastToday today = { linked->old_crosswalk, linked->old_entities, input->base_change,
                                    input->rollback_to };
        linked->past = hn_past_identity_new(input->source.store, type, &today, table,
                                            linked->old_entity, error);
        if (linked->past == NULL)
            return NULL;
    }
    const HnIdentityInput identity = identity_input(input, linked);
    linked->n_new = hn_identity_count_new(&identity);
    return g_steal_pointer(&linked);
}

gboolean
hn_link_assign(const HnLinkInput *input, HnLinked *linked, guint64 first_new, GError **error)
{
    HnIdentityInput assign = identity_input(input, linked);
    assign.first_new = first_new;
    g_autoptr(HnIdentity) identity = hn_identity_assign(&assign);
    g_assert(identity->n_new == linked->n_new);
    if (linked->past != NULL)
        hn_past_identity_finish(linked->past, linked->old_entities, identity);
    linked->crosswalk =
        crosswalk_of(input->standardised->table, linked->source_of, identity->entity_of);
    linked->entities = g_steal_pointer(&identity->entities);
    hn_constraints_mark_locks(linked->constraints->constraints, linked->constraints->n,
                              linked->clusters.overruled, linked->crosswalk->entity_of,
                              linked->entities);
    linked->n_entities_now = count_live(linked->entities);
    const HnGoldenLinesInput golden = {
        .source = input->source,
        .standardised = input->standardised,
        .authority = linked->authority,
        .source_of = linked->source_of,
        .cluster_of = linked->cluster_of,
        .entity_of = linked->crosswalk->entity_of,
        .entities = linked->entities,
        .pins = linked->pins,
        .rekey = input->rekey,
    };
    linked->golden = hn_golden_lines_new(&golden);
    return hn_golden_lines_keep(linked->golden, error);
}

/* ---- what changed ---- */

typedef struct {
    HnLinked *linked;
    const HnNeverShared *shared;
} Settlement;

/* Then nobody has to look at the pair again, or nobody may decide it. */
static gboolean
is_settled(gpointer user, guint32 a, guint32 b)
{
    Settlement *settlement = user;
    HnLinked *linked = settlement->linked;
    if (hn_never_shared_has(settlement->shared, a, b)) {
        linked->n_edges_unlawful++;
        return TRUE;
    }
    return hn_constraints_part(linked->constraints, linked->clusters.overruled, a, b);
}

/* Clusters have been found under all scored edges: only what people are asked follows from it. */
static void
keep_budget(const HnLinkInput *input, HnLinked *linked)
{
    const HnEntityType *spec = &input->source.project->entities[input->source.entity];
    const gsize n_in_doubt = linked->cases->n;
    linked->review_units = input->model->threshold_review_units;
    if (spec->has_review_budget)
        linked->review_units =
            hn_cases_keep_budget(linked->cases, spec->review_budget, linked->review_units,
                                 input->model->threshold_match_units);
    linked->n_cases_over = n_in_doubt - linked->cases->n;
}

static gboolean
find_cases(const HnLinkInput *input, HnLinked *linked, GError **error)
{
    HnStore *store = input->source.store;
    const char *type = input->source.project->entities[input->source.entity].name;
    g_autoptr(GPtrArray) segments = hn_store_segments(store, "CASE", type, error);
    if (segments == NULL)
        return FALSE;
    const HnRecordTable *table = input->standardised->table;
    g_autofree guint8 *meets =
        hn_record_table_meets(table, &input->source.project->entities[input->source.entity]);
    const HnRowsMeet meet = { table->n_sources, linked->source_of, meets };
    g_autoptr(HnNeverShared) shared = hn_never_shared_new(linked->cluster_of, table->n_rows, &meet);
    Settlement settlement = { linked, shared };
    linked->cases = hn_cases_find(linked->crosswalk, linked->edges,
                                  input->model->threshold_match_units, is_settled, &settlement);
    keep_budget(input, linked);
    g_autoptr(HnCases) old = NULL;
    if (segments->len > 0) {
        old = hn_cases_load(store, segments->pdata[segments->len - 1], error);
        if (old == NULL)
            return FALSE;
    }
    linked->n_cases_new = hn_cases_keep_numbers(linked->cases, old);
    return TRUE;
}

gboolean
hn_link_changes(const HnLinkInput *input, HnLinked *linked, GError **error)
{
    const HnChangesInput changes = {
        .old_crosswalk = linked->old_crosswalk,
        .new_crosswalk = linked->crosswalk,
        .old_entities = linked->old_entities,
        .new_entities = linked->entities,
    };
    linked->events = hn_changes_between(&changes, &linked->counts);
    if (input->rekey != NULL)
        hn_rekey_events_settle(linked);
    return find_cases(input, linked, error);
}

void
hn_link_number(HnLinked *linked, guint64 first_event, guint64 first_case)
{
    for (gsize i = 0; i < linked->events->n; i++)
        linked->events->events[i].sequence = first_event + i;
    hn_cases_number(linked->cases, first_case);
}

void
hn_linked_free(HnLinked *linked)
{
    if (linked == NULL)
        return;
    hn_crosswalk_free(linked->crosswalk);
    hn_crosswalk_free(linked->old_crosswalk);
    hn_entities_free(linked->entities);
    hn_entities_free(linked->old_entities);
    hn_edges_free(linked->edges);
    hn_edges_free(linked->rejected);
    hn_constraints_free(linked->constraints);
    hn_golden_pins_free(linked->pins);
    hn_cases_free(linked->cases);
    hn_events_free(linked->events);
    hn_cluster_report_clear(&linked->clusters);
    hn_golden_lines_free(linked->golden);
    g_free(linked->authority);
    g_free(linked->source_of);
    g_free(linked->cluster_of);
    g_free(linked->old_entity);
    hn_past_identity_free(linked->past);
    g_free(linked);
}
