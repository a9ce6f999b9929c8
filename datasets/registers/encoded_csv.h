/* datasets/registers/encoded_csv.h - one CSV file in an encoding and with a separator of its own.
 *
 * Data walk: register_writer.c has one for records.csv and one for each register.
 * Source: RFC 4180 quotes; encodings by letter_forms.h, with a byte order mark where it has one.
 *   Lines of UTF-8 files without a mark end in \n, those of the others, which come from Windows,
 *   in \r\n.
 * Cost: memory is a buffer of 256 KiB.
 * Threads: belongs to one thread.
 */
#pragma once
#include "datasets/registers/letter_forms.h"

typedef struct _HnEncodedCsv HnEncodedCsv;

typedef struct {
    const HnLetterForms *letters; /* borrowed; NULL if the encoding is UTF-8 */
    HnFileEncoding encoding;
    char separator;
} HnEncodedForm;

#define HN_ENCODED_PLAIN ((HnEncodedForm){ NULL, HN_FILE_UTF8, ',' })

/* A file that is already there is an error. HN_BASE_ERROR_*. */
HnEncodedCsv *hn_encoded_csv_new(const char *folder, const char *name, HnEncodedForm form,
                                 GError **error);
void hn_encoded_csv_free(HnEncodedCsv *output); /* also after a failure; does not finish */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnEncodedCsv, hn_encoded_csv_free)

void hn_encoded_csv_cell(HnEncodedCsv *output, HnSlice value);
void hn_encoded_csv_cells(HnEncodedCsv *output, const char *first, ...) G_GNUC_NULL_TERMINATED;
gboolean hn_encoded_csv_end_row(HnEncodedCsv *output, GError **error);
gboolean hn_encoded_csv_finish(HnEncodedCsv *output, GError **error); /* then only free */
