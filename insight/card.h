/* insight/card.h - the report card of a source: what source_cards.h counted in a night, beside the
 * night before.
 *
 * Data walk: metrics.json of the run and of the run that it was compared with -> JSON -> page
 *   (card_page.h). How many nights a source has been silent is read from as many earlier ones.
 * It holds counts, and no value of a record.
 * Cost: reads one metrics.json for each night that some source was silent, at most
 *   HN_CARD_NIGHTS_MAX.
 * Threads: one.
 */
#pragma once
#include "base/json_writer.h"
#include "config/project.h"

#define HN_CARD_NIGHTS_MAX 32 /* that are looked back on; a source that is silent longer says so */

/* One object, as docs/formats.md has it. @source: NULL = all, the worst first. @error:
 * HN_LINKER_ERROR_UNKNOWN where the run left no metrics.json or has no such source. */
gboolean hn_card_write(const HnProject *project, const char *run_id, const char *source,
                       HnJsonWriter *json, GError **error);
/* The six words, in the order of a card. */
#define HN_CARD_WORDS 6
extern const char *const hn_card_words[HN_CARD_WORDS];
