/* connect/row_format.h - the interface behind which CSV, JSON lines and plain lines look alike.
 *
 * Data walk: file_reader.c moves windows over a file and lets the format take the rows that are
 * whole. A format embeds HnRowFormat as its first member. Threads: belongs to one thread.
 */
#pragma once
#include "connect/batch_builder.h"
#include "connect/input_window.h"

typedef enum {
    HN_ROWS_MORE, /* every whole record of the window is taken */
    HN_ROWS_FULL, /* the batch is full: the rest is for the next one */
    HN_ROWS_END,  /* the file ended, and all is taken */
} HnRowsStatus;

typedef struct _HnRowFormat HnRowFormat;
struct _HnRowFormat {
    void (*start_file)(HnRowFormat *format);
    void (*start_window)(HnRowFormat *format); /* the unfinished record is now at byte 0 */
    /* Called again with a window that grew. @error: the file is refused. */
    gboolean (*take)(HnRowFormat *format, const HnInputWindow *window, HnBatchBuilder *builder,
                     HnRowsStatus *ret_status, GError **error);
    /* The unfinished record is over-long and will be skipped: take() never sees it whole. */
    void (*skip_record)(HnRowFormat *format, HnBatchBuilder *builder);
    void (*free)(HnRowFormat *format);
    guint64 record_bytes_max; /* longer ones are over-long, see below */
    gboolean has_quotes;      /* a quote may hide line feeds */
    /* After take() gave MORE or FULL: */
    gsize unfinished;           /* where the unfinished record starts */
    gboolean ends_at_line_feed; /* its end is the next line feed, whatever comes before it */
};

/* What happens to a record longer than the limit depends on its bytes alone, not on how they
 * arrive: without a quote in it and at most 16 limits long, its end is the next line feed and it
 * alone is quarantined; else nobody knows where it ends, and the file is refused. A length counts
 * all bytes before the final line feed. */
#define HN_LONG_RECORD_LIMITS 16
#define HN_LONG_RECORD_RAW_BYTES                                                                   \
    ((gsize)4096) /* what the quarantine keeps of it, or a quarter of the limit */

/* More blank lines than this in a row are no slip: a few kilobytes of compressed line feeds could
 * keep a reader busy for hours. */
#define HN_BLANK_LINES_MAX ((guint64)1 << 20)
gboolean hn_row_format_refuse_blank(guint64 offset, GError **error); /* FALSE */

gsize hn_row_format_long_raw_bytes(const HnRowFormat *format);
gboolean hn_row_format_refuse_long(const HnRowFormat *format, guint64 offset,
                                   GError **error); /* FALSE */
/* A whole over-long record at [from, from + n_bytes): FALSE: the file is refused. */
gboolean hn_row_format_take_long(const HnRowFormat *format, const HnInputWindow *window,
                                 HnBatchBuilder *builder, gsize from, gsize n_bytes,
                                 GError **error);

HnRowFormat *hn_csv_rows_new(char delimiter);
HnRowFormat *hn_jsonl_rows_new(void);
HnRowFormat *
hn_json_value_rows_new(void); /* the whole file is one value of any type, in column "value" */
HnRowFormat *hn_text_rows_new(void); /* each line as it is, in column "text" */
