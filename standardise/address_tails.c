#include "standardise/address_tails.h"

#include "base/codec.h"
#include "base/hash.h"

#define INDEX_BITS 15u
#define INDEX_MASK ((1u << INDEX_BITS) - 1)
#define SLOTS (2u * HN_ADDRESS_TAILS_MAX) /* a power of two */

struct _HnAddressTails {
    guint n;
    guint32 *slots; /* 0: free; else bits of the hash above 1 + index, which save most looks */
    HnAddressTail *tails;
    GByteArray *bytes;
};

HnAddressTails *
hn_address_tails_new(void)
{
    HnAddressTails *tails = g_new0(HnAddressTails, 1);
    G_STATIC_ASSERT(HN_ADDRESS_TAILS_MAX < 1u << INDEX_BITS);
    tails->slots = g_new0(guint32, SLOTS);
    tails->tails = g_new(HnAddressTail, HN_ADDRESS_TAILS_MAX);
    tails->bytes = g_byte_array_new();
    return tails;
}

void
hn_address_tails_free(HnAddressTails *tails)
{
    if (tails == NULL)
        return;
    g_byte_array_unref(tails->bytes);
    g_free(tails->slots);
    g_free(tails->tails);
    g_free(tails);
}

static guint32
bits_of(guint64 hash)
{
    return (guint32)(hash >> 32) & ~INDEX_MASK;
}

/* The slot of the text, or the free one where it would be. */
static guint
slot_of(const HnAddressTails *tails, HnSlice text, guint64 hash)
{
    guint slot = (guint)hash & (SLOTS - 1);
    for (; tails->slots[slot] != 0; slot = (slot + 1) & (SLOTS - 1)) {
        const HnAddressTail *tail = tails->tails + (tails->slots[slot] & INDEX_MASK) - 1;
        if ((tails->slots[slot] & ~INDEX_MASK) == bits_of(hash) && tail->hash == hash &&
            hn_slice_equal(hn_slice(tails->bytes->data + tail->text, tail->n_text), text))
            break;
    }
    return slot;
}

const HnAddressTail *
hn_address_tails_find(const HnAddressTails *tails, HnSlice text, HnSlice *ret_unit)
{
    const guint32 found =
        tails->slots[slot_of(tails, text, hn_hash64(text.bytes, text.n_bytes))] & INDEX_MASK;
    if (found == 0)
        return NULL;
    const HnAddressTail *tail = tails->tails + found - 1;
    *ret_unit = hn_slice(tails->bytes->data + tail->unit, tail->n_unit);
    return tail;
}

void
hn_address_tails_add(HnAddressTails *tails, HnSlice text, HnTailState state, HnSlice unit)
{
    if (tails->n == HN_ADDRESS_TAILS_MAX) {
        memset(tails->slots, 0, SLOTS * sizeof(guint32));
        g_byte_array_set_size(tails->bytes, 0);
        tails->n = 0;
    }
    const guint64 hash = hn_hash64(text.bytes, text.n_bytes);
    const guint slot = slot_of(tails, text, hash);
    if (tails->slots[slot] != 0)
        return;
    tails->tails[tails->n] = (HnAddressTail){ .hash = hash,
                                              .text = tails->bytes->len,
                                              .unit = tails->bytes->len + text.n_bytes,
                                              .n_text = (guint32)text.n_bytes,
                                              .n_unit = (guint32)unit.n_bytes,
                                              .state = state };
    hn_put_bytes(tails->bytes, text.bytes, text.n_bytes);
    hn_put_bytes(tails->bytes, unit.bytes, unit.n_bytes);
    tails->slots[slot] = bits_of(hash) | ++tails->n;
}
