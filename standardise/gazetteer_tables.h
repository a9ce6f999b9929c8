/* standardise/gazetteer_tables.h - the tables of units as one list of HnUnit, their names and the
 * words of addresses.
 *
 * Data walk: gazetteer.c, once for a set of tables.
 * Cost: 15 ms.
 * Threads: reentrant.
 */
#pragma once
#include "standardise/gazetteer.h"

/* Fills all but the slots. FALSE: a table is not there, lacks a column, or names a code that no
 * table has. */
gboolean hn_gazetteer_read(HnGazetteer *gazetteer, const HnCountryTables *tables, GError **error);
