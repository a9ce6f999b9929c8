/* linker/settle_more.h - what stands after one more decision, from what stood before it.
 *
 * Data walk: live_plan.c, for each decision of an import; thousands of them would otherwise settle
 *   thousands of decisions each.
 * Rule: that of settle.h. Where nothing was overruled and the new decision contradicts nothing, all
 *   stand and no order matters: rows are bound as they were, and those of the new one with them.
 *   Everything else is settled anew.
 * Cost: a look at each decision and row named; no sorting, no tags.
 * Threads: reentrant.
 */
#pragma once
#include "linker/settle.h"

/* @constraints ascending by decision; the first @n_constraints - 1 gave @before. NULL: they have to
 * be settled anew, as something is overruled, or the last one is a LOCK or contradicts another or
 * the law (@meet). */
HnSettled *hn_settle_more(const HnSettled *before, const HnConstraint *constraints,
                          gsize n_constraints, const HnRowsMeet *meet);
