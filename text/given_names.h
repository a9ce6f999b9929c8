/* text/given_names.h - given names that stand for each other: Bill and William, Aleksandr and
 * Alexander.
 *
 * Data walk: scoring/ asks once a distinct word; the bundle seals the table's version.
 * Source: datasets/names/README.md: a public list of English nicknames (Apache-2.0), and spellings
 *   and forms of other languages written for this project. Two forms of one group stand for each
 *   other; a form may be in several.
 * Cost: 6,000 rows are indexed in 0.1 ms; a word is one binary search, 150-300 ns.
 * Threads: immutable after _new().
 */
#pragma once
#include "base/slice.h"

#define HN_GIVEN_NAME_GROUPS_MAX 64 /* of one form; a test counts them */

typedef struct _HnGivenNames HnGivenNames;
HnGivenNames *hn_given_names_new(void);
void hn_given_names_free(HnGivenNames *names); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnGivenNames, hn_given_names_free)
/* Names of the groups of @word, a canonical one (accents are passed over), into @ret, which has
 * room for HN_GIVEN_NAME_GROUPS_MAX; returns how many. They are constants. */
guint hn_given_names_groups(const HnGivenNames *names, HnSlice word, HnSlice *ret);
/* Of the table: what decides must not change with a new program. */
const char *hn_given_names_version(void);
