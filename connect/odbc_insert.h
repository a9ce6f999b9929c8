/* connect/odbc_insert.h - rows into a table through ODBC: one prepared statement, many rows at a
 * time where the driver takes arrays of parameters.
 *
 * Data walk: odbc_sink.c stages a set's rows with it.
 * Source: ODBC 3.8, SQL_ATTR_PARAMSET_SIZE, bound by columns. All go as UTF-16, which means the
 *   same to every driver whatever the locale.
 * Threads: as the link; between hn_odbc_enter() and hn_odbc_leave().
 */
#pragma once
#include "connect/odbc_link.h"
#include "records/change_sink.h"

typedef struct _HnOdbcInsert HnOdbcInsert;

/* Takes @statement. Its parameters: a row's operation, and its @n_columns fields. */
HnOdbcInsert *hn_odbc_insert_new(SQLHSTMT statement, guint n_columns);
gboolean hn_odbc_insert_prepare(HnOdbcInsert *insert, const char *text);
/* FALSE: what the statement says of it. A text that the database cut is none that it took. */
gboolean hn_odbc_insert_rows(HnOdbcInsert *insert, const HnChangeRows *rows);
SQLHSTMT hn_odbc_insert_statement(const HnOdbcInsert *insert);
void hn_odbc_insert_free(HnOdbcInsert *insert);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnOdbcInsert, hn_odbc_insert_free)
