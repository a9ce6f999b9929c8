/* linker/target_values.h - the golden values that one audience may see: survivorship over the
 * records of the sources that may reach it, and of nobody else's.
 *
 * Data walk: night_targets.c asks for them by entity. The same rules and pins choose as for golden
 *   records (golden_record.h), so that an audience of all sources sees the golden record itself; a
 *   value whose source may not reach the audience is not left blank but never looked at, and the
 *   next best stands.
 * Form: written attributes (names, addresses, texts) as their record gave them, repaired; all
 *   others canonical (dates as ISO 8601, numbers without blanks). Several values of one attribute
 *   are a JSON list.
 * Cost: two passes over the rows and one over the audience's record versions; 16 bytes a value and
 *   its form.
 * Threads: the run's; uses its pool.
 */
#pragma once
#include "linker/link_stage.h"

typedef struct {
    const HnStandardiseInput *source;
    const HnStandardised *standardised;
    const HnLinked *linked;
    const HnTarget *target;  /* values */
    const gboolean *reaches; /* [table->n_sources] whether the source's values may be used */
    const gboolean *wanted;  /* [hn_golden_lines_n()] entities whose values are asked for */
} HnTargetValuesInput;

typedef struct _HnTargetValues HnTargetValues;
HnTargetValues *hn_target_values_new(const HnTargetValuesInput *input, GError **error);
void hn_target_values_free(HnTargetValues *values);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnTargetValues, hn_target_values_free)
/* [target->n_values] of a wanted entity; bytes NULL: nobody in the audience says it. */
const HnSlice *hn_target_values_of(const HnTargetValues *values, gsize entity);
