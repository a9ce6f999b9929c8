/* linker/night_fetch.h - the night's queries: every feed that comes from a database, read into its
 * spool.
 *
 * Data walk: land calls it first. Each source is read as fast as it gives, in one short transaction
 *   of its own, and several side by side; nothing is looked at meanwhile, so that no database waits
 *   for our work. A source that cannot be reached, or breaks off, is asked again; after the last
 *   attempt its delivery is refused (night->shut, or a spool that says so) and the others go on. A
 *   new source whose query names a column that is not there ends the night, and is asked once. A
 *   resumed run asks only those that it had not finished.
 * What is asked: a source without `incremental` everything. With it, from the second night on, the
 *   rows since the last one's watermark less the overlap; on schedule also every key with its time,
 *   so that what was deleted is withdrawn, and what was committed late, under an earlier time, is
 *   found and asked for by its key (night_late.c).
 * Cost: of the slowest source; a spooled record costs about a third of a microsecond.
 * Memory: one batch (about 4 MiB) for each of `fetch.at_once` connections, and their clients' own.
 * Threads: the run's; makes `fetch.at_once` of its own for the time.
 */
#pragma once
#include "linker/feed_mark.h"
#include "linker/night.h"

/* @error: of this machine (disk), an interruption, or HN_LINKER_ERROR_COLUMN: a source that was
 * never published names a column that its database has not. */
gboolean hn_night_fetch(HnNight *night, GError **error);
/* Of a run that goes on after a kill: where a database is not asked again, its note says so. Where
 * it is committed only who called hears it, as that run has said all it has to say. */
void hn_night_fetch_tell_kept(HnNight *night);

typedef enum {
    HN_SPOOL_NONE,
    HN_SPOOL_WHOLE,
    HN_SPOOL_PART,          /* rows since the mark */
    HN_SPOOL_PART_AND_KEYS, /* and every key */
} HnSpoolScope;
/* What lies there for a feed of a connection. */
HnSpoolScope hn_night_fetch_scope(const HnNight *night, const HnFeed *feed);
/* That spool, and behind it the rows that were asked for by hn_night_fetch_late(). */
HnReader *hn_night_fetch_open(const HnNight *night, const HnFeed *feed, GError **error);

/* Removes all that lies there for the feed, and what was fetched late alone. */
gboolean hn_night_fetch_forget(const HnNight *night, const HnFeed *feed, GError **error);
gboolean hn_night_fetch_forget_late(const HnNight *night, const HnFeed *feed, GError **error);

/* More late records than this are not asked for one by one: the source is read whole. */
#define HN_LATE_MAX 5000u
/* Asks for the rows of @late (char **); then the feed's spool is to be opened again. *ret_refused:
 * the source's fault; what lies there of it is to be forgotten. */
gboolean hn_night_fetch_late(HnNight *night, const HnFeed *feed, const GPtrArray *late,
                             GError **ret_refused, GError **error);
/* Asks for all rows after all: they take the place of what lies there. *ret_refused: the source's
 * fault; what lay there is as it was. */
gboolean hn_night_fetch_whole(HnNight *night, const HnFeed *feed, GError **ret_refused,
                              GError **error);
