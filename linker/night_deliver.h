/* linker/night_deliver.h - the end of a night: every target gets what it has not yet.
 *
 * Data walk: after publish, over publish/delivery.h. A target that cannot be reached keeps its last
 *   state, the night is published all the same, and the next one (or `hopnhat publish`) sends both
 *   nights' sets.
 * Threads: the run's; delivery makes its own.
 */
#pragma once
#include "linker/night.h"

gboolean hn_night_deliver(HnNight *night, GError **error);
