/* After Hanson (1990). Left out: freeing one allocation, and his reuse of freed chunks across
 * arenas: a stage resets its own arena, which keeps the largest chunk. Unused bytes are poisoned
 * under AddressSanitizer, so that a use after reset is found. */
#include "base/arena.h"

#include <sanitizer/asan_interface.h>
#include <stdint.h>

#define CHUNK_BYTES_FIRST ((gsize)64 << 10)
#define CHUNK_BYTES_SECOND ((gsize)1 << 20)
#define CHUNK_BYTES_MAX ((gsize)64 << 20)

typedef struct _Chunk Chunk;
struct _Chunk {
    Chunk *older;
    gsize n_bytes; /* of @bytes */
    guint8 bytes[];
};

struct _HnArena {
    guint8 *next, *end; /* free bytes of the newest chunk that serves small allocations */
    Chunk *newest;
    gsize chunk_bytes; /* the next ordinary chunk's size */
    gsize size_bytes;  /* all chunks with their headers */
};

static Chunk *
chunk_new(HnArena *arena, gsize n_bytes)
{
    Chunk *chunk = g_malloc(sizeof(Chunk) + n_bytes);
    chunk->n_bytes = n_bytes;
    chunk->older = NULL;
    arena->size_bytes += sizeof(Chunk) + n_bytes;
    return chunk;
}

static void
chunk_free(Chunk *chunk)
{
    ASAN_UNPOISON_MEMORY_REGION(chunk->bytes, chunk->n_bytes);
    g_free(chunk);
}

static void
serve_from(HnArena *arena, Chunk *chunk)
{
    arena->newest = chunk;
    arena->next = chunk->bytes;
    arena->end = chunk->bytes + chunk->n_bytes;
    ASAN_POISON_MEMORY_REGION(chunk->bytes, chunk->n_bytes);
}

HnArena *
hn_arena_new(void)
{
    HnArena *arena = g_new0(HnArena, 1);
    serve_from(arena, chunk_new(arena, CHUNK_BYTES_FIRST));
    arena->chunk_bytes = CHUNK_BYTES_SECOND;
    return arena;
}

static void
free_chunks(Chunk *chunk)
{
    while (chunk != NULL) {
        Chunk *older = chunk->older;
        chunk_free(chunk);
        chunk = older;
    }
}

void
hn_arena_free(HnArena *arena)
{
    if (arena == NULL)
        return;
    free_chunks(arena->newest);
    g_free(arena);
}

/* An allocation that the newest chunk cannot hold. A large one gets a chunk of its own behind the
 * newest, whose free bytes go on serving small ones. */
static void *
alloc_slowly(HnArena *arena, gsize n_bytes, gsize alignment)
{
    g_assert(n_bytes <= G_MAXSSIZE - CHUNK_BYTES_MAX);
    const gsize needed = n_bytes + alignment;
    if (needed > arena->chunk_bytes / 4) {
        Chunk *chunk = chunk_new(arena, needed);
        chunk->older = arena->newest->older;
        arena->newest->older = chunk;
        const uintptr_t start = (uintptr_t)chunk->bytes;
        return chunk->bytes + ((0 - start) & (alignment - 1));
    }
    Chunk *chunk = chunk_new(arena, arena->chunk_bytes);
    chunk->older = arena->newest;
    arena->chunk_bytes = MIN(2 * arena->chunk_bytes, CHUNK_BYTES_MAX);
    serve_from(arena, chunk);
    return hn_arena_alloc(arena, n_bytes, alignment);
}

void *
hn_arena_alloc(HnArena *arena, gsize n_bytes, gsize alignment)
{
    g_assert(alignment != 0 && (alignment & (alignment - 1)) == 0 && alignment <= 4096);
    const gsize padding = (0 - (uintptr_t)arena->next) & (alignment - 1);
    const gsize n_free = (gsize)(arena->end - arena->next);
    if (G_UNLIKELY(padding > n_free || n_bytes > n_free - padding))
        return alloc_slowly(arena, n_bytes, alignment);
    guint8 *bytes = arena->next + padding;
    arena->next = bytes + n_bytes;
    ASAN_UNPOISON_MEMORY_REGION(bytes, n_bytes);
    return bytes;
}

HnSlice
hn_arena_copy(HnArena *arena, HnSlice bytes)
{
    guint8 *copy = hn_arena_alloc(arena, bytes.n_bytes, 1);
    if (bytes.n_bytes > 0)
        memcpy(copy, bytes.bytes, bytes.n_bytes);
    return hn_slice(copy, bytes.n_bytes);
}

void
hn_arena_reset(HnArena *arena)
{
    Chunk *largest = arena->newest;
    for (Chunk *chunk = largest->older; chunk != NULL; chunk = chunk->older) {
        if (chunk->n_bytes > largest->n_bytes)
            largest = chunk;
    }
    for (Chunk *chunk = arena->newest, *older; chunk != NULL; chunk = older) {
        older = chunk->older;
        if (chunk != largest)
            chunk_free(chunk);
    }
    largest->older = NULL;
    arena->size_bytes = sizeof(Chunk) + largest->n_bytes;
    serve_from(arena, largest);
}

gsize
hn_arena_size_bytes(const HnArena *arena)
{
    return arena->size_bytes;
}
