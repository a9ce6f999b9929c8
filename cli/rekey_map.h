/* cli/rekey_map.h - which record gets which key: read from a map or made for a whole source, and
 *   checked against the published state before anything is touched.
 *
 * Data walk: `rekey` gives source, map and target; `undo` gives an event. Out comes a sealed
 *   HnRekey for the pipeline.
 * Errors: HN_LINKER_ERROR_UNKNOWN, _CONFLICT and _SOURCE (exit 2), with row numbers of the map,
 *   the header is 1; never a key.
 * Threads: one.
 */
#pragma once
#include "config/project.h"
#include "store/rekey.h"

typedef struct {
    const char *source;
    const char *path;   /* of the map: record_id, new_record_id and new_source, each of the latter
                           two may be missing; NULL: all records of the source */
    const char *to;     /* the new source where the map does not say; NULL: @source */
    const char *prefix; /* before each new record_id; NULL: nothing */
} HnRekeyMapOptions;

HnRekey *hn_rekey_map_read(const HnProject *project, HnStore *store,
                           const HnRekeyMapOptions *options, GError **error);
/* The way back of @event, of records that are still where it put them; *ret_n_gone: of those no
 * record is left. HN_LINKER_ERROR_CONFLICT names what stands in the way. NULL without an error: the
 * event moved no keys. */
HnRekey *hn_rekey_map_back(const HnProject *project, HnStore *store, guint64 event,
                           gsize *ret_n_gone, GError **error);
