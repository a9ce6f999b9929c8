#include "tests/reference/reference_evaluation.h"

static gboolean
counts(const guint32 *source, guint32 i, guint32 k)
{
    return source == NULL || source[i] == 0 || source[i] != source[k];
}

/* The first record of each cluster stands for it. */
static gboolean
is_first(const guint32 *group, guint32 i)
{
    for (guint32 k = 0; k < i; k++)
        if (group[k] == group[i])
            return FALSE;
    return TRUE;
}

ReferenceEvaluation
reference_evaluation(const guint32 *found, const guint32 *truth, const guint32 *source, guint32 n)
{
    ReferenceEvaluation result = { 0 };
    for (guint32 i = 0; i < n; i++) {
        guint32 n_found = 0, n_true = 0, n_both = 0;
        for (guint32 k = 0; k < n; k++) {
            n_found += found[i] == found[k];
            n_true += truth[i] == truth[k];
            n_both += found[i] == found[k] && truth[i] == truth[k];
            if (k <= i || !counts(source, i, k))
                continue;
            result.n_found += found[i] == found[k];
            result.n_true += truth[i] == truth[k];
            result.n_both += found[i] == found[k] && truth[i] == truth[k];
        }
        result.b3_precision += (double)n_both / n_found / n;
        result.b3_recall += (double)n_both / n_true / n;
        result.n_clusters_found += is_first(found, i) ? 1 : 0;
        result.n_clusters_true += is_first(truth, i) ? 1 : 0;
        result.n_clusters_exact += is_first(truth, i) && n_found == n_true && n_both == n_true;
    }
    return result;
}
