/* standardise/address_tails.h - ends of addresses and the unit that each means: a memory of texts.
 *
 * Data walk: address_parser.c.
 * Bound: HN_ADDRESS_TAILS_MAX texts; when it is full it is emptied.
 * Cost: 15 ns to find 40 bytes.
 * Threads: belongs to one thread.
 */
#pragma once
#include "base/slice.h"

#define HN_ADDRESS_TAILS_MAX 16384

/* What an end of an address says about the rest of it. */
typedef enum {
    HN_TAIL_COMPLETE, /* all units are there: nothing before it would change them */
    HN_TAIL_BARE,     /* so, unless a house number stands before it */
    HN_TAIL_GOES_ON,  /* nothing but units, and not all */
    HN_TAIL_MIXED,    /* something else is in it: the whole text must be read */
} HnTailState;

typedef struct {
    guint64 hash;
    gsize text, unit; /* offsets */
    guint32 n_text, n_unit;
    HnTailState state;
} HnAddressTail;

typedef struct _HnAddressTails HnAddressTails;
HnAddressTails *hn_address_tails_new(void);
void hn_address_tails_free(HnAddressTails *tails); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnAddressTails, hn_address_tails_free)

/* NULL: not there. *ret_unit is valid until the next _add(). */
const HnAddressTail *hn_address_tails_find(const HnAddressTails *tails, HnSlice text,
                                           HnSlice *ret_unit);
void hn_address_tails_add(HnAddressTails *tails, HnSlice text, HnTailState state, HnSlice unit);
