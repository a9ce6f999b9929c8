/* datasets/businesses/business_pairs.h - why a pair of records is hard: one entity that looks like
 * two, or two that look like one.
 *
 * Data walk: generate_businesses.c asks for pairs of records that lie near each other.
 * Cost: comparisons of the contents; no text is written.
 * Threads: pure functions.
 */
#pragma once
#include "datasets/businesses/business_record.h"

typedef struct {
    const HnBusiness *business;
    HnBusinessContents contents;
    HnNameShape shape;
    guint64 position;
} HnBusinessSketch;

/* "renamed", "branch_parent" …; NULL: not a hard pair. Whether it is a match follows from the
 * entities. */
const char *hn_business_pair_kind(const HnBusinessSketch *a, const HnBusinessSketch *b);
