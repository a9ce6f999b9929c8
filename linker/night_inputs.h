/* linker/night_inputs.h - deliveries of a night: spooled pipes and queries, landing, and "are they
 * still the same?".
 *
 * Data walk: pipes are copied into spool/FEED first, so that a resumed night can read them again;
 *   what comes from databases is spooled there by night_fetch.c, when the run is known; every feed
 *   lands with a mark of its own ("land:FEED"), which holds size and SHA-256 of what was read.
 * Threads: the run's.
 */
#pragma once
#include "linker/night.h"

/* Copies what stands in pipes. A pipe that gives nothing leaves an earlier spool of an unfinished
 * run in place. */
gboolean hn_night_inputs_spool(HnNight *night, GError **error);
/* The feeds that the unfinished run has landed, read again: are they what was landed? */
gboolean hn_night_inputs_same(HnNight *night, gboolean *ret_same, GError **error);
char *hn_night_inputs_spool_path(const HnNight *night, const HnFeed *feed);
/* Before a new run: what an abandoned one had asked is no answer to it. */
gboolean hn_night_inputs_forget_queries(HnNight *night, GError **error);
void hn_night_inputs_take(HnNight *night); /* what was landed becomes part of the commit */
gboolean hn_night_inputs_remove_spool(HnNight *night, GError **error); /* after publishing */
