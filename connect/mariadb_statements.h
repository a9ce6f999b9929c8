/* connect/mariadb_statements.h - what mariadb_sink.c says to the server, as SQL.
 *
 * Data walk: rows go into a temporary table of the session, hopnhat_staging: operation 'u' or 'd',
 *   key, values. All texts are UTF-8, and literals in them have backslashes doubled: the session's
 *   sql_mode has no NO_BACKSLASH_ESCAPES.
 * Comparison: texts are compared as bytes. A column's own collation would take "An" and "an " for
 *   the same, and the target would keep the old one.
 * Threads: reentrant.
 */
#pragma once
#include "connect/sink_text.h"

/* The session's modes; each a statement, NULL at the end. */
extern const char *const hn_mariadb_session[];

/* Of a key's column, so that the index of all of them is no longer than InnoDB's 3072 bytes. */
guint hn_mariadb_key_chars(const HnTargetShape *shape);

/* All (transfer full). */
char *hn_mariadb_probe_text(const HnTargetShape *shape); /* fails where a column is not there */
char *hn_mariadb_adopt_mark_text(const HnTargetShape *shape);
char *hn_mariadb_has_rows_text(const HnTargetShape *shape);
char *hn_mariadb_spoil_mark_text(const HnTargetShape *shape, const HnWatermark *mark);
char *hn_mariadb_read_mark_text(const HnTargetShape *shape, gboolean locks);
char *hn_mariadb_make_mark_text(const HnTargetShape *shape); /* where there is none; locks it */
char *hn_mariadb_set_mark_text(const HnTargetShape *shape, const HnChangeHead *head);
char *hn_mariadb_drop_staging_text(const HnTargetShape *shape);
char *hn_mariadb_staging_text(const HnTargetShape *shape);
char *hn_mariadb_load_text(const HnTargetShape *shape);
char *hn_mariadb_insert_text(const HnTargetShape *shape); /* up to VALUES */
char *hn_mariadb_count_text(const HnTargetShape *shape);
/* @is_full: what is not staged is deleted; else what is said to be. */
char *hn_mariadb_delete_text(const HnTargetShape *shape, gboolean is_full);
char *hn_mariadb_unchanged_text(const HnTargetShape *shape); /* out of staging */
char *hn_mariadb_upsert_text(const HnTargetShape *shape);
