/* connect/postgresql_times.h - dates and times of PostgreSQL's binary format as ISO 8601, as the
 * server itself writes them under DateStyle ISO and time zone UTC.
 *
 * Data walk: postgresql_values.c. Days and microseconds count from 2000-01-01; the ends of their
 *   range are the infinities. A year before 1 has " BC" at the end of all.
 * Source: Hinnant (2013), "chrono-Compatible Low-Level Date Algorithms", civil_from_days; the
 *   server's src/backend/utils/adt/datetime.c for the form.
 * Cost: some 10 ns.
 * Threads: reentrant.
 */
#pragma once
#include <glib.h>

#define HN_POSTGRESQL_TIME_BYTES 48 /* room that each of them may need */

/* Bytes written. */
gsize hn_postgresql_put_date(guint8 *room, gint32 days);
gsize hn_postgresql_put_timestamp(guint8 *room, gint64 us, gboolean has_zone);
/* Of a day, 24:00:00 included; 0: it is none. */
gsize hn_postgresql_put_time(guint8 *room, gint64 us);
