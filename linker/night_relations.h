/* linker/night_relations.h - relation feeds and values -> relations between entities ->
 * relations.jsonl.zst.
 *
 * Data walk: relation records landed like any others; their ends are record names, resolved through
 *   tonight's crosswalks, so relations follow merges and splits (DESIGN 4.4). What values say is
 *   derived from tonight's tables (value_relations.h). The summary counts both by relation.
 * Threads: the run's.
 */
#pragma once
#include "linker/night.h"

gboolean hn_night_write_relations(HnNight *night, const char *path, HnResultInfo *ret_info,
                                  GError **error);
