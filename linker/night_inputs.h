/* linker/night_inputs.h - deliveries of a night: landing, and "are they still the same?".
 *
 * Data walk: pipes were copied first (night_spool.h), what comes from databases is read when the
 *   run is known (night_fetch.h); every feed
 *   lands with a mark of its own ("land:FEED"), which holds size and SHA-256 of what was read.
 * Threads: the run's.
 */
#pragma once
#include "linker/land.h"
#include "linker/night.h"

/* The feeds that the unfinished run has landed, read again: are they what was landed? */
gboolean hn_night_inputs_same(HnNight *night, gboolean *ret_same, GError **error);
/* One reading of the feed, by what lies in its spool, into @one, which is emptied first. @late:
 * nullable. A refused or absent delivery is no error. */
gboolean hn_night_inputs_land_once(HnNight *night, const HnFeed *feed, HnLandLate *late,
                                   HnLanding *one, GError **error);
void hn_night_inputs_take(HnNight *night); /* what was landed becomes part of the commit */
