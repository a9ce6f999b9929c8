/* datasets/citizen_writer.h - records.csv (or .jsonl) and truth.csv, written side by side.
 *
 * Data walk: each record goes out with its entity; the two files keep one order, which the next
 *   night relies on. A missing value is an empty cell in CSV and no member in JSON.
 * Cost: memory is two buffers of 1 MiB.
 * Threads: a writer belongs to one thread.
 */
#pragma once
#include "datasets/citizen_row.h"

typedef struct _HnCitizenWriter HnCitizenWriter;

typedef enum { HN_CITIZEN_CSV, HN_CITIZEN_JSONL } HnCitizenFormat;

/* Makes @folder if need be, then records.csv or records.jsonl, and truth.csv in it; a file that is
 * already there is an error. HN_BASE_ERROR_*. */
HnCitizenWriter *hn_citizen_writer_new(const char *folder, HnCitizenFormat format, GError **error);
/* Also after a failure; does not finish the files. */
void hn_citizen_writer_free(HnCitizenWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnCitizenWriter, hn_citizen_writer_free)

gboolean hn_citizen_writer_add(HnCitizenWriter *writer, const HnCitizenRow *row, HnSlice entity_id,
                               GError **error);
gboolean hn_citizen_writer_finish(HnCitizenWriter *writer, GError **error); /* then only free */
