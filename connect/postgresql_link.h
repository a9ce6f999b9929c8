/* connect/postgresql_link.h - one connection to PostgreSQL: made, asked and ended without ever
 * waiting where nobody looks whether to stop.
 *
 * Data walk: postgresql_query.c asks on it what there is to read, postgresql_reader.c reads. Who
 *   sends on @conn (PQsend..., PQputCopyData; it is non-blocking) then asks for the result here.
 * Errors: HN_BASE_ERROR_INTERRUPTED; else of HN_CONNECT_ERROR what @lost and @refused say, OPEN at
 *   first: who has asked for what takes its time, or has begun to read, sets BROKEN. A message has
 *   the connection's name and what the server says of the request; what it says of data has values
 *   in it, and only its SQLSTATE is told. The password is nowhere: it is read when it is needed,
 *   and its copy here is cleared.
 * Waits: each wait for the server ends after idle_seconds (and @patience) without a byte from it,
 *   the connection after connect_seconds for all addresses together. A name is looked up by the
 *   system's resolver, which does not look at @interrupted and has limits of its own.
 * Threads: belongs to one thread at a time.
 */
#pragma once
#include <libpq-fe.h>

#include "records/connection.h"

typedef struct {
    PGconn *conn;
    const HnConnection *connection;  /* borrowed */
    const volatile int *interrupted; /* borrowed; or NULL */
    gint lost;                       /* HnConnectError: the connection broke, or is given up */
    gint refused;                    /* the server answered with an error, and is there */
    char refusal[6]; /* SQLSTATE of that error, the last one; "": the connection broke or is given
                        up, or nothing has failed */
    guint patience;  /* seconds beyond idle_seconds, for a statement that is known to take long */
} HnPostgresqlLink;

/* @connection, @interrupted: borrowed for the link's life. Text comes and goes as UTF-8. */
HnPostgresqlLink *hn_postgresql_link_new(const HnConnection *connection,
                                         const volatile int *interrupted, GError **error);
/* What still runs on the server is cancelled; that takes at most some seconds. */
void hn_postgresql_link_free(HnPostgresqlLink *link);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnPostgresqlLink, hn_postgresql_link_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PGresult, PQclear)

gboolean hn_postgresql_link_is_raw(const HnPostgresqlLink *link); /* the server knows no encoding:
                                                                      its bytes come as they are */
/* Until the server has sent something, or has room for what @conn still has to send. */
gboolean hn_postgresql_link_wait(HnPostgresqlLink *link, GError **error);
/* What the server has sent so far, which may be nothing, without waiting for more. */
gboolean hn_postgresql_link_take(HnPostgresqlLink *link, GError **error);
/* Until all of what @conn was given to send is on its way; what the server says meanwhile stays for
 * the result. Without it libpq keeps in memory whatever PQputCopyData() is given. */
gboolean hn_postgresql_link_flush(HnPostgresqlLink *link, GError **error);
/* Of what was sent: the last result, all others were good too; none is left but of a COPY, whose
 * own result comes first. @what: of the message. (transfer full) */
PGresult *hn_postgresql_link_result(HnPostgresqlLink *link, const char *what, GError **error);
/* Statements without values, by semicolons. */
gboolean hn_postgresql_link_run(HnPostgresqlLink *link, const char *statements, const char *what,
                                GError **error);
/* FALSE, and why: @result, or the connection if that is NULL. */
gboolean hn_postgresql_link_fail(HnPostgresqlLink *link, const PGresult *result, const char *what,
                                 GError **error);
