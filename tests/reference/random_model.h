/* tests/reference/random_model.h - a model of random weights.
 *
 * Data walk: property tests of the scorer take one for each seed.
 * Threads: reentrant.
 */
#pragma once
#include "base/rng.h"
#include "records/record_table.h"
#include "scoring/model.h"

/* A model with random m, u, prior, terms and interactions for @type; some terms name values that no
 * row has. */
HnModel *reference_random_model(HnRng *rng, const HnRecordTable *table, const HnEntityType *type);
