/* insight/file_form.h - how a file wants to be read: format, delimiter, encoding, header or not.
 *
 * Data walk: file_scan.c asks before it reads a file.
 * Way: one pass over the bytes. The format is the name's, else that of the first byte that is no
 *   space. Bytes that are UTF-8 are UTF-8; of other bytes a sample of lines, chosen by their hash,
 *   is read in each encoding that is known here, and the one that makes most words wins
 *   (text_encoding.h). The delimiter is the one that the file declares ("sep=;"), else the one that
 *   cuts the first lines into equally many fields. A title is lines with a few fields or fewer, in
 *   front of one that has all of them.
 * Threads: reentrant.
 */
#pragma once
#include "connect/file_reader.h"

typedef struct {
    HnRecordFormat format;    /* HN_RECORDS_CSV or HN_RECORDS_JSONL */
    gboolean format_is_named; /* the name's end says it as the configuration reads it */
    const char *encoding;     /* static; "utf-8", "windows-1252", "tcvn3", ... */
    gdouble encoding_confidence;
    char delimiter;      /* CSV */
    gboolean has_header; /* CSV: the first line is names, not values */
    guint header_line;   /* CSV: behind lines of a title, that of the names; 0: there is no title */
} HnFileForm;

/* A reader of the file as @form says, of records up to 16 MiB. (transfer full) (nullable) */
HnReader *hn_file_form_open(const char *path, const HnFileForm *form, GError **error);
/* @error: HN_BASE_ERROR_*, HN_CONNECT_ERROR_*, HN_INSIGHT_ERROR_FORMAT (neither CSV nor JSON
 * lines). */
gboolean hn_file_form_detect(const char *path, HnFileForm *ret_form, GError **error);
