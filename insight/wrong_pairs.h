/* insight/wrong_pairs.h - the pairs that are wrong, the worst clusters first.
 *
 * Data walk: hopnhat evaluate --errors: partners of evaluation.h -> clusters by how many wrong
 *   pairs they have -> lines of CSV or JSON. A false positive belongs to the found cluster that
 *   holds both its records, a false negative to the true one. Of each cluster at most
 *   HN_WRONG_PAIRS_OF_CLUSTER_MAX pairs are told, so that one giant does not hide the rest.
 * Cost: a sort of all records by name; then at most clusters told x their pairs told x their
 *   size.
 * Threads: one.
 */
#pragma once
#include "insight/labelled_pairs.h"

#define HN_WRONG_PAIRS_OF_CLUSTER_MAX 100

typedef struct {
    const HnJudgedRecords *records;
    const HnPartners *partners;   /* NULL: @pairs */
    const HnLabelledPairs *pairs; /* NULL: all pairs of @records */
    gboolean across, as_csv;
    guint64 n_max; /* pairs told */
} HnWrongPairsInput;

typedef struct {
    guint64 n_false_positive, n_false_negative, n_told;
} HnWrongPairsCount;

/* Appends the lines, a CSV with its header. */
void hn_wrong_pairs_write(const HnWrongPairsInput *input, GByteArray *out,
                          HnWrongPairsCount *ret_count);
