#include "standardise/slip_index.h"

#define HASH_BASE G_GUINT64_CONSTANT(0xD6E8FEB86659FD93)   /* odd, without a pattern */
#define HASH_SPREAD G_GUINT64_CONSTANT(0x9FB21C651E98DF25) /* high bits of all */
#define LETTERS_MAX 64u /* longer names are not sought by a slip */
#define BUCKET_ENTRIES 2u

static guint32
hash_of(guint64 polynomial)
{
    return (guint32)(polynomial * HASH_SPREAD >> 32);
}

/* A hash is of the sum of each letter times the base to the power of its place, so that what is
 * left without the next letter follows from what is left without this one: one step each. */
guint
hn_slip_hashes(HnSlice text, guint32 *ret_hashes)
{
    const gsize n = text.n_bytes;
    guint64 left = 0, power = 1;
    guint n_hashes = 0;
    if (n == 0 || n > LETTERS_MAX)
        return 0;
    for (gsize i = n; i > 1; i--)
        left = left * HASH_BASE + text.bytes[i - 1];
    ret_hashes[n_hashes++] = hash_of(left * HASH_BASE + text.bytes[0]);
    for (gsize out = 0; out < n; out++) {
        if (out > 0) { /* the letter before comes back */
            left += power * (guint64)((gint)text.bytes[out - 1] - (gint)text.bytes[out]);
            power *= HASH_BASE;
        }
        if (out > 0 && text.bytes[out] == text.bytes[out - 1])
            continue; /* of twins either may go */
        ret_hashes[n_hashes++] = hash_of(left);
    }
    return n_hashes;
}

static GArray *
list_entries(const HnSlice *names, guint n_names)
{
    GArray *entries = g_array_new(FALSE, FALSE, sizeof(HnSlipEntry));
    guint32 hashes[LETTERS_MAX + 1];
    for (guint i = 0; i < n_names; i++) {
        const guint n = hn_slip_hashes(names[i], hashes);
        for (guint k = 0; k < n; k++) {
            const HnSlipEntry entry = { hashes[k], i };
            g_array_append_val(entries, entry);
        }
    }
    return entries;
}

static guint
shift_for(guint64 n_entries)
{
    guint bits = 4;
    while (bits < 24 && (G_GUINT64_CONSTANT(1) << bits) * BUCKET_ENTRIES < n_entries)
        bits++;
    return 32 - bits;
}

/* Counts, then places, so that the names of a bucket stay in their order. */
void
hn_slip_index_fill(HnSlipIndex *index, const HnSlice *names, guint n_names)
{
    g_autoptr(GArray) listed = list_entries(names, n_names);
    const HnSlipEntry *entries = (const HnSlipEntry *)(const void *)listed->data;
    index->shift = shift_for(listed->len);
    const guint32 n_buckets = 1u << (32 - index->shift);
    index->starts = g_new0(guint32, n_buckets + 1);
    index->entries = g_new(HnSlipEntry, MAX(listed->len, 1));
    for (guint i = 0; i < listed->len; i++)
        index->starts[(entries[i].hash >> index->shift) + 1]++;
    for (guint32 bucket = 0; bucket < n_buckets; bucket++)
        index->starts[bucket + 1] += index->starts[bucket];
    g_autofree guint32 *next = g_memdup2(index->starts, n_buckets * sizeof(guint32));
    for (guint i = 0; i < listed->len; i++)
        index->entries[next[entries[i].hash >> index->shift]++] = entries[i];
}

void
hn_slip_index_clear(HnSlipIndex *index)
{
    g_clear_pointer(&index->starts, g_free);
    g_clear_pointer(&index->entries, g_free);
}
