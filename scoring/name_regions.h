/* scoring/name_regions.h - names that one part of the country writes so and another otherwise:
 * Hoàng and Huỳnh, Vũ and Võ, Phúc and Phước.
 *
 * Data walk: vietnamese_forms.c asks once a distinct word.
 * Source: datasets/reference/name_variants.csv, rows whose cause is region and that are not noted
 *   as weak. Of scope surname they stand first in a name, of scope given they do not.
 * Unmarked: a word that has no mark is looked up among forms without marks, as it may have lost
 *   them; one with marks is found by them alone.
 * Cost: 60 ns a word.
 * Threads: immutable, and made once for a set of tables.
 */
#pragma once
#include "base/slice.h"
#include "records/country_tables.h"

typedef struct _HnNameRegions HnNameRegions;
/* Borrowed from @tables; NULL without tables, or where they have no such table. */
const HnNameRegions *hn_name_regions_of(const HnCountryTables *tables);
/* Numbers of the classes of a canonical word, of first words and of later ones; 0 = none. @regions
 * nullable. */
void hn_name_regions_find(const HnNameRegions *regions, HnSlice word, guint16 *ret_first,
                          guint16 *ret_later);
