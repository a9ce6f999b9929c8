/* linker/night_spool.h - what pipes bring, copied into spool/FEED for a resumed night, too.
 *
 * Data walk: before a run is known every pipe is copied; landing reads the copy, in a resumed night
 *   once more. The copy is all that there is of the delivery, so only the publishing of a run that
 *   has landed it, or a newer delivery, takes it away. What comes from databases lies there too
 *   (night_fetch.h): that can be asked for again.
 * Threads: the run's.
 */
#pragma once
#include "linker/night.h"

/* One of several files is no pipe of ours: the reader refuses it (connect/file_reader.h). */
gboolean hn_night_spool_is_pipe(const HnFeed *feed);
char *hn_night_spool_path(const HnNight *night, const HnFeed *feed);
/* The copy that waits for the next night, for who only looks at it; NULL: there is none. (transfer
 * full) */
char *hn_night_spool_waiting(const HnProject *project, const HnFeed *feed);
/* Copies what stands in pipes. A pipe that gives nothing leaves an earlier copy in place. */
gboolean hn_night_spool_fill(HnNight *night, GError **error);
/* What the run has landed of a feed, by its mark; *ret_landing NULL: nothing, else one feed. (out)
 * (transfer full) */
gboolean hn_night_spool_landed(const HnNight *night, const HnFeed *feed, HnLanding **ret_landing,
                               GError **error);
/* When the run is published: what it has landed goes. What came since, be it the same bytes, and
 * what a run brought that was held or interrupted, waits for the night that lands it. */
gboolean hn_night_spool_clear(HnNight *night, GError **error);
/* Answers of databases go, as the run is over: the next one asks anew. */
gboolean hn_night_spool_forget_queries(HnNight *night, GError **error);
