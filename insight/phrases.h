/* insight/phrases.h - the words of explanations, in English and Vietnamese.
 *
 * Data walk: sentences and the texts of `explain`. The words are those of the glossary; names of
 *   attributes, rules and sources are the project's own.
 * Threads: constants; the rest is reentrant.
 */
#pragma once
#include "insight/language.h"
#include "records/schema.h"

typedef enum {
    HN_PHRASE_AND,
    HN_PHRASE_SAME, /* verdicts */
    HN_PHRASE_ASK,
    HN_PHRASE_APART,
    HN_PHRASE_WEIGHT, /* headings of a pair */
    HN_PHRASE_PRIOR,
    HN_PHRASE_TERM,
    HN_PHRASE_LIKENESS,
    HN_PHRASE_INTERACTION,
    HN_PHRASE_REST,
    HN_PHRASE_TOTAL,
    HN_PHRASE_MATCH_FROM,
    HN_PHRASE_REVIEW_FROM,
    HN_PHRASE_RECORDS_HOLD_IT,
    HN_PHRASE_RARE,
    HN_PHRASE_RULES,
    HN_PHRASE_MAKES_FIRST, /* states of a rule */
    HN_PHRASE_MAKES,
    HN_PHRASE_TOO_COMMON,
    HN_PHRASE_TOO_LARGE,
    HN_PHRASE_CUT_KEYS,
    HN_PHRASE_TOO_FAR,
    HN_PHRASE_CROWDED,
    HN_PHRASE_SPLIT_BY,
    HN_PHRASE_DIFFERS, /* of a part */
    HN_PHRASE_MISSING_IN,
    HN_PHRASE_NUMBERS_APART,
    HN_PHRASE_TOLD_BY, /* with another attribute's name */
    HN_PHRASE_OTHER_KINDS,
    HN_PHRASE_NO_KEY_IN,
    HN_PHRASE_BOTH,
    HN_PHRASE_DECISIONS,
    HN_PHRASE_OVERRULED,
    HN_PHRASE_OVERRULED_OR_UNLAWFUL,
    HN_PHRASE_BINDS,
    HN_PHRASE_PARTS,
    HN_PHRASE_KEPT_APART_BY,
    HN_PHRASE_ONE_PER_SOURCE,
    HN_PHRASE_CODES_DIFFER,
    HN_PHRASE_NEVER_MEET,
    HN_PHRASE_SUPPORT,
    HN_PHRASE_NEEDED,
    HN_PHRASE_CHAIN,
    HN_PHRASE_CHAIN_TOO,
    HN_PHRASE_WEAKEST,
    HN_PHRASE_CASE,
    HN_PHRASE_CHANGES,
    HN_PHRASE_NO_CHANGE,
    HN_PHRASE_IF_EQUAL,
    HN_PHRASE_IF_MISSING,
    HN_PHRASE_IF_UNLIKE,
    HN_PHRASE_IF_LIFTED,
    HN_PHRASE_COMPARED_BY,
    HN_PHRASE_COMPARED_NO_MORE,
    HN_PHRASE_RECORDS, /* headings of an entity */
    HN_PHRASE_LOCKED,
    HN_PHRASE_MERGED_INTO,
    HN_PHRASE_RETIRED,
    HN_PHRASE_HOW,
    HN_PHRASE_BRIDGE,
    HN_PHRASE_GOLDEN,
    HN_PHRASE_OF_TARGET,
    HN_PHRASE_VALUES_FROM,
    HN_PHRASE_OF,
    HN_PHRASE_ONLY_ONE, /* how a golden value came to stand */
    HN_PHRASE_ALL_AGREE,
    HN_PHRASE_FIRST_RECORD,
    HN_PHRASE_EXISTING_DATE,
    HN_PHRASE_STEWARD,
    HN_PHRASE_EVERY_VALUE,
    HN_PHRASE_ALSO,
    HN_PHRASE_CASES,
    HN_PHRASE_HISTORY,
    HN_PHRASE_MORE,
    HN_PHRASE_SINCE,
    HN_PHRASES
} HnPhrase;
const char *hn_phrase(HnLanguage language, HnPhrase phrase);

/* "alike (Jaro-Winkler 0.92 or more)", "exchanged with surname". A level that has no words yet has
 * its name. @other: the attribute that a comparison with HN_LEVEL_CROSSWISE looks at, too.
 * (transfer full) */
char *hn_phrase_level(HnLanguage language, const HnLevelSpec *level, const char *other);
/* How a golden value came to stand: "only one", "all agree", or the rule in words. */
const char *hn_phrase_survivorship(HnLanguage language, HnSurvivorship rule);
/* "person" in English, "người" in Vietnamese where the type's name is known. */
const char *hn_phrase_type(HnLanguage language, const char *type);
/* "a, b and c" from (char *); "" of none. (transfer full) */
char *hn_phrase_list(HnLanguage language, const GPtrArray *words);
/* A name with spaces for its underscores. (transfer full) */
char *hn_phrase_name(const char *name);
/* "1 record", "2 records". (transfer full) */
char *hn_phrase_records(HnLanguage language, guint64 n);
/* "+1.25": bits with two decimals. (transfer full) */
char *hn_phrase_bits(gint64 units, gboolean with_sign);
