/* store/store_sql.h - the little of SQLite that the store uses: prepared statements with bound
 * parameters.
 *
 * Data walk: below every function of store/ that reads or writes store.db. Types of parameters, one
 *   letter each: i = guint64 (below 2^63), s = gint64, t = const char * (nullable), b = HnSlice as
 *   blob. Bound values are borrowed until the statement is done.
 * Errors: SQLite's codes become HN_BASE_ERROR_* where the disk is at fault, else HN_STORE_ERROR_*;
 *   its words name tables and columns, never values.
 * Threads: as the store.
 */
#pragma once
#include <sqlite3.h>

#include "base/slice.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(sqlite3_stmt, sqlite3_finalize)

/* A statement to step; NULL on error. */
sqlite3_stmt *hn_sql_query(sqlite3 *db, GError **error, const char *text, const char *types, ...);
gboolean hn_sql_next(sqlite3_stmt *query, gboolean *ret_row, GError **error);
/* Runs a statement that gives no rows. */
gboolean hn_sql_run(sqlite3 *db, GError **error, const char *text, const char *types, ...);
/* The first column of the first row; *ret_number stays as it is when there is no row or it is NULL.
 */
gboolean hn_sql_number(sqlite3 *db, guint64 *ret_number, GError **error, const char *text,
                       const char *types, ...);
/* Several statements without parameters and rows: the schema and pragmas. */
gboolean hn_sql_script(sqlite3 *db, const char *text, GError **error);

guint64 hn_sql_column_number(sqlite3_stmt *query, int column);
char *hn_sql_column_text(sqlite3_stmt *query, int column);    /* a copy; NULL for NULL */
HnSlice hn_sql_column_bytes(sqlite3_stmt *query, int column); /* valid until the next step */
/* Exactly @n_bytes into @ret_bytes, else HN_STORE_ERROR_CORRUPT naming @what. */
gboolean hn_sql_column_exact(sqlite3_stmt *query, int column, void *ret_bytes, gsize n_bytes,
                             const char *what, GError **error);
/* Always FALSE. */
gboolean hn_sql_fail(sqlite3 *db, const char *what, GError **error);
