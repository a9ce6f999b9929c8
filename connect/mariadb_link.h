/* connect/mariadb_link.h - a connection to MariaDB or MySQL, and what it says when it fails.
 *
 * Data walk: mariadb_reader.c asks its query on one, mariadb_sink.c writes its rows on one.
 * Source: MariaDB Connector/C 3.3. A file of options is read by the library itself while it
 *   connects and goes before what was set by call, so what must not be (local files, several
 *   statements at once, connecting again by itself, an unproven server) is switched off or refused
 *   behind it.
 * Errors: HN_CONNECT_ERROR_OPEN; HN_BASE_ERROR_INTERRUPTED once *interrupted is not 0, which is
 *   looked at ten times a second while the server is waited for.
 * Threads: belongs to one thread at a time.
 */
#pragma once
#include <mysql.h>

#include "base/slice.h"
#include "records/connection.h"

typedef struct _HnMariadbLink HnMariadbLink;

/* Connects; the session speaks utf8mb4. @connection is borrowed; @interrupted: nullable. */
HnMariadbLink *hn_mariadb_link_new(const HnConnection *connection, const volatile int *interrupted,
                                   GError **error);
/* The same for one that may also hn_mariadb_link_load(). */
HnMariadbLink *hn_mariadb_link_new_writing(const HnConnection *connection,
                                           const volatile int *interrupted, GError **error);
MYSQL *hn_mariadb_link_handle(HnMariadbLink *link);
/* What this thread waits for from now on is this link's server; before calls of the library. */
void hn_mariadb_link_attend(const HnMariadbLink *link);
/* A statement without rows. */
gboolean hn_mariadb_link_run(HnMariadbLink *link, const char *statement, GError **error);
/* A LOAD DATA LOCAL INFILE, of whatever name: the server reads @bytes. This once: no file is ever
 * opened. FALSE: mysql_errno() says why. */
gboolean hn_mariadb_link_load(HnMariadbLink *link, const char *statement, HnSlice bytes);
/* From now on the server may be silent for so much longer than idle_seconds. */
void hn_mariadb_link_allow(HnMariadbLink *link, guint64 more_seconds);
/* Always FALSE: the last failure as an error of connect/; @what: "the query". */
gboolean hn_mariadb_link_fail(const HnMariadbLink *link, gint code, const char *what,
                              GError **error);
/* Only its words: "Table 't' is not there (SQLSTATE 42S02, error 1146)". (transfer full) */
char *hn_mariadb_link_why(const HnMariadbLink *link);
/* Gives the server up where it is in the middle of rows: nothing of them is waited for. */
void hn_mariadb_link_cancel(HnMariadbLink *link);
void hn_mariadb_link_free(HnMariadbLink *link);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnMariadbLink, hn_mariadb_link_free)
