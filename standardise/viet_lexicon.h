/* standardise/viet_lexicon.h - how much a word costs in names and addresses of Viet Nam.
 *
 * Data walk: made once from the country tables; text_repair.c weighs a reading against the text as
 *   it stands by it.
 * Cost of a word: minus log2 of its share, in bits / HN_BIT: how surprising it is. Shares are
 *   those of surnames and given names (60 %), of names of units and streets (30 %) and of the words
 *   of legal forms and addresses (10 %). Words that are in no table cost what their shape says.
 * Source: tables surnames, given_names, given_name_lexicon, wards_*, districts_old, provinces_*,
 *   street_names, legal_forms, address_abbreviations.
 * Cost of a look-up: 10 ns. Making: 6 ms.
 * Threads: immutable.
 */
#pragma once
#include "records/country_tables.h"
#include "standardise/viet_word.h"

#define HN_BIT 16u /* costs are in sixteenths of a bit */

typedef struct _HnVietLexicon HnVietLexicon;

/* Borrowed from @tables; NULL with @error set: a table is missing. */
const HnVietLexicon *hn_viet_lexicon_of(const HnCountryTables *tables, GError **error);

/* What stands in a table of names; G_MAXUINT: it does not. */
guint hn_viet_lexicon_known(const HnVietLexicon *lexicon, const HnVietWord *word);
/* The same where somebody left the marks out: of all words that become this one together. */
guint hn_viet_lexicon_bare(const HnVietLexicon *lexicon, const HnVietWord *word);
/* Onset, rhyme and tone go together as the orthography says. */
gboolean hn_viet_lexicon_is_syllable(const HnVietLexicon *lexicon, const HnVietWord *word);
/* A syllable whose marks were left out. */
gboolean hn_viet_lexicon_is_bare_syllable(const HnVietLexicon *lexicon, const HnVietWord *word);
