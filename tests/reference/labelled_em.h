/* tests/reference/labelled_em.h - EM over pairs one by one, of which some are known: for what does
 * the same by patterns.
 *
 * Data walk: tests/property/test_labelled_em.c.
 * Cost: pairs x comparisons a step.
 * Threads: reentrant.
 */
#pragma once
#include "linker/em.h"

typedef struct {
    guint64 pattern;
    double score; /* -1: nobody knows */
} LabelledEmPair;

/* @n_steps steps from @start; the pairs that are known have their score in each of them. */
void labelled_em_run(const HnEntityType *type, const HnModel *start, const GArray *pairs,
                     const HnEmPrior *prior, double n_possible, guint n_steps,
                     HnEmResult *ret_result);
