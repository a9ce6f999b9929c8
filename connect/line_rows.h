/* connect/line_rows.h - formats whose records are lines: cuts them, and quarantines a line as a
 * whole.
 *
 * Data walk: json_rows.c and text_rows.c embed HnLineRows as their first member and take line after
 * line. A line feed always ends a record here (JSON strings cannot hold one), so the boundary is
 * always sure. The last line needs none. Cost: one memchr. Threads: belongs to one thread.
 */
#pragma once
#include "connect/row_format.h"

typedef struct {
    const HnInputWindow *window;
    HnBatchBuilder *builder;
    gsize start, end, next; /* in the window: the line, and behind its line feed */
    HnSlice text;           /* the same bytes */
} HnLine;

typedef struct _HnLineRows HnLineRows;
struct _HnLineRows {
    HnRowFormat format;
    /* FALSE: the batch is full, the line stays for the next one. */
    gboolean (*take_line)(HnLineRows *rows, const HnLine *line);
    gboolean drops_mark;           /* a byte order mark at the file's start is no data */
    gboolean skips_blank;          /* neither are lines of white space alone */
    guint64 n_blank, blank_offset; /* of those since the last record */
    gboolean is_started;
    gsize searched; /* bytes of the unfinished line that hold no line feed */
};

void hn_line_rows_init(HnLineRows *rows,
                       gboolean (*take_line)(HnLineRows *rows, const HnLine *line));
void hn_line_rows_quarantine(const HnLine *line, const char *reason);
/* The encoding: quarantines a line that breaks it and returns FALSE. */
gboolean hn_line_rows_check(const HnLine *line);
/* Accepts @field as the only field of a row of @column. */
void hn_line_rows_accept_one(const HnLine *line, const char *column, HnRawField field);
