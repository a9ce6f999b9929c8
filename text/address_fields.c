#include "text/address_fields.h"

#include "text/place_text.h"

static HnSlice
next_field(HnSlice *rest)
{
    const guint8 *space = rest->n_bytes == 0 ? NULL : memchr(rest->bytes, ' ', rest->n_bytes);
    const gsize n = space == NULL ? rest->n_bytes : (gsize)(space - rest->bytes);
    const HnSlice field = hn_slice(rest->bytes, n);
    const gsize n_gone = space == NULL ? n : n + 1;
    *rest = hn_slice(rest->bytes + n_gone, rest->n_bytes - n_gone);
    return field;
}

static void
take_numbers(HnSlice field, HnAddressFields *fields)
{
    gsize from = 0;
    for (gsize i = 0; i <= field.n_bytes; i++) {
        if (i < field.n_bytes && field.bytes[i] != '/')
            continue;
        if (i > from && fields->n_numbers < HN_ADDRESS_NUMBERS_MAX)
            fields->numbers[fields->n_numbers++] = hn_slice(field.bytes + from, i - from);
        from = i + 1;
    }
}

HnAddressFields
hn_address_fields(HnSlice text)
{
    HnAddressFields fields = { .n_numbers = 0 };
    HnSlice rest = hn_place_line(text);
    if (rest.n_bytes > 0 && g_ascii_isdigit((char)rest.bytes[0]))
        take_numbers(next_field(&rest), &fields);
    if (rest.n_bytes > 0 && rest.bytes[0] == '_') {
        const HnSlice street = next_field(&rest);
        fields.street = hn_slice(street.bytes + 1, street.n_bytes - 1);
    }
    fields.places = rest;
    while (rest.n_bytes > 0)
        fields.n_places += next_field(&rest).n_bytes > 0 ? 1 : 0;
    return fields;
}

void
hn_address_fields_sort_numbers(HnAddressFields *fields)
{
    for (guint i = 1; i < fields->n_numbers; i++) {
        const HnSlice moved = fields->numbers[i];
        guint k = i;
        for (; k > 0 && hn_slice_compare(fields->numbers[k - 1], moved) > 0; k--)
            fields->numbers[k] = fields->numbers[k - 1];
        fields->numbers[k] = moved;
    }
}

gboolean
hn_address_fields_are_canonical(HnSlice text)
{
    gboolean is_joined = FALSE;
    guint8 before = ' ';
    for (gsize i = 0; i < text.n_bytes; i++) {
        const guint8 byte = text.bytes[i];
        const gboolean is_plain = g_ascii_islower((char)byte) || g_ascii_isdigit((char)byte) ||
                                  byte >= 0x80 || byte == '/' || byte == '-' || byte == '_';
        if (!is_plain && (byte != ' ' || before == ' '))
            return FALSE;
        is_joined |= byte == '_';
        before = byte;
    }
    return is_joined && before != ' ';
}
