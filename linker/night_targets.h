/* linker/night_targets.h - what every target is told tonight: its rows, and how they differ from
 * the last ones.
 *
 * Data walk: link, when identities and golden records stand: crosswalk and golden values of the
 *   target's audience -> rows in the order of their keys -> publish/change_set.h -> segments, which
 *   commit flips with all others.
 * Threads: the run's.
 */
#pragma once
#include "linker/night.h"

/* Appends the segments of all targets to night->segments. */
gboolean hn_night_write_targets(HnNight *night, GError **error);
