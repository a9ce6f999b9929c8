#include "blocking/key_addresses.h"

#include "base/codec.h"
#include "blocking/key_words.h"

guint
hn_key_units(HnSlice value, HnUnitPart part, HnKeyScratch *scratch)
{
    g_assert(scratch->tokens_max >= HN_KEYS_MAX);
    const guint n = hn_unit_codes(value, part, scratch->tokens, HN_KEYS_MAX);
    return hn_key_distinct(scratch->tokens, n, 1, HN_KEYS_MAX);
}

HnSlice
hn_key_house(HnSlice value, HnKeyScratch *scratch)
{
    HnAddressFields fields = hn_address_fields(value);
    if (fields.n_numbers == 0 || fields.street.n_bytes == 0)
        return hn_slice(NULL, 0);
    hn_address_fields_sort_numbers(&fields);
    g_byte_array_set_size(scratch->joined, 0);
    for (guint i = 0; i < fields.n_numbers; i++) {
        hn_put_bytes(scratch->joined, fields.numbers[i].bytes, fields.numbers[i].n_bytes);
        hn_put_bytes(scratch->joined, (const guint8 *)"/", 1);
    }
    hn_put_bytes(scratch->joined, fields.street.bytes, fields.street.n_bytes);
    return hn_slice(scratch->joined->data, scratch->joined->len);
}
