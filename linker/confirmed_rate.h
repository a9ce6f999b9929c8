/* linker/confirmed_rate.h - what pairs show that a person's number and birth date confirm.
 *
 * Data walk: model_fit.c, before EM. Twins differ in a given name, as somebody who took another one
 *   does, and EM cannot tell how many of those who do are one person. Where two records hold one
 *   number of a person and one birth date they are: what they show in a name is what matches show.
 *   Taken as a limit of m, so that EM gives to matches no more of it.
 * Source: pairs of known status beside unlabelled ones, as in Larsen and Rubin (2001; see
 *   em_labels.h); here a number stands for a clerk.
 * Cost: patterns x comparisons, for each level that is asked for.
 * Threads: reentrant.
 */
#pragma once
#include "linker/em.h"

/* Share of @level, 0-based, of comparison @c among the pairs that are confirmed by other
 * comparisons, with a thousand pairs of the @usual share behind them; above 0 if that is. */
double hn_confirmed_rate(const HnEntityType *type, const HnEmPass *candidates, guint c, guint level,
                         double usual);
