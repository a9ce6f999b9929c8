/* tests/unit/change_texts.h - change sets of three columns as texts, for tests of sinks.
 *
 * Data walk: a set goes in by begin, a stage for each change, apply.
 * Threads: as the sink.
 */
#pragma once
#include "records/change_sink.h"

#define COLUMNS 3
#define CHANGES(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* "uCELL|CELL|CELL" sets a row, "dKEY" or "dKEY|KEY" removes one; "~" is no value. */
static inline gboolean
stage(HnChangeSink *sink, const char *change, GError **error)
{
    HnSlice fields[COLUMNS] = { { NULL, 0 } };
    const guint8 operation = (guint8)change[0];
    g_auto(GStrv) cells = g_strsplit(change + 1, "|", COLUMNS);
    const HnChangeRows rows = {
        .n_rows = 1, .n_columns = COLUMNS, .operations = &operation, .fields = fields
    };
    for (guint i = 0; cells[i] != NULL; i++)
        fields[i] = strcmp(cells[i], "~") == 0 ? hn_slice(NULL, 0) : hn_slice_of(cells[i]);
    return sink->stage(sink, &rows, error);
}

/* Of epoch 7; its digest names its number. */
static inline HnChangeHead
head_of(guint64 sequence, guint64 previous, guint n_rows)
{
    return (HnChangeHead){ .epoch = 7,
                           .sequence = sequence,
                           .previous = previous,
                           .n_rows = n_rows,
                           .digest = { 0xab, (guint8)sequence } };
}

static inline gboolean
put_all(HnChangeSink *sink, const HnChangeHead *head, const char *const *changes, GError **error)
{
    if (!sink->begin(sink, head, error))
        return FALSE;
    for (; *changes != NULL; changes++)
        if (!stage(sink, *changes, error))
            return FALSE;
    return sink->apply(sink, error);
}
