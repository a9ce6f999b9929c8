/* connect/postgresql_sink_text.h - the statements by which a PostgreSQL target is made, filled and
 * asked.
 *
 * Data walk: postgresql_sink.c sends them; the same texts are shown by `target ddl` and by
 *   `publish --dry-run`. Names are quoted, values are parameters ($1, ...).
 * Threads: reentrant.
 */
#pragma once
#include "connect/table_sink.h"

#define HN_POSTGRESQL_STAGING "pg_temp.hopnhat_staging"

/* All (transfer full). */
char *hn_postgresql_sink_staging(const HnTargetShape *shape); /* makes the session's table anew */
char *hn_postgresql_sink_copy(const HnTargetShape *shape);
char *hn_postgresql_sink_upsert(const HnTargetShape *shape); /* rows that are the same stay as they
                                                                are: no new version, no trigger */
/* @is_full: of what was not staged; else of what was staged to be deleted. */
char *hn_postgresql_sink_delete(const HnTargetShape *shape, gboolean is_full);
char *hn_postgresql_sink_count(const HnTargetShape *shape); /* rows of the table */
char *hn_postgresql_sink_probe(const HnTargetShape *shape); /* no row; fails without a column */
/* Watermarks; $1 is the name (hn_sink_mark_name()). */
char *hn_postgresql_sink_adopt(const HnTargetShape *shape);    /* $2 the stream */
char *hn_postgresql_sink_has_rows(const HnTargetShape *shape); /* 1: a row of the table is there */
char *hn_postgresql_sink_spoil(const HnTargetShape *shape, const HnWatermark *mark);
char *hn_postgresql_sink_watermark(const HnTargetShape *shape, gboolean locks);
char *hn_postgresql_sink_first_mark(const HnTargetShape *shape); /* affects 1 row: there was none */
char *hn_postgresql_sink_set_mark(const HnTargetShape *shape); /* $2 epoch $3 sequence $4 digest */
