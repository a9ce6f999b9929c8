/* linker/level_order.h - of one measure's levels the stricter one is no weaker evidence.
 *
 * Data walk: model_fit.c, once, behind the choice between the two starts.
 * Way: levels of one kind stand from strict to loose; where the looser one has the larger m/u, as
 *   few pairs of strangers were seen there, both get the ratio of their sums. m stays, and so does
 *   the sum of u. Levels of different kinds have no order: equality on a common surname may say
 *   less than a slip in any.
 *   And to disagree is never evidence for a match, nor is what tells two things of one name apart
 *   (hn_level_kind_tells_apart()): u of such a level and of ELSE is at least its m, which the other
 *   levels give up in proportion.
 * Source: Dykstra, Kochar and Robertson (1995), "Inference for likelihood ratio ordering in the
 *   two-sample problem", JASA 90: the maximum likelihood of the ratio pools violators. Left out:
 *   their m and u of single levels; m stays, as EM found it, and u follows.
 * Cost: levels squared.
 * Threads: reentrant.
 */
#pragma once
#include "records/schema.h"

/* @m, @u [comparison->n_levels], @m above 0; changes @u. */
void hn_level_order(const HnComparison *comparison, const double *m, double *u);
