/* connect/odbc_column.h - a column of an ODBC result: as what its cells are asked for, and what
 * they become.
 *
 * Data walk: odbc_rowset.c describes each column once, binds memory of its width or reads its cells
 *   piece by piece, and puts each cell.
 * Numbers are asked for as text: as a double Oracle's NUMBER would lose digits. Those of single
 * precision are not: drivers write six or seven of their nine digits. Dates are asked for
 * as structures: as text they are in the form of the session.
 * Cost: a cell that is text is copied once; UTF-16 is read and written, 2 ns a character.
 * Threads: reentrant.
 */
#pragma once
#include <sql.h>
#include <sqlext.h>

#include "connect/cell_rows.h"

#define HN_ODBC_BOUND_MAX                                                                          \
    8192 /* characters or bytes of a column's cells; longer ones are read alone */

typedef enum {
    HN_ODBC_TEXT,   /* bytes in the declared encoding */
    HN_ODBC_WIDE,   /* UTF-16 */
    HN_ODBC_NUMBER, /* its text */
    HN_ODBC_REAL,   /* of single precision */
    HN_ODBC_DATE,
    HN_ODBC_MOMENT, /* a date with a time */
    HN_ODBC_BIT,
    HN_ODBC_BYTES,
} HnOdbcKind;

/* What SQLDescribeCol() and SQLColAttribute() say of it. */
typedef struct {
    SQLSMALLINT type;      /* SQL_VARCHAR ... */
    SQLULEN size;          /* characters, digits or bytes; 0: unknown */
    SQLSMALLINT digits;    /* behind the point */
    const char *type_name; /* the database's own word: "VARCHAR2", "DATE"; "" where unknown */
} HnOdbcDescription;

typedef struct {
    HnOdbcKind kind;
    SQLSMALLINT c_type;   /* SQL_C_CHAR ... */
    gsize width;          /* bytes that a cell takes with its end mark; 0: of any length */
    guint8 n_end_bytes;   /* of the end mark */
    gboolean is_padded;   /* CHAR(n): blanks at its end are no content */
    gboolean may_be_date; /* a moment at midnight is a date alone */
} HnOdbcColumn;

HnOdbcColumn hn_odbc_column(const HnOdbcDescription *description);
/* @cell: without its end mark, of the column's C type; borrowed until hn_cell_rows_end(). */
void hn_odbc_column_put(const HnOdbcColumn *column, HnCellRows *rows, guint index, HnSlice cell);
