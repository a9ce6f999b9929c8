/* standardise/unit_slips.h - names of units with one slip of typing.
 *
 * Data walk: unit_finder.c asks when a level is not named; what is found is one more mention.
 * One slip is that of text/one_slip.h; spaces do not count, and the name has four letters or more.
 *   Sought among the units that lie under the levels that were found. Several names within one slip
 *   are all possible, until the other levels tell.
 * Cost: 0.3 us: a bucket of slip_index.h for each letter.
 * Threads: reentrant.
 */
#pragma once
#include "standardise/unit_mentions.h"

typedef struct {
    const HnGazetteer *gazetteer;
    const HnAddressWords *words;
    const HnUnitMention *chosen[HN_UNIT_LEVELS]; /* NULL: that level is not named */
} HnSlipQuery;

/* TRUE: a mention was added. */
gboolean hn_unit_slips_add(const HnSlipQuery *query, HnUnitMentions *mentions);
