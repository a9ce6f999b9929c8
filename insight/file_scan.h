/* insight/file_scan.h - reads files once for `init` and `profile`: counts, and a sample of rows.
 *
 * Data walk: file_form.c says how a file is to be read; this reads it through the same reader as a
 *   night, counts what needs every row (filled, distinct, unique), and keeps a sample of whole rows
 *   from which column_profile.c learns the rest.
 * Sample: a row stays if the hash of its file's name and fields is below a bound, which is halved
 *   whenever there are too many rows or bytes. So the order of rows does not matter, and equal rows
 *   are in it together. Sorted by file, hash, content.
 * Cost: 15 columns of a million rows about 3 s, of which reading is the half. At most 400 MiB.
 * Threads: belongs to one thread.
 */
#pragma once
#include "insight/distinct_count.h"
#include "insight/file_form.h"
#include "records/country_tables.h"
#include "records/raw_batch.h"

#define HN_SCAN_SAMPLE_ROWS 200000
#define HN_SCAN_SAMPLE_BYTES ((guint64)256 << 20)

typedef struct {
    char *name;       /* as in the header */
    guint64 n_filled; /* rows with at least one character that is no space */
    guint64 n_distinct;
    gboolean distinct_is_exact;
    gboolean is_unique;           /* no filled value stands twice */
    gboolean is_unique_in_source; /* nor twice beside one value of the column `source` */
    guint64 n_bytes;
    guint64 n_bytes_max;                /* longest value */
    guint64 sketch[HN_DISTINCT_SKETCH]; /* the smallest hashes of its values, ascending */
    guint n_sketch;
    HnDistinctCount *values; /* owned by the scan; NULL: nobody needs them any more */
} HnScannedColumn;

typedef struct {
    char *path;
    HnFileForm form;
    guint64 n_rows; /* accepted */
    guint64 n_quarantined;
    guint n_columns;
    HnScannedColumn *columns;     /* in the order of the header */
    guint first_sample, n_sample; /* its rows in the scan's sample */
} HnScannedFile;

typedef struct {
    guint32 file;
    guint64 hash;
    HnRawField *fields; /* [n_columns of the file] */
} HnSampleRow;

typedef struct {
    guint n_files;
    HnScannedFile *files; /* ascending by path bytes */
    guint n_rows;
    HnSampleRow *rows;       /* grouped by file */
    gboolean is_whole;       /* the sample is all rows */
    HnArena *arena;          /* of the rows */
    HnCountryTables *tables; /* borrowed; NULL: nobody asks what has happened to text */
} HnScan;

typedef struct {
    const char *const *paths; /* NULL-terminated, >= 1; no patterns */
    guint sample_rows_max;    /* 0 = HN_SCAN_SAMPLE_ROWS */
    guint64 sample_bytes_max; /* 0 = HN_SCAN_SAMPLE_BYTES */
    const char *source;       /* name of the column that names sources; NULL = "source" */
    HnCountryTables *tables;  /* (nullable): borrowed for as long as the scan lives */
} HnScanOptions;

/* @error: of the reader, with the path in front; HN_INSIGHT_ERROR_HEADER: no header line. */
HnScan *hn_scan_new(const HnScanOptions *options, GError **error);
void hn_scan_free(HnScan *scan);
/* What @column says of its values, from @column->values. */
void hn_scanned_column_settle(HnScannedColumn *column);
/* Frees what only a pool of files needs (file_pool.h). */
void hn_scan_forget_values(HnScan *scan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnScan, hn_scan_free)
/* Index of the column of this name, or G_MAXUINT. */
guint hn_scanned_file_find(const HnScannedFile *file, const char *name);
