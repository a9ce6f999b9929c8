/* linker/model_import.h - a Splink model JSON as a bundle, where its comparisons are ours.
 *
 * Data walk: `model import`. m and u of each level and lambda come from the file; term frequencies,
 *   oversize values and automatic thresholds from a bundle that was trained here.
 * Mapping: comparisons by output_column_name, levels by order without the null level; both must be
 *   complete. SQL conditions are not compared: who imports answers for their meaning the same.
 * Threads: reentrant.
 */
#pragma once
#include "linker/bundle.h"

/* @error: HN_LINKER_ERROR_CONFIGURATION naming what does not map. (transfer full) */
HnTraining *hn_model_import(HnSlice splink_json, const HnEntityType *type, const HnBundle *base,
                            GError **error);
