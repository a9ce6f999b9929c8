/* insight/column_match.h - which column of one file is which of another one, of the same form.
 *
 * Data walk: file_pool.c asks for every file, and for the columns of the pool that has it.
 * Way: pairs of columns by headers, detected meaning, values in common and shape, the likest first.
 *   What then has no fellow may be of one file alone, but must not hold what the other one has in
 *   another form: a whole name beside its parts.
 * Cost: a sketch's overlap for each pair of columns.
 * Threads: reentrant.
 */
#pragma once
#include "insight/attribute_plan.h"

typedef struct {
    guint file, column;
} HnFileColumn;

/* Into @ret_column_of [n_columns of @file]: index in @pool, or G_MAXUINT. @pool: (element-type
 * GArray of HnFileColumn) the columns of the files that are in it. FALSE: the file is of another
 * form. */
gboolean hn_columns_match(const HnPlannedFile *files, const GPtrArray *pool, guint file,
                          guint *ret_column_of);
