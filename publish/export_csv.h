/* publish/export_csv.h - result lines (JSON) as rows of CSV, for machines or for spreadsheets.
 *
 * Data walk: `export`. A line of a result in, rows out.
 * Form: RFC 4180 quoting, lines end in LF, a header first. A change has one row for each of its
 *   records (one without when it has none). A golden record and a record are one row; several
 *   values of one attribute are joined by " | ", the JSON lines have them apart.
 * Profiles: for machines text is byte-exact. For spreadsheets text that a program would run as a
 *   formula gets an apostrophe in front: where the first character behind white space, after NFKC,
 *   is one of = + - @ or the text begins with tab or CR (OWASP, CSV injection).
 * Cost: one JSON parse a line.
 * Threads: belongs to one thread.
 */
#pragma once
#include "config/project.h"

typedef enum {
    HN_EXPORT_CROSSWALK,
    HN_EXPORT_GOLDEN,
    HN_EXPORT_CHANGES,
    HN_EXPORT_EDGES,
    HN_EXPORT_CASES,
    HN_EXPORT_RELATIONS,
    HN_EXPORT_RECORDS, /* as they are compared */
    HN_EXPORT_KINDS
} HnExportKind;
const char *hn_export_kind_name(HnExportKind kind);

typedef struct _HnExportCsv HnExportCsv;
/* @project is borrowed: golden records have its attributes as columns. */
HnExportCsv *hn_export_csv_new(HnExportKind kind, const HnProject *project, gboolean spreadsheet);
void hn_export_csv_free(HnExportCsv *csv);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnExportCsv, hn_export_csv_free)
void hn_export_csv_header(const HnExportCsv *csv, GByteArray *out);
/* @line without its newline. HN_BASE_ERROR_CORRUPT: not a line of the kind. */
gboolean hn_export_csv_line(const HnExportCsv *csv, HnSlice line, GByteArray *out, GError **error);
/* One field of any CSV that we write: quoted where it must be. */
void hn_export_csv_field(HnSlice text, gboolean spreadsheet, GByteArray *out);
