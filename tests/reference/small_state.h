/* tests/reference/small_state.h - states and edges of a few records, written as one line of text.
 *
 * A crosswalk: "a:1=5 a:2=5 b:9=6" (source:record_id=entity, ascending). Entities: "5 6>5 7x 8!"
 * (live, redirect to, retired, live and locked), ascending.
 */
#pragma once
#include "store/entity_state.h"

HnCrosswalk *hn_small_crosswalk(const char *text);
HnEntities *hn_small_entities(const char *text);
/* "MERGED 5<6 a:1 a:2; NEW 7 b:9": kind entity<other names. (transfer full) */
char *hn_small_events(const HnEvents *events);
