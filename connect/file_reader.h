/* connect/file_reader.h - the HnReader of files, pipes and stdin: CSV, JSON lines, plain or
 * compressed.
 *
 * Data walk: cli/ opens one for each feed and hands it to linker/pipeline.c, which lands its
 * batches. Several paths are one delivery: patterns are expanded when the reader is made, files are
 * read in the order of their names' bytes, columns are united by name. Refusal: next() gives an
 * error and the delivery as a whole counts as quarantined, once: @batch then holds one entry (and
 * no rows) whose n_records makes the sum of all entries right, and totals() has n_read =
 *   n_quarantined. Rows of earlier batches must not be used.
 * Memory: a window of 256 KiB, or twice the longest record; a line longer than the limit is passed
 * over without being kept, up to 16 times the limit; beyond that the file is refused. The digest is
 * SHA-256 of the file as delivered; of several files: of their digests, one after the other. Cost:
 * see csv_scanner.h and json_text.h; bench/ measures the way through batches. Threads: belongs to
 * one thread.
 */
#pragma once
#include "records/reader.h"

typedef enum {
    HN_RECORDS_CSV,
    HN_RECORDS_JSONL,
    HN_RECORDS_JSON_VALUE, /* a whole file is one JSON value of any type, in column "value" */
    HN_RECORDS_TEXT,       /* each line as it is, in column "text" */
} HnRecordFormat;

#define HN_RECORD_BYTES_MAX_DEFAULT ((guint64)1 << 20)

typedef struct {
    const char *const
        *paths; /* NULL-terminated, >= 1; patterns (* ? [) allowed; "-" = stdin, alone */
    HnRecordFormat format;
    const char *encoding;     /* NULL = UTF-8 */
    char delimiter;           /* CSV; 0 = ',' */
    guint64 record_bytes_max; /* 0 = the default; at most 1 GiB */
    const char *where_column; /* only rows with where_value in it; NULL = all */
    const char *where_value;
    /* For tests: how many bytes are read at a time, and the first size of the window; 0 = the
     * default. */
    gsize chunk_bytes, window_bytes;
} HnFileReaderOptions;

/* FALSE: nothing was delivered. TRUE also for what cannot be looked at: opening it says why not. */
gboolean hn_file_reader_may_find(const char *pattern);
/* @options are copied. Files are opened as they are reached. @error: HN_BASE_ERROR_UNREADABLE when
 * a pattern has no file, HN_CONNECT_ERROR_OPTIONS. */
HnReader *hn_file_reader_new(const HnFileReaderOptions *options, GError **error);
/* By the name's end: .csv .jsonl .ndjson .json .txt, also with .gz or .zst behind it. FALSE: it
 * does not tell. */
gboolean hn_record_format_of_path(const char *path, HnRecordFormat *ret_format);
/* csv, jsonl, json-value, text. */
gboolean hn_record_format_parse(const char *name, HnRecordFormat *ret_format);
