/* linker/night_tables.h - are the tables beside the deliveries, from which training learns, still
 * what they were when the run began?
 *
 * Data walk: a run writes down the digests of labels and populations when it begins; a resume
 *   compares them. A night that finds a promoted bundle never opens them, so only those of entity
 *   types without one count.
 * Cost: the files are read whole, one by one.
 * Threads: the run's.
 */
#pragma once
#include "linker/night.h"

/* A problem of such a table as HN_LINKER_ERROR_TABLE, with its entity type and @what it is; FALSE.
 * Takes @problem. */
gboolean hn_night_tables_tell(const HnEntityType *type, const char *what, GError *problem,
                              GError **error);
/* Appends what the files are now. */
void hn_night_tables_mark(const HnNight *night, GByteArray *mark);
/* Are those of the mark still the same? */
gboolean hn_night_tables_same(const HnNight *night, HnCursor *mark);
