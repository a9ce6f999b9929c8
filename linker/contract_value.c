#include "linker/contract_value.h"

#include <string.h>

static gsize
count_digits(HnSlice text, gsize from)
{
    gsize n = 0;
    while (from + n < text.n_bytes && g_ascii_isdigit(text.bytes[from + n]))
        n++;
    return n;
}

static gboolean
is_integer(HnSlice text)
{
    const gsize sign = text.n_bytes > 0 && (text.bytes[0] == '-' || text.bytes[0] == '+') ? 1 : 0;
    const gsize n = count_digits(text, sign);
    return n > 0 && sign + n == text.n_bytes;
}

static gboolean
is_decimal(HnSlice text)
{
    gsize at = text.n_bytes > 0 && (text.bytes[0] == '-' || text.bytes[0] == '+') ? 1 : 0;
    const gsize whole = count_digits(text, at);
    at += whole;
    gsize fraction = 0;
    if (at < text.n_bytes && text.bytes[at] == '.') {
        fraction = count_digits(text, at + 1);
        at += 1 + fraction;
    }
    if (whole + fraction == 0)
        return FALSE;
    if (at < text.n_bytes && (text.bytes[at] == 'e' || text.bytes[at] == 'E'))
        return is_integer(hn_slice(text.bytes + at + 1, text.n_bytes - at - 1));
    return at == text.n_bytes;
}

gboolean
hn_contract_value_day(HnSlice text, gint64 *ret_day)
{
    if (count_digits(text, 0) != 4 || text.n_bytes < 10 || text.bytes[4] != '-' ||
        count_digits(text, 5) != 2 || text.bytes[7] != '-' || count_digits(text, 8) < 2)
        return FALSE;
    guint numbers[3] = { 0 };
    static const guint starts[] = { 0, 5, 8, 10 };
    for (guint part = 0; part < 3; part++)
        for (guint i = starts[part]; i < starts[part + 1] && g_ascii_isdigit(text.bytes[i]); i++)
            numbers[part] = 10 * numbers[part] + (guint)(text.bytes[i] - '0');
    if (!g_date_valid_dmy((GDateDay)numbers[2], (GDateMonth)numbers[1], (GDateYear)numbers[0]))
        return FALSE;
    GDate date;
    g_date_clear(&date, 1);
    g_date_set_dmy(&date, (GDateDay)numbers[2], (GDateMonth)numbers[1], (GDateYear)numbers[0]);
    *ret_day = (gint64)g_date_get_julian(&date) - 719163; /* 1970-01-01 */
    return TRUE;
}

/* A date, then T or a blank and a time, with or without seconds, fraction and zone. */
static gboolean
is_timestamp(HnSlice text)
{
    gint64 day = 0;
    if (!hn_contract_value_day(text, &day) || text.n_bytes < 16 ||
        (text.bytes[10] != ' ' && text.bytes[10] != 'T'))
        return FALSE;
    const HnSlice time = hn_slice(text.bytes + 11, text.n_bytes - 11);
    if (count_digits(time, 0) != 2 || time.bytes[2] != ':' || count_digits(time, 3) < 2)
        return FALSE;
    for (gsize i = 5; i < time.n_bytes; i++)
        if (!g_ascii_isdigit(time.bytes[i]) && strchr(":.,+-Z", time.bytes[i]) == NULL)
            return FALSE;
    return TRUE;
}

static gboolean
is_boolean(HnSlice text)
{
    static const char *const words[] = { "true", "false", "t", "f", "1", "0" };
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (hn_slice_equal(text, hn_slice_of(words[i])))
            return TRUE;
    return FALSE;
}

gboolean
hn_contract_value_has_type(HnSlice text, HnContractType type)
{
    gint64 day = 0;
    switch (type) {
    case HN_CONTRACT_INTEGER:
        return is_integer(text);
    case HN_CONTRACT_DECIMAL:
        return is_decimal(text);
    case HN_CONTRACT_DIGITS:
        return count_digits(text, 0) == text.n_bytes;
    case HN_CONTRACT_DATE:
        return text.n_bytes == 10 && hn_contract_value_day(text, &day);
    case HN_CONTRACT_TIMESTAMP:
        return is_timestamp(text);
    case HN_CONTRACT_BOOLEAN:
        return is_boolean(text);
    case HN_CONTRACT_ANY:
    default:
        return TRUE;
    }
}
