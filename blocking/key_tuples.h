/* blocking/key_tuples.h - (key, class) columns of a rule; a wide key becomes 64 exact bits.
 *
 * Data walk: rule_keys.h pushes tuples; blocks.c folds, sorts and cuts them into runs.
 * Packing: the codes of a key's parts are laid side by side by their bit widths, first part
 *   lowest. What does not fit into 64 bits goes on in a further word; folding replaces the words
 *   by ranks (position among the distinct words), so two keys are equal exactly if their parts
 *   are: nothing is hashed.
 * Cost: 12 bytes a tuple and word; folding sorts each further word once.
 * Threads: belongs to one thread.
 */
#pragma once
#include <glib.h>

#define HN_KEY_CODES_MAX 7 /* parts of a key: an oversize value's index and six refinements */
#define HN_KEY_WORDS_MAX 4 /* two codes of 32 bits fit into one word */

/* Where each part of a key lies. */
typedef struct {
    guint n_parts, n_words;
    guint8 word[HN_KEY_CODES_MAX], shift[HN_KEY_CODES_MAX], width[HN_KEY_CODES_MAX];
} HnKeyPacking;
/* @sizes: [n_parts] largest code of each part; n_parts in 1 .. HN_KEY_CODES_MAX. */
HnKeyPacking hn_key_packing(const guint32 *sizes, guint n_parts);
/* The code of part @part in the words of tuple @i. */
guint32 hn_key_packing_code(const HnKeyPacking *packing, guint64 *const *words, gsize i,
                            guint part);

typedef struct {
    guint n_words;
    gsize n, n_allocated;
    guint64 *words[HN_KEY_WORDS_MAX];
    guint32 *classes;
} HnKeyTuples;
void hn_key_tuples_init(HnKeyTuples *tuples, guint n_words, gsize n_expected);
void hn_key_tuples_clear(HnKeyTuples *tuples);
void hn_key_tuples_grow(HnKeyTuples *tuples);

static inline void
hn_key_tuples_push(HnKeyTuples *tuples, const HnKeyPacking *packing, const guint32 *codes,
                   guint32 class)
{
    if (tuples->n == tuples->n_allocated)
        hn_key_tuples_grow(tuples);
    guint64 packed[HN_KEY_WORDS_MAX] = { 0 };
    for (guint p = 0; p < packing->n_parts; p++)
        packed[packing->word[p]] |= (guint64)codes[p] << packing->shift[p];
    for (guint w = 0; w < tuples->n_words; w++)
        tuples->words[w][tuples->n] = packed[w];
    tuples->classes[tuples->n++] = class;
}

/* Makes words[0] the whole key and frees the further words. */
void hn_key_tuples_fold(HnKeyTuples *tuples);
/* Sorts by words[0]; classes of equal keys keep their order. Only after folding. */
void hn_key_tuples_sort(HnKeyTuples *tuples);
gsize hn_key_tuples_size_bytes(const HnKeyTuples *tuples);
