/* linker/splink_model.h - our model as Splink's model JSON, which Splink 4 and 5 load
 * (interfaces.md 3).
 *
 * Data walk: bundle.c writes it into every bundle. Only keys that Splink knows; conditions in
 *   DuckDB's SQL. What SQL cannot say alike (one slip in a date, token sets) is written in the
 *   nearest DuckDB form that Splink accepts; the integers in hopnhat.json decide, this file is for
 *   people and for Splink.
 * Threads: reentrant.
 */
#pragma once
#include "base/json_writer.h"
#include "scoring/model.h"

void hn_splink_model_write(const HnEntityType *type, const HnModel *model, GByteArray *out);
