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

/* Of a partial delivery: records whose key is there and whose row is not, or is older than what the
 * key says. */
typedef struct {
    GPtrArray *keys;    /* char **: of the first @max of them */
    guint max;          /* 0: they are counted alone, and @keys may be NULL */
    guint64 n;          /* all of them */
    guint64 n_nameless; /* rows and keys in quarantine of which nobody knows whose they are */
} HnLandLate;

typedef struct {
    HnStore *store;
    guint64 run;
    HnIntakeOptions intake;     /* hash_key, seal and spill_prefix are filled in here */
    const GPtrArray *published; /* HnSegment, kind RECV, all sources, oldest first */
    gboolean keys_whole;        /* of a partial delivery: it has every key that is there */
    HnLandLate *late;           /* to be filled; nullable */
} HnLandOptions;
/* Lands one feed into @landing. A refused or absent delivery is no error: its state says so. */
gboolean hn_land_feed(const HnLandOptions *options, HnLanding *landing, GError **error);
/* A feed from which nothing came: the sources keep their state. */
gboolean hn_land_nothing(const HnLandOptions *options, HnFeedState state, const char *why,
                         HnLanding *landing, GError **error);
/* All RECV segments of one source: those of @published and tonight's, oldest first. (transfer
 * container) */
GPtrArray *hn_land_segments_of(const GPtrArray *published, const HnLandedSource *source);
