/* insight/entity_json.h - an explanation of an entity as one JSON object (docs/formats.md), and as
 *   a sentence.
 *
 * Data walk: `explain ENTITY`; later the service.
 * Threads: reentrant.
 */
#pragma once
#include "base/json_writer.h"
#include "insight/entity_explanation.h"
#include "insight/phrases.h"

/* One object, without newline. */
void hn_entity_json_write(const HnPublishedView *view, const HnEntityExplanation *entity,
                          gboolean unmask, HnJsonWriter *json);
/* (transfer full) */
char *hn_entity_sentence(HnLanguage language, const HnPublishedView *view,
                         const HnEntityExplanation *entity);
