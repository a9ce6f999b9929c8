/* insight/name_slots.h - names of persons and firms in one file: parts, wholes, or a mixture.
 *
 * Data walk: file_slots.c.
 * Rules: a whole beside its parts is used once: the parts where they are filled as often, else the
 *   whole. Columns of which each record fills one are one attribute.
 * Threads: belongs to one thread.
 */
#pragma once
#include "insight/file_slots.h"

void hn_name_slots_make(HnSlotMaker *maker, gboolean whole_names);
