/* linker/night_fetch.h - the night's queries: every feed that comes from a database, read into its
 * spool.
 *
 * Data walk: land calls it first. Each source is read as fast as it gives, in one short transaction
 *   of its own, and several side by side; nothing is looked at meanwhile, so that no database waits
 *   for our work. A source that cannot be reached, or breaks off, is asked again; after the last
 *   attempt its delivery is refused (night->shut, or a spool that says so) and the others go on. A
 *   resumed run asks only those that it had not finished.
 * Cost: of the slowest source; a spooled record costs about a third of a microsecond.
 * Memory: one batch (about 4 MiB) for each of `fetch.at_once` connections, and their clients' own.
 * Threads: the run's; makes `fetch.at_once` of its own for the time.
 */
#pragma once
#include "linker/night.h"

/* @error: of this machine alone (disk), or an interruption. */
gboolean hn_night_fetch(HnNight *night, GError **error);
