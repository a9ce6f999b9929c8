/* linker/rekey_rank.h - the order of records that no key can change: by the names they first had.
 *
 * Data walk: between equals the first record counts (its value stands, it is the main one). Were
 *   that the first by its key of today, new keys would change golden records of which nothing
 *   changed. So the night, and whoever explains it, rank the rows of a table by first names.
 * Cost: nothing where no key ever moved; else the maps are read, and a binary search in each for
 *   every record of the sources that they name.
 * Threads: one.
 */
#pragma once
#include "records/record_table.h"
#include "store/rekey.h"

/* Sets table->rank, or leaves it NULL. @tonight: a map that is no segment yet; nullable. */
gboolean hn_rekey_rank(HnStore *store, const HnRekey *tonight, HnRecordTable *table,
                       GError **error);
