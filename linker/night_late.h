/* linker/night_late.h - one feed landed, with the records that were committed late.
 *
 * Data walk: night_inputs.c, for each feed. Of a sweep of keys landing says which rows are missing;
 *   night_fetch.c asks for them by their keys, and the feed is landed again. A key is text here,
 *   and not every database finds its row by it, or lets itself be asked: where a row does not come,
 *   the source is read whole in the same night, which also settles what was deleted meanwhile.
 * Cost: nothing where no row is missing; else another landing, or two.
 * Threads: the run's.
 */
#pragma once
#include "linker/night.h"

/* *ret_all = FALSE: rows that are there are still missing, and a note says so; all keys are to be
 * read again in the next night. */
gboolean hn_night_late_land(HnNight *night, const HnFeed *feed, HnLanding *one, gboolean *ret_all,
                            GError **error);
