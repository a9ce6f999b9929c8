/* standardise/unit_finder.h - which units an address means: of all runs of words that may name one,
 * the province, district and commune that lie in one another and stand best.
 *
 * Data walk: address_parser.c gives the words of an address; address_line.h gets those that no
 *   unit used.
 * Choice: each level may have one mention or none. A choice must be possible in the tables: the
 *   commune in the district, the district in the province, in the old list, the new one, or across
 *   them (a new commune written with its former district). Points for levels found, titles, whole
 *   segments; less for gaps, for what stands outside, for a title or marks that differ. A level
 *   that nothing names is sought once more with one slip of typing, among the units under the
 *   others. Of choices that do equally well the first counts; what cannot reach the best is not
 *   looked up.
 * Result: units as they were told and the communes that they are today, through the official
 *   mapping. Several: the address does not say more.
 * Cost: 0.4-1.5 us; 2-10 us with a slip.
 * Threads: an HnUnitFinder belongs to one thread.
 */
#pragma once
#include "standardise/unit_mentions.h"
#include "text/unit_codes.h"

/* Why there is more than one commune, or none. */
typedef enum {
    HN_UNIT_SPLIT = 1 << 0,         /* an old ward became parts of several communes */
    HN_UNIT_NO_DISTRICT = 1 << 1,   /* several old wards of the province have the name */
    HN_UNIT_NO_DATE = 1 << 2,       /* a name of both lists that means two places */
    HN_UNIT_NO_PROVINCE = 1 << 3,   /* units of several provinces have the name */
    HN_UNIT_DISTRICT_ONLY = 1 << 4, /* no commune is named, or one that no list has */
    HN_UNIT_PROVINCE_ONLY = 1 << 5,
    HN_UNIT_TWICE = 1 << 6,  /* two wards of one district have the name */
    HN_UNIT_TITLES = 1 << 7, /* the title would tell, and is not there */
} HnUnitCause;
#define HN_UNIT_CAUSES 8u

#define HN_UNIT_TOLD_MAX 64 /* units of one level that the words may mean */

typedef struct {
    guint n_communes; /* of the list in force: numbers of units, ascending; 0: not known */
    guint32 communes[HN_UNIT_COMMUNES_MAX];
    guint n_told; /* wards and communes that the words may mean, of both lists */
    guint32 told[HN_UNIT_TOLD_MAX];
    guint n_districts;
    guint32 districts[HN_UNIT_TOLD_MAX];
    guint64 old_provinces, new_provinces; /* bits, see gazetteer.h; 0: none named */
    guint64 provinces;                    /* of the list in force, where the address may lie */
    guint causes;                         /* HnUnitCause */
    double confidence; /* 0..1, that the one commune, or the least unit, is right */
    guint n_slips;
    gboolean is_whole;                    /* every word is part of a unit, or noise */
    gboolean has_title;                   /* of the commune */
    guint8 is_used[HN_ADDRESS_WORDS_MAX]; /* words of units, and noise */
} HnAddressUnits;

typedef struct _HnUnitFinder HnUnitFinder;
HnUnitFinder *hn_unit_finder_new(const HnGazetteer *gazetteer); /* borrowed */
void hn_unit_finder_free(HnUnitFinder *finder);                 /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnUnitFinder, hn_unit_finder_free)

/* FALSE: the words name no unit; ret->is_used is filled all the same. */
gboolean hn_unit_finder_find(HnUnitFinder *finder, const HnAddressWords *words,
                             HnAddressUnits *ret);
/* A name for each bit of HnUnitCause. */
const char *hn_unit_cause_name(HnUnitCause cause);
