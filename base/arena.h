/* base/arena.h - bump allocation with one lifetime: allocate many, free all at once.
 *
 * Data walk: reader batches, dictionaries' bytes, per-stage scratch.
 * Source: Hanson (1990), "Fast allocation and deallocation of memory based on object lifetimes".
 * Cost: an add and a compare; chunks of at least 1 MiB (first chunk 64 KiB), doubling to 64 MiB.
 * Threads: belongs to one thread at a time.
 */
#pragma once
#include "base/slice.h"

typedef struct _HnArena HnArena;
HnArena *hn_arena_new(void);
void hn_arena_free(HnArena *arena); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnArena, hn_arena_free)
void *hn_arena_alloc(HnArena *arena, gsize n_bytes, gsize alignment); /* never NULL; not cleared */
HnSlice hn_arena_copy(HnArena *arena, HnSlice bytes);                 /* unaligned copy */
void hn_arena_reset(HnArena *arena);             /* all allocations end; keeps the largest chunk */
gsize hn_arena_size_bytes(const HnArena *arena); /* memory held, for the budget */
#define hn_arena_array(arena, type, n)                                                             \
    ((type *)hn_arena_alloc((arena), sizeof(type) * (gsize)(n), _Alignof(type)))
