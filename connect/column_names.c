#include "connect/column_names.h"

#include "base/hash.h"
#include "base/rng.h"

#define SLOTS_MIN 64u

struct _HnColumnNames {
    guint64 seed;
    GPtrArray *names; /* NUL-terminated */
    GArray *lengths;  /* of gsize */
    guint32 *slots;   /* index + 1; 0 = free */
    guint n_slots;    /* power of two, at most half full */
};

HnColumnNames *
hn_column_names_new(void)
{
    HnColumnNames *names = g_new0(HnColumnNames, 1);
    hn_rng_entropy(&names->seed, sizeof(names->seed));
    names->names = g_ptr_array_new_with_free_func(g_free);
    names->lengths = g_array_new(FALSE, FALSE, sizeof(gsize));
    names->n_slots = SLOTS_MIN;
    names->slots = g_new0(guint32, names->n_slots);
    return names;
}

void
hn_column_names_free(HnColumnNames *names)
{
    if (names == NULL)
        return;
    g_ptr_array_unref(names->names);
    g_array_unref(names->lengths);
    g_free(names->slots);
    g_free(names);
}

HnSlice
hn_column_names_get(const HnColumnNames *names, guint column)
{
    g_assert(column < names->names->len);
    return hn_slice(g_ptr_array_index(names->names, column),
                    g_array_index(names->lengths, gsize, column));
}

/* The slot where @name is or would be. */
static guint
slot_of(const HnColumnNames *names, HnSlice name)
{
    guint slot = (guint)hn_hash64_seeded(name.bytes, name.n_bytes, names->seed);
    for (;; slot++) {
        slot &= names->n_slots - 1;
        const guint32 entry = names->slots[slot];
        if (entry == 0 || hn_slice_equal(hn_column_names_get(names, entry - 1), name))
            return slot;
    }
}

guint
hn_column_names_find(const HnColumnNames *names, HnSlice name)
{
    const guint32 entry = names->slots[slot_of(names, name)];
    return entry == 0 ? G_MAXUINT : entry - 1;
}

static void
grow(HnColumnNames *names)
{
    g_free(names->slots);
    names->n_slots *= 2;
    names->slots = g_new0(guint32, names->n_slots);
    for (guint i = 0; i < names->names->len; i++)
        names->slots[slot_of(names, hn_column_names_get(names, i))] = i + 1;
}

guint
hn_column_names_add(HnColumnNames *names, HnSlice name)
{
    g_assert(name.n_bytes == 0 || memchr(name.bytes, '\0', name.n_bytes) == NULL);
    const guint slot = slot_of(names, name);
    if (names->slots[slot] != 0)
        return names->slots[slot] - 1;
    if (names->names->len == HN_COLUMNS_MAX)
        return G_MAXUINT;
    g_ptr_array_add(names->names, g_strndup((const char *)name.bytes, name.n_bytes));
    g_array_append_val(names->lengths, name.n_bytes);
    names->slots[slot] = names->names->len;
    if (2 * names->names->len > names->n_slots)
        grow(names);
    return names->names->len - 1;
}

guint
hn_column_names_size(const HnColumnNames *names)
{
    return names->names->len;
}

const char *const *
hn_column_names_all(const HnColumnNames *names)
{
    return (const char *const *)names->names->pdata;
}
