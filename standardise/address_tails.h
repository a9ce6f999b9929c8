/* standardise/address_tails.h - ends of addresses and the unit that each means: a memory.
 *
 * Data walk: address_parser.c.
 * Bound: HN_ADDRESS_TAILS ends with short units; of two that share a place the last one stays. Ends
 *   are known by the key of their words (hn_address_words_tail_key()), as names of units are. A
 *   memory of texts was three places far from each other: what it found took as long as looking.
 * Cost: one cache line to find one; 1 MB.
 * Threads: belongs to one thread.
 */
#pragma once
#include "base/slice.h"

#define HN_ADDRESS_TAILS 32768u /* a power of two */
#define HN_ADDRESS_TAIL_UNIT_MAX 22u

/* What an end of an address says about the rest of it. */
typedef enum {
    HN_TAIL_COMPLETE, /* all units are there: nothing before it would change them */
    HN_TAIL_BARE,     /* so, unless a house number stands before it */
    HN_TAIL_GOES_ON,  /* nothing but units, and not all */
    HN_TAIL_MIXED,    /* something else is in it: the whole text must be read */
} HnTailState;

typedef struct {
    guint64 key;
    guint8 state;  /* HnTailState */
    guint8 n_unit; /* 0 with key 0: nothing is here */
    guint8 unit[HN_ADDRESS_TAIL_UNIT_MAX];
} HnAddressTail;

typedef struct _HnAddressTails HnAddressTails;
HnAddressTails *hn_address_tails_new(void);
void hn_address_tails_free(HnAddressTails *tails); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnAddressTails, hn_address_tails_free)

/* NULL: not there. Valid until the next _add(). */
const HnAddressTail *hn_address_tails_find(const HnAddressTails *tails, guint64 key);
/* Units longer than HN_ADDRESS_TAIL_UNIT_MAX are not kept. */
void hn_address_tails_add(HnAddressTails *tails, guint64 key, HnTailState state, HnSlice unit);
