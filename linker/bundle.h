/* linker/bundle.h - the model bundle: everything that is learned and decides, immutable, named by
 * its content.
 *
 * Data walk: training seals one; promote makes it the entity type's; every run reads the promoted
 *   one and never retrains (DESIGN 4.5). bundles/ID/: model.json is Splink's model JSON,
 *   hopnhat.json what Splink has no place for (integer weights, thresholds, the deciding part of
 *   the configuration), terms.hns term frequencies and oversize values (personal values: sealed
 *   file). docs/formats.md has the shapes. The id is the SHA-256 over the three contents, so equal
 *   training gives an equal id.
 * Threads: immutable after load.
 */
#pragma once
#include "config/project.h"
#include "linker/training.h"
#include "store/store.h"

typedef struct {
    char id[HN_DIGEST_HEX_CHARS + 1];
    char *entity_type;
    gboolean
        learned; /* FALSE: no pair was seen, all is the prior's; such a bundle decides one night */
    char *deciding_part; /* of the configuration it was trained under: canonical JSON */
    HnModel *model;
    HnOversizeList *oversize;
} HnBundle;

void hn_bundle_free(HnBundle *bundle);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnBundle, hn_bundle_free)
/* Writes bundles/ID/ (nothing to do when it is there) and returns the bundle. */
HnBundle *hn_bundle_seal(HnStore *store, const HnProject *project, guint entity,
                         const HnTraining *training, GError **error);
/* Every content is checked against the id. Errors: HN_BASE_ERROR_*, HN_LINKER_ERROR_BUNDLE. */
HnBundle *hn_bundle_load(HnStore *store, const char *id, GError **error);
/* Ids of all bundles of an entity type in the store, ascending. (transfer full) */
GPtrArray *hn_bundle_list(HnStore *store, const char *entity_type, GError **error);
