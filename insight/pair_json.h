/* insight/pair_json.h - an explanation of a pair as one JSON object (docs/formats.md).
 *
 * Data walk: `explain --json` and `--pairs`; later the service.
 * Threads: reentrant.
 */
#pragma once
#include "base/json_writer.h"
#include "insight/pair_explainer.h"

typedef struct {
    const HnPublishedView *view;
    const HnPairExplainer *explainer;
    gboolean unmask;
} HnPairJson;
/* One object, without newline. */
void hn_pair_json_write(const HnPairJson *options, const HnPairExplanation *pair,
                        HnJsonWriter *json);
/* Two records of different entity types, or one that was named twice: only names, verdict, because
 * ("other_type" or "same_record") and the sentence. */
void hn_pair_json_write_names(const HnPublishedView *view, const guint types[2],
                              const guint32 rows[2], HnJsonWriter *json);
