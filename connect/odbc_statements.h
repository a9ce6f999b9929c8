/* connect/odbc_statements.h - what odbc_sink.c says to a database, in SQL that all of them know,
 * and the few words in which they differ.
 *
 * Data walk: rows go into TABLE_staging: whose they are (hopnhat_set), operation 'u' or 'd', key,
 *   values. A row that differs is deleted and inserted again, for no two databases agree on MERGE.
 * Source: ISO/IEC 9075-2 (DELETE, INSERT, EXISTS); SQL_DBMS_NAME tells the database.
 * Threads: reentrant.
 */
#pragma once
#include "connect/sink_filter.h"
#include "connect/sink_text.h"

/* One kind of database. */
typedef struct {
    const char *name; /* part of its SQL_DBMS_NAME; "": all others */
    const char *create;
    const char *key, *value, *number, *moment; /* types of columns */
    const char *bytes, *bytes_end;             /* around a text: compared as bytes */
    const char *grantee;                       /* behind a user's name */
    const char *session;                       /* first statement of a session; NULL: none */
    HnSinkRoom room;
    gboolean says_widths; /* a column's size is that of the table; PostgreSQL's driver says 255 of
                             a text without end, and SQLite keeps to none */
} HnOdbcDialect;

const HnOdbcDialect *hn_odbc_dialect(const char *dbms_name);

typedef struct {
    const HnOdbcDialect *dialect;
    HnSqlNames names;
    const HnTargetShape *shape;
    const char *set; /* of ASCII letters and digits; whose rows of staging */
} HnOdbcWords;

/* All (transfer full). In those of the watermark the parameter is its name, of adopting name,
 * stream and name. */
char *hn_odbc_adopt_mark_text(const HnOdbcWords *words);
char *hn_odbc_has_rows_text(const HnOdbcWords *words);
char *hn_odbc_ddl_text(const HnOdbcWords *words, const char *user); /* @user: nullable */
char *hn_odbc_probe_text(const HnOdbcWords *words);
char *hn_odbc_clear_text(const HnOdbcWords *words);
char *hn_odbc_stage_text(const HnOdbcWords *words); /* parameters: operation, columns */
char *hn_odbc_count_text(const HnOdbcWords *words);
char *hn_odbc_spoil_mark_text(const HnOdbcWords *words, const HnWatermark *mark);
char *hn_odbc_lock_mark_text(const HnOdbcWords *words);
char *hn_odbc_make_mark_text(const HnOdbcWords *words);
char *hn_odbc_read_mark_text(const HnOdbcWords *words);
char *hn_odbc_set_mark_text(const HnOdbcWords *words, const HnChangeHead *head);
char *hn_odbc_delete_missing_text(const HnOdbcWords *words); /* what is not staged */
char *hn_odbc_delete_text(const HnOdbcWords *words);         /* is to go, or differs */
char *hn_odbc_insert_text(const HnOdbcWords *words);
