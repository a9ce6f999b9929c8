/* linker/version_upkeep.h - what a night reads of the nights before stays as small as the state is.
 *
 * Data walk: land. A night adds a segment of what changed; read with all of those before, a year of
 *   them costs more than the state itself. So of the sources that have the most, a few are written
 *   anew: the current versions as one RECV segment, which the commit puts in the place of those
 *   before, and what they were earlier as a segment of kind RECH, which only history reads.
 * Source: the merge of an LSM tree (O'Neil et al. 1996), with what is superseded set aside.
 * Cost: a pass over an eighth of the sources, once they have HN_VERSION_SEGMENTS; less than one
 *   segment's worth of opening for each in between.
 * Threads: the run's.
 */
#pragma once
#include "linker/night.h"

#define HN_VERSION_SEGMENTS 8u /* of a source, before it is written anew */

/* Adds the new segments to night->segments, before those of tonight's changes. */
gboolean hn_version_upkeep(HnNight *night, GError **error);
