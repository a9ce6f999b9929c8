/* Goal: allocations are aligned, apart from each other, and end all at once. */
#include "base/arena.h"

#include <stdint.h>

#include "base/rng.h"

static void
test_allocations_are_aligned_and_apart(void)
{
    g_autoptr(HnArena) arena = hn_arena_new();
    g_autoptr(GPtrArray) blocks = g_ptr_array_new();
    g_autoptr(GArray) sizes = g_array_new(FALSE, FALSE, sizeof(gsize));
    HnRng rng = hn_rng_seed(3, 0);
    for (guint i = 0; i < 3000; i++) {
        const gsize n_bytes = hn_rng_below(&rng, i % 100 == 0 ? 3u << 20 : 2000);
        const gsize alignment = (gsize)1 << hn_rng_below(&rng, 8);
        guint8 *block = hn_arena_alloc(arena, n_bytes, alignment);
        g_assert_cmpuint((uintptr_t)block % alignment, ==, 0);
        memset(block, (int)(i % 251), n_bytes);
        g_ptr_array_add(blocks, block);
        g_array_append_val(sizes, n_bytes);
    }
    gsize n_total = 0;
    for (guint i = 0; i < blocks->len; i++) { /* no later block wrote into an earlier one */
        const guint8 *block = blocks->pdata[i];
        const gsize n_bytes = g_array_index(sizes, gsize, i);
        for (gsize k = 0; k < n_bytes; k++)
            g_assert_cmpuint(block[k], ==, i % 251);
        n_total += n_bytes;
    }
    g_assert_cmpuint(hn_arena_size_bytes(arena), >=, n_total);
    g_assert_cmpuint(hn_arena_size_bytes(arena), <, 2 * n_total + (4u << 20));
}

static void
test_copy_keeps_the_bytes(void)
{
    g_autoptr(HnArena) arena = hn_arena_new();
    char text[] = "Đặng";
    const HnSlice copy = hn_arena_copy(arena, hn_slice_of(text));
    text[0] = 'x';
    g_assert_true(hn_slice_equal(copy, hn_slice_of("Đặng")));
    const HnSlice nothing = hn_arena_copy(arena, hn_slice(NULL, 0));
    g_assert_cmpuint(nothing.n_bytes, ==, 0);
}

static void
test_array_is_typed(void)
{
    g_autoptr(HnArena) arena = hn_arena_new();
    hn_arena_copy(arena, hn_slice_of("x")); /* puts the next byte at an odd place */
    guint64 *words = hn_arena_array(arena, guint64, 100);
    g_assert_cmpuint((uintptr_t)words % _Alignof(guint64), ==, 0);
    for (guint i = 0; i < 100; i++)
        words[i] = i;
}

static void
test_reset_keeps_one_chunk_and_reuses_it(void)
{
    g_autoptr(HnArena) arena = hn_arena_new();
    for (guint i = 0; i < 50; i++)
        hn_arena_alloc(arena, 100000, 8);
    const gsize before = hn_arena_size_bytes(arena);
    hn_arena_reset(arena);
    const gsize kept = hn_arena_size_bytes(arena);
    g_assert_cmpuint(kept, <, before);
    for (guint round = 0; round < 100; round++) {
        hn_arena_alloc(arena, kept / 2, 8);
        hn_arena_reset(arena);
        g_assert_cmpuint(hn_arena_size_bytes(arena), ==, kept);
    }
}

static void
test_empty_allocation_is_not_null(void)
{
    g_autoptr(HnArena) arena = hn_arena_new();
    g_assert_nonnull(hn_arena_alloc(arena, 0, 1));
    hn_arena_free(NULL);
}

static void
test_alignment_beyond_the_chunks_end_takes_a_new_chunk(void)
{
    g_autoptr(HnArena) arena = hn_arena_new();
    const gsize before = hn_arena_size_bytes(arena);
    hn_arena_alloc(arena, (64u << 10) - 1, 1); /* leaves one byte of the first chunk */
    g_assert_cmpuint(hn_arena_size_bytes(arena), ==, before);
    g_assert_cmpuint((uintptr_t)hn_arena_alloc(arena, 1, 4096) % 4096, ==, 0);
    g_assert_cmpuint(hn_arena_size_bytes(arena), >, before);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/arena/allocations_are_aligned_and_apart",
                    test_allocations_are_aligned_and_apart);
    g_test_add_func("/base/arena/copy_keeps_the_bytes", test_copy_keeps_the_bytes);
    g_test_add_func("/base/arena/array_is_typed", test_array_is_typed);
    g_test_add_func("/base/arena/reset_keeps_one_chunk_and_reuses_it",
                    test_reset_keeps_one_chunk_and_reuses_it);
    g_test_add_func("/base/arena/alignment_beyond_the_chunks_end_takes_a_new_chunk",
                    test_alignment_beyond_the_chunks_end_takes_a_new_chunk);
    g_test_add_func("/base/arena/empty_allocation_is_not_null", test_empty_allocation_is_not_null);
    return g_test_run();
}
