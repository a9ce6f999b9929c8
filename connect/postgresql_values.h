/* connect/postgresql_values.h - a value of PostgreSQL's binary format into the cell of a row.
 *
 * Data walk: postgresql_query.c asks the server for a text of every type that is not known here,
 *   and for lists as JSON; postgresql_tuples.c hands over each value with its kind.
 * Source: the send functions of the types in src/backend/utils/adt of PostgreSQL 15.
 * Cost: that of cell_rows.h and of the digits; no allocation but for JSON.
 * Threads: belongs to one thread.
 */
#pragma once
#include "connect/cell_rows.h"

typedef enum {
    HN_POSTGRESQL_TEXT,   /* characters */
    HN_POSTGRESQL_PADDED, /* the same, blanks at the end are no content */
    HN_POSTGRESQL_LETTER, /* one byte, 0 for none */
    HN_POSTGRESQL_BOOL,
    HN_POSTGRESQL_INT2,
    HN_POSTGRESQL_INT4,
    HN_POSTGRESQL_INT8,
    HN_POSTGRESQL_OID,
    HN_POSTGRESQL_FLOAT4,
    HN_POSTGRESQL_FLOAT8,
    HN_POSTGRESQL_NUMERIC,
    HN_POSTGRESQL_BYTES,
    HN_POSTGRESQL_DATE,
    HN_POSTGRESQL_TIME,
    HN_POSTGRESQL_TIMESTAMP,
    HN_POSTGRESQL_TIMESTAMP_TZ,
    HN_POSTGRESQL_UUID,
    HN_POSTGRESQL_JSON,
    HN_POSTGRESQL_JSONB,
    HN_POSTGRESQL_N_KINDS
} HnPostgresqlKind;

/* Of a type by its number in pg_type. FALSE: none is known. */
gboolean hn_postgresql_kind_of(guint32 type, HnPostgresqlKind *ret_kind);

typedef struct {
    HnCellRows *rows;       /* borrowed */
    guint64 cell_bytes_max; /* longer ones are not decoded: the row is over-long */
    GByteArray *scratch;    /* borrowed */
} HnPostgresqlCells;

/* FALSE: no value of this kind has these bytes. @value: borrowed until hn_cell_rows_end(). */
gboolean hn_postgresql_put_value(const HnPostgresqlCells *cells, guint column,
                                 HnPostgresqlKind kind, HnSlice value);
