/* standardise/slip_index.h - names by what is left of them when one letter is taken out.
 *
 * Data walk: gazetteer.c makes it of the letters of all units; unit_slips.c asks which units may be
 *   one slip from what somebody wrote.
 * Why it finds all: two texts are one slip apart only if they become equal by taking out one
 *   letter of each at most: of the longer one where a letter is missing; of both where one is
 *   wrong, or where two neighbours are exchanged ("ab", "ba": a of the first, a of the other).
 * Source: the deletion neighbourhoods of Mor and Fraenkel (1982), for a distance of one.
 * Cost: 8 bytes for a name and each of its letters, made in 60 ns each; an entry is found in one
 *   cache miss.
 * Threads: immutable after it was made.
 */
#pragma once
#include "base/slice.h"

typedef struct {
    guint32 hash; /* of the name, or of it less a letter */
    guint32 name; /* its number */
} HnSlipEntry;

typedef struct {
    guint shift;          /* the bits of a hash above it are a bucket's number */
    guint32 *starts;      /* [buckets + 1] of entries */
    HnSlipEntry *entries; /* by bucket; in a bucket names ascend */
} HnSlipIndex;

/* All but equal hashes tell nothing: the caller compares the names. */
void hn_slip_index_fill(HnSlipIndex *index, const HnSlice *names, guint n_names);
void hn_slip_index_clear(HnSlipIndex *index);

/* A text's own hash and one for each letter left out, each once; how many, at most n_bytes + 1. */
guint hn_slip_hashes(HnSlice text, guint32 *ret_hashes);
/* The entries that may have @hash: those of its bucket. */
static inline const HnSlipEntry *
hn_slip_index_bucket(const HnSlipIndex *index, guint32 hash, guint *ret_n)
{
    const guint32 bucket = hash >> index->shift;
    *ret_n = index->starts[bucket + 1] - index->starts[bucket];
    return index->entries + index->starts[bucket];
}
