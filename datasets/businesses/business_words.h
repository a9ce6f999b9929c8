/* datasets/businesses/business_words.h - the words that names of businesses are made of.
 *
 * Data walk: business.c draws activities, brands and shops; business_name.c writes them in full,
 *   abbreviated or in English.
 * Source: the CSV files of this folder. Weights are guesses of how common a word is in the names
 *   of registered firms; brands are two syllables from two short lists, so that they repeat as they
 *   do in the registers.
 * Cost: a draw is a few random numbers.
 * Threads: immutable after _new().
 */
#pragma once
#include "base/rng.h"
#include "datasets/citizen_row.h"
#include "datasets/weighted_list.h"

/* A word in its three shapes; all constant for the life of the table. */
typedef struct {
    const char *vi;   /* "thương mại" */
    const char *abbr; /* "TM" */
    const char *en;   /* "Trading" */
    guint rank;       /* where it stands among others: smaller comes first */
} HnBusinessWord;

typedef struct _HnBusinessWords HnBusinessWords;

HnBusinessWords *hn_business_words_new(void);
void hn_business_words_free(HnBusinessWords *words);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnBusinessWords, hn_business_words_free)

guint hn_business_words_draw_general(const HnBusinessWords *words, HnRng *rng); /* trading … */
guint hn_business_words_draw_sector(const HnBusinessWords *words, HnRng *rng);  /* steel … */
guint hn_business_words_draw_suffix(const HnBusinessWords *words, HnRng *rng);  /* Việt Nam … */
guint hn_business_words_draw_shop(const HnBusinessWords *words, HnRng *rng);    /* tạp hóa … */
const HnBusinessWord *hn_business_words_activity(const HnBusinessWords *words, guint index);
const HnBusinessWord *hn_business_words_suffix(const HnBusinessWords *words, guint index);
const HnBusinessWord *hn_business_words_shop(const HnBusinessWords *words, guint index);

/* Each appends: "Hoàng Long"; "Vinatech"; "Sao Mai"; "Quốc lộ 13". */
void hn_business_words_put_brand(const HnBusinessWords *words, HnRng *rng, HnCitizenText *out);
void hn_business_words_put_coined(const HnBusinessWords *words, HnRng *rng, HnCitizenText *out);
/* One more syllable in front, as "Tân Hoàng Long". */
void hn_business_words_put_syllable(const HnBusinessWords *words, HnRng *rng, HnCitizenText *out);
HnSlice hn_business_words_draw_building(const HnBusinessWords *words, HnRng *rng);
HnSlice hn_business_words_draw_road(const HnBusinessWords *words, HnRng *rng);
