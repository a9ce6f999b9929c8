/* connect/postgresql_copy_out.h - rows of change sets to PostgreSQL as one COPY in its binary form.
 *
 * Data walk: postgresql_sink.c begins one for the rows of a set, puts them as they come, and ends
 *   it: the server's own count comes back.
 * Source: PostgreSQL's manual, "COPY", section "Binary Format". The text form ends at a line `\.`
 *   and loses what follows without a word; this one has lengths, and nothing is escaped.
 * Cost: one copy of each byte into a buffer of 256 KiB, which waits until the buffer before it is
 *   on its way: a slow server slows the caller down, and memory does not grow.
 * Errors: those of the link; HN_CONNECT_ERROR_ENCODING: a field has a NUL, which no text of the
 *   server can hold.
 * Threads: belongs to one thread at a time.
 */
#pragma once
#include "connect/postgresql_link.h"
#include "records/change_sink.h"

typedef struct _HnPostgresqlCopyOut HnPostgresqlCopyOut;

/* @statement: "COPY ... FROM STDIN (FORMAT binary)" into an operation of type "char" and the
 * columns. @link: borrowed, and nobody else's until it is ended or freed. */
HnPostgresqlCopyOut *hn_postgresql_copy_out_new(HnPostgresqlLink *link, const char *statement,
                                                GError **error);
gboolean hn_postgresql_copy_out_put(HnPostgresqlCopyOut *copy, const HnChangeRows *rows,
                                    GError **error);
/* *ret_n: rows that the server has stored by its own count. */
gboolean hn_postgresql_copy_out_end(HnPostgresqlCopyOut *copy, guint64 *ret_n, GError **error);
void hn_postgresql_copy_out_free(HnPostgresqlCopyOut *copy);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnPostgresqlCopyOut, hn_postgresql_copy_out_free)
