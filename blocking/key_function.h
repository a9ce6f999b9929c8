/* blocking/key_function.h - a part of a blocking rule as a function: value -> key values.
 *
 * Data walk: key_values.h runs it once per dictionary entry; the pairs' explanation runs it per
 *   value. An empty key value is no key: a part without key leaves the record out of the rule.
 * Marks: of a Vietnamese name every function but exact is applied to the value without marks, so
 *   that names meet of which one has lost them; and `unmarked` of any value.
 * Bound: a value gives at most HN_KEYS_MAX + 1 keys, the smallest by bytes; the one too many
 *   tells the caller that some were cut.
 * Cost: 10-30 ns; tokens are sorted, so n log n of their number.
 * Threads: reentrant; an HnKeyScratch belongs to one thread.
 */
#pragma once
#include "base/slice.h"
#include "records/schema.h"

#define HN_KEYS_MAX 64 /* keys of one record through one rule */

typedef struct {
    HnSlice *tokens; /* grows to the largest value met */
    gsize tokens_max;
    GByteArray *joined;
    GByteArray *unmarked; /* the value without marks */
} HnKeyScratch;
HnKeyScratch *hn_key_scratch_new(void);
void hn_key_scratch_free(HnKeyScratch *scratch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnKeyScratch, hn_key_scratch_free)

/* Key values of @value, distinct and ascending by bytes; returns how many. *ret_keys is valid until
 * the next call with this @scratch, and as long as @value's bytes are. */
guint hn_key_function_apply(const HnKeyPart *part, HnSlice value, HnKeyScratch *scratch,
                            const HnSlice **ret_keys);
/* The same of an attribute's type; keys that were made without marks last until the next call. */
guint hn_key_function_apply_of(HnAttributeType type, const HnKeyPart *part, HnSlice value,
                               HnKeyScratch *scratch, const HnSlice **ret_keys);
/* TRUE for functions that may give more than one key. */
gboolean hn_key_function_is_many(HnKeyFunction function);
