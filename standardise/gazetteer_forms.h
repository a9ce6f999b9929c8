/* standardise/gazetteer_forms.h - words of addresses that say what follows: titles of units, words
 * of houses, lanes, streets and hamlets, names of the country.
 *
 * Data walk: gazetteer_tables.c, once for a set of tables.
 * Source: table address_abbreviations. A pattern with several meanings has all of them: which one
 *   is meant, its neighbours tell.
 * Cost: 0.1 ms.
 * Threads: reentrant.
 */
#pragma once
#include "standardise/gazetteer.h"

/* Fills forms and form_words_max. FALSE: the table is not there or lacks a column. */
gboolean hn_gazetteer_forms_read(HnGazetteer *gazetteer, const HnCountryTables *tables,
                                 GError **error);
