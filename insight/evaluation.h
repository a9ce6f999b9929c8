/* insight/evaluation.h - how good clusters are against the truth: by pairs, by clusters, and how
 * sure that is.
 *
 * Data walk: judged_records.h or labelled_pairs.h -> units, one for each true cluster -> figures.
 *   Pairs: precision, recall, F1. Clusters: B-cubed precision, recall, F1 over records, and the
 *   share of true clusters that were found exactly. All are ratios of sums over true clusters, so
 *   each cluster's share of every sum is worked out once. A wrong pair of two true clusters belongs
 *   half to each. Intervals: 95 %, by bootstrap over true clusters with a fixed seed.
 * Source: Bagga and Baldwin (1998) for B-cubed; Binette, York, Hickerson, Baek, Madhavan, Jones
 *   (2023), "Estimating the performance of entity resolution algorithms", The American Statistician
 *   77(4), for the ratios over true clusters; the bootstrap: resample.h.
 * Cost: a few sorts of all records, never a step for each pair; a replicate costs less than a
 *   step for each true cluster.
 * Threads: one.
 */
#pragma once
#include "insight/judged_records.h"

#define HN_EVALUATION_REPLICATES 999
#define HN_EVALUATION_SEED 20260101

typedef struct {
    double value, low, high; /* of nothing at all, a share is 1: nothing was wrong */
} HnFigure;

/* Partners of each record, and how many of them count. */
typedef struct {
    guint32 *found, *truth, *both; /* [n] other records of its cluster; of both its clusters */
    guint32 *size_found, *size_true, *size_both; /* [n] records of its clusters, itself too */
} HnPartners;

/* What one true cluster adds to the sums. Pairs are counted twice, from both ends. */
typedef struct {
    guint64 found_twice, true_twice, both_twice;
    double b3_precision, b3_recall;
    guint32 n_records, exact; /* exact: 1 where it is found as it is */
} HnEvaluationUnit;

typedef struct {
    guint64 n_found, n_true, n_both; /* pairs */
    HnFigure precision, recall, f1;
    gboolean has_clusters; /* else what follows is nothing */
    guint32 n_clusters_found, n_clusters_true, n_clusters_exact;
    HnFigure b3_precision, b3_recall, b3_f1, exact;
    guint32 n_units; /* that the bootstrap drew from */
} HnEvaluation;

/* @across: pairs inside a source do not count. A record whose source nobody knows is taken to be of
 * another source than every other. */
HnPartners *hn_partners_new(const HnJudgedRecords *records, gboolean across);
void hn_partners_free(HnPartners *partners);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnPartners, hn_partners_free)

void hn_evaluation_of_records(const HnJudgedRecords *records, const HnPartners *partners,
                              HnEvaluation *ret_evaluation);
/* @units[n] are sorted. Pairs only: n_records, exact and b3_* of each are 0. */
void hn_evaluation_of_units(HnEvaluationUnit *units, guint32 n, HnEvaluation *ret_evaluation);
