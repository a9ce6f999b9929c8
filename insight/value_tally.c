#include "insight/value_tally.h"

#include "base/arena.h"
#include "base/hash.h"

#define FIRST_SLOTS 256u

struct _HnValueTally {
    GArray *entries; /* of HnTallyEntry */
    guint32 *slots;  /* [n_slots] index of an entry + 1; 0 = free */
    gsize n_slots, n_max;
    guint64 total;
    HnArena *arena; /* NULL: texts are borrowed */
};

HnValueTally *
hn_value_tally_new(gsize n_max, gboolean copies)
{
    HnValueTally *tally = g_new0(HnValueTally, 1);
    tally->entries = g_array_new(FALSE, FALSE, sizeof(HnTallyEntry));
    tally->n_slots = FIRST_SLOTS;
    tally->slots = g_new0(guint32, tally->n_slots);
    tally->n_max = n_max;
    tally->arena = copies ? hn_arena_new() : NULL;
    return tally;
}

void
hn_value_tally_free(HnValueTally *tally)
{
    if (tally == NULL)
        return;
    g_array_unref(tally->entries);
    g_free(tally->slots);
    hn_arena_free(tally->arena);
    g_free(tally);
}

static HnTallyEntry *
entry_at(const HnValueTally *tally, guint32 index)
{
    return &g_array_index(tally->entries, HnTallyEntry, index);
}

static gsize
slot_of(const HnValueTally *tally, HnSlice text, guint64 hash)
{
    gsize at = (gsize)hash & (tally->n_slots - 1);
    while (tally->slots[at] != 0) {
        const HnTallyEntry *entry = entry_at(tally, tally->slots[at] - 1);
        if (entry->hash == hash && hn_slice_equal(entry->text, text))
            break;
        at = (at + 1) & (tally->n_slots - 1);
    }
    return at;
}

static void
grow(HnValueTally *tally)
{
    g_free(tally->slots);
    tally->n_slots *= 2;
    tally->slots = g_new0(guint32, tally->n_slots);
    for (guint32 i = 0; i < tally->entries->len; i++) {
        gsize at = (gsize)entry_at(tally, i)->hash & (tally->n_slots - 1);
        while (tally->slots[at] != 0)
            at = (at + 1) & (tally->n_slots - 1);
        tally->slots[at] = i + 1;
    }
}

void
hn_value_tally_add(HnValueTally *tally, HnSlice text, guint64 count)
{
    const guint64 hash = hn_hash64(text.bytes, text.n_bytes);
    const gsize at = slot_of(tally, text, hash);
    tally->total += count;
    if (tally->slots[at] != 0) {
        entry_at(tally, tally->slots[at] - 1)->count += count;
        return;
    }
    if (tally->entries->len >= tally->n_max)
        return;
    const HnTallyEntry entry = { tally->arena == NULL ? text : hn_arena_copy(tally->arena, text),
                                 hash, count };
    g_array_append_val(tally->entries, entry);
    tally->slots[at] = tally->entries->len;
    if ((gsize)tally->entries->len * 2 > tally->n_slots)
        grow(tally);
}

gsize
hn_value_tally_size(const HnValueTally *tally)
{
    return tally->entries->len;
}

guint64
hn_value_tally_total(const HnValueTally *tally)
{
    return tally->total;
}

const HnTallyEntry *
hn_value_tally_entries(const HnValueTally *tally)
{
    return (const HnTallyEntry *)(const void *)tally->entries->data;
}

guint64
hn_value_tally_count(const HnValueTally *tally, HnSlice text)
{
    const gsize at = slot_of(tally, text, hn_hash64(text.bytes, text.n_bytes));
    return tally->slots[at] == 0 ? 0 : entry_at(tally, tally->slots[at] - 1)->count;
}

static gboolean
goes_before(const HnTallyEntry *a, const HnTallyEntry *b)
{
    return a->count != b->count ? a->count > b->count : hn_slice_compare(a->text, b->text) < 0;
}

guint
hn_value_tally_top(const HnValueTally *tally, HnTallyEntry *ret, guint n)
{
    guint n_found = 0;
    for (guint32 i = 0; i < tally->entries->len; i++) {
        const HnTallyEntry *entry = entry_at(tally, i);
        if (n_found == n && (n == 0 || !goes_before(entry, &ret[n - 1])))
            continue;
        guint at = n_found < n ? n_found++ : n - 1;
        for (; at > 0 && goes_before(entry, &ret[at - 1]); at--)
            ret[at] = ret[at - 1];
        ret[at] = *entry;
    }
    return n_found;
}
