/* records/value_set.h - several values of one attribute in one record: a set is an entry of a
 * dictionary too.
 *
 * Data walk: for an attribute with `values: many` a cell holds a set code; the comparison takes the
 *   best pair of members. A member has a value code, a kind and a validity. Members are sorted by
 *   (value bytes, kind, from, to), so equal sets have one code.
 * Cost: intern = hash of the members; members are 16 bytes each.
 * Threads: as dictionary.h.
 */
#pragma once
#include "records/dictionary.h"

typedef struct {
    guint32 value;      /* code in the attribute's dictionary, never 0 */
    guint32 kind;       /* code in the attribute's dictionary of kinds, 0 = none given */
    guint32 valid_from; /* YYYYMMDD with 00 for unknown parts, 0 = open */
    guint32 valid_to;   /* the same */
} HnSetMember;

typedef struct _HnValueSets HnValueSets;
HnValueSets *hn_value_sets_new(void);
void hn_value_sets_free(HnValueSets *sets);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnValueSets, hn_value_sets_free)
/* @members are sorted by the caller's dictionary and deduplicated here; n = 0 gives 0. @members is
 * reordered. */
guint32 hn_value_sets_intern(HnValueSets *sets, const HnDictionary *values, HnSetMember *members,
                             guint n_members);
/* The same codes as @n_sets interns one after the other, of n_members[s] members each, which stand
 * behind each other in @members and stay as they are. */
void hn_value_sets_intern_many(HnValueSets *sets, const HnDictionary *values,
                               const HnSetMember *members, const guint *n_members, gsize n_sets,
                               guint32 *ret_codes);
const HnSetMember *hn_value_sets_members(const HnValueSets *sets, guint32 code,
                                         guint *ret_n); /* 0: n = 0 */
guint32 hn_value_sets_size(const HnValueSets *sets);
gsize hn_value_sets_size_bytes(const HnValueSets *sets);
void hn_value_sets_encode(const HnValueSets *sets, HnEncoder *encoder);
HnValueSets *hn_value_sets_decode(HnDecoder *decoder,
                                  guint32 n_values); /* codes checked against n_values */
