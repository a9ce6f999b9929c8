/* standardise/unit_resolve.h - which of the units of a name lie where others were named.
 *
 * Data walk: unit_finder.c asks for each choice of mentions.
 * Among the units that fit those with the least cost are kept: a title that differs, marks that
 *   differ, a name of one list with a unit of the other.
 * Cost: 1-2 ns a unit of the name.
 * Threads: reentrant.
 */
#pragma once
#include "standardise/unit_finder.h"

typedef struct {
    guint n;
    guint cost;
    guint32 units[HN_UNIT_TOLD_MAX];
    const HnNamedUnit *communes[HN_UNIT_TOLD_MAX]; /* of communes, the same */
} HnUnitSet;

/* Provinces that a mention means, as bits. */
typedef struct {
    gboolean any; /* nothing is named */
    guint64 old_provinces, new_provinces;
    guint64 wide; /* old ones, of a province that was larger or is gone */
} HnProvinces;

HnProvinces hn_resolve_provinces(const HnUnitMention *mention);
/* @mention nullable: none, an empty set. */
void hn_resolve_districts(const HnGazetteer *gazetteer, const HnUnitMention *mention,
                          HnProvinces provinces, gboolean has_marks, HnUnitSet *ret);
/* @districts of which the unit must be; empty: any. */
void hn_resolve_communes(const HnGazetteer *gazetteer, const HnUnitMention *mention,
                         HnProvinces provinces, const HnUnitSet *districts, gboolean has_marks,
                         HnUnitSet *ret);
