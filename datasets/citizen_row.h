/* datasets/citizen_row.h - one record as text: the columns of records.csv, and where they are
 * kept.
 *
 * Data walk: citizen_record.c writes the true values, error_model.c spoils them, citizen_writer.c
 *   writes them out; citizen_reader.c reads them back for the next night.
 * Cost: 12 values of fixed room, about 2 KiB, reused for every record: no allocation.
 * Threads: a value.
 */
#pragma once
#include "base/slice.h"

typedef enum {
    HN_CITIZEN_RECORD_ID,
    HN_CITIZEN_SOURCE,
    HN_CITIZEN_FULL_NAME,
    HN_CITIZEN_BIRTH_DATE, /* YYYY-MM-DD */
    HN_CITIZEN_SEX,        /* M, F */
    HN_CITIZEN_NATIONAL_ID,
    HN_CITIZEN_OLD_ID,
    HN_CITIZEN_PHONE,
    HN_CITIZEN_ADDRESS,
    HN_CITIZEN_WARD,
    HN_CITIZEN_PROVINCE,
    HN_CITIZEN_MOTHER_NAME,
} HnCitizenField;
#define HN_CITIZEN_FIELDS 12

/* "record_id", "source", … in the order of the enum: the header of records.csv. */
extern const char *const hn_citizen_field_names[HN_CITIZEN_FIELDS];

#define HN_CITIZEN_TEXT_BYTES 160

typedef struct {
    char text[HN_CITIZEN_TEXT_BYTES]; /* UTF-8, NFC, NUL-terminated */
    gsize n_bytes;                    /* 0 = missing */
} HnCitizenText;

typedef struct {
    HnCitizenText values[HN_CITIZEN_FIELDS];
} HnCitizenRow;

/* Replaces the value; FALSE (and untouched) if it is too long. */
gboolean hn_citizen_text_set(HnCitizenText *text, HnSlice value);
void hn_citizen_text_clear(HnCitizenText *text);
/* Appends; the room was chosen for the longest true value, so an overflow is a bug. */
void hn_citizen_text_append(HnCitizenText *text, HnSlice value);
/* Appends @value in decimal with at least @n_digits digits. */
void hn_citizen_text_append_number(HnCitizenText *text, guint64 value, guint n_digits);

static inline HnSlice
hn_citizen_text_slice(const HnCitizenText *text)
{
    return hn_slice(text->text, text->n_bytes);
}
