/* datasets/businesses/business_files.h - what each register delivers: its own headers, order,
 * separator, line ends and encoding.
 *
 * Data walk: generate_businesses.c gives every row to the file of its register.
 * Cost: as encoded_csv.h, five times.
 * Threads: belongs to one thread.
 */
#pragma once
#include "datasets/businesses/business_row.h"

typedef struct _HnBusinessFiles HnBusinessFiles;

/* Makes @folder/registers and the five files in it. HN_BASE_ERROR_*. */
HnBusinessFiles *hn_business_files_new(const char *folder, GError **error);
void hn_business_files_free(HnBusinessFiles *files);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnBusinessFiles, hn_business_files_free)
gboolean hn_business_files_add(HnBusinessFiles *files, guint source, const HnBusinessRow *row,
                               GError **error);
gboolean hn_business_files_finish(HnBusinessFiles *files, GError **error);
