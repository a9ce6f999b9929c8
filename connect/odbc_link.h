/* connect/odbc_link.h - a connection through ODBC's driver manager, and what a driver says when
 * something fails.
 *
 * Data walk: odbc_reader.c asks its query on one, odbc_rowset.c fetches the rows; odbc_sink.c
 *   writes on one.
 * Source: ODBC 3.8 as unixODBC 2.3 has it. The calls for wide characters are used throughout: what
 *   they mean does not depend on a locale (but see hn_odbc_enter()).
 * Errors: HN_CONNECT_ERROR_OPEN. What a driver says is left out where it may hold the password:
 *   some give the whole connection string back.
 * Threads: belongs to one thread at a time; several links may be used side by side.
 */
#pragma once
#include <locale.h>
#include <sql.h>
#include <sqlext.h>

#include "records/connection.h"

typedef struct _HnOdbcLink HnOdbcLink;

/* The manager turns what it gives to a driver that knows no wide characters into the thread's own
 * encoding, and drivers write numbers by it: between these two calls that is UTF-8, and the point
 * is a point, whatever the program was started with. Connecting does it itself. */
locale_t hn_odbc_enter(void);
void hn_odbc_leave(locale_t before);

/* Connects, for reading alone: what a statement changes all the same is never committed.
 * @connection is borrowed; @interrupted: nullable. */
HnOdbcLink *hn_odbc_link_new(const HnConnection *connection, const volatile int *interrupted,
                             GError **error);
/* The same for one that writes. Nothing is committed but by SQLEndTran(). */
HnOdbcLink *hn_odbc_link_new_writing(const HnConnection *connection,
                                     const volatile int *interrupted, GError **error);
SQLHDBC hn_odbc_link_handle(const HnOdbcLink *link);
/* "PostgreSQL", "Microsoft SQL Server"; "": the driver does not say. (transfer full) */
char *hn_odbc_link_dbms_name(const HnOdbcLink *link);
/* A statement of it, with the limits of time; NULL on error. SQLFreeHandle() it. */
SQLHSTMT hn_odbc_link_statement(HnOdbcLink *link, GError **error);
const char *hn_odbc_link_quote(const HnOdbcLink *link);    /* of names: "\"" or "`" */
const char *hn_odbc_link_database(const HnOdbcLink *link); /* "Oracle", "Microsoft SQL Server" */
/* Whether names without quotes become small letters (SQL_IDENTIFIER_CASE). */
gboolean hn_odbc_link_folds_lower(const HnOdbcLink *link);
const char *hn_odbc_link_name(const HnOdbcLink *link); /* of the connection */
/* Whether all bits of @bits are in what the driver says of SQLGetData(): SQL_GD_... */
gboolean hn_odbc_link_can_get(const HnOdbcLink *link, SQLUINTEGER bits);
/* A name or a message as UTF-8; what is no UTF-16 becomes U+FFFD. (transfer full) */
char *hn_odbc_text(const SQLWCHAR *units, gsize n_units);
/* SQLSTATE of the last call's record @n, from 1; FALSE: there is none. */
gboolean hn_odbc_link_state(SQLSMALLINT handle_type, SQLHANDLE handle, SQLSMALLINT n,
                            char ret_state[6]);
/* Always FALSE: why the last call on a statement failed; @what: "the query". */
gboolean hn_odbc_link_fail(const HnOdbcLink *link, SQLHSTMT statement, gint code, const char *what,
                           GError **error);
/* Only its words. (transfer full) */
char *hn_odbc_link_why(const HnOdbcLink *link, SQLHSTMT statement);
void hn_odbc_link_free(HnOdbcLink *link); /* rolls back; its statements are freed before */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnOdbcLink, hn_odbc_link_free)

static inline gboolean
hn_odbc_worked(SQLRETURN result)
{
    return result == SQL_SUCCESS || result == SQL_SUCCESS_WITH_INFO;
}
