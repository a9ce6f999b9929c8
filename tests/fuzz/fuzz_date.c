/* A line with a format, then raw text: what compiles reads dates of the calendar and such as one
 * slip made, and what it reads is read again from the canonical form. */
#include "text/date_value.h"

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    const guint8 *end_of_format = size == 0 ? NULL : memchr(data, '\n', size);
    if (end_of_format == NULL)
        return 0;
    g_autofree char *text = g_strndup((const char *)data, (gsize)(end_of_format - data));
    const HnSlice raw = hn_slice(end_of_format + 1, size - (gsize)(end_of_format - data) - 1);
    HnDateFormat format = { 0 };
    const guint n_formats = hn_date_format_compile(text, &format, NULL) ? 1 : 0;
    guint32 date = 0;
    const gboolean exists = hn_date_parse(raw, &format, n_formats, &date);
    g_assert(exists || date == 0);
    if (!exists && !hn_date_parse_slip(raw, &format, n_formats, &date)) {
        g_assert(date == 0);
        return 0;
    }
    g_assert(exists ? hn_date_is_valid(date) : hn_date_is_slip(date));
    char canonical[HN_DATE_TEXT_BYTES];
    guint32 again = 0;
    hn_date_format(date, canonical);
    g_assert(hn_date_of_canonical(hn_slice_of(canonical)) == date);
    g_assert(exists ? hn_date_parse(hn_slice_of(canonical), NULL, 0, &again)
                    : hn_date_parse_slip(hn_slice_of(canonical), NULL, 0, &again));
    g_assert(again == date);
    return 0;
}
