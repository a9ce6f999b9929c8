#include "datasets/businesses/business_row.h"

#define VALUE_BYTES 256

const char *const hn_business_field_names[HN_BUSINESS_FIELDS] = {
    "record_id", "source",     "name",     "name_en",        "short_name",
    "tax_code",  "legal_form", "founded",  "phone",          "email",
    "address",   "ward",       "province", "representative", "activity",
};

HnBusinessRow *
hn_business_row_new(void)
{
    HnBusinessRow *row = g_new0(HnBusinessRow, 1);
    for (guint field = 0; field < HN_BUSINESS_FIELDS; field++)
        row->values[field] = g_string_sized_new(VALUE_BYTES);
    return row;
}

void
hn_business_row_free(HnBusinessRow *row)
{
    if (row == NULL)
        return;
    for (guint field = 0; field < HN_BUSINESS_FIELDS; field++)
        g_string_free(row->values[field], TRUE);
    g_free(row);
}

void
hn_business_row_clear(HnBusinessRow *row)
{
    for (guint field = 0; field < HN_BUSINESS_FIELDS; field++)
        g_string_truncate(row->values[field], 0);
}
