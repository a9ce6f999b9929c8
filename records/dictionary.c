#include "records/dictionary.h"

#include "base/hash.h"

#define SLOTS_MIN 64u
#define AHEAD 64u /* values whose memory is on its way at once */

/* A slot is (hash << 32 | code), with 32 bits of the value's hash; code 0 = empty. The hash gives
 * the slot's place, so that growing needs no bytes, and saves most visits to them. */
struct _HnDictionary {
    guint64 *slots; /* NULL after drop_index */
    guint64 mask;   /* slots - 1 */
    guint64 *ends;  /* value of code c is bytes[ends[c - 1] .. ends[c]); ends[0] = 0 */
    guint32 n;
    guint32 n_allocated;
    guint8 *bytes;
    gsize bytes_allocated;
    guint64 serial;
};

static guint64
next_serial(void)
{
    static guint64 last;
    return __atomic_add_fetch(&last, 1, __ATOMIC_RELAXED);
}

guint64
hn_dictionary_serial(const HnDictionary *dictionary)
{
    return dictionary->serial;
}

HnDictionary *
hn_dictionary_new(void)
{
    HnDictionary *dictionary = g_new0(HnDictionary, 1);
    dictionary->serial = next_serial();
    dictionary->mask = SLOTS_MIN - 1;
    dictionary->slots = g_new0(guint64, SLOTS_MIN);
    dictionary->n_allocated = 32;
    dictionary->ends = g_new0(guint64, dictionary->n_allocated + 1);
    return dictionary;
}

void
hn_dictionary_free(HnDictionary *dictionary)
{
    if (dictionary == NULL)
        return;
    g_free(dictionary->slots);
    g_free(dictionary->ends);
    g_free(dictionary->bytes);
    g_free(dictionary);
}

HnSlice
hn_dictionary_value(const HnDictionary *dictionary, guint32 code)
{
    g_assert(code <= dictionary->n);
    if (code == 0)
        return hn_slice(NULL, 0);
    const guint64 start = dictionary->ends[code - 1];
    return hn_slice(dictionary->bytes + start, dictionary->ends[code] - start);
}

static inline guint32
hash_of(HnSlice value)
{
    return (guint32)(hn_hash64(value.bytes, value.n_bytes) >> 32);
}

/* The first slot that holds the hash, or the empty slot where it belongs. */
static inline guint64
find_hash(const HnDictionary *dictionary, guint32 hash, guint64 slot)
{
    while ((guint32)dictionary->slots[slot] != 0 && dictionary->slots[slot] >> 32 != hash)
        slot = (slot + 1) & dictionary->mask;
    return slot;
}

/* Slot of the value, or the empty slot where it belongs. */
static guint64
find_slot(const HnDictionary *dictionary, HnSlice value, guint32 hash)
{
    guint64 slot = find_hash(dictionary, hash, hash & dictionary->mask);
    while (
        dictionary->slots[slot] != 0 &&
        !hn_slice_equal(hn_dictionary_value(dictionary, (guint32)dictionary->slots[slot]), value))
        slot = find_hash(dictionary, hash, (slot + 1) & dictionary->mask);
    return slot;
}

static inline void
put_slot(HnDictionary *dictionary, guint64 word)
{
    guint64 slot = (word >> 32) & dictionary->mask;
    while (dictionary->slots[slot] != 0)
        slot = (slot + 1) & dictionary->mask;
    dictionary->slots[slot] = word;
}

static void
grow_slots(HnDictionary *dictionary)
{
    const guint64 n_old = dictionary->mask + 1;
    g_autofree guint64 *old = g_steal_pointer(&dictionary->slots);
    dictionary->mask = 2 * n_old - 1;
    dictionary->slots = g_new0(guint64, 2 * n_old);
    for (guint64 i = 0; i < n_old; i++)
        if (old[i] != 0)
            put_slot(dictionary, old[i]);
}

static guint32
append_value(HnDictionary *dictionary, HnSlice value)
{
    g_assert(dictionary->n < G_MAXUINT32 - 1);
    if (dictionary->n == dictionary->n_allocated) {
        dictionary->n_allocated *= 2;
        dictionary->ends = g_renew(guint64, dictionary->ends, (gsize)dictionary->n_allocated + 1);
    }
    const guint64 start = dictionary->ends[dictionary->n];
    const gsize needed = start + value.n_bytes;
    if (needed > dictionary->bytes_allocated) {
        dictionary->bytes_allocated = MAX(needed, MAX(1024, dictionary->bytes_allocated * 3 / 2));
        dictionary->bytes = g_realloc(dictionary->bytes, dictionary->bytes_allocated);
    }
    memcpy(dictionary->bytes + start, value.bytes, value.n_bytes);
    dictionary->ends[++dictionary->n] = needed;
    return dictionary->n;
}

static guint32
intern_hashed(HnDictionary *dictionary, HnSlice value, guint32 hash)
{
    const guint64 slot = find_slot(dictionary, value, hash);
    if (dictionary->slots[slot] != 0)
        return (guint32)dictionary->slots[slot];
    const guint32 code = append_value(dictionary, value);
    dictionary->slots[slot] = (guint64)hash << 32 | code;
    if ((guint64)code * 2 > dictionary->mask)
        grow_slots(dictionary);
    return code;
}

guint32
hn_dictionary_intern(HnDictionary *dictionary, HnSlice value)
{
    g_assert(dictionary->slots != NULL);
    return value.n_bytes == 0 ? 0 : intern_hashed(dictionary, value, hash_of(value));
}

/* An intern waits for three places in memory, each known from the one before: slot, end, bytes.
 * Here each is read for all @n values before the next, so that the waits pass side by side. It is
 * read, not prefetched: a prefetch is dropped where the page's translation is not at hand. What is
 * guessed is only fetched, never used. */
static void
fetch_likely(const HnDictionary *dictionary, const guint32 *hashes, gsize n)
{
    guint64 starts[AHEAD];
    guint32 codes[AHEAD];
    gsize n_found = 0;
    for (gsize i = 0; i < n; i++) {
        const guint64 slot = find_hash(dictionary, hashes[i], hashes[i] & dictionary->mask);
        codes[n_found] = (guint32)dictionary->slots[slot];
        n_found += codes[n_found] != 0;
    }
    for (gsize i = 0; i < n_found; i++)
        starts[i] = dictionary->ends[codes[i] - 1];
    for (gsize i = 0; i < n_found; i++)
        (void)*(const volatile guint8 *)(dictionary->bytes + starts[i]);
}

void
hn_dictionary_intern_many(HnDictionary *dictionary, const HnSlice *values, gsize n,
                          guint32 *ret_codes)
{
    g_assert(dictionary->slots != NULL);
    guint32 hashes[AHEAD];
    for (gsize first = 0; first < n; first += AHEAD) {
        const gsize n_here = MIN(n - first, AHEAD);
        for (gsize i = 0; i < n_here; i++)
            hashes[i] = hash_of(values[first + i]);
        fetch_likely(dictionary, hashes, n_here);
        for (gsize i = 0; i < n_here; i++) {
            const HnSlice value = values[first + i];
            ret_codes[first + i] =
                value.n_bytes == 0 ? 0 : intern_hashed(dictionary, value, hashes[i]);
        }
    }
}

guint32
hn_dictionary_find(const HnDictionary *dictionary, HnSlice value)
{
    g_assert(dictionary->slots != NULL);
    if (value.n_bytes == 0)
        return 0;
    return (guint32)dictionary->slots[find_slot(dictionary, value, hash_of(value))];
}

guint32
hn_dictionary_size(const HnDictionary *dictionary)
{
    return dictionary->n;
}

gsize
hn_dictionary_size_bytes(const HnDictionary *dictionary)
{
    const gsize n_slots = dictionary->slots == NULL ? 0 : dictionary->mask + 1;
    return n_slots * sizeof(guint64) + ((gsize)dictionary->n_allocated + 1) * sizeof(guint64) +
           dictionary->bytes_allocated;
}

void
hn_dictionary_drop_index(HnDictionary *dictionary)
{
    g_clear_pointer(&dictionary->slots, g_free);
}

void
hn_dictionary_make_index(HnDictionary *dictionary)
{
    if (dictionary->slots != NULL)
        return;
    guint64 n_slots = SLOTS_MIN;
    while (n_slots < 2 * (guint64)dictionary->n + 2)
        n_slots *= 2;
    dictionary->mask = n_slots - 1;
    dictionary->slots = g_new0(guint64, n_slots);
    for (guint32 code = 1; code <= dictionary->n; code++)
        put_slot(dictionary, (guint64)hash_of(hn_dictionary_value(dictionary, code)) << 32 | code);
}

void
hn_dictionary_encode(const HnDictionary *dictionary, HnEncoder *encoder)
{
    hn_encode_varint(encoder, dictionary->n);
    for (guint32 code = 1; code <= dictionary->n; code++)
        hn_encode_varint(encoder, dictionary->ends[code] - dictionary->ends[code - 1]);
    hn_encode_bytes(encoder, dictionary->bytes, dictionary->ends[dictionary->n]);
}

HnDictionary *
hn_dictionary_decode(HnDecoder *decoder)
{
    const guint64 n = hn_decode_varint(decoder);
    if (!hn_decoder_ok(decoder) || n > hn_decoder_left(decoder) || n >= G_MAXUINT32)
        return NULL; /* every value has at least a length byte */
    g_autoptr(HnDictionary) dictionary = g_new0(HnDictionary, 1);
    dictionary->serial = next_serial();
    dictionary->n = (guint32)n;
    dictionary->n_allocated = MAX(32, (guint32)n);
    dictionary->ends = g_new0(guint64, (gsize)dictionary->n_allocated + 1);
    for (guint64 i = 0; i < n; i++) {
        const guint64 n_bytes = hn_decode_varint(decoder);
        if (n_bytes == 0 || n_bytes > hn_decoder_left(decoder))
            return NULL;
        dictionary->ends[i + 1] = dictionary->ends[i] + n_bytes;
    }
    const gsize total = dictionary->ends[n];
    if (!hn_decoder_ok(decoder) || total > hn_decoder_left(decoder))
        return NULL;
    dictionary->bytes_allocated = total;
    dictionary->bytes = total == 0 ? NULL : g_malloc(total);
    return hn_decode_bytes(decoder, dictionary->bytes, total) ? g_steal_pointer(&dictionary) : NULL;
}
