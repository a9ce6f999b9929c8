/* standardise/lost_words.h - words of names and addresses by the letters that are left of them.
 *
 * Data walk: lost_letters.c asks which words "Nguy?n" may be, how common each is where it stands,
 *   and which words stand side by side.
 * Costs: minus log2 of a share, in sixteenths of a bit, as in viet_lexicon.h; there a word costs
 *   the same wherever it stands, here a surname is none behind another word, and "Hà" before "Nội"
 *   is no "Hạ". A word that no table has costs HN_LOST_STRANGER.
 * Spellings: hoà and hòa are two entries with one key, for other letters are lost of them.
 * Source: the tables of viet_lexicon.h. Of an address's parts a province is written as often as all
 *   wards together, so its words count by the wards it had.
 * Cost: making 26 ms and 700 kB, once a process; finding words by letters 20 ns, a pair 5 ns.
 * Threads: immutable.
 */
#pragma once
#include "records/country_tables.h"
#include "standardise/viet_word.h"

#define HN_LOST_LETTERS_MAX 8
#define HN_LOST_STRANGER (18u * 16)

/* Where a word stands. */
typedef enum {
    HN_LOST_SURNAME, /* in front of a name */
    HN_LOST_MIDDLE,
    HN_LOST_GIVEN,
    HN_LOST_PLACE, /* anywhere in other text: units, streets, kinds of these, legal forms */
    HN_LOST_PLACES,
} HnLostPlace;

typedef struct {
    guint64 packed; /* a byte a letter from the lowest on: ASCII, or 0x80 for what is beyond */
    guint64 key;    /* hn_viet_word_key() */
    guint32 bare;   /* equal where two words are equal without marks */
    guint32 number; /* of the word; spellings share it */
    gunichar letters[HN_LOST_LETTERS_MAX]; /* small */
    guint16 cost[HN_LOST_PLACES];
    guint8 n;
} HnLostWord;

typedef struct _HnLostWords HnLostWords;
/* Borrowed from @tables; NULL with @error set: a table is missing. */
const HnLostWords *hn_lost_words_of(const HnCountryTables *tables, GError **error);
/* Those of @n letters; of all lengths for 0. */
const HnLostWord *hn_lost_words_get(const HnLostWords *words, guint n, guint *ret_n_words);
/* Those of @n letters that are @packed: what may be filled in by letters beyond ASCII. */
const HnLostWord *hn_lost_words_find(const HnLostWords *words, guint n, guint64 packed,
                                     guint *ret_n_words);
/* What stands for any number: Tổ 5, khu phố 3. */
const HnLostWord *hn_lost_words_number(const HnLostWords *words);
/* Of the word number @b behind @a; G_MAXUINT: no table has them side by side. */
guint hn_lost_words_pair(const HnLostWords *words, guint32 a, guint32 b);
