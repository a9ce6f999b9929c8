#include "datasets/citizen_row.h"

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
    char digits[20];
    gsize from = sizeof digits;
    do {
        digits[--from] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    while (sizeof digits - from < n_digits && from > 0)
        digits[--from] = '0';
    hn_citizen_text_append(text, hn_slice(digits + from, sizeof digits - from));
}
