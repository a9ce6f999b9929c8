/* insight/name_words.h - words that tell what a value is: of names, firms, streets, places, sexes.
 *
 * Data walk: column_profile.c asks for each word, and for each whole value, of a column's sample.
 * Tables: insight/tables, each with its source and licence. They are samples, not registers: that
 *   many values of a column are in one tells something, that a value is in none tells nothing.
 * Words are folded: small letters without marks, d for d with stroke, no apostrophes.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

typedef struct {
    const char *word;
    guint8 given; /* 0 = always a surname .. 9 = always a given name */
} HnNameWord;
extern const HnNameWord hn_name_words[]; /* ascending */
extern const gsize hn_name_words_count;

typedef enum {
    HN_WORD_LEGAL_FORM = 1 << 0,     /* anywhere in a name: gmbh, tnhh */
    HN_WORD_LEGAL_END = 1 << 1,      /* as the last word: co, sa, ag */
    HN_WORD_STREET = 1 << 2,         /* street, rue, duong */
    HN_WORD_TITLE = 1 << 3,          /* mr, dr, jr */
    HN_WORD_SEX = 1 << 4,            /* a whole value */
    HN_WORD_REGION = 1 << 5,         /* a whole value */
    HN_WORD_COUNTRY = 1 << 6,        /* a whole value: name or code */
    HN_WORD_COUNTRY_NUMBER = 1 << 7, /* a whole value: ISO 3166 number */
    HN_WORD_STATUS = 1 << 8,         /* a whole value: active, closed, yes */
    HN_WORD_PLACE = 1 << 10, /* begins the name of a place, one word or two: xa, thi tran, city */
    HN_WORD_COMMON = 1 << 9, /* of, the, for, and: sentences and titles, not names */
} HnWordKind;

typedef struct {
    const char *phrase;
    guint kinds;
} HnValueWord;
extern const HnValueWord hn_value_words[]; /* ascending */
extern const gsize hn_value_words_count;

/* 0..9, or -1: not in the table. @word is folded. */
gint hn_name_word_given(HnSlice word);
guint hn_value_word_kinds(HnSlice phrase); /* of HnWordKind; folded words with single spaces */
/* @out becomes the folded form; punctuation is space, but dots between single letters go: "B.V." is
 * "bv". */
void hn_fold_words(HnSlice text, GByteArray *out);
