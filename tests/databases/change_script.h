/* tests/databases/change_script.h - change sets as literals, for tests of sinks.
 *
 * Data walk: a table of three columns, the first the key; a set goes in by begin, stage, stage,
 *   apply.
 * Threads: as the sink.
 */
#pragma once
#include "records/change_sink.h"

#define SCRIPT_COLUMNS 3

typedef struct {
    char operation;
    const char *fields[SCRIPT_COLUMNS]; /* NULL: no value */
} ScriptRow;

static inline HnChangeHead
script_head(guint64 epoch, guint64 sequence, guint64 previous, guint64 n_rows)
{
    HnChangeHead head = {
        .epoch = epoch, .sequence = sequence, .previous = previous, .n_rows = n_rows
    };
    memset(head.digest, (int)sequence, HN_DIGEST_BYTES);
    return head;
}

static inline gboolean
script_stage(HnChangeSink *sink, const ScriptRow *rows, guint n, GError **error)
{
    g_autofree HnSlice *fields = g_new0(HnSlice, (gsize)n * SCRIPT_COLUMNS + 1);
    g_autofree guint8 *operations = g_new0(guint8, n + 1);
    for (guint i = 0; i < n; i++) {
        operations[i] = (guint8)rows[i].operation;
        for (guint c = 0; c < SCRIPT_COLUMNS; c++)
            fields[i * SCRIPT_COLUMNS + c] = hn_slice_of(rows[i].fields[c]);
    }
    const HnChangeRows all = {
        .n_rows = n, .n_columns = SCRIPT_COLUMNS, .operations = operations, .fields = fields
    };
    return sink->stage(sink, &all, error);
}

/* In two pieces. */
static inline gboolean
script_fill(HnChangeSink *sink, const HnChangeHead *head, const ScriptRow *rows, guint n,
            GError **error)
{
    const guint half = n / 2;
    return sink->begin(sink, head, error) && (half == 0 || script_stage(sink, rows, half, error)) &&
           (half == n || script_stage(sink, rows + half, n - half, error));
}

static inline gboolean
script_send(HnChangeSink *sink, const HnChangeHead *head, const ScriptRow *rows, guint n,
            GError **error)
{
    return script_fill(sink, head, rows, n, error) && sink->apply(sink, error);
}

/* Of a sink that is just opened, and freed here. */
static inline HnWatermark
script_mark(HnChangeSink *opened)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnChangeSink) sink = opened;
    HnWatermark mark;
    sink->watermark(sink, &mark, &error);
    g_assert_no_error(error);
    return mark;
}

/* A table of other columns is told, and its watermark of @sequence is as it was; then it is spoilt,
 * but no other. @opened is just opened, and freed here. */
static inline void
script_check_columns_refused(HnChangeSink *opened, guint64 sequence, const char *told)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnChangeSink) sink = opened;
    HnWatermark mark;
    g_assert_false(sink->watermark(sink, &mark, &error));
    g_assert_error(error, HN_SINK_ERROR, HN_SINK_ERROR_COLUMN);
    g_assert_nonnull(strstr(error->message, told));
    g_assert_true(mark.any);
    g_assert_false(mark.is_spoilt);
    g_assert_cmpuint(mark.sequence, ==, sequence);
    g_clear_error(&error);
    for (guint moved = 2; moved < 3; moved--) { /* of an epoch or a set that it is not */
        HnWatermark one = mark;
        one.epoch += moved == 1 ? 1 : 0;
        one.sequence += moved == 2 ? 1 : 0;
        sink->spoil(sink, &one, &error);
        g_assert_no_error(error);
        g_assert_false(sink->watermark(sink, &one, NULL));
        g_assert_cmpint(one.is_spoilt, ==, moved == 0);
    }
}

/* One that is not there, too; @opened is just opened, and freed here. */
static inline void
script_check_table_refused(HnChangeSink *opened, const char *told)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnChangeSink) sink = opened;
    HnWatermark mark;
    g_assert_false(sink->watermark(sink, &mark, &error));
    g_assert_error(error, HN_SINK_ERROR, HN_SINK_ERROR_TABLE);
    g_assert_nonnull(strstr(error->message, told));
}

/* Its watermark is of the set of @head, but says no more that the set's rows are there. */
static inline void
script_check_spoilt(HnChangeSink *opened, HnChangeHead head)
{
    const HnWatermark mark = script_mark(opened);
    g_assert_true(mark.is_spoilt);
    g_assert_cmpuint(mark.sequence, ==, head.sequence);
    g_assert_true(hn_watermark_is_of(&mark, head.digest));
}

/* Rows of the last set that the table had no room for. */
static inline guint64
script_n_left_out(const HnChangeSink *sink)
{
    guint64 n = 0;
    for (guint i = 0; sink->left_out != NULL && i < sink->left_out->len; i++)
        n += ((const HnLeftOut *)sink->left_out->pdata[i])->n_rows;
    return n;
}

/* The set that the target holds by its own word; 0: none. */
static inline guint64
script_held(HnChangeSink *sink)
{
    g_autoptr(GError) error = NULL;
    HnWatermark mark;
    sink->watermark(sink, &mark, &error);
    g_assert_no_error(error);
    for (guint i = 0; mark.any && i < HN_DIGEST_BYTES; i++)
        g_assert_cmpuint(mark.digest[i], ==, mark.sequence & 0xFF);
    return mark.any ? mark.sequence : 0;
}

/* Afterwards the target holds the set, but for rows that the table had no room for: so many. */
static inline guint64
script_deliver(HnChangeSink *sink, const HnChangeHead *head, const ScriptRow *rows)
{
    g_autoptr(GError) error = NULL;
    script_send(sink, head, rows, (guint)head->n_rows, &error);
    g_assert_no_error(error);
    const guint64 n_left_out = script_n_left_out(sink);
    g_assert_cmpuint(script_held(sink), ==, head->sequence);
    return n_left_out;
}
