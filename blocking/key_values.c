#include "blocking/key_values.h"

static void
fill_one(HnKeyValues *keys, HnAttributeType type, const HnDictionary *values, const HnKeyPart *part,
         HnKeyScratch *scratch)
{
    const guint32 n_values = hn_dictionary_size(values);
    keys->one = g_new0(guint32, (gsize)n_values + 1);
    for (guint32 code = 1; code <= n_values; code++) {
        const HnSlice *found = NULL;
        const HnSlice value = hn_dictionary_value(values, code);
        if (hn_key_function_apply_of(type, part, value, scratch, &found) > 0)
            keys->one[code] = hn_dictionary_intern(keys->owned, found[0]);
    }
}

static void
fill_several(HnKeyValues *keys, HnAttributeType type, const HnDictionary *values,
             const HnKeyPart *part, HnKeyScratch *scratch)
{
    const guint32 n_values = hn_dictionary_size(values);
    g_autoptr(GArray) several = g_array_new(FALSE, FALSE, sizeof(guint32));
    keys->start = g_new0(guint64, (gsize)n_values + 2);
    for (guint32 code = 1; code <= n_values; code++) {
        const HnSlice *found = NULL;
        const HnSlice value = hn_dictionary_value(values, code);
        const guint n = hn_key_function_apply_of(type, part, value, scratch, &found);
        for (guint i = 0; i < n; i++) {
            const guint32 key = hn_dictionary_intern(keys->owned, found[i]);
            g_array_append_val(several, key);
        }
        keys->start[code + 1] = several->len;
    }
    /* One more than there are: a list of none points somewhere, too. */
    keys->several = g_new(guint32, (gsize)several->len + 1);
    if (several->len > 0)
        memcpy(keys->several, several->data, several->len * sizeof(guint32));
}

HnKeyValues *
hn_key_values_new(const HnDictionary *values, const HnKeyPart *part)
{
    return hn_key_values_new_of(HN_TYPE_TEXT, values, part);
}

HnKeyValues *
hn_key_values_new_of(HnAttributeType type, const HnDictionary *values, const HnKeyPart *part)
{
    HnKeyValues *keys = g_new0(HnKeyValues, 1);
    if (part->function == HN_KEY_EXACT) {
        keys->names = values;
        keys->n_keys = hn_dictionary_size(values);
        return keys;
    }
    g_autoptr(HnKeyScratch) scratch = hn_key_scratch_new();
    keys->owned = hn_dictionary_new();
    if (hn_key_function_is_many(part->function))
        fill_several(keys, type, values, part, scratch);
    else
        fill_one(keys, type, values, part, scratch);
    keys->names = keys->owned;
    keys->n_keys = hn_dictionary_size(keys->owned);
    return keys;
}

void
hn_key_values_free(HnKeyValues *keys)
{
    if (keys == NULL)
        return;
    hn_dictionary_free(keys->owned);
    g_free(keys->one);
    g_free(keys->start);
    g_free(keys->several);
    g_free(keys);
}

gsize
hn_key_values_size_bytes(const HnKeyValues *keys)
{
    gsize n_bytes = keys->owned == NULL ? 0 : hn_dictionary_size_bytes(keys->owned);
    return n_bytes + (keys->one == NULL ? 0 : (gsize)keys->n_keys * sizeof(guint32));
}

/* The attribute's dictionary may have lost its index, so the wanted values get one and the names
 * pass by. */
static void
find_by_scan(const HnKeyValues *keys, const HnSlice *wanted, guint n_wanted, guint32 *ret_codes)
{
    g_autoptr(HnDictionary) index = hn_dictionary_new();
    g_autofree guint32 *codes = g_new0(guint32, (gsize)n_wanted + 1);
    for (guint i = 0; i < n_wanted; i++)
        hn_dictionary_intern(index, wanted[i]);
    for (guint32 code = 1; code <= keys->n_keys; code++)
        codes[hn_dictionary_find(index, hn_dictionary_value(keys->names, code))] = code;
    codes[0] = 0; /* where all names fell that nobody wants */
    for (guint i = 0; i < n_wanted; i++)
        ret_codes[i] = codes[hn_dictionary_find(index, wanted[i])];
}

void
hn_key_values_find(const HnKeyValues *keys, const HnSlice *wanted, guint n_wanted,
                   guint32 *ret_codes)
{
    if (keys->owned == NULL) {
        find_by_scan(keys, wanted, n_wanted, ret_codes);
        return;
    }
    for (guint i = 0; i < n_wanted; i++)
        ret_codes[i] = hn_dictionary_find(keys->owned, wanted[i]);
}
