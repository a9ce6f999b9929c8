/* linker/rekey_land.h - the land stage of a night in which nothing is delivered and keys move.
 *
 * Data walk: every feed keeps its state; of each source that loses or gains records one RECV
 *   segment: what left is withdrawn, what came stands under its new key, with the run that brought
 *   its content, so that it is no younger than it was. Then the night goes on as any other.
 * Columns: a record that comes to another feed is told in that feed's words: columns that fill the
 *   same attribute get its names, and the key's columns the new key. A delivery that says the same
 *   is then no change.
 * Cost: one pass over the sources that lose records, and a sort of what moves.
 * Threads: the run's.
 */
#pragma once
#include "linker/night.h"

gboolean hn_rekey_land(HnNight *night, GError **error);
/* "FEED.SOURCE" of the RECV segments of @source: of those published, else of the feed of that
 * name, else of the only feed whose rows name their source; NULL: there is none. (transfer full) */
char *hn_rekey_segment_name(const HnProject *project, const GPtrArray *published,
                            const char *source);
/* The feed of the project that a name of this form begins with; NULL: none. */
const HnFeed *hn_rekey_feed(const HnProject *project, const char *segment_name);
