/* insight/draft_attribute.h - an attribute of a draft as YAML, and how it is compared.
 *
 * Data walk: draft.c for all of a plan, draft_missing.c for one that a configuration lacks.
 * Threads: reentrant.
 */
#pragma once
#include "insight/attribute_plan.h"

/* Its entry in `attributes:`, six columns from the left, with reasons as comments above it. */
void hn_draft_put_attribute(GString *out, const HnAttributePlan *plan,
                            const HnPlannedAttribute *attribute);
/* Its entry in `comparisons:`. @compared: (element-type HnPlannedAttribute) all that are. */
void hn_draft_put_comparison(GString *out, const HnAttributePlan *plan, const GPtrArray *compared,
                             const HnPlannedAttribute *attribute);
