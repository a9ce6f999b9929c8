/* linker/night_population.h - the populations that a night's training is given.
 *
 * Data walk: stage train, where it learns: a table for each attribute that names one.
 * Threads: the run's.
 */
#pragma once
#include "linker/night.h"
#include "linker/population.h"

/* (element-type HnPopulation), one for each attribute, NULL where none is named; NULL: no attribute
 * names one, or @error: HN_LINKER_ERROR_TABLE. (transfer full) */
GPtrArray *hn_night_populations(HnNight *night, guint t, GError **error);
