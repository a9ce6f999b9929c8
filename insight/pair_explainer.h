/* insight/pair_explainer.h - explains pairs of published records, as many as one likes at once.
 *
 * Data walk: cli/ (later service/) names pairs of one entity type; _new() reads the records of all
 *   of them in one pass, and, where no edge tells whether a pair was compared, counts in a second
 *   pass who else has the keys that they share; _explain() then needs the disk no more.
 * Cost: the passes, about 1 us and 2 us a record of the type; then about 30 us a pair, and the
 *   links of its entities.
 * Threads: one.
 */
#pragma once
#include "insight/pair_explanation.h"
#include "insight/picked_records.h"

/* Two different rows of one type's crosswalk. */
typedef struct {
    guint32 left, right;
} HnRowPair;

typedef struct _HnPairExplainer HnPairExplainer;
/* Borrows @view. */
HnPairExplainer *hn_pair_explainer_new(HnPublishedView *view, guint type, const HnRowPair *pairs,
                                       gsize n_pairs, GError **error);
void hn_pair_explainer_free(HnPairExplainer *explainer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnPairExplainer, hn_pair_explainer_free)
/* One of the pairs that it was made for. (transfer full) */
HnPairExplanation *hn_pair_explainer_explain(HnPairExplainer *explainer, HnRowPair pair);
const HnPickedRecords *hn_pair_explainer_picked(const HnPairExplainer *explainer);
const HnBundle *hn_pair_explainer_bundle(const HnPairExplainer *explainer);
