/* linker/land.h - first stage: a delivery becomes sealed record versions before anything else
 * happens to it.
 *
 * Data walk: reader -> intake (sorted rows) -> merged with the source's state in the store -> one
 *   RECV segment per source that holds only what is new, changed or withdrawn. Nothing here looks
 *   into a value. A snapshot that is complete withdraws what it lacks; one with rows that nobody
 *   could name withdraws nothing.
 * Cost: one pass over the delivery and one over the source's current versions, both sorted.
 * Threads: the run's; overlaps reading and taking in on the pool.
 */
#pragma once
#include "linker/intake.h"
#include "linker/landing.h"

typedef struct {
    HnStore *store;
    guint64 run;
    HnIntakeOptions intake;     /* hash_key, seal and spill_prefix are filled in here */
    const GPtrArray *published; /* HnSegment, kind RECV, all sources, oldest first */
} HnLandOptions;
/* Lands one feed into @landing. A refused or absent delivery is no error: its state says so. */
gboolean hn_land_feed(const HnLandOptions *options, HnLanding *landing, GError **error);
/* A feed from which nothing came: the sources keep their state. */
gboolean hn_land_nothing(const HnLandOptions *options, HnFeedState state, const char *why,
                         HnLanding *landing, GError **error);
/* All RECV segments of one source: those of @published and tonight's, oldest first. (transfer
 * container) */
GPtrArray *hn_land_segments_of(const GPtrArray *published, const HnLandedSource *source);
