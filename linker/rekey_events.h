/* linker/rekey_events.h - what a night in which keys move may say of entities: that nothing
 *   happened to them.
 *
 * Data walk: link. A golden record names the records that give its values, so every entity of a
 *   record that moved has another line. Where the line is the old one but for those names, no event
 *   is told; one whose values differ (between equals the order of the keys decides) stays.
 * Threads: one.
 */
#pragma once
#include "linker/link_stage.h"

/* Of a night with a map of keys, once its golden records were written: takes out of the events what
 * only names an entity's records otherwise. */
void hn_rekey_events_settle(HnLinked *linked);
