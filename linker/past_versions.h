/* linker/past_versions.h - records of one source as an earlier run knew them, as versions that come
 * again.
 *
 * Data walk: night_rollback.c, in the place of landing. The source's state of today and of then are
 *   walked side by side; where the newest version is not that of then, the version of then is
 *   written, or a withdrawal where there was none. A version keeps the run that brought it first:
 *   by it values are told recent from old.
 * Cost: two passes over the source's versions; none for a source that brought nothing since.
 * Threads: the run's.
 */
#pragma once
#include "linker/landing.h"

typedef struct {
    HnStore *store;
    const GPtrArray *published; /* HnSegment RECV of all sources, oldest first */
    const GPtrArray *history;   /* of the source: hn_store_version_history() */
    const char *name;           /* "FEED.SOURCE" */
    guint64 run, rollback_to;
} HnPastVersionsInput;
/* Fills rows, counts (n_changed: as they were; n_new: there again) and the segment of @source, NULL
 * where nothing differs. Errors are those of the store. */
gboolean hn_past_versions_write(const HnPastVersionsInput *input, HnLandedSource *source,
                                GError **error);
