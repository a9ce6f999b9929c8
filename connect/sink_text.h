/* connect/sink_text.h - what the sinks of tables share: lists of a shape's columns in SQL, and the
 * rule that says whether a set may be applied.
 *
 * Data walk: each sink of a table makes its statements with it, and asks it before it writes.
 * Threads: reentrant.
 */
#pragma once
#include "connect/query_text.h"
#include "connect/table_sink.h"

/* @form once for each of columns [first, end), every @ in it replaced by the quoted name, with
 * @between between them: "t.@ = s.@", " AND ". (transfer full) */
char *hn_sink_each(const HnSqlNames *names, const HnTargetShape *shape, guint first, guint end,
                   const char *form, const char *between);
#define hn_sink_keys(names, shape, form, between)                                                  \
    hn_sink_each((names), (shape), 0, (shape)->n_key, (form), (between))
#define hn_sink_all(names, shape, form, between)                                                   \
    hn_sink_each((names), (shape), 0, (shape)->n_columns, (form), (between))
#define hn_sink_values(names, shape, form, between)                                                \
    hn_sink_each((names), (shape), (shape)->n_key, (shape)->n_columns, (form), (between))

/* A table beside the shape's: same schema, @name; as SQL. (transfer full) */
char *hn_sink_beside(const HnSqlNames *names, const HnTargetShape *shape, const char *name);
/* TABLE_staging, as SQL. (transfer full) */
char *hn_sink_staging(const HnSqlNames *names, const HnTargetShape *shape);
#define HN_SINK_WATERMARK "hopnhat_watermark"

/* Whose watermark it is: PROJECT/TARGET:TABLE, so that what a target's former table holds is not
 * taken for what its new one does. At most 200 bytes: what is longer is cut and ends in its
 * SHA-256. (transfer full) */
char *hn_sink_mark_name(const HnTargetShape *shape);
/* Once there was one for each target, whatever its table: it is the first one's that asks. @name,
 * @stream: as SQL. Changes a row, or none; parameters are @name, @stream, @name. (transfer full) */
char *hn_sink_adopt_text(const HnSqlNames *names, const HnTargetShape *shape, const char *name,
                         const char *stream);
/* 1: there is a watermark, and a row in the table; else 0. No more than one row is looked at.
 * (transfer full) */
char *hn_sink_has_rows_text(const HnSqlNames *names, const HnTargetShape *shape, const char *name);

/* Gives no row, and fails where the table lacks a column. (transfer full) */
char *hn_sink_probe_text(const HnSqlNames *names, const HnTargetShape *shape);
/* Makes the digest of the watermark zeros; parameter @name. (transfer full) */
char *hn_sink_spoil_text(const HnSqlNames *names, const HnTargetShape *shape,
                         const HnWatermark *mark, const char *name);

/* The target has this very set: it came before, and the answer to its COMMIT was lost. */
gboolean hn_sink_has_set(const HnWatermark *found, const HnChangeHead *head);
/* Inside the transaction, with the watermark locked: HN_SINK_ERROR_FENCED, _ORDER; _COUNT when
 * @n_staged is not what the head says. A set that the target has is in order. */
gboolean hn_sink_check(const HnTargetShape *shape, const HnWatermark *found,
                       const HnChangeHead *head, guint64 n_staged, GError **error);
/* As 64 hex digits, and back; FALSE with HN_SINK_ERROR_TABLE: it is none. */
char *hn_sink_digest(const HnChangeHead *head);
gboolean hn_sink_parse_digest(const HnTargetShape *shape, HnSlice text, HnWatermark *ret,
                              GError **error);
