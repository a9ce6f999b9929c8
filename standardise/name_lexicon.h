/* standardise/name_lexicon.h - words that stand before, behind and instead of the words of a name.
 *
 * Data walk: personal_name.c asks about the words of every name.
 * Source: tables of datasets/reference: name_titles.csv; name_variants.csv, causes i_y: of a class
 *   that is one name the first form stands for all, where what is left without marks is one name,
 *   too (Lý and Lí are one, Vy and Vi are two, so Vỹ and Vĩ stay as well); surnames.csv, and
 *   the surnames of ethnic_name_patterns.csv.
 * Cost: 5 ms once for a set of tables; a word 3 ns if it begins no phrase, else 30-60 ns.
 * Threads: immutable.
 */
#pragma once
#include "base/slice.h"
#include "records/country_tables.h"

typedef enum {
    HN_NAME_PHRASE_NONE,
    HN_NAME_PHRASE_TITLE,
    HN_NAME_PHRASE_TITLE_BEFORE_SURNAME, /* one if a surname follows */
    HN_NAME_PHRASE_TITLE_MAYBE,          /* a given name, too: one if a whole name follows */
    HN_NAME_PHRASE_ALIAS,                /* what follows is another name */
} HnNamePhrase;

typedef struct _HnNameLexicon HnNameLexicon;
/* Borrowed from @tables; NULL without tables. HN_COUNTRY_TABLES_ERROR_TABLE. */
const HnNameLexicon *hn_name_lexicon_of(const HnCountryTables *tables, GError **error);
/* Longest phrase in words. */
guint hn_name_lexicon_words_max(const HnNameLexicon *lexicon);
/* FALSE: no phrase of that kind begins with @word. */
gboolean hn_name_lexicon_may_begin(const HnNameLexicon *lexicon, HnSlice word);
/* @phrase: canonical words with single spaces. */
HnNamePhrase hn_name_lexicon_phrase(const HnNameLexicon *lexicon, HnSlice phrase);
gboolean hn_name_lexicon_is_surname(const HnNameLexicon *lexicon, HnSlice word);
/* What is written for @word; @word itself: nothing else. */
HnSlice hn_name_lexicon_spelling(const HnNameLexicon *lexicon, HnSlice word);
