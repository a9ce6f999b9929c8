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
/* The key `relatives` and its object, where the model has that class. */
void hn_relatives_put(HnJsonWriter *json, const HnEntityType *type, const HnModel *model);
/* FALSE: it is not of this form. NULL is a model without. */
gboolean hn_relatives_read(json_t *object, HnModel *model);
