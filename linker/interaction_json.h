/* linker/interaction_json.h - interactions of comparisons as JSON: a part of the bundle's sidecar.
 *
 * Data walk: bundle.c seals and loads them; Splink's model JSON has no place for them.
 * Form: [{ "a": 0, "b": 2, "units": [[0, -1200], ...] }], units by a's level, then b's.
 * Threads: reentrant.
 */
#pragma once
#include <jansson.h>

#include "base/json_writer.h"
#include "scoring/model.h"

void hn_interactions_put(HnJsonWriter *json, const HnEntityType *type, const HnModel *model);
/* Into @model, whose n_comparisons is set. @array NULL: there are none. FALSE: not valid. */
gboolean hn_interactions_read(json_t *array, HnModel *model);
