/* insight/model_metrics.h - a bundle as metrics: m, u and weight of each level by Splink's names,
 * and how it was learned.
 *
 * Data walk: the night's model in memory and bundles/ID/ (sql conditions, training passes) -> the
 *   key `model` of a type's metrics.
 * Personal data: none. Term frequencies and values too common for a rule stay in the bundle.
 * Threads: one.
 */
#pragma once
#include "base/json_writer.h"
#include "linker/bundle.h"

/* "jaro_winkler 0.92", "exact", "crosswise surname": a level of a comparison as people call it.
 * (transfer full) */
char *hn_level_label(const HnEntityType *type, const HnComparison *comparison, guint level);
/* Writes the value of `model`. What cannot be read of the bundle's files is left out: the numbers
 * are those that decided. */
void hn_model_metrics_write(HnStore *store, const HnEntityType *type, const HnBundle *bundle,
                            HnJsonWriter *json);
