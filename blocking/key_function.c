#include "blocking/key_function.h"

#include "blocking/company_keys.h"
#include "blocking/key_addresses.h"
#include "blocking/key_words.h"
#include "text/date_value.h"
#include "text/email_parts.h"
#include "text/geo_point.h"
#include "text/tax_code.h"
#include "text/tokens.h"
#include "text/utf8.h"
#include "text/vietnamese_letter.h"

HnKeyScratch *
hn_key_scratch_new(void)
{
    HnKeyScratch *scratch = g_new0(HnKeyScratch, 1);
    scratch->tokens_max = 64;
    scratch->tokens = g_new(HnSlice, scratch->tokens_max);
    scratch->joined = g_byte_array_new();
    scratch->unmarked = g_byte_array_new();
    return scratch;
}

void
hn_key_scratch_free(HnKeyScratch *scratch)
{
    if (scratch == NULL)
        return;
    g_free(scratch->tokens);
    g_byte_array_unref(scratch->joined);
    g_byte_array_unref(scratch->unmarked);
    g_free(scratch);
}

gboolean
hn_key_function_is_many(HnKeyFunction function)
{
    return function == HN_KEY_EACH_TOKEN || function == HN_KEY_SOUND ||
           function == HN_KEY_EACH_SOUND || function == HN_KEY_TOKEN_PAIR ||
           function == HN_KEY_EACH_GRAM || function == HN_KEY_EACH_NUMBER ||
           function == HN_KEY_EACH_CELL || function == HN_KEY_COMMUNE ||
           function == HN_KEY_DISTRICT || function == HN_KEY_PROVINCE ||
           function == HN_KEY_EACH_BRAND_WORD || function == HN_KEY_ACRONYM;
}

/* Canonical dates are YYYY-MM-DD, YYYY-MM or YYYY, so every part of one is a run of its bytes. */
static HnSlice
date_part(HnSlice value, HnKeyFunction function)
{
    const HnSlice none = { NULL, 0 };
    if (hn_date_of_canonical(value) == 0)
        return none;
    if (function == HN_KEY_YEAR)
        return hn_slice(value.bytes, 4);
    if (function == HN_KEY_YEAR_MONTH)
        return value.n_bytes >= 7 ? hn_slice(value.bytes, 7) : none;
    return value.n_bytes == 10 ? hn_slice(value.bytes + 5, 5) : none;
}

static HnSlice
edge_token(HnSlice value, gboolean last, HnKeyScratch *scratch)
{
    const guint n = hn_key_split(value, scratch);
    return n == 0 ? (HnSlice){ NULL, 0 } : scratch->tokens[last ? n - 1 : 0];
}

/* A household's is the number of its owner, and whole. */
static HnSlice
parent_of(HnSlice value)
{
    const HnSlice parent = hn_tax_code_parent(value);
    return parent.n_bytes > 0 ? parent : value;
}

static HnSlice
digits_of(HnSlice value, HnKeyScratch *scratch)
{
    g_byte_array_set_size(scratch->joined, 0);
    for (gsize i = 0; i < value.n_bytes; i++)
        if (g_ascii_isdigit((char)value.bytes[i]))
            g_byte_array_append(scratch->joined, value.bytes + i, 1);
    return hn_slice(scratch->joined->data, scratch->joined->len);
}

static HnSlice
cell_of(HnSlice value, guint n_decimals, HnKeyScratch *scratch)
{
    HnGeoPoint point;
    if (!hn_geo_point_parse(value, &point))
        return hn_slice(NULL, 0);
    g_byte_array_set_size(scratch->joined, HN_GEO_TEXT_BYTES);
    char *text = (char *)scratch->joined->data;
    return hn_slice(text, hn_geo_cell_format(point, n_decimals, text));
}

static guint
corners_of(HnSlice value, guint n_decimals, HnKeyScratch *scratch)
{
    HnGeoPoint point;
    if (!hn_geo_point_parse(value, &point))
        return 0;
    g_byte_array_set_size(scratch->joined, 4 * HN_GEO_TEXT_BYTES);
    char(*texts)[HN_GEO_TEXT_BYTES] = (gpointer)scratch->joined->data;
    hn_geo_corners_format(point, n_decimals, texts);
    for (guint i = 0; i < 4; i++)
        scratch->tokens[i] = hn_slice_of(texts[i]);
    return hn_key_distinct(scratch->tokens, 4, 1, 4);
}

static HnSlice
single_key(const HnKeyPart *part, HnSlice value, HnKeyScratch *scratch)
{
    switch (part->function) {
    case HN_KEY_PREFIX:
        return hn_utf8_prefix(value, part->arg);
    case HN_KEY_SUFFIX:
        return hn_utf8_suffix(value, part->arg);
    case HN_KEY_YEAR:
    case HN_KEY_MONTH_DAY:
    case HN_KEY_YEAR_MONTH:
        return date_part(value, part->function);
    case HN_KEY_SORTED_TOKENS:
        hn_tokens_sorted(value, scratch->joined);
        return hn_slice(scratch->joined->data, scratch->joined->len);
    case HN_KEY_FIRST_TOKEN:
    case HN_KEY_LAST_TOKEN:
        return edge_token(value, part->function == HN_KEY_LAST_TOKEN, scratch);
    case HN_KEY_INITIALS:
        return hn_key_initials(value, scratch);
    case HN_KEY_COMPACT:
        hn_tokens_compact(value, scratch->joined);
        return hn_slice(scratch->joined->data, scratch->joined->len);
    case HN_KEY_DIGITS:
        return digits_of(value, scratch);
    case HN_KEY_CELL:
        return cell_of(value, part->arg, scratch);
    case HN_KEY_EMAIL_USER:
        return hn_email_user(value);
    case HN_KEY_EMAIL_DOMAIN:
        return hn_email_domain(value);
    case HN_KEY_STREET:
        return hn_address_fields(value).street;
    case HN_KEY_HOUSE:
        return hn_key_house(value, scratch);
    case HN_KEY_COMMUNE:
    case HN_KEY_DISTRICT:
    case HN_KEY_PROVINCE:
    case HN_KEY_BRAND:
        return hn_company_key_brand(value, scratch);
    case HN_KEY_PARENT:
        return parent_of(value);
    case HN_KEY_EXACT:
    case HN_KEY_EACH_TOKEN:
    case HN_KEY_SOUND:
    case HN_KEY_EACH_SOUND:
    case HN_KEY_TOKEN_PAIR:
    case HN_KEY_EACH_GRAM:
    case HN_KEY_EACH_NUMBER:
    case HN_KEY_EACH_CELL:
    case HN_KEY_EACH_BRAND_WORD:
    case HN_KEY_ACRONYM:
    case HN_KEY_UNMARKED:
    default:
        return value;
    }
}

/* Into scratch->tokens. */
static guint
several_keys(const HnKeyPart *part, HnSlice value, HnKeyScratch *scratch)
{
    switch ((gint)part->function) {
    case HN_KEY_SOUND:
    case HN_KEY_EACH_SOUND:
        return hn_key_sounds(value, part->function == HN_KEY_EACH_SOUND, scratch);
    case HN_KEY_TOKEN_PAIR:
        return hn_key_token_pairs(value, part->arg, scratch);
    case HN_KEY_EACH_GRAM:
        return hn_key_grams(value, part->arg, scratch);
    case HN_KEY_EACH_CELL:
        return corners_of(value, part->arg, scratch);
    case HN_KEY_EACH_BRAND_WORD:
        return hn_company_key_words(value, part->arg, scratch);
    case HN_KEY_ACRONYM:
        return hn_company_key_acronyms(value, scratch);
    case HN_KEY_EACH_NUMBER:
        return hn_key_numbers(value, scratch);
    case HN_KEY_COMMUNE:
        return hn_key_units(value, HN_UNIT_COMMUNES, scratch);
    case HN_KEY_DISTRICT:
        return hn_key_units(value, HN_UNIT_DISTRICTS, scratch);
    case HN_KEY_PROVINCE:
        return hn_key_units(value, HN_UNIT_PROVINCES, scratch);
    default: {
        const guint n = hn_key_split(value, scratch);
        return hn_key_distinct(scratch->tokens, n, part->arg, HN_KEYS_MAX + 1);
    }
    }
}

guint
hn_key_function_apply_of(HnAttributeType type, const HnKeyPart *part, HnSlice value,
                         HnKeyScratch *scratch, const HnSlice **ret_keys)
{
    guint n = 0;
    const gboolean is_name = type == HN_TYPE_VIETNAMESE_NAME && part->function != HN_KEY_EXACT;
    if (is_name || part->function == HN_KEY_UNMARKED) {
        hn_vietnamese_unmark(value, scratch->unmarked);
        value = hn_slice(scratch->unmarked->data, scratch->unmarked->len);
    }
    if (hn_key_function_is_many(part->function)) {
        n = several_keys(part, value, scratch);
    } else {
        const HnSlice key = single_key(part, value, scratch);
        scratch->tokens[0] = key;
        n = key.n_bytes > 0 ? 1 : 0;
    }
    *ret_keys = scratch->tokens; /* only now: splitting may have moved it */
    return n;
}

guint
hn_key_function_apply(const HnKeyPart *part, HnSlice value, HnKeyScratch *scratch,
                      const HnSlice **ret_keys)
{
    return hn_key_function_apply_of(HN_TYPE_TEXT, part, value, scratch, ret_keys);
}
