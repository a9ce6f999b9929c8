#include "linker/past_identity.h"

#include "linker/linker_error.h"
#include "records/entity_id.h"

guint64 *
hn_entities_of_rows(const HnRecordTable *table, const HnCrosswalk *crosswalk,
                    const HnEntities *entities)
{
    guint64 *entity_of = g_new0(guint64, (gsize)table->n_rows + 1);
    guint32 o = 0;
    for (guint s = 0; s < table->n_sources; s++) {
        const HnTableSource *source = &table->sources[s];
        while (o < crosswalk->n_rows &&
               strcmp(crosswalk->sources[crosswalk->source_of[o]], source->name) < 0)
            o++;
        for (guint32 i = 0; i < source->n_rows; i++) {
            const guint32 row = source->first_row + i;
            int order = -1;
            while (o < crosswalk->n_rows &&
                   strcmp(crosswalk->sources[crosswalk->source_of[o]], source->name) == 0 &&
                   (order = hn_slice_compare(hn_crosswalk_id(crosswalk, o),
                                             hn_record_table_id(table, row))) < 0)
                o++;
            if (order == 0) {
                const guint64 entity = crosswalk->entity_of[o++];
                entity_of[row] = entities == NULL ? entity : hn_entities_resolve(entities, entity);
            }
        }
    }
    return entity_of;
}

/* An id of today's that goes on where no older one does. */
static guint64
later_of(HnPastState *past, guint64 entity, gboolean was_decided)
{
    HnEntity *found = entity == 0 ? NULL : hn_entities_find(past->entities, entity);
    if (found == NULL || !past->issued_later[found - past->entities->entities])
        return 0;
    if (found->status != HN_ENTITY_LIVE && !was_decided)
        return 0;
    found->status = HN_ENTITY_LIVE;
    found->redirect = 0;
    return entity;
}

/* Every record of then and no other: else history does not say which they were. */
static gboolean
check_records(const HnPastIdentity *identity, const char *entity_type, guint64 run,
              const HnRecordTable *table, GError **error)
{
    char id[HN_ENTITY_ID_CHARS + 1];
    guint32 n_known = 0;
    for (guint32 row = 0; row < table->n_rows; row++)
        n_known += identity->old_entity[row] != 0 ? 1 : 0;
    if (n_known == table->n_rows && n_known == identity->past->crosswalk->n_rows)
        return TRUE;
    hn_entity_id_format('r', run, id);
    g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFLICT,
                "entity type '%s': %s linked %u records, and of the %u that come back %u are among "
                "them: sources, keys or entity types were changed since (configuration, rekey), so "
                "its state cannot come again",
                entity_type, id, identity->past->crosswalk->n_rows, table->n_rows, n_known);
    return FALSE;
}

HnPastIdentity *
hn_past_identity_new(HnStore *store, const char *entity_type, const HnPastToday *published,
                     const HnRecordTable *table, const guint64 *today, GError **error)
{
    g_autoptr(HnPastIdentity) identity = g_new0(HnPastIdentity, 1);
    identity->past = hn_past_state_new(store, entity_type, published, error);
    if (identity->past == NULL)
        return NULL;
    HnPastState *past = identity->past;
    identity->old_entity = hn_entities_of_rows(table, past->crosswalk, past->entities);
    identity->decided_entity = hn_entities_of_rows(table, past->decided, NULL);
    identity->later_entity = g_new0(guint64, (gsize)table->n_rows + 1);
    identity->later_decided = g_new0(guint64, (gsize)table->n_rows + 1);
    for (guint32 row = 0; row < table->n_rows; row++) {
        const guint64 decided = identity->decided_entity[row];
        identity->later_decided[row] = later_of(past, decided, TRUE);
        if (today[row] != decided)
            identity->later_entity[row] = later_of(past, today[row], FALSE);
    }
    return check_records(identity, entity_type, published->run, table, error)
               ? g_steal_pointer(&identity)
               : NULL;
}

void
hn_past_identity_free(HnPastIdentity *identity)
{
    if (identity == NULL)
        return;
    hn_past_state_free(identity->past);
    g_free(identity->old_entity);
    g_free(identity->decided_entity);
    g_free(identity->later_entity);
    g_free(identity->later_decided);
    g_free(identity);
}

void
hn_past_identity_give(const HnPastIdentity *identity, HnIdentityInput *input)
{
    input->old = identity->past->entities;
    input->old_entity = identity->old_entity;
    input->decided_entity = identity->decided_entity;
    input->later_entity = identity->later_entity;
    input->later_decided = identity->later_decided;
    input->issued_later = identity->past->issued_later;
}

/* ---- afterwards ---- */

void
hn_past_identity_finish(const HnPastIdentity *identity, const HnEntities *published,
                        HnIdentity *result)
{
    const HnEntities *then = identity->past->entities;
    for (gsize i = 0; i < published->n; i++) {
        const HnEntity *is = &published->entities[i];
        HnEntity *becomes = &result->entities->entities[i];
        if (is->status != HN_ENTITY_LIVE && becomes->status != HN_ENTITY_LIVE) {
            becomes->status = is->status;
            becomes->redirect = is->redirect;
        }
        becomes->locked = becomes->status == HN_ENTITY_LIVE ? becomes->locked : 0;
    }
    for (gsize i = 0; i < published->n; i++) {
        HnEntity *becomes = &result->entities->entities[i];
        if (published->entities[i].status != HN_ENTITY_LIVE ||
            becomes->status != HN_ENTITY_REDIRECT || identity->past->issued_later[i] ||
            then->entities[i].status != HN_ENTITY_REDIRECT)
            continue; /* it lived then, or its redirect is tonight's */
        becomes->redirect = hn_entities_resolve(
            result->entities, hn_entities_resolve(then, then->entities[i].sequence));
        if (becomes->redirect == 0)
            becomes->status = HN_ENTITY_RETIRED;
    }
}
