#include "scoring/digit_word.h"

guint64
hn_digit_word(HnSlice value)
{
    if (value.n_bytes == 0 || value.n_bytes > HN_DIGIT_WORD_DIGITS_MAX)
        return 0;
    guint64 word = 0;
    for (gsize i = 0; i < value.n_bytes; i++) {
        if (!g_ascii_isdigit((char)value.bytes[i]))
            return 0;
        word = word << 4 | (value.bytes[i] & 15u);
    }
    return (guint64)value.n_bytes << 60 | word;
}
