/* datasets/businesses/csv_output.h - one CSV file that is written row by row, in the separator and
 * the encoding of whoever keeps it.
 *
 * Data walk: generate_businesses.c opens one for each file of the delivery.
 * Cost: a buffer of 1 MiB.
 * Threads: an output belongs to one thread.
 */
#pragma once
#include "base/slice.h"

typedef struct _HnCsvOutput HnCsvOutput;

typedef enum {
    HN_CSV_UTF8,
    HN_CSV_UTF8_MARKED, /* with a byte order mark */
    HN_CSV_TCVN3,       /* one byte a letter; capitals with a tone are small ones */
} HnCsvEncoding;

typedef struct {
    char separator;
    gboolean has_carriage_returns;
    HnCsvEncoding encoding;
} HnCsvForm;

extern const HnCsvForm hn_csv_plain; /* comma, UTF-8 */

/* The file must not exist. HN_BASE_ERROR_*. */
HnCsvOutput *hn_csv_output_new(const char *folder, const char *name, HnCsvForm form,
                               GError **error);
/* Also after a failure; does not finish the file. */
void hn_csv_output_free(HnCsvOutput *output);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnCsvOutput, hn_csv_output_free)

void hn_csv_output_cell(HnCsvOutput *output, HnSlice value);
void hn_csv_output_text(HnCsvOutput *output, const char *value);
gboolean hn_csv_output_end_row(HnCsvOutput *output, GError **error);
gboolean hn_csv_output_finish(HnCsvOutput *output, GError **error); /* then only free */
