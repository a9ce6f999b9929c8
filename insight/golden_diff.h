/* insight/golden_diff.h - two golden files side by side: who lives in one alone, whose values
 * differ, and what identifiers those hold that records came to or left.
 *
 * Data walk: run_diff.c walks the crosswalks first and asks about the entities they changed.
 * Equal lines are not parsed, but of those asked about.
 * Threads: one.
 */
#pragma once
#include "insight/run_diff.h"

typedef struct {
    GArray *gone, *come; /* guint64 ascending: entities of the first file alone, of the second */
    GArray *updated;     /* HnDiffItem UPDATED, ascending by entity: all whose values differ */
    GArray *identifiers; /* of those asked about, ascending by entity; private */
} HnGoldenDiff;
/* @asked: guint64 ascending, distinct. Counts entities, attributes and values in @diff. */
HnGoldenDiff *hn_golden_diff_new(const HnRunDiffInput *input, const GArray *asked, HnRunDiff *diff,
                                 GError **error);
void hn_golden_diff_free(HnGoldenDiff *golden);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnGoldenDiff, hn_golden_diff_free)
/* Attributes in which two entities of the first file contradict each other, as bits. */
guint64 hn_golden_diff_contradicts(const HnGoldenDiff *golden, guint64 a, guint64 b);
/* Whether ascending numbers hold @number. */
gboolean hn_golden_diff_has(const GArray *numbers, guint64 number);
