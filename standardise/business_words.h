/* standardise/business_words.h - what words of a business name say: its legal form, what it does,
 * where it is, that it is a part of another one.
 *
 * Data walk: company_words.h asks at each word of a name. Built once from the tables legal_forms,
 *   business_words and provinces_old63; later ones add no second meaning to the words of an earlier
 *   one (business_words first).
 * Words: patterns are split as names are (word_split.h) and found by their skeletons, letters
 *   without marks. A word of a name agrees with one of a pattern if it is equal, or bare of marks;
 *   in a pattern of two words and more one may have other marks (thương maị).
 * Structure: a trie over numbers of words; both its edges and the words in one open table.
 * Cost: 15 ns a word; building 1 ms.
 * Threads: immutable after it was built.
 */
#pragma once
#include "records/country_tables.h"
#include "standardise/word_split.h"

typedef enum {
    HN_BUSINESS_NOTHING,
    HN_BUSINESS_ACTIVITY,
    HN_BUSINESS_REGION,
    HN_BUSINESS_LEGAL,       /* an enterprise's form */
    HN_BUSINESS_BODY,        /* a school, a hospital, an office */
    HN_BUSINESS_HOUSEHOLD,   /* a household's business */
    HN_BUSINESS_UNIT,        /* a part of another one: branch, office */
    HN_BUSINESS_PLACE_UNIT,  /* may be a part of another one: shop, works */
    HN_BUSINESS_CONNECTOR,   /* and */
    HN_BUSINESS_OF,          /* its owner follows */
    HN_BUSINESS_AT,          /* a place follows */
    HN_BUSINESS_PLACE_WORD,  /* the same: city, province */
    HN_BUSINESS_NUMBER_WORD, /* a number follows */
    HN_BUSINESS_ARTICLE,     /* says nothing */
} HnBusinessKind;

#define HN_BUSINESS_CODES_MAX 4
typedef struct {
    HnBusinessKind kind;
    gboolean is_short;                    /* an abbreviation that may as well be a name */
    guint n_codes;                        /* of activities several, else one */
    guint16 codes[HN_BUSINESS_CODES_MAX]; /* ascending; see hn_business_code() */
} HnBusinessMeaning;

typedef struct _HnBusinessWords HnBusinessWords;
/* Shared by all who borrow @tables; NULL: a table is missing or wrong. */
const HnBusinessWords *hn_business_words_of(const HnCountryTables *tables, GError **error);

/* The longest pattern that the words from @first on begin with: how many words it has, 0: none. */
guint hn_business_words_find(const HnBusinessWords *words, const HnSplitWords *split, guint first,
                             const HnBusinessMeaning **ret_meaning);
/* A word without vowels that is nothing but abbreviations written as one (TMDVXNK, CTCP); their
 * meanings into @ret; how many, 0: it is none. */
#define HN_BUSINESS_GLUED_MAX 6
guint hn_business_words_unglue(const HnBusinessWords *words, HnSlice skeleton,
                               const HnBusinessMeaning *ret[HN_BUSINESS_GLUED_MAX]);
/* The short ASCII word that canonical names have for a code: "tm", "tnhh1tv". Codes ascend as these
 * do by bytes. */
HnSlice hn_business_code(const HnBusinessWords *words, guint code);
/* Of two legal forms in one name the one of the higher rank counts. */
guint hn_business_form_rank(const HnBusinessWords *words, guint code);
/* The activity that CN stands for where it is no branch. */
guint hn_business_technology(const HnBusinessWords *words);
