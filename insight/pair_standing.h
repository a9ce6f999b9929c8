/* insight/pair_standing.h - what holds two records together, or keeps them apart, in the state that
 * is published.
 *
 * Data walk: pair_explainer.h has weighed the pair; from its entities, edges and decisions follow
 *   the verdict and what it rests on.
 * Cost: the edges of both entities; for records of one entity its links x log.
 * Threads: one.
 */
#pragma once
#include "insight/pair_explanation.h"
#include "insight/published_view.h"

/* Fills verdict and because, decisions, cuts, chain, open_case and case_edge. Rows, entities, the
 * weight, its outcome, edge and is_compared must be there. @graph: of the entity that holds both,
 * else NULL. */
void hn_pair_standing_find(const HnPublishedView *view, const HnModel *model,
                           const HnMatchGraph *graph, HnPairExplanation *explanation);
