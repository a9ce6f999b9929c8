#include "standardise/model_code.h"

#include "standardise/code_value.h"

static gsize
leading_digits(HnSlice code)
{
    gsize n = 0;
    while (n < code.n_bytes && g_ascii_isdigit((char)code.bytes[n]))
        n++;
    return n;
}

static gboolean
has_letter_then_digit(HnSlice code, gsize from)
{
    for (gsize i = from; i < code.n_bytes; i++)
        if (g_ascii_isdigit((char)code.bytes[i]))
            return TRUE;
    return FALSE;
}

static gboolean
is_plain_number(HnSlice word)
{
    for (gsize i = 0; i < word.n_bytes; i++)
        if (!g_ascii_isdigit((char)word.bytes[i]) && word.bytes[i] != '-')
            return FALSE;
    return TRUE;
}

gsize
hn_model_code(HnSlice word, guint8 *ret)
{
    const HnSlice code = { ret, hn_code_value(word, TRUE, ret) };
    const gsize n_first = leading_digits(code);
    if (code.n_bytes < HN_MODEL_CODE_MIN)
        return 0;
    if (n_first == code.n_bytes)
        return code.n_bytes >= HN_MODEL_CODE_DIGITS_MIN && is_plain_number(word) ? code.n_bytes : 0;
    return has_letter_then_digit(code, n_first) ? code.n_bytes : 0;
}
