/* insight/pair_bars.h - what keeps the entities of two records apart, though the two would match.
 *
 * Data walk: pair_standing.h names it where a match edge leads from one entity to another;
 *   what_if.h asks whether a weight that would match is enough.
 * Support is that of linker/cross_support.h between the two entities as they are now. Groups were
 *   smaller when the night looked at their edges, so it tells how it is, not what it was.
 * Cost: the records of both entities and their edges.
 * Threads: reentrant.
 */
#pragma once
#include "insight/pair_explanation.h"
#include "insight/published_view.h"

/* Appends the decisions and sources that keep them apart whatever the weights: HnPairCut. */
void hn_pair_bars_find(const HnPublishedView *view, const HnPairExplanation *pair,
                       GArray *ret_cuts);
/* Appends the first two records of theirs whose sources never meet; FALSE: there are none. */
gboolean hn_pair_bars_law(const HnPublishedView *view, const HnPairExplanation *pair,
                          GArray *ret_cuts);
/* The support between the two, in 1/65536, if the pair's own edge weighed @own_units; and how much
 * of it a match needs. */
guint32 hn_pair_bars_support(const HnPublishedView *view, const HnModel *model,
                             const HnPairExplanation *pair, gint32 own_units);
guint32 hn_pair_bars_support_min(const HnModel *model);
