/* datasets/businesses/business_row.h - one record as text: the columns of records.csv.
 *
 * Data walk: business_record.c fills a row, business_writer.c writes it out.
 * Cost: fifteen texts that are used again for every record.
 * Threads: a value.
 */
#pragma once
#include <glib.h>

typedef enum {
    HN_BUSINESS_RECORD_ID,
    HN_BUSINESS_SOURCE,
    HN_BUSINESS_NAME,
    HN_BUSINESS_NAME_EN,
    HN_BUSINESS_SHORT_NAME,
    HN_BUSINESS_TAX_CODE,
    HN_BUSINESS_LEGAL_FORM,
    HN_BUSINESS_FOUNDED,
    HN_BUSINESS_PHONE,
    HN_BUSINESS_EMAIL,
    HN_BUSINESS_ADDRESS,
    HN_BUSINESS_WARD,
    HN_BUSINESS_PROVINCE,
    HN_BUSINESS_REPRESENTATIVE,
    HN_BUSINESS_ACTIVITY,
} HnBusinessField;
#define HN_BUSINESS_FIELDS 15

/* "record_id", "source", … in the order of the enum: the header of records.csv. */
extern const char *const hn_business_field_names[HN_BUSINESS_FIELDS];

typedef struct {
    GString *values[HN_BUSINESS_FIELDS]; /* UTF-8; empty = missing */
} HnBusinessRow;

HnBusinessRow *hn_business_row_new(void);
void hn_business_row_free(HnBusinessRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnBusinessRow, hn_business_row_free)
void hn_business_row_clear(HnBusinessRow *row); /* empties the values */
