/* blocking/key_values.h - the key codes of every value of one attribute under one key function.
 *
 * Data walk: key_space.h makes one for each distinct (attribute, function, argument) of rules and
 *   refinements; rule_keys.h reads it for each cell. Key codes are 1..n_keys and local to the
 *   run; equal codes are equal key bytes, so keys are exact.
 * Cost: the function and one intern a dictionary entry, 100-200 ns; 4 bytes an entry, and the key
 *   values' bytes. HN_KEY_EXACT costs nothing: the value's code is the key's code.
 * Threads: immutable after _new(). The dictionary is borrowed.
 */
#pragma once
#include "blocking/key_function.h"
#include "records/value_set.h"

typedef struct {
    guint32 n_keys;
    const HnDictionary *names; /* key code -> bytes */
    HnDictionary *owned;       /* NULL for HN_KEY_EXACT, whose names are the attribute's values */
    guint32 *one;              /* [n_values + 1] a value's only key, 0 = none; or NULL */
    guint64 *start;            /* [n_values + 2] for functions that give several keys; or NULL */
    guint32 *several; /* keys of value v: several[start[v] .. start[v + 1]), ascending by bytes */
} HnKeyValues;

HnKeyValues *hn_key_values_new(const HnDictionary *values, const HnKeyPart *part);
/* The same of an attribute's type. */
HnKeyValues *hn_key_values_new_of(HnAttributeType type, const HnDictionary *values,
                                  const HnKeyPart *part);
void hn_key_values_free(HnKeyValues *keys);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnKeyValues, hn_key_values_free)
gsize hn_key_values_size_bytes(const HnKeyValues *keys);

/* The key of @value where a value has at most one key (keys->start == NULL); 0 = none. */
static inline guint32
hn_key_values_single(const HnKeyValues *keys, guint32 value)
{
    return keys->one != NULL ? keys->one[value] : value;
}

/* The keys of *@value, distinct; they live as long as @keys and @value do: an exact key is the
 * value itself. */
static inline const guint32 *
hn_key_values_of(const HnKeyValues *keys, const guint32 *value, guint *ret_n)
{
    if (keys->start != NULL) {
        const guint64 start = keys->start[*value];
        *ret_n = (guint)(keys->start[*value + 1] - start);
        return keys->several + start;
    }
    const guint32 *key = keys->one != NULL ? keys->one + *value : value;
    *ret_n = *key == 0 ? 0 : 1;
    return key;
}

/* Codes of @wanted key values, 0 = no record has it. One pass over the names for HN_KEY_EXACT. */
void hn_key_values_find(const HnKeyValues *keys, const HnSlice *wanted, guint n_wanted,
                        guint32 *ret_codes);
