/* records/schema.h - what a project says about its records: entity types, attributes, rules,
 * comparisons.
 *
 * Data walk: config/ builds it from YAML and checks it; standardise/, blocking/ and scoring/ read
 * it and nothing else of the configuration; linker/ seals its deciding part into the model bundle.
 * Ownership: an HnEntityType owns every string and array below it; plain structs, filled once.
 * Threads: immutable after it was built.
 */
#pragma once
#include <glib.h>

#include "records/meetings.h"

#define HN_ATTRIBUTES_MAX 64
#define HN_COMPARISONS_MAX 16 /* their levels are one agreement pattern of 64 bits */
#define HN_LEVELS_MAX 12      /* with "else"; a level takes 4 bits of an agreement pattern */
#define HN_RULES_MAX 64
#define HN_KEY_PARTS_MAX 6

typedef enum {
    HN_TYPE_TEXT,         /* free text: NFKC, folded case, single spaces */
    HN_TYPE_NAME,         /* text, punctuation folded: what people and companies are called */
    HN_TYPE_DATE,         /* YYYY-MM-DD, YYYY-MM or YYYY; unknown parts left out */
    HN_TYPE_DIGITS,       /* numbers issued by somebody: only letters and digits stay, upper case */
    HN_TYPE_PHONE,        /* digits, + at the front dropped */
    HN_TYPE_EMAIL,        /* lower case, trimmed */
    HN_TYPE_CATEGORY,     /* few values: folded text */
    HN_TYPE_NUMBER,       /* amounts and measures: canonical decimal text */
    HN_TYPE_SEX,          /* male, female, other; what is not known is missing */
    HN_TYPE_CODE,         /* a model or part number; a word that is none is missing */
    HN_TYPE_POINT,        /* a place: "latitude,longitude" with five decimals */
    HN_TYPE_UNIT,         /* an address's administrative unit: codes of text/unit_codes.h */
    HN_TYPE_ADDRESS_LINE, /* what stands below the commune: text/address_fields.h */
    HN_TYPE_ADDRESS,      /* both together, as one comparison needs them: text/place_text.h */
    HN_TYPE_CITIZEN_NUMBER,   /* number of a Vietnamese personal paper, of any generation */
    HN_TYPE_INSURANCE_NUMBER, /* Vietnamese social insurance: the number, or the personal one */
    HN_TYPE_COMPANY,          /* a business name by its parts (text/company_parts.h) */
    HN_TYPE_TAX_CODE,         /* a Vietnamese tax code (text/tax_code.h) */
    HN_TYPE_VIETNAMESE_NAME,  /* what people are called; words are compared without marks, too */
} HnAttributeType;

/* Whose rules a type follows beside the general ones. */
typedef enum { HN_COUNTRY_ANY, HN_COUNTRY_VN } HnCountry;

/* How many values of this identifier an entity has in a life (DESIGN 4.13). */
typedef enum { HN_HOLDS_MANY, HN_HOLDS_ONE_AT_A_TIME, HN_HOLDS_ONE_FOR_LIFE } HnHolds;

/* Survivorship rules, tried in order; each leaves the best candidates, the next decides among
 * those. */
typedef enum {
    HN_SURVIVE_AUTHORITY,     /* the source's authority, highest */
    HN_SURVIVE_MOST_RECENT,   /* the value's valid-from, else the record's version */
    HN_SURVIVE_MOST_FREQUENT, /* canonical value held by most records */
    HN_SURVIVE_MOST_COMPLETE, /* from the record with most attributes filled */
    HN_SURVIVE_LONGEST,       /* code points of the canonical value */
} HnSurvivorship;
#define HN_SURVIVORSHIP_MAX 5

typedef struct {
    char *name; /* [a-z][a-z0-9_]*; unique in its entity type */
    HnAttributeType type;
    gboolean many; /* 0..n values a record; else 0..1 */
    HnHolds holds;
    gboolean latin;       /* `script: latin`: letters of other scripts are read in Latin ones */
    gboolean drop_marks;  /* `marks: drop`: letters lose their accents and strokes */
    gboolean personal;    /* `mailboxes: personal`: an office's e-mail address is missing */
    HnCountry country;    /* `country: vn`: of telephones, the country's numbering plan */
    gboolean check_digit; /* the type confirms its values by a check digit */
    const struct _HnCountryTables *tables; /* borrowed; NULL where no type needs them */
    char *population;     /* absolute path of values and how many people have each; or NULL */
    guint n_survivorship; /* 0 = the project's default order */
    HnSurvivorship survivorship[HN_SURVIVORSHIP_MAX];
} HnAttribute;

/* A function of one canonical value that gives a key value, or nothing. */
typedef enum {
    HN_KEY_EXACT,
    HN_KEY_PREFIX,    /* first arg code points */
    HN_KEY_SUFFIX,    /* last arg code points */
    HN_KEY_YEAR,      /* of a date */
    HN_KEY_MONTH_DAY, /* of a complete date */
    HN_KEY_YEAR_MONTH,
    HN_KEY_SORTED_TOKENS, /* tokens sorted by bytes and joined by one space */
    HN_KEY_FIRST_TOKEN,
    HN_KEY_LAST_TOKEN,
    HN_KEY_EACH_TOKEN,      /* several keys: every token of at least arg code points */
    HN_KEY_SOUND,           /* one or two keys: the first token's codes by sound */
    HN_KEY_EACH_SOUND,      /* several keys: every token's codes by sound */
    HN_KEY_INITIALS,        /* the tokens' first letters, sorted by bytes */
    HN_KEY_TOKEN_PAIR,      /* several keys: every two tokens of at least arg code points */
    HN_KEY_EACH_GRAM,       /* several keys: every window of arg code points */
    HN_KEY_EACH_NUMBER,     /* several keys: every run of digits */
    HN_KEY_DIGITS,          /* the digits alone */
    HN_KEY_COMPACT,         /* without spaces */
    HN_KEY_EMAIL_USER,      /* what stands before the @, without a +tag */
    HN_KEY_EMAIL_DOMAIN,    /* what stands behind it */
    HN_KEY_CELL,            /* of a place: rounded to arg decimals */
    HN_KEY_EACH_CELL,       /* several keys: the corners of its cell of arg decimals */
    HN_KEY_COMMUNE,         /* of a unit, several keys: each commune that it may be */
    HN_KEY_DISTRICT,        /* each district of before that those were made from */
    HN_KEY_PROVINCE,        /* each province */
    HN_KEY_STREET,          /* of an address line */
    HN_KEY_HOUSE,           /* its numbers in any order, and its street */
    HN_KEY_BRAND,           /* of a business name: its brand without marks and spaces */
    HN_KEY_EACH_BRAND_WORD, /* several keys: words of the brand of at least arg letters, bare */
    HN_KEY_ACRONYM,         /* several keys: initials of the brand, and a brand that may be some */
    HN_KEY_PARENT,          /* of a tax code: the enterprise's ten digits */
    HN_KEY_UNMARKED,        /* without marks */
} HnKeyFunction;

typedef struct {
    guint attribute; /* index in HnEntityType.attributes */
    HnKeyFunction function;
    guint arg;
} HnKeyPart;

/* A conjunction: records meet if all parts are present and equal on both sides. With a window they
 * are present on both sides, and in the order of the parts' bytes the two keys are fewer than
 * `window` places apart. */
typedef struct {
    char *name; /* as it is written: "surname.prefix(3) + birth_date.year" */
    guint n_parts;
    HnKeyPart parts[HN_KEY_PARTS_MAX];
    guint window; /* distinct keys that a key meets, itself among them; 0: equal keys alone */
} HnBlockingRule;

typedef enum {
    HN_LEVEL_EXACT,         /* canonical values are equal */
    HN_LEVEL_JARO_WINKLER,  /* similarity >= threshold */
    HN_LEVEL_OSA,           /* optimal string alignment distance <= threshold */
    HN_LEVEL_LEVENSHTEIN,   /* distance <= threshold */
    HN_LEVEL_DAMERAU,       /* unrestricted Damerau-Levenshtein distance <= threshold */
    HN_LEVEL_TOKEN_SET,     /* Jaccard of the token sets >= threshold */
    HN_LEVEL_TOKEN_SUBSET,  /* every token of the shorter one is in the longer one, at least 1 */
    HN_LEVEL_SORTED_TOKENS, /* equal after sorting tokens */
    HN_LEVEL_PREFIX,        /* first threshold code points are equal */
    HN_LEVEL_INITIAL, /* one is an initial of the other: same first letter, one has one letter */
    HN_LEVEL_DATE_SWAPPED,    /* complete dates, day and month exchanged */
    HN_LEVEL_DATE_ONE_SLIP,   /* dates differ by one digit, or two neighbouring digits exchanged */
    HN_LEVEL_DATE_YEAR_MONTH, /* year and month equal */
    HN_LEVEL_DATE_MONTH_DAY,  /* month and day equal */
    HN_LEVEL_DATE_YEAR,       /* years equal */
    HN_LEVEL_DATE_DAYS,       /* at most threshold days apart */
    HN_LEVEL_DATE_MONTHS,     /* at most threshold months apart (30.4375 days each) */
    HN_LEVEL_DATE_YEARS,  /* at most threshold years apart (365.25 days; without days by number) */
    HN_LEVEL_DIGITS_SLIP, /* same length, one digit wrong or two neighbours exchanged */
    HN_LEVEL_DIGITS_TAIL, /* last threshold digits are equal */
    HN_LEVEL_CODE_STEM,   /* model numbers, equal but for letters behind the last digit */
    HN_LEVEL_SOFT_TF_IDF, /* soft TF-IDF of the words >= threshold */
    HN_LEVEL_TOKEN_OVERLAP,      /* common tokens' weight >= threshold of the lighter side's */
    HN_LEVEL_TOKEN_JACCARD,      /* common tokens' weight >= threshold of all tokens' */
    HN_LEVEL_TOKEN_INITIALS,     /* as many words, each equal or an initial of the other */
    HN_LEVEL_TOKEN_INITIALS_ANY, /* the shorter side's words, each of one of the other's, so */
    HN_LEVEL_COMPACT,            /* equal after spaces are left out */
    HN_LEVEL_MONGE_ELKAN,    /* mean similarity of the words to their best partners >= threshold */
    HN_LEVEL_Q_GRAMS,        /* Dice over the bigrams >= threshold */
    HN_LEVEL_SOUND,          /* as many words, each equal to or sounding like the other */
    HN_LEVEL_EMAIL_USER,     /* what stands before the @ is equal, tags left out */
    HN_LEVEL_EMAIL_USER_JW,  /* Jaro-Winkler of what stands before the @ >= threshold */
    HN_LEVEL_EMAIL_DOMAIN,   /* what stands behind the @ is equal */
    HN_LEVEL_WITHIN,         /* numbers at most threshold apart */
    HN_LEVEL_PERCENT,        /* numbers at most threshold percent of the larger one apart */
    HN_LEVEL_KM,             /* places at most threshold kilometres apart */
    HN_LEVEL_NICKNAME,       /* as many words, each equal to or another form of a given name */
    HN_LEVEL_NICKNAME_ANY,   /* words of the shorter, each such a form or an initial, any order */
    HN_LEVEL_UNIT_POSSIBLE,  /* units: a commune that both may be */
    HN_LEVEL_UNIT_DISTRICT,  /* their communes have parts of one district of before */
    HN_LEVEL_UNIT_PROVINCE,  /* in one province */
    HN_LEVEL_ADDRESS_HOUSE,  /* address lines: numbers equal in any order, and street or hamlet */
    HN_LEVEL_ADDRESS_STREET, /* street or hamlet equal but for a slip */
    HN_LEVEL_DATE_PARTIAL,   /* one of the dates lacks a part, and the parts both know are equal */
    HN_LEVEL_DATE_LUNAR,     /* one is the other, read as of the Vietnamese lunar calendar */
    HN_LEVEL_DATE_AGE,       /* same day and month, years at most threshold apart */
    HN_LEVEL_NUMBER_BIRTH,   /* personal numbers, the same but for century, sex, birth year */
    HN_LEVEL_NUMBER_MOVED,   /* old numbers of two provinces; of sets, where no two differ more */
    HN_LEVEL_COMPANY_SAME,  /* business names that differ in marks, or in how much of the legal form
                               is told */
    HN_LEVEL_COMPANY_BRAND, /* the same brand, of rarity >= threshold; one does no less than the
                               other */
    HN_LEVEL_COMPANY_ACRONYM,    /* one brand is the initials of the other */
    HN_LEVEL_COMPANY_SLIP,       /* one slip in the brand, or other marks */
    HN_LEVEL_COMPANY_SISTER,     /* the same brand; each does what the other does not */
    HN_LEVEL_COMPANY_BRANCH,     /* the same brand; another unit, or the firm and its unit */
    HN_LEVEL_COMPANY_CONFUSABLE, /* alike by law and yet two firms: a number, a region, a form */
    HN_LEVEL_SAME_PARENT, /* tax codes of one enterprise: the firm and its branch, two branches */
    HN_LEVEL_TAX_KINDS,   /* a tax code of ten digits and one of a person */
    HN_LEVEL_CROSSWISE,   /* exchanged with the values of HnComparison.crosswise */
    HN_LEVEL_UNMARKED,    /* Vietnamese names, equal without marks: one of them has none at all */
    HN_LEVEL_LOST_MARKS,  /* the same, or words that differ lack some marks on one side */
    HN_LEVEL_TONE,        /* the same, or tones differ */
    HN_LEVEL_VOWEL,       /* equal without marks */
    HN_LEVEL_REORDERED,   /* the same words, in any order, but for lost marks */
    HN_LEVEL_REGIONAL,    /* the same words or regional forms of them, but for lost marks */
    HN_LEVEL_NAME_PART,   /* the longer one's given name and another word are all of the shorter */
    HN_LEVEL_NAME_INITIALS,      /* words or initials of the shorter are all in the longer */
    HN_LEVEL_OTHER_GIVEN_NAME,   /* one surname, but given names that are not alike */
    HN_LEVEL_VIETNAMESE,         /* distance of names in letters <= threshold */
    HN_LEVEL_VIETNAMESE_OVERLAP, /* common words' weight >= threshold of the heavier side's */
    HN_LEVEL_ELSE,               /* always the last level */
} HnLevelKind;

typedef struct {
    HnLevelKind kind;
    double threshold; /* its unit stands at the kind; 0 where there is none */
} HnLevelSpec;

typedef struct {
    char *name;              /* unique; the attribute's unless given */
    guint attribute;         /* index */
    gboolean term_frequency; /* exact agreement weighs by the value's frequency */
    gboolean numbers_apart;  /* values whose numbers contradict are no more alike than by EXACT,
                                SORTED_TOKENS or COMPACT */
    gboolean has_crosswise;  /* a level is HN_LEVEL_CROSSWISE */
    guint crosswise;         /* index of the attribute that it looks at, too; both have one value */
    gboolean has_told_by;    /* records whose value of told_by is this one do not say it twice */
    guint told_by;           /* index of an attribute of type company; both have one value */
    guint n_levels; /* with ELSE; level i = 0 is tried first; ELSE has index n_levels - 1 */
    HnLevelSpec levels[HN_LEVELS_MAX];
} HnComparison;

#define HN_REPORT_BY_MAX 8
typedef struct {
    char *name; /* person, organisation ... */
    guint n_attributes;
    HnAttribute *attributes;
    guint n_rules;
    HnBlockingRule *rules;
    guint n_refinements; /* keys by which oversize values may be split, tried in this order */
    HnKeyPart *refinements;
    guint n_comparisons;
    HnComparison *comparisons;
    guint block_size_max; /* records in one block */
    gboolean thresholds_auto;
    gint32 threshold_match_units;  /* i32 in 1/65536 bit, as all weights */
    gint32 threshold_review_units; /* <= match */
    guint n_report_by;
    guint report_by[HN_REPORT_BY_MAX]; /* attributes by whose values quality is told */
    gboolean has_review_budget;
    guint64 review_budget;         /* cases that people look at after a run */
    gboolean cluster_support_auto; /* the model says it */
    /* Without auto; 1/65536: mean probability that two groups need to become one; 0: one match edge
     * is enough. */
    guint32 cluster_support;
    char *labels; /* absolute path of pairs that people labelled, for training; or NULL */
    char *
        *one_per_source; /* NULL-terminated names of sources with one record per entity; or NULL */
    HnMeetings meetings; /* of the type's sources; in no bundle: the law holds from tonight on */
} HnEntityType;

#define HN_WEIGHT_UNITS_PER_BIT 65536

/* Levels by gamma, Splink's numbering: missing = -1, ELSE = 0, the best = n_levels - 1. */
static inline gint
hn_comparison_gamma(const HnComparison *comparison, guint level)
{
    return (gint)(comparison->n_levels - 1 - level);
}

/* A level weighs words by how rare they are: training counts them and the model has their weights.
 */
gboolean hn_comparison_weighs_tokens(const HnComparison *comparison);

/* The level takes names that are the same words without marks, so they have a frequency. */
gboolean hn_level_kind_is_of_spelling(HnLevelKind kind);
/* term_frequency weighs such a level, too. */
gboolean hn_comparison_weighs_spellings(const HnComparison *comparison);

/* Can a table of its values in a population be named? It has one value a record, and it is no
 * number or address that is one holder's. */
gboolean hn_attribute_may_have_population(const HnAttribute *attribute);

/* Two values of one thing that tell two things apart: a firm and its branch. It is never evidence
 * for a match. */
gboolean hn_level_kind_tells_apart(HnLevelKind kind);

/* The reference table that a level reads beside those of its attribute; NULL: none. */
const char *hn_level_kind_table(HnLevelKind kind);

/* The reference tables that an attribute's canonical values and levels depend on, NULL-terminated;
 * NULL: none. */
const char *const *hn_attribute_tables(const HnAttribute *attribute);

/* `one_record_per_source` names @source, or all. */
gboolean hn_entity_type_holds_once(const HnEntityType *type, const char *source);

void hn_entity_type_clear(HnEntityType *type);                /* frees what it owns, not itself */
gboolean hn_attribute_type_is_name(HnAttributeType type);     /* name, vietnamese_name */
gboolean hn_attribute_type_has_letters(HnAttributeType type); /* name, text, category */
gboolean hn_attribute_type_is_address(HnAttributeType type);  /* unit, address_line, address */
gboolean hn_attribute_type_is_written(HnAttributeType type);  /* these, and addresses */
/* Numbers that somebody issued: digits, and those of papers. */
gboolean hn_attribute_type_is_issued(HnAttributeType type);
const char *hn_attribute_type_name(HnAttributeType type); /* "text", "name", ... as in YAML */
const char *hn_key_function_name(HnKeyFunction function); /* "exact", "prefix", ... */
const char *hn_level_kind_name(HnLevelKind kind);         /* "exact", "jaro_winkler", ... */
const char *hn_survivorship_name(HnSurvivorship rule);    /* "authority", "most_recent", ... */
const char *hn_holds_name(HnHolds holds);                 /* "many", "one_at_a_time", ... */
gboolean hn_attribute_type_parse(const char *name, HnAttributeType *ret_type);
gboolean hn_key_function_parse(const char *name, HnKeyFunction *ret_function);
gboolean hn_level_kind_parse(const char *name, HnLevelKind *ret_kind);
gboolean hn_survivorship_parse(const char *name, HnSurvivorship *ret_rule);
gboolean hn_holds_parse(const char *name, HnHolds *ret_holds);
