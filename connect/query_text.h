/* connect/query_text.h - what a driver asks: the SELECT of a table or of a query, cut to columns
 * and rows.
 *
 * Data walk: each driver asks it for its statement; sink_text.c for names and tables.
 * Threads: reentrant.
 */
#pragma once
#include "connect/query_reader.h"

/* How a database writes its names. */
typedef struct {
    const char *quote;     /* "\"" or "`" */
    gboolean quotes_plain; /* FALSE: names of ASCII letters, digits and _ stay bare, so that the
                                database folds their case by its own rule; mixed ones it could not
                                have folded */
    gboolean folds_lower;  /* bare names become small: those with a capital are quoted */
    gboolean backslash_escapes; /* in a literal '\\' stands for a backslash (MariaDB) */
    gboolean marks_escapes;     /* it does in E'...' alone, which such a literal becomes; in a plain
                                   one the session decides (PostgreSQL) */
    gboolean escapes_times;     /* dates and times are {d '...'} and {ts '...'} (ODBC) */
    gboolean reads_times;       /* but a key that is one goes as a text that each of its types reads
                                   whatever the session's language is: {ts '...'} is of a type that
                                   rounds it, and has no times before 1753 (SQL Server) */
    gboolean untyped;           /* a column may have no type to turn a text into (SQLite): a mark
                                   that is a number is written as one, a key as each kind of value
                                   that has its text */
    const char *bytes_before;   /* hex digits behind it are bytes; NULL: not known how they are */
    const char *bytes_behind;
    gboolean alias_needs_as; /* FALSE: `(query) q` (Oracle refuses AS); TRUE: `(query) AS q` */
} HnSqlNames;

/* (transfer full) @error: HN_CONNECT_ERROR_OPTIONS: since_value has other characters than it may.
 */
char *hn_query_text(const HnQueryOptions *options, const HnSqlNames *names, GError **error);
/* The same for @columns in the place of the options', already in SQL ("id", "a"::text); NULL: *.
 */
char *hn_query_text_with(const HnQueryOptions *options, const HnSqlNames *names,
                         const char *columns, GError **error);
/* One name, or several with dots between them. (transfer full) */
char *hn_sql_name(const HnSqlNames *names, const char *name);
char *hn_sql_table(const HnSqlNames *names, const char *table);
/* Which of @named (NULL-terminated, nullable) the database's column @given is: that very name, or
 * the only one that is written bare and differs in the case of its letters alone; else @given.
 * Borrowed. */
const char *hn_sql_name_meant(const HnSqlNames *names, const char *const *named, const char *given);
