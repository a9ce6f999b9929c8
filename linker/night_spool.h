/* linker/night_spool.h - what pipes bring, copied into spool/FEED, so that a night can read it again.
 *
 * Data walk: before a run is known every pipe is copied; landing reads the copy, in a resumed night
 *   once more. What comes from databases lies there too, by night_fetch.h.
 * Threads: the run's.
 */
#pragma once
#include "linker/night.h"

/* One of several files is no pipe of ours: the reader refuses it (connect/file_reader.h). */
gboolean hn_night_spool_is_pipe(const HnFeed *feed);
char *hn_night_spool_path(const HnNight *night, const HnFeed *feed);
/* Copies what stands in pipes. A pipe that gives nothing leaves an earlier copy in place. */
gboolean hn_night_spool_fill(HnNight *night, GError **error);
gboolean hn_night_spool_remove(HnNight *night, GError **error); /* after publishing */
