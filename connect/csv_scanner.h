/* connect/csv_scanner.h - RFC 4180, strictly: where the records and fields of a window of bytes
 * are.
 *
 * Data walk: input_window holds the bytes, the scanner marks fields, csv_rows.c makes rows of them.
 * Strict means: a quote opens a field or is doubled inside one; a closing quote ends its field;
 * lines end in LF or CRLF; no NUL. What breaks a rule is reported with the record, and never
 * repaired. The scanner copies nothing: a field with doubled quotes is marked `escaped`, the caller
 * halves them. The window may grow between calls; the scanner goes on where it stopped, so the
 * result does not depend on how the bytes arrive (tested byte by byte). Source: the byte classes of
 * 64 bytes at a time as one bit mask, after Langdale and Lemire (2019), "Parsing gigabytes of JSON
 * per second"; only their first stage, and the states are walked one mark at a time, because
 * strictness needs to see each of them. Cost: about 0.2 ns a byte and 2-3 ns a field. Threads:
 * belongs to one thread.
 */
#pragma once
#include "base/slice.h"

typedef struct {
    guint32 start, end; /* in the window, without the enclosing quotes */
    guint32 escaped;    /* 1: holds doubled quotes */
} HnCsvField;

typedef enum {
    HN_CSV_MORE,   /* the window ends inside a record: give more bytes, or a new window from
                      record_start */
    HN_CSV_RECORD, /* a record, well formed if problem is NULL */
    HN_CSV_END,    /* the input ended with the last record */
} HnCsvStatus;

typedef struct {
    /* Of the record that was returned, or the unfinished one. */
    gsize record_start;
    gsize record_end;    /* without its line end */
    gsize next_start;    /* behind its line end */
    const char *problem; /* snake_case code, or NULL */
    gboolean has_quotes; /* some byte of it is a quote: its end is known only by scanning */
    gboolean is_blank;   /* nothing stands on the line */
    guint n_fields;      /* counts on beyond n_fields_max */
    HnCsvField *fields;  /* the first n_fields_max of them */
    /* Private. */
    guint n_fields_max;
    guint8 delimiter, state;
    guint32 escaped;
    guint n_bare_cr;
    gsize field_start, quote;
    gsize scanned; /* bytes of the window that are in @marks or done */
    gsize marks_base;
    guint64 marks; /* bit i: window[marks_base + i] has a meaning and was not looked at */
} HnCsvScanner;

/* Spreadsheets declare the delimiter of a file in a line before its header: "sep=;". Returns the
 * bytes of that line, and 0 if @bytes, from behind a byte order mark on, do not begin with one. */
gsize hn_csv_separator_line(const guint8 *bytes, gsize n_bytes, char *ret_delimiter);
/* With more bytes behind them they may. */
gboolean hn_csv_separator_line_may_come(const guint8 *bytes, gsize n_bytes);

void hn_csv_scanner_init(HnCsvScanner *scanner, char delimiter, guint n_fields_max);
void hn_csv_scanner_clear(HnCsvScanner *scanner);
/* The first record starts at @at: behind a byte order mark. Before the first _next() of a window.
 */
void hn_csv_scanner_skip(HnCsvScanner *scanner, gsize at);
/* Before the first _next() of a file. */
void hn_csv_scanner_set_delimiter(HnCsvScanner *scanner, char delimiter);
/* The next window starts with the unfinished record's first byte; scanning of it starts anew. */
void hn_csv_scanner_restart(HnCsvScanner *scanner);
/* @window: the same bytes as in the last call, and maybe more; below 4 GiB. @at_end: no more will
 * come. */
HnCsvStatus hn_csv_scanner_next(HnCsvScanner *scanner, const guint8 *window, gsize n_bytes,
                                gboolean at_end);
