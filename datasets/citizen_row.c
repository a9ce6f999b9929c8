#include "datasets/citizen_row.h"

#include "datasets/decimal.h"

const char *const hn_citizen_field_names[HN_CITIZEN_FIELDS] = {
    "record_id", "source", "full_name", "birth_date", "sex",      "national_id",
    "old_id",    "phone",  "address",   "ward",       "province", "mother_name",
};

void
hn_citizen_text_clear(HnCitizenText *text)
{
    text->n_bytes = 0;
    text->text[0] = '\0';
}

gboolean
hn_citizen_text_set(HnCitizenText *text, HnSlice value)
{
    if (value.n_bytes >= HN_CITIZEN_TEXT_BYTES)
        return FALSE;
    if (value.n_bytes > 0)
        memmove(text->text, value.bytes, value.n_bytes);
    text->text[value.n_bytes] = '\0';
    text->n_bytes = value.n_bytes;
    return TRUE;
}

void
hn_citizen_text_append(HnCitizenText *text, HnSlice value)
{
    g_assert(text->n_bytes + value.n_bytes < HN_CITIZEN_TEXT_BYTES);
    if (value.n_bytes > 0)
        memcpy(text->text + text->n_bytes, value.bytes, value.n_bytes);
    text->n_bytes += value.n_bytes;
    text->text[text->n_bytes] = '\0';
}

void
hn_citizen_text_append_number(HnCitizenText *text, guint64 value, guint n_digits)
{
    const HnDecimal decimal = hn_decimal(value, n_digits);
    hn_citizen_text_append(text, hn_decimal_slice(&decimal));
}
