/* connect/postgresql_tuples.h - the stream of COPY ... (FORMAT binary), tuple by tuple.
 *
 * Data walk: postgresql_reader.c feeds what the server sends and takes rows until more is needed.
 *   PostgreSQL sends each tuple as a message; nothing here depends on it.
 * Source: PostgreSQL 15, COPY, "Binary Format": a header of 19 bytes and its extension, tuples, and
 *   the trailer -1. A length that no value has, or another number of fields than columns: BAD, for
 *   nobody knows what comes after it.
 * Cost: two looks at each length, besides the values'; a copy of what is not whole.
 * Threads: belongs to one thread.
 */
#pragma once
#include "connect/postgresql_values.h"

typedef enum {
    HN_TUPLES_ROW,  /* one more, into @rows */
    HN_TUPLES_MORE, /* what was fed is used up */
    HN_TUPLES_END,  /* the trailer */
    HN_TUPLES_BAD,  /* now and from now on */
} HnTuplesStep;

typedef struct _HnPostgresqlTuples HnPostgresqlTuples;
/* @rows: borrowed. Longer cells than @cell_bytes_max make their row over-long. */
HnPostgresqlTuples *hn_postgresql_tuples_new(HnCellRows *rows, guint64 cell_bytes_max);
void hn_postgresql_tuples_free(HnPostgresqlTuples *tuples);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnPostgresqlTuples, hn_postgresql_tuples_free)
void hn_postgresql_tuples_add_column(HnPostgresqlTuples *tuples, HnPostgresqlKind kind);
/* After MORE, and at the start: @bytes are borrowed until the next MORE. After END: BAD. */
void hn_postgresql_tuples_feed(HnPostgresqlTuples *tuples, HnSlice bytes);
HnTuplesStep hn_postgresql_tuples_step(HnPostgresqlTuples *tuples);
