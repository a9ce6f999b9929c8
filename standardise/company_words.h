/* standardise/company_words.h - the words of a business name, each with its part: brand, activity,
 * legal form, branch.
 *
 * Data walk: company_name.c writes the canonical name from them.
 * Rules: what no table knows is brand. What a table knows by more than one meaning is told by its
 *   place:
 *   - CN is a branch at the beginning of a name or of a part of it, behind the brand, or before a
 *     place or an enterprise; else technology;
 *   - shops, works and offices are units where an enterprise is named beside them; else what the
 *     firm does;
 *   - a place or a number is none of the brand where no word of it follows ("Bia Sài Gòn", "An
 *     Phát 2"); else it is ("Sài Gòn Thương Tín");
 *   - a school or hospital is one at the beginning of the name, but not beside a legal form
 *     ("Công ty CP Ô tô Trường Hải");
 *   - abbreviations that may be names are activities only beside another word of the brand.
 * Threads: belongs to one thread.
 */
#pragma once
#include "standardise/business_words.h"

typedef enum {
    HN_COMPANY_BRAND,
    HN_COMPANY_AND, /* between two words of the brand */
    HN_COMPANY_NUMBER,
    HN_COMPANY_REGION,
    HN_COMPANY_ACTIVITY,
    HN_COMPANY_FORM,
    HN_COMPANY_UNIT,  /* what kind of unit it is; the first one */
    HN_COMPANY_PLACE, /* which one */
    HN_COMPANY_DROPPED,
} HnCompanyRole;

typedef struct {
    guint first, n_words; /* of the split words */
    HnBusinessKind kind;
    HnCompanyRole role;
    gboolean breaks;
    guint n_meanings;
    const HnBusinessMeaning *meanings[HN_BUSINESS_GLUED_MAX];
} HnCompanyToken;

typedef struct {
    HnSplitWords split;
    guint n;
    HnCompanyToken tokens[HN_SPLIT_WORDS_MAX];
} HnCompanyWords;

void hn_company_words_init(HnCompanyWords *words);
void hn_company_words_clear(HnCompanyWords *words);
/* @folded: text with case folded. */
void hn_company_words_read(HnCompanyWords *words, const HnBusinessWords *business, HnSlice folded);
/* The number that a word of digits or a Roman one is, 0: none. Not V, X, VI, XI: names. */
guint hn_company_number(HnSlice skeleton);
