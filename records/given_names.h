/* records/given_names.h - given names that stand for each other: Bill and William, Aleksandr and
 * Alexander.
 *
 * Data walk: config/ asks whether they can be read where a level needs them, scoring/ for the
 *   groups of each distinct word; the bundle seals the table's version.
 * Source: table given_name_groups of the country tables, columns form and group: a public list of
 *   English nicknames (Apache-2.0), and spellings and forms of other languages written for this
 *   project (datasets/names/README.md). Two forms of one group stand for each other; a form may be
 *   in several. A site's rows may be written in any way: capitals and marks are passed over.
 * Cost: 6,000 rows are made ready in 1.5 ms, once for a set of tables; a word is one binary search,
 *   150-300 ns.
 * Threads: immutable.
 */
#pragma once
#include "records/country_tables.h"

#define HN_GIVEN_NAMES_TABLE "given_name_groups"
#define HN_GIVEN_NAME_GROUPS_MAX 64 /* of one form: more are left out; a test counts ours */

typedef struct _HnGivenNames HnGivenNames;
/* Borrowed from @tables; NULL with @error set: the table is missing or lacks a column. */
const HnGivenNames *hn_given_names_of(const HnCountryTables *tables, GError **error);
/* Names of the groups of @word, a canonical one, into @ret, which has room for
 * HN_GIVEN_NAME_GROUPS_MAX; ascending; returns how many. They live as long as the tables. */
guint hn_given_names_groups(const HnGivenNames *names, HnSlice word, HnSlice *ret);
