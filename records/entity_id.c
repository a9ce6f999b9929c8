#include "records/entity_id.h"

#define RADIX 31u
#define N_DIGITS 8u
#define HALF (RADIX * RADIX * RADIX * RADIX) /* four digits */
#define FIRST_DIGIT 2u                       /* after the kind and the hyphen */

static const char symbols[] = "0123456789ABCDEFGHJKMNPQRSTVWXY";
G_STATIC_ASSERT(sizeof symbols == RADIX + 1);
G_STATIC_ASSERT(FIRST_DIGIT + N_DIGITS + 1 == HN_ENTITY_ID_CHARS);

static guint
check_of(const guint digits[N_DIGITS])
{
    guint sum = 0;
    for (guint i = 0; i < N_DIGITS; i++)
        sum += (i + 1) * digits[i];
    return sum % RADIX;
}

void
hn_entity_id_format(char kind, guint64 sequence, char ret_id[HN_ENTITY_ID_CHARS + 1])
{
    g_assert(g_ascii_islower(kind));
    g_assert(sequence < HN_ENTITY_ID_END);
    guint digits[N_DIGITS];
    /* In two halves: divisions of 32 bits, and the processor works on both at once. */
    guint32 high = (guint32)(sequence / HALF), low = (guint32)(sequence % HALF);
    for (guint i = N_DIGITS / 2; i-- > 0; high /= RADIX, low /= RADIX) {
        digits[i] = high % RADIX;
        digits[N_DIGITS / 2 + i] = low % RADIX;
    }
    ret_id[0] = kind;
    ret_id[1] = '-';
    for (guint i = 0; i < N_DIGITS; i++)
        ret_id[FIRST_DIGIT + i] = symbols[digits[i]];
    ret_id[FIRST_DIGIT + N_DIGITS] = symbols[check_of(digits)];
    ret_id[HN_ENTITY_ID_CHARS] = '\0';
}

/* What people write for a symbol; RADIX when it is none. */
static guint
value_of(guint8 byte)
{
    const char upper = g_ascii_toupper((char)byte);
    if (upper == 'O')
        return 0;
    if (upper == 'I' || upper == 'L')
        return 1;
    const char *symbol = upper == '\0' ? NULL : strchr(symbols, upper);
    return symbol == NULL ? RADIX : (guint)(symbol - symbols);
}

gboolean
hn_entity_id_parse(HnSlice text, char kind, guint64 *ret_sequence)
{
    g_assert(g_ascii_islower(kind));
    if (text.n_bytes != HN_ENTITY_ID_CHARS || g_ascii_tolower((char)text.bytes[0]) != kind ||
        text.bytes[1] != '-')
        return FALSE;
    guint digits[N_DIGITS];
    guint64 sequence = 0;
    for (guint i = 0; i < N_DIGITS; i++) {
        digits[i] = value_of(text.bytes[FIRST_DIGIT + i]);
        if (digits[i] == RADIX)
            return FALSE;
        sequence = sequence * RADIX + digits[i];
    }
    if (value_of(text.bytes[FIRST_DIGIT + N_DIGITS]) != check_of(digits))
        return FALSE;
    *ret_sequence = sequence;
    return TRUE;
}
