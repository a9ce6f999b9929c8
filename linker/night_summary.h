/* linker/night_summary.h - what a run says of itself, kept for the process that publishes it.
 *
 * Data walk: commit, and a gate that holds the run, leave the summary as a mark of the run; who
 *   publishes it after a kill, or lets it pass, takes it from there: run.json, report and exit code
 *   are those of a night that nobody disturbed. The stages before are not done again then, so
 *   nothing else knows what they told.
 * Threads: the run's.
 */
#pragma once
#include "linker/night.h"

/* Of a run that becomes @next, HELD or COMMITTED: a mark for each, as a commit may be killed after
 * it has left its own, and is made again from what was held. */
gboolean hn_night_summary_mark(HnNight *night, HnRunState next, GError **error);
/* What the run said when it was committed, where it is, else when it was held, in the place of what
 * the summary holds now. A run that an earlier version left has no mark: nothing changes. */
gboolean hn_night_summary_take(HnNight *night, GError **error);
