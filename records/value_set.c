#include "records/value_set.h"

#include <stdlib.h>

/* A set is the bytes of its members in a dictionary: fixed 16-byte members, so equal sets are equal
 * bytes. */
struct _HnValueSets {
    HnDictionary *sets;
    GArray *keyed;   /* scratch: KeyedMember */
    GArray *members; /* scratch: HnSetMember */
    GArray *slices;  /* scratch: HnSlice of them, a set each */
};

typedef struct {
    HnSetMember member;
    HnSlice value;
} KeyedMember;

HnValueSets *
hn_value_sets_new(void)
{
    HnValueSets *sets = g_new0(HnValueSets, 1);
    sets->sets = hn_dictionary_new();
    sets->keyed = g_array_new(FALSE, FALSE, sizeof(KeyedMember));
    sets->members = g_array_new(FALSE, FALSE, sizeof(HnSetMember));
    sets->slices = g_array_new(FALSE, FALSE, sizeof(HnSlice));
    return sets;
}

void
hn_value_sets_free(HnValueSets *sets)
{
    if (sets == NULL)
        return;
    hn_dictionary_free(sets->sets);
    if (sets->keyed != NULL)
        g_array_unref(sets->keyed);
    if (sets->members != NULL)
        g_array_unref(sets->members);
    if (sets->slices != NULL)
        g_array_unref(sets->slices);
    g_free(sets);
}

static int
compare_u32(guint32 a, guint32 b)
{
    return (a > b) - (a < b);
}

static int
compare_members(gconstpointer a, gconstpointer b)
{
    const KeyedMember *x = a, *y = b;
    int order = hn_slice_compare(x->value, y->value);
    if (order == 0)
        order = compare_u32(x->member.kind, y->member.kind);
    if (order == 0)
        order = compare_u32(x->member.valid_from, y->member.valid_from);
    if (order == 0)
        order = compare_u32(x->member.valid_to, y->member.valid_to);
    return order;
}

/* Ordered, each once, behind the members in sets->members. */
static void
add_set(HnValueSets *sets, const HnDictionary *values, const HnSetMember *members, guint n)
{
    if (n == 1) { /* most are: nothing to order */
        g_array_append_vals(sets->members, members, 1);
        return;
    }
    g_array_set_size(sets->keyed, 0);
    for (guint i = 0; i < n; i++) {
        const KeyedMember keyed = { members[i], hn_dictionary_value(values, members[i].value) };
        g_array_append_val(sets->keyed, keyed);
    }
    g_array_sort(sets->keyed, compare_members);
    for (guint i = 0; i < n; i++) {
        const KeyedMember *keyed = &g_array_index(sets->keyed, KeyedMember, i);
        if (i > 0 && compare_members(keyed, keyed - 1) == 0)
            continue;
        g_array_append_val(sets->members, keyed->member);
    }
}

void
hn_value_sets_intern_many(HnValueSets *sets, const HnDictionary *values, const HnSetMember *members,
                          const guint *n_members, gsize n_sets, guint32 *ret_codes)
{
    gsize n_all = 0;
    for (gsize s = 0; s < n_sets; s++)
        n_all += n_members[s];
    if (n_all == 0) { /* there may be no memory for any */
        memset(ret_codes, 0, n_sets * sizeof(ret_codes[0]));
        return;
    }
    g_array_set_size(sets->members, 0);
    g_array_set_size(sets->slices, (guint)n_sets);
    HnSlice *slices = (HnSlice *)(void *)sets->slices->data;
    for (gsize s = 0; s < n_sets; members += n_members[s++]) {
        const guint before = sets->members->len;
        for (guint i = 0; i < n_members[s]; i++)
            g_assert(members[i].value != 0);
        if (n_members[s] > 0)
            add_set(sets, values, members, n_members[s]);
        slices[s].n_bytes = (sets->members->len - before) * sizeof(HnSetMember);
    }
    const guint8 *next = (const guint8 *)sets->members->data;
    for (gsize s = 0; s < n_sets; next += slices[s++].n_bytes)
        slices[s].bytes = next;
    hn_dictionary_intern_many(sets->sets, slices, n_sets, ret_codes);
}

guint32
hn_value_sets_intern(HnValueSets *sets, const HnDictionary *values, HnSetMember *members,
                     guint n_members)
{
    guint32 code = 0;
    hn_value_sets_intern_many(sets, values, members, &n_members, 1, &code);
    if (n_members > 0)
        memcpy(members, sets->members->data, sets->members->len * sizeof(HnSetMember));
    return code;
}

const HnSetMember *
hn_value_sets_members(const HnValueSets *sets, guint32 code, guint *ret_n)
{
    const HnSlice bytes = hn_dictionary_value(sets->sets, code);
    *ret_n = (guint)(bytes.n_bytes / sizeof(HnSetMember));
    return (const HnSetMember *)(const void *)
        bytes.bytes; /* 16-byte entries from a malloc'ed start */
}

guint32
hn_value_sets_size(const HnValueSets *sets)
{
    return hn_dictionary_size(sets->sets);
}

gsize
hn_value_sets_size_bytes(const HnValueSets *sets)
{
    return hn_dictionary_size_bytes(sets->sets);
}

void
hn_value_sets_encode(const HnValueSets *sets, HnEncoder *encoder)
{
    hn_dictionary_encode(sets->sets, encoder);
}

HnValueSets *
hn_value_sets_decode(HnDecoder *decoder, guint32 n_values)
{
    g_autoptr(HnValueSets) sets = hn_value_sets_new();
    hn_dictionary_free(g_steal_pointer(&sets->sets));
    sets->sets = hn_dictionary_decode(decoder);
    if (sets->sets == NULL)
        return NULL;
    for (guint32 code = 1; code <= hn_dictionary_size(sets->sets); code++) {
        const HnSlice bytes = hn_dictionary_value(sets->sets, code);
        if (bytes.n_bytes % sizeof(HnSetMember) != 0)
            return NULL;
        guint n = 0;
        const HnSetMember *members = hn_value_sets_members(sets, code, &n);
        for (guint i = 0; i < n; i++)
            if (members[i].value == 0 || members[i].value > n_values)
                return NULL;
    }
    return g_steal_pointer(&sets);
}
