/* datasets/citizen_reader.h - reads records.csv and truth.csv side by side, row by row.
 *
 * Data walk: generate_night.c reads the night before. The two files keep one order
 *   (citizen_writer.h), so that neither is ever held whole.
 * Cost: memory is two buffers of 256 KiB.
 * Threads: a reader belongs to one thread.
 */
#pragma once
#include "datasets/citizen_row.h"

typedef struct _HnCitizenReader HnCitizenReader;

/* HN_BASE_ERROR_*: a file is missing, or its header is another one (CORRUPT). */
HnCitizenReader *hn_citizen_reader_new(const char *folder, GError **error);
void hn_citizen_reader_free(HnCitizenReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnCitizenReader, hn_citizen_reader_free)

/* @ret_is_end TRUE: nothing was read. HN_BASE_ERROR_CORRUPT: not in the shape that this generator
 * writes, or the two files name different records in one row. */
gboolean hn_citizen_reader_next(HnCitizenReader *reader, HnCitizenRow *ret_row,
                                HnCitizenText *ret_entity_id, gboolean *ret_is_end, GError **error);
