#include "blocking/company_keys.h"

#include "blocking/key_words.h"
#include "text/company_parts.h"

#define ACRONYM_LETTERS_MIN 2
#define ACRONYM_LETTERS_MAX 8

HnSlice
hn_company_key_brand(HnSlice value, HnKeyScratch *scratch)
{
    const HnCompanyParts parts = hn_company_parts(value);
    hn_company_core(&parts, scratch->joined);
    return hn_slice(scratch->joined->data, scratch->joined->len);
}

guint
hn_company_key_words(HnSlice value, guint length, HnKeyScratch *scratch)
{
    const HnCompanyParts parts = hn_company_parts(value);
    hn_company_bare(parts.brand, scratch->joined);
    const guint n = hn_key_split(hn_slice(scratch->joined->data, scratch->joined->len), scratch);
    return hn_key_distinct(scratch->tokens, n, length, HN_KEYS_MAX + 1);
}

guint
hn_company_key_acronyms(HnSlice value, HnKeyScratch *scratch)
{
    const HnCompanyParts parts = hn_company_parts(value);
    g_autoptr(GByteArray) initials = g_byte_array_new();
    hn_company_initials(&parts, initials);
    hn_company_core(&parts, scratch->joined);
    const guint n_core = scratch->joined->len;
    if (initials->len > 0)
        g_byte_array_append(scratch->joined, initials->data, initials->len);
    guint n = 0;
    if (initials->len > 0)
        scratch->tokens[n++] = hn_slice(scratch->joined->data + n_core, initials->len);
    if (parts.brand.n_bytes > 0 && n_core >= ACRONYM_LETTERS_MIN && n_core <= ACRONYM_LETTERS_MAX)
        scratch->tokens[n++] = hn_slice(scratch->joined->data, n_core);
    return hn_key_distinct(scratch->tokens, n, 1, HN_KEYS_MAX + 1);
}
