/* records/dictionary.h - each distinct value of an attribute once: bytes <-> code 1..n; 0 =
 * missing.
 *
 * Data walk: standardise interns canonical values; blocking and scoring work on codes; link turns
 *   codes back into bytes. Codes are local to a run and order nothing (DESIGN 4.3).
 * Source: open addressing with linear probing, 8-byte slots (32 bits of the
 *   hash, code), load <= 0.5; prefetching by groups: Chen, Ailamaki, Gibbons, Mowry 2004,
 *   "Improving Hash Join Performance through Prefetching".
 * Cost: out of cache about 150 ns an intern alone, 40 ns among many; n x (bytes + 8 offset +
 *   16..32 slot).
 * Threads: one writer; any number of readers once nobody writes.
 */
#pragma once
#include "base/decoder.h"
#include "base/encoder.h"

typedef struct _HnDictionary HnDictionary;
HnDictionary *hn_dictionary_new(void);
void hn_dictionary_free(HnDictionary *dictionary);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnDictionary, hn_dictionary_free)
guint32 hn_dictionary_intern(HnDictionary *dictionary, HnSlice value); /* empty value gives 0 */
/* The same codes as @n interns one after the other; the memory of many values is fetched at once.
 */
void hn_dictionary_intern_many(HnDictionary *dictionary, const HnSlice *values, gsize n,
                               guint32 *ret_codes);
guint32 hn_dictionary_find(const HnDictionary *dictionary, HnSlice value); /* 0 = not there */
HnSlice hn_dictionary_value(const HnDictionary *dictionary,
                            guint32 code);                  /* code 0 = empty; borrowed */
guint32 hn_dictionary_size(const HnDictionary *dictionary); /* largest code */
/* Above 0, and no other dictionary of this process ever has it: codes are of one dictionary. */
guint64 hn_dictionary_serial(const HnDictionary *dictionary);
gsize hn_dictionary_size_bytes(const HnDictionary *dictionary);
void
hn_dictionary_drop_index(HnDictionary *dictionary); /* frees the slots: no intern or find after */
void hn_dictionary_make_index(HnDictionary *dictionary); /* makes them again; also after a decode */
void hn_dictionary_encode(const HnDictionary *dictionary, HnEncoder *encoder);
/* NULL when what comes is not a dictionary. There is no index yet. */
HnDictionary *hn_dictionary_decode(HnDecoder *decoder);
