/* connect/odbc_rowset.h - rows of an executed ODBC statement, fetched many at a time.
 *
 * Data walk: odbc_reader.c executes a query, then asks for row after row, which go into cell rows.
 *   Without a column of unknown length the driver writes whole sets of rows into memory of ours,
 *   column by column, one call a set. With one, rows come one by one: columns before the first such
 *   one into memory, the others piece by piece in their order, which every driver allows.
 * Nothing is cut silently: each cell's length as the driver tells it is compared with what came. A
 *   cell that is longer than its column was said to be is read again where the driver can, else its
 *   row goes to quarantine as "truncated"; one that the driver cannot convert, as "unreadable".
 * Source: ODBC 3.8, "Retrieving Results (Advanced)"; SQLGetData, "Retrieving Variable-Length Data".
 * Cost: memory of the set, some 4 MiB.
 * Threads: belongs to one thread at a time.
 */
#pragma once
#include "connect/cell_rows.h"
#include "connect/odbc_link.h"
#include "connect/query_text.h"

typedef struct _HnOdbcRowset HnOdbcRowset;

/* Of an executed @statement, which it frees, also on error; the others are borrowed. The columns
 * are named to @rows, as @options name them where @names lets the database fold them. @error:
 * HN_CONNECT_ERROR_OPEN, _HEADER. */
HnOdbcRowset *hn_odbc_rowset_new(HnOdbcLink *link, SQLHSTMT statement,
                                 const HnQueryOptions *options, const HnSqlNames *names,
                                 HnCellRows *rows, GError **error);
/* HnKeyForm of each column of @key (NULL-terminated), by what a prepared @statement says of it.
 * (transfer full) */
guint8 *hn_odbc_rowset_key_forms(SQLHSTMT statement, const char *const *key,
                                 const HnSqlNames *names);
/* The next row into the cell rows; *ret_more = FALSE: there was none. @error:
 * HN_CONNECT_ERROR_BROKEN. */
gboolean hn_odbc_rowset_next(HnOdbcRowset *set, gboolean *ret_more, GError **error);
void hn_odbc_rowset_free(HnOdbcRowset *set);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnOdbcRowset, hn_odbc_rowset_free)
