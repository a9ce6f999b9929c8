/* insight/header_words.h - what a column's name says, in five languages: English, Vietnamese,
 *   German, French, Spanish.
 *
 * Data walk: column_meaning.c asks for each column; attribute_plan.c makes names of headers.
 * Way: a header is folded (small letters, no marks, camelCase and punctuation cut into words), then
 *   looked up as phrases of a table. Of several phrases the one with more words wins, then the
 *   later one; English words that stand behind what they are of win always: "passport_country" is a
 *   country. Phrases are found written together too: "hoten", "dateofbirth". Numbers
 *   are left out.
 * Threads: reentrant.
 */
#pragma once
#include "insight/column_meaning.h"

typedef struct {
    const char *phrase; /* folded words with single spaces */
    HnMeaning meaning;
    guint8 belief; /* per cent */
} HnHeaderWord;

/* Phrases and meanings; a phrase may stand once. */
extern const HnHeaderWord hn_header_words[];
extern const gsize hn_header_words_count;

typedef struct {
    const HnHeaderWord *word; /* NULL: the header says nothing */
    gboolean is_whole;        /* nothing but numbers is left beside the phrase */
    gboolean is_relative;     /* of the mother, the father, a spouse, a guardian */
    gboolean is_about;        /* of another column: phone_type, passport_country */
} HnHeaderSaying;

HnHeaderSaying hn_header_saying(const char *header);
/* Small ASCII letters, digits and _; begins with a letter; "" if nothing is left. Owned by the
 * caller. */
char *hn_header_identifier(const char *header);
