/* linker/past_identity.h - whose record each row was when an earlier run was published: what a
 * rollback gives to the identity rule.
 *
 * Data walk: link, in the place of the published state: store/past_state.h brought to the rows of
 *   the table, before identities are assigned; afterwards _finish() says what became of ids that
 *   lived until tonight and were no part of the earlier state.
 * Rule: an id that lived then lives again, under its own number. One that was issued since goes on
 *   where a cluster has no id of then, which only decisions bring about; else it becomes a redirect
 *   to the entity with most of the records that it had, or a tombstone. An id that had ended then
 *   ends again. What neither lives today nor afterwards stays as it is.
 * Cost: the state's (past_state.h), and one walk over rows and crosswalk.
 * Threads: the run's.
 */
#pragma once
#include "linker/identity.h"
#include "records/record_table.h"
#include "store/past_state.h"

typedef struct {
    HnPastState *past; /* its entities: those of @later_entity live in it */
    guint64 *old_entity, *decided_entity, *later_entity,
        *later_decided; /* [n_rows] for HnIdentityInput */
} HnPastIdentity;

/* The entity of each row by @crosswalk, redirects of @entities (nullable) followed; 0 = none.
 * (transfer full) */
guint64 *hn_entities_of_rows(const HnRecordTable *table, const HnCrosswalk *crosswalk,
                             const HnEntities *entities);
/* @today [n_rows]: entities of the rows as published. HN_LINKER_ERROR_CONFLICT: the records of the
 * table are not those of then. */
HnPastIdentity *hn_past_identity_new(HnStore *store, const char *entity_type,
                                     const HnPastToday *published, const HnRecordTable *table,
                                     const guint64 *today, GError **error);
void hn_past_identity_free(HnPastIdentity *identity);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnPastIdentity, hn_past_identity_free)
/* The part of the input that is the past's. */
void hn_past_identity_give(const HnPastIdentity *identity, HnIdentityInput *input);
/* @published: as they were until tonight; @result: what the rule said. */
void hn_past_identity_finish(const HnPastIdentity *identity, const HnEntities *published,
                             HnIdentity *result);
