/* scoring/likeness.h - of two candidates that weigh the same, which is the more alike one.
 *
 * Data walk: pair_scorer.c adds it to the weight of a pair that can reach the threshold, where
 *   sources hold an entity once (one_record_per_source): there a record's candidates are rivals,
 *   one of them is taken, and clustering asks which weighs more.
 * Why: a level is a class of likeness. Two sizes of one product agree with a record in the same
 *   levels, though one has a word more in common with it, and before this the order of rows chose.
 * Measure: the cosine of weighted words (text/soft_tf_idf.h), 1 of equal values, of each comparison
 *   that has a level `soft_tf_idf`, times HN_LIKENESS_UNITS: a hundredth of a bit, so that it
 *   decides nothing but ties.
 * Cost: 0.3-1 us for each such comparison of an edge; nothing where no source is named.
 * Threads: immutable after _init().
 */
#pragma once
#include "scoring/compared.h"

#define HN_LIKENESS_UNITS 512 /* of one comparison at most: 1/128 bit */

typedef struct {
    guint n;
    const HnCompared *of[HN_COMPARISONS_MAX]; /* borrowed */
} HnLikeness;

/* @compared[n]: resolved. Of a type that names no source with one record an entity: none. */
void hn_likeness_init(HnLikeness *likeness, const HnEntityType *type, const HnCompared *compared,
                      guint n);
/* 0 to HN_LIKENESS_UNITS; cells != 0 that comparison @compared, one of an HnLikeness, compares. */
gint32 hn_likeness_of(const HnCompared *compared, guint32 cell_a, guint32 cell_b);

/* Of all comparisons that are not missing in @pattern (pair_scorer.h). */
static inline gint32
hn_likeness_units(const HnLikeness *likeness, guint64 pattern, const guint32 *line_a,
                  const guint32 *line_b)
{
    gint32 sum = 0;
    for (guint i = 0; i < likeness->n; i++) {
        const HnCompared *compared = likeness->of[i];
        if ((pattern >> (4 * compared->index) & 15) != 0)
            sum +=
                hn_likeness_of(compared, line_a[compared->attribute], line_b[compared->attribute]);
    }
    return sum;
}
