/* connect/postgresql_query.h - what a PostgreSQL reader asks: the columns first, then the COPY that
 * gives each of them in a form that is known here.
 *
 * Data walk: postgresql_reader.c, once a delivery. The transaction reads only, and what types look
 *   like as text is fixed in it: the server's own settings would change values from site to site.
 * Types: postgresql_values.h knows the common ones; a list comes as JSON, money as a number, every
 *   other one (ranges, composites, intervals, geometry ...) as the server's text of it. An instant
 *   is written in UTC, but inside a list or a range in the server's time zone.
 * Threads: belongs to one thread.
 */
#pragma once
#include "connect/postgresql_link.h"
#include "connect/postgresql_tuples.h"

/* Begins the transaction. @error: HN_CONNECT_ERROR_ENCODING: the database is in UTF-8, and another
 * encoding was declared. */
gboolean hn_postgresql_query_begin(HnPostgresqlLink *link, const HnQueryOptions *options,
                                   GError **error);
/* The columns into @rows and @tuples. Returns the COPY. @error: as in query_reader.h; a query that
 * is no SELECT, or that has parameters, is HN_CONNECT_ERROR_OPEN. (transfer full) */
char *hn_postgresql_query_describe(HnPostgresqlLink *link, const HnQueryOptions *given,
                                   HnCellRows *rows, HnPostgresqlTuples *tuples, GError **error);
