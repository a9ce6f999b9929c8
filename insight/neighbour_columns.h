/* insight/neighbour_columns.h - what the other columns of a file tell about one of them.
 *
 * Data walk: attribute_plan.c, behind the meaning of each column alone and before file_slots.c.
 * Way: a file without headers, or with strange ones, still has its structure: the words of a part
 *   stand in the whole; places are there only beside an address that elsewhere ends with such; a
 *   firm's name stands where no person's does; the kind of a number only beside the number.
 * Cost: a pass over at most HN_RELATION_ROWS rows for each two columns that may belong together.
 * Threads: belongs to one thread.
 */
#pragma once
#include "insight/file_slots.h"

/* Changes maker->meanings where other columns tell more, and fills maker->tells_about. */
void hn_neighbour_columns_refine(HnSlotMaker *maker);
