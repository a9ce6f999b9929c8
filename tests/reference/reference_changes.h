/* tests/reference/reference_changes.h - applies a night's events to the state before it.
 *
 * A reader of changes who knows nothing but HnEventKind's words. Every event is also checked
 * against the state it is applied to: a record must be where the event says that it came from.
 */
#pragma once
#include "store/entity_state.h"

/* Asserts that (@crosswalk, @entities) and @events give exactly the other state, up to golden
 * digests; that entities no event names have the same digest; and that UPDATED ones have another.
 */
void hn_reference_apply_changes(const HnCrosswalk *old_crosswalk, const HnEntities *old_entities,
                                const HnEvents *events, const HnCrosswalk *new_crosswalk,
                                const HnEntities *new_entities);
