/* tests/reference/reference_evaluation.h - figures of an evaluation by looking at every pair.
 *
 * Data walk: property tests compare insight/evaluation.h with it.
 * Cost: n^2.
 */
#pragma once
#include <glib.h>

typedef struct {
    guint64 n_found, n_true, n_both;
    double b3_precision, b3_recall; /* means over records */
    guint32 n_clusters_found, n_clusters_true, n_clusters_exact;
} ReferenceEvaluation;

/* @source NULL: pairs inside a source count too; a source 0 is another one than every other. */
ReferenceEvaluation reference_evaluation(const guint32 *found, const guint32 *truth,
                                         const guint32 *source, guint32 n);
