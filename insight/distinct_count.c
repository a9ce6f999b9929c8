#include "insight/distinct_count.h"

#include <math.h>
#include <string.h>

#define REGISTER_BITS 12
#define N_REGISTERS (1u << REGISTER_BITS)
#define FIRST_SLOTS 64u
#define KEPT_MAX ((gsize)1 << 22) /* hashes of one set: 64 MiB */

struct _HnHashSet {
    guint64 *slots; /* 0 = free */
    gsize n_slots, n;
    guint64 bound; /* hashes above it are passed over; halved when there are too many */
};

struct _HnDistinctCount {
    HnHashSet *exact; /* NULL: more than HN_DISTINCT_EXACT */
    HnHashSet *once;  /* NULL: some value came twice */
    guint n_sketch;
    guint64 sketch[HN_DISTINCT_SKETCH]; /* ascending */
    guint8 registers[N_REGISTERS];
};

HnHashSet *
hn_hash_set_new(void)
{
    HnHashSet *set = g_new0(HnHashSet, 1);
    set->n_slots = FIRST_SLOTS;
    set->slots = g_new0(guint64, set->n_slots);
    set->bound = G_MAXUINT64;
    return set;
}

void
hn_hash_set_free(HnHashSet *set)
{
    if (set == NULL)
        return;
    g_free(set->slots);
    g_free(set);
}

/* Where @hash is or would be. */
static guint64 *
slot_of(guint64 *slots, gsize n_slots, guint64 hash)
{
    gsize at = (gsize)(hash * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15) >> 32) & (n_slots - 1);
    while (slots[at] != 0 && slots[at] != hash)
        at = (at + 1) & (n_slots - 1);
    return &slots[at];
}

static void
rebuild(HnHashSet *set, gsize n_slots)
{
    guint64 *old = g_steal_pointer(&set->slots);
    set->slots = g_new0(guint64, n_slots);
    set->n = 0;
    for (gsize i = 0; i < set->n_slots; i++) {
        if (old[i] != 0 && old[i] <= set->bound) {
            *slot_of(set->slots, n_slots, old[i]) = old[i];
            set->n++;
        }
    }
    set->n_slots = n_slots;
    g_free(old);
}

gboolean
hn_hash_set_add(HnHashSet *set, guint64 hash)
{
    hash += hash == 0;
    if (hash > set->bound)
        return TRUE;
    guint64 *slot = slot_of(set->slots, set->n_slots, hash);
    if (*slot == hash)
        return FALSE;
    *slot = hash;
    set->n++;
    if (set->n >= KEPT_MAX) {
        set->bound /= 2;
        rebuild(set, set->n_slots);
    } else if (set->n * 2 > set->n_slots) {
        rebuild(set, set->n_slots * 2);
    }
    return TRUE;
}

HnDistinctCount *
hn_distinct_count_new(void)
{
    HnDistinctCount *count = g_new0(HnDistinctCount, 1);
    count->exact = hn_hash_set_new();
    count->once = hn_hash_set_new();
    return count;
}

void
hn_distinct_count_free(HnDistinctCount *count)
{
    if (count == NULL)
        return;
    hn_hash_set_free(count->exact);
    hn_hash_set_free(count->once);
    g_free(count);
}

static void
add_to_sketch(HnDistinctCount *count, guint64 hash)
{
    guint n = count->n_sketch;
    if (n == HN_DISTINCT_SKETCH && hash >= count->sketch[n - 1])
        return;
    guint at = 0;
    for (guint end = n; at < end;) {
        const guint middle = (at + end) / 2;
        if (count->sketch[middle] < hash)
            at = middle + 1;
        else
            end = middle;
    }
    if (at < n && count->sketch[at] == hash)
        return;
    n = MIN(n, HN_DISTINCT_SKETCH - 1);
    memmove(count->sketch + at + 1, count->sketch + at, (n - at) * sizeof(guint64));
    count->sketch[at] = hash;
    count->n_sketch = n + 1;
}

void
hn_distinct_count_add(HnDistinctCount *count, guint64 hash)
{
    const guint at = (guint)(hash >> (64 - REGISTER_BITS));
    const guint64 rest = hash << REGISTER_BITS | 1u << (REGISTER_BITS - 1);
    const guint8 rank = (guint8)(__builtin_clzll(rest) + 1);
    count->registers[at] = MAX(count->registers[at], rank);
    add_to_sketch(count, hash);
    if (count->once != NULL && !hn_hash_set_add(count->once, hash))
        g_clear_pointer(&count->once, hn_hash_set_free);
    if (count->exact == NULL)
        return;
    hn_hash_set_add(count->exact, hash);
    if (count->exact->n > HN_DISTINCT_EXACT)
        g_clear_pointer(&count->exact, hn_hash_set_free);
}

/* Every hash of @from into @to; FALSE: some was there. */
static gboolean
add_all(HnHashSet *to, const HnHashSet *from)
{
    gboolean is_new = TRUE;
    for (gsize i = 0; i < from->n_slots; i++)
        if (from->slots[i] != 0)
            is_new &= hn_hash_set_add(to, from->slots[i]);
    return is_new;
}

void
hn_distinct_count_merge(HnDistinctCount *count, const HnDistinctCount *other)
{
    for (guint i = 0; i < N_REGISTERS; i++)
        count->registers[i] = MAX(count->registers[i], other->registers[i]);
    for (guint i = 0; i < other->n_sketch; i++)
        add_to_sketch(count, other->sketch[i]);
    if (count->once != NULL && (other->once == NULL || !add_all(count->once, other->once)))
        g_clear_pointer(&count->once, hn_hash_set_free);
    if (count->exact == NULL)
        return;
    if (other->exact != NULL)
        add_all(count->exact, other->exact);
    if (other->exact == NULL || count->exact->n > HN_DISTINCT_EXACT)
        g_clear_pointer(&count->exact, hn_hash_set_free);
}

guint64
hn_distinct_count_size(const HnDistinctCount *count, gboolean *ret_is_exact)
{
    *ret_is_exact = count->exact != NULL;
    if (count->exact != NULL)
        return count->exact->n;
    if (count->once != NULL && count->once->bound == G_MAXUINT64) {
        *ret_is_exact = TRUE;
        return count->once->n;
    }
    guint per_rank[66] = { 0 };
    for (guint i = 0; i < N_REGISTERS; i++)
        per_rank[count->registers[i]]++;
    gdouble sum = 0; /* small terms first: the same sum everywhere */
    for (gint rank = 65; rank >= 0; rank--)
        sum += (gdouble)per_rank[rank] * ldexp(1, -rank);
    const gdouble m = N_REGISTERS;
    const gdouble estimate = 0.7213 / (1 + 1.079 / m) * m * m / sum;
    return MAX((guint64)estimate, HN_DISTINCT_EXACT + 1);
}

gboolean
hn_distinct_count_is_unique(const HnDistinctCount *count)
{
    return count->once != NULL;
}

guint
hn_distinct_count_sketch(const HnDistinctCount *count, guint64 *ret)
{
    memcpy(ret, count->sketch, count->n_sketch * sizeof(guint64));
    return count->n_sketch;
}

gdouble
hn_sketch_overlap(const guint64 *a, guint n_a, guint64 size_a, const guint64 *b, guint n_b,
                  guint64 size_b)
{
    if (n_a == 0 || n_b == 0)
        return 0;
    /* Both know all their hashes up to the smaller of the two last ones. */
    const guint64 end_a = n_a < HN_DISTINCT_SKETCH ? G_MAXUINT64 : a[n_a - 1];
    const guint64 end_b = n_b < HN_DISTINCT_SKETCH ? G_MAXUINT64 : b[n_b - 1];
    const guint64 end = MIN(end_a, end_b);
    guint n_both = 0, below_a = 0, below_b = 0;
    while (below_a < n_a && a[below_a] <= end) {
        while (below_b < n_b && b[below_b] < a[below_a])
            below_b++;
        n_both += below_b < n_b && b[below_b] == a[below_a];
        below_a++;
    }
    below_b = 0;
    while (below_b < n_b && b[below_b] <= end)
        below_b++;
    const guint n_smaller = size_a <= size_b ? below_a : below_b;
    return n_smaller == 0 ? 0 : MIN(1.0, (gdouble)n_both / n_smaller);
}
