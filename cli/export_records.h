/* cli/export_records.h - the records in force as they are compared: canonical values as JSON lines.
 *
 * Data walk: export.c asks; the published state's record versions are standardised once more, as a
 *   night does it.
 * Form: docs/formats.md. One line a record, by (source, record_id).
 * Cost: that of standardising, and a line of text a record.
 * Threads: the pool's.
 */
#pragma once
#include "config/project.h"
#include "store/store.h"

/* @lines: whole lines. FALSE stops. */
typedef gboolean (*HnExportLines)(gpointer user, HnSlice lines, GError **error);
gboolean hn_export_records(HnStore *store, const HnProject *project, HnExportLines put,
                           gpointer user, GError **error);
