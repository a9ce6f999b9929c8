/* insight/draft_missing.h - what a source has and the configuration it joins has no attribute for:
 * said in comments, with the lines that would bring it in.
 *
 * Data walk: draft.c, for a source that a configuration gets in addition.
 * Threads: reentrant.
 */
#pragma once
#include "insight/attribute_plan.h"

/* An attribute of this name and type. */
gboolean hn_draft_missing_is_there(const HnEntityType *entity, const HnPlannedAttribute *attribute);
/* @map: the attribute's lines of `map:`, which become comments, too. */
void hn_draft_missing_put(GString *out, const HnAttributePlan *plan,
                          const HnPlannedAttribute *attribute, const HnEntityType *entity,
                          const char *map);
