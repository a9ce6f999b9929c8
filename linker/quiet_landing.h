/* linker/quiet_landing.h - a landing in which nothing came: every source keeps its state.
 *
 * Data walk: whoever looks at the records in force outside of a night (`model diff`, explanation)
 *   hands it to standardise in the place of tonight's.
 * Threads: as landing.h.
 */
#pragma once
#include "config/project.h"
#include "linker/landing.h"

/* @published: RECV segments of all sources, oldest first. Sources whose feed is no longer in the
 * project are left out. (transfer full) */
HnLanding *hn_quiet_landing_new(const HnProject *project, const GPtrArray *published);
