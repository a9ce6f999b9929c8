#include "text/unit_codes.h"

#include <stdlib.h>

#include "text/place_text.h"

#define CODE_BYTES_MAX 9u /* of digits: fits 32 bits */

static const guint8 *
end_of_code(const guint8 *p, const guint8 *end)
{
    while (p < end && g_ascii_isdigit((char)*p))
        p++;
    return p;
}

/* What the sign before a code makes of it; FALSE: the sign is none of ours there. */
static gboolean
part_behind(guint8 sign, HnUnitPart before, HnUnitPart *ret_part)
{
    if (sign == ' ')
        *ret_part = HN_UNIT_PROVINCES;
    else if (sign == ':' && before == HN_UNIT_PROVINCES)
        *ret_part = HN_UNIT_COMMUNES;
    else if (sign == '@' && before == HN_UNIT_COMMUNES)
        *ret_part = HN_UNIT_DISTRICTS;
    else if (sign == ',' && before != HN_UNIT_PROVINCES)
        *ret_part = before;
    else
        return FALSE;
    return TRUE;
}

guint
hn_unit_codes(HnSlice text, HnUnitPart part, HnSlice *ret_codes, guint n_max)
{
    text = hn_place_unit(text);
    const guint8 *p = text.bytes;
    const guint8 *end = p + text.n_bytes;
    HnUnitPart at = HN_UNIT_PROVINCES;
    guint n = 0;
    while (TRUE) {
        const guint8 *code_end = end_of_code(p, end);
        if (code_end == p || code_end - p > CODE_BYTES_MAX)
            return 0;
        if (at == part && n < n_max)
            ret_codes[n++] = hn_slice(p, (gsize)(code_end - p));
        if (code_end == end)
            return n;
        if (!part_behind(*code_end, at, &at))
            return 0;
        p = code_end + 1;
    }
}

static int
compare_numbers(const void *a, const void *b)
{
    const guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
    return (x > y) - (x < y);
}

guint
hn_unit_numbers(HnSlice text, HnUnitPart part, guint32 *ret_numbers, guint n_max)
{
    HnSlice codes[HN_UNIT_CODES_MAX];
    const guint n = hn_unit_codes(text, part, codes, MIN(n_max, HN_UNIT_CODES_MAX));
    for (guint i = 0; i < n; i++) {
        guint32 number = 0;
        for (gsize k = 0; k < codes[i].n_bytes; k++)
            number = 10 * number + (guint32)(codes[i].bytes[k] - '0');
        ret_numbers[i] = number;
    }
    if (n > 1)
        qsort(ret_numbers, n, sizeof(guint32), compare_numbers);
    guint kept = 0;
    for (guint i = 0; i < n; i++)
        if (i == 0 || ret_numbers[i] != ret_numbers[kept - 1])
            ret_numbers[kept++] = ret_numbers[i];
    return kept;
}
