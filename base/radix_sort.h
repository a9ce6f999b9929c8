/* base/radix_sort.h - stable radix sort of 64-bit keys with a 32-bit companion, and of bare keys.
 *
 * Data walk: block keys with row numbers, key and value ranks, rows by entity; edges have
 *   records/edge_sort.h.
 * Source: Knuth TAOCP 3, 5.2.5; passes whose digit is constant are skipped.
 * Cost: n x (key bytes that differ) x 2 ns in cache, 6 ns in memory; a buffer of the same size.
 * Threads: reentrant.
 */
#pragma once
#include <glib.h>

/* Sorts @keys ascending and carries @values along; @keys_tmp and @values_tmp hold n as scratch. */
void hn_radix_sort_pairs(guint64 *keys, guint32 *values, gsize n, guint64 *keys_tmp,
                         guint32 *values_tmp);
void hn_radix_sort_u64(guint64 *keys, gsize n, guint64 *tmp);
void hn_radix_sort_u32(guint32 *keys, gsize n, guint32 *tmp);
