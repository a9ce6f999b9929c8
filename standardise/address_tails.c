#include "standardise/address_tails.h"

struct _HnAddressTails {
    HnAddressTail of[HN_ADDRESS_TAILS];
};

HnAddressTails *
hn_address_tails_new(void)
{
    G_STATIC_ASSERT(sizeof(HnAddressTail) == 32); /* half a cache line */
    return g_new0(HnAddressTails, 1);
}

void
hn_address_tails_free(HnAddressTails *tails)
{
    g_free(tails);
}

const HnAddressTail *
hn_address_tails_find(const HnAddressTails *tails, guint64 key)
{
    const HnAddressTail *tail = tails->of + (key >> 32) % HN_ADDRESS_TAILS;
    return tail->key == key && key != 0 ? tail : NULL;
}

void
hn_address_tails_add(HnAddressTails *tails, guint64 key, HnTailState state, HnSlice unit)
{
    HnAddressTail *tail = tails->of + (key >> 32) % HN_ADDRESS_TAILS;
    if (unit.n_bytes > HN_ADDRESS_TAIL_UNIT_MAX)
        return;
    tail->key = key;
    tail->state = (guint8)state;
    tail->n_unit = (guint8)unit.n_bytes;
    if (unit.n_bytes > 0)
        memcpy(tail->unit, unit.bytes, unit.n_bytes);
}
