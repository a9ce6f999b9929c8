#include "insight/level_choice.h"

typedef enum {
    KIND_NAME_WORD, /* a name of one or two words */
    KIND_WHOLE_NAME,
    KIND_FIRM,
    KIND_SENTENCE,
    KIND_ADDRESS,
    KIND_PLACE,
    KIND_DATE,
    KIND_YEAR,
    KIND_ISSUED, /* numbers somebody issues */
    KIND_PHONE,
    KIND_EMAIL,
    KIND_SHORT_NUMBER, /* house number, postal code */
    KIND_CLASS,        /* few values */
    KIND_NAMES,        /* those who made it */
    KIND_PEOPLE,       /* that somebody has to do with */
    KIND_CODES,
    KIND_MODEL, /* model and part numbers */
    KIND_AMOUNT,
    KIND_POINT,
    KIND_VIETNAMESE_NAME,
    KIND_VIETNAMESE_DATE,
    KIND_PAPER, /* numbers of papers of all generations */
    KIND_VIETNAMESE_PHONE,
    KIND_UNIT,
    KIND_ADDRESS_LINE,
    KIND_PLACE_AND_LINE,
    KIND_COMPANY,
    KIND_TAX_CODE,
    KIND_OTHER,
    N_KINDS
} Kind;

typedef struct {
    const char *levels;
    const char *refinement;
    const char *survivorship;
    const char *keys[8];
} Choice;

#define FEW_VALUES 100
#define RECENT "authority, most_recent, most_frequent, most_complete, longest"

static const Choice choices[N_KINDS] = {
    [KIND_NAME_WORD] = { "exact, { damerau: 1 }, nickname, { jaro_winkler: 0.9 }, initial, "
                         "token_subset, { jaro_winkler: 0.8 }, { prefix: 3 }",
                         ".prefix(3)",
                         NULL,
                         { "", ".sound", ".prefix(3)", NULL } },
    [KIND_WHOLE_NAME] = { "exact, sorted_tokens, compact, { damerau: 1 }, nickname, "
                          "nickname_any, { soft_tf_idf: 0.9 }, token_subset, "
                          "{ soft_tf_idf: 0.7 }, { monge_elkan: 0.8 }, { soft_tf_idf: 0.4 }",
                          ".prefix(3)",
                          NULL,
                          { "", ".sorted_tokens", ".token_pair(2)", ".each_token(3)",
                            ".first_token", ".last_token", NULL } },
    [KIND_FIRM] = { "exact, compact, sorted_tokens, { soft_tf_idf: 0.9 }, { token_overlap: 0.9 }, "
                    "{ soft_tf_idf: 0.75 }, { soft_tf_idf: 0.6 }, { token_overlap: 0.6 }, "
                    "{ jaro_winkler: 0.9 }, { soft_tf_idf: 0.4 }, { soft_tf_idf: 0.2 }",
                    ".prefix(4)",
                    NULL,
                    { "", ".token_pair(3)", ".each_token(4)", ".prefix(5)", ".first_token",
                      NULL } },
    [KIND_SENTENCE] = { "exact, compact, { soft_tf_idf: 0.9 }, { soft_tf_idf: 0.8 }, "
                        "{ soft_tf_idf: 0.7 }, { soft_tf_idf: 0.6 }, { soft_tf_idf: 0.5 }, "
                        "{ soft_tf_idf: 0.4 }, { soft_tf_idf: 0.3 }, { soft_tf_idf: 0.2 }",
                        ".prefix(4)",
                        NULL,
                        { "", ".token_pair(3)", ".each_token(4)", NULL } },
    [KIND_ADDRESS] = { "exact, compact, { soft_tf_idf: 0.9 }, { damerau: 2 }, "
                       "{ soft_tf_idf: 0.7 }, { jaro_winkler: 0.9 }, { token_overlap: 0.6 }, "
                       "{ soft_tf_idf: 0.4 }, { jaro_winkler: 0.75 }",
                       ".prefix(4)",
                       RECENT,
                       { "", ".token_pair(3)", ".each_token(4)", ".prefix(5)", NULL } },
    [KIND_PLACE] = { "exact, { damerau: 1 }, { jaro_winkler: 0.9 }, token_subset, "
                     "{ jaro_winkler: 0.8 }",
                     "",
                     RECENT,
                     { "", ".prefix(4)", NULL } },
    [KIND_DATE] = { "exact, date_one_slip, date_swapped, date_month_day, date_year_month, "
                    "date_year, { date_years: 2 }",
                    ".year",
                    NULL,
                    { "", ".year", ".month_day", ".year_month", NULL } },
    [KIND_YEAR] = { "exact, { date_years: 1.01 }, { date_years: 3.01 }", "", NULL, { "", NULL } },
    [KIND_ISSUED] = { "exact, digits_slip, { damerau: 2 }", NULL, NULL, { "", NULL } },
    [KIND_PHONE] = { "exact, { digits_tail: 7 }, digits_slip",
                     NULL,
                     RECENT,
                     { "", ".suffix(7)", NULL } },
    [KIND_EMAIL] = { "exact, { damerau: 1 }, email_user, { email_user_jw: 0.9 }, "
                     "{ jaro_winkler: 0.85 }",
                     NULL,
                     RECENT,
                     { "", ".email_user", ".prefix(5)", NULL } },
    [KIND_SHORT_NUMBER] = { "exact, { damerau: 1 }, { prefix: 3 }",
                            "",
                            RECENT,
                            { "", ".prefix(3)", NULL } },
    [KIND_CLASS] = { "exact", "", NULL, { "", NULL } },
    [KIND_NAMES] = { "exact, { soft_tf_idf: 0.9 }, { soft_tf_idf: 0.75 }, { soft_tf_idf: 0.6 }, "
                     "{ soft_tf_idf: 0.45 }, { token_overlap: 0.5 }, { soft_tf_idf: 0.3 }, "
                     "{ soft_tf_idf: 0.15 }",
                     ".prefix(4)",
                     NULL,
                     { "", ".token_pair(3)", ".each_token(5)", NULL } },
    [KIND_PEOPLE] = { "exact", NULL, NULL, { "", NULL } },
    [KIND_CODES] = { "exact", NULL, NULL, { "", NULL } },
    [KIND_MODEL] = { "exact, code_stem, { prefix: 6 }", NULL, NULL, { "", NULL } },
    [KIND_AMOUNT] = { "exact, { percent: 1 }, { percent: 5 }, { percent: 20 }, { percent: 50 }",
                      NULL,
                      RECENT,
                      { "", NULL } },
    [KIND_POINT] = { "exact, { km: 0.1 }, { km: 1 }, { km: 10 }, { km: 50 }",
                     NULL,
                     RECENT,
                     { "", ".cell(1)", NULL } },
    [KIND_VIETNAMESE_NAME] = { "exact, unmarked, lost_marks, reordered, tone, regional, "
                               "{ vietnamese: 1 }, name_part, name_initials, other_given_name, "
                               "{ vietnamese_overlap: 0.4 }",
                               ".last_token",
                               NULL,
                               { ".unmarked", ".sorted_tokens", ".token_pair(2)", ".last_token",
                                 ".each_token(3)", NULL } },
    [KIND_VIETNAMESE_DATE] = { "exact, date_one_slip, date_swapped, date_partial, date_lunar, "
                               "{ date_age: 3 }, date_month_day, date_year_month, date_year, "
                               "{ date_years: 2 }, { date_years: 10 }",
                               ".year",
                               NULL,
                               { "", ".year", ".month_day", ".year_month", NULL } },
    [KIND_PAPER] = { "exact, digits_slip, number_birth, { damerau: 2 }, number_moved",
                     NULL,
                     NULL,
                     { "", ".suffix(6)", NULL } },
    [KIND_VIETNAMESE_PHONE] = { "exact, digits_slip", NULL, RECENT, { "", ".suffix(7)", NULL } },
    [KIND_UNIT] = { "exact, unit_possible, unit_district, unit_province",
                    NULL,
                    RECENT,
                    { ".commune", ".district", ".province", NULL } },
    [KIND_ADDRESS_LINE] = { "exact, address_house, address_street, { token_overlap: 0.5 }",
                            NULL,
                            RECENT,
                            { ".house", ".street", NULL } },
    [KIND_PLACE_AND_LINE] = { "exact, address_house, address_street, unit_possible, "
                              "unit_district, unit_province",
                              NULL,
                              RECENT,
                              { ".commune", ".house", ".street", ".district", ".province", NULL } },
    [KIND_COMPANY] = { "exact, company_same, { company_brand: 1 }, company_acronym, "
                       "{ company_brand: 0.01 }, company_slip, { soft_tf_idf: 0.8 }, "
                       "company_sister, company_branch, company_confusable",
                       ".prefix(4)",
                       NULL,
                       { ".brand", ".acronym", ".each_brand_word(2)", ".prefix(5)", NULL } },
    [KIND_TAX_CODE] = { "exact, digits_slip, { damerau: 2 }, tax_kinds, same_parent",
                        NULL,
                        NULL,
                        { "", ".parent", NULL } },
    [KIND_OTHER] = { "exact, { damerau: 1 }, { jaro_winkler: 0.9 }, { jaro_winkler: 0.8 }",
                     ".prefix(4)",
                     NULL,
                     { "", ".prefix(5)", NULL } },
};

static Kind
kind_of(const HnPlannedAttribute *attribute)
{
    switch (attribute->meaning) {
    case HN_MEANING_GIVEN_NAME:
    case HN_MEANING_MIDDLE_NAME:
    case HN_MEANING_SURNAME:
    case HN_MEANING_NAME_PART:
        return KIND_NAME_WORD;
    case HN_MEANING_FULL_NAME:
    case HN_MEANING_RELATIVE_NAME:
        return KIND_WHOLE_NAME;
    case HN_MEANING_ORGANISATION:
        return KIND_FIRM;
    case HN_MEANING_TITLE:
    case HN_MEANING_DESCRIPTION:
        return KIND_SENTENCE;
    case HN_MEANING_ADDRESS:
    case HN_MEANING_STREET:
        return KIND_ADDRESS;
    case HN_MEANING_LOCALITY:
        return KIND_PLACE;
    case HN_MEANING_BIRTH_DATE:
    case HN_MEANING_OTHER_DATE:
        return KIND_DATE;
    case HN_MEANING_YEAR:
        return KIND_YEAR;
    case HN_MEANING_IDENTIFIER:
    case HN_MEANING_HOUSEHOLD:
        return KIND_ISSUED;
    case HN_MEANING_PHONE:
        return KIND_PHONE;
    case HN_MEANING_EMAIL:
    case HN_MEANING_URL:
        return KIND_EMAIL;
    case HN_MEANING_HOUSE_NUMBER:
    case HN_MEANING_POSTCODE:
        return KIND_SHORT_NUMBER;
    case HN_MEANING_PEOPLE_LIST:
        return attribute->is_of_work ? KIND_NAMES : KIND_PEOPLE;
    case HN_MEANING_CODE_LIST:
        return KIND_CODES;
    case HN_MEANING_MODEL_CODE:
        return KIND_MODEL;
    case HN_MEANING_SEX:
    case HN_MEANING_REGION:
    case HN_MEANING_COUNTRY:
    case HN_MEANING_CATEGORY:
    case HN_MEANING_NAME_TITLE:
    case HN_MEANING_MONTH:
    case HN_MEANING_DAY:
    case HN_MEANING_CONSTANT:
    case HN_MEANING_EMPTY:
        return KIND_CLASS;
    case HN_MEANING_RECORD_KEY:
    case HN_MEANING_SOURCE:
    case HN_MEANING_LATITUDE:
    case HN_MEANING_LONGITUDE:
    case HN_MEANING_POINT:
    case HN_MEANING_NUMBER:
    case HN_MEANING_TECHNICAL:
    case HN_MEANING_TEXT:
    case HN_N_MEANINGS:
    default:
        return KIND_OTHER;
    }
}

/* What is read by the rules of a country; N_KINDS: it is not. */
static Kind
kind_of_country(const HnPlannedAttribute *attribute)
{
    switch ((guint)attribute->type) {
    case HN_TYPE_VIETNAMESE_NAME:
        return KIND_VIETNAMESE_NAME;
    case HN_TYPE_CITIZEN_NUMBER:
    case HN_TYPE_INSURANCE_NUMBER:
        return KIND_PAPER;
    case HN_TYPE_UNIT:
        return KIND_UNIT;
    case HN_TYPE_ADDRESS_LINE:
        return KIND_ADDRESS_LINE;
    case HN_TYPE_ADDRESS:
        return KIND_PLACE_AND_LINE;
    case HN_TYPE_COMPANY:
        return attribute->meaning == HN_MEANING_CATEGORY ? N_KINDS : KIND_COMPANY;
    case HN_TYPE_TAX_CODE:
        return KIND_TAX_CODE;
    case HN_TYPE_DATE:
        return attribute->is_vietnamese ? KIND_VIETNAMESE_DATE : N_KINDS;
    case HN_TYPE_PHONE:
        return attribute->is_vietnamese ? KIND_VIETNAMESE_PHONE : N_KINDS;
    default:
        return N_KINDS;
    }
}

/* A ladder must fit the attribute's type: the plan may have taken another one. */
static const Choice *
choice_of(const HnPlannedAttribute *attribute)
{
    Kind kind = kind_of(attribute);
    const Kind of_country = kind_of_country(attribute);
    if (of_country != N_KINDS)
        return &choices[of_country];
    if (attribute->shape == HN_PLANNED_NUMBER)
        return &choices[KIND_AMOUNT];
    if (attribute->shape == HN_PLANNED_POINT)
        return &choices[KIND_POINT];
    const gboolean is_date = kind == KIND_DATE || kind == KIND_YEAR;
    const gboolean has_words = hn_attribute_type_has_letters(attribute->type);
    if (attribute->type == HN_TYPE_DATE)
        return &choices[is_date ? kind : KIND_DATE];
    if (is_date || (!has_words && (kind <= KIND_PLACE || kind == KIND_NAMES)))
        kind = attribute->type == HN_TYPE_DIGITS ? KIND_ISSUED : KIND_OTHER;
    if ((kind == KIND_ISSUED || kind == KIND_PHONE) && attribute->type != HN_TYPE_DIGITS &&
        attribute->type != HN_TYPE_PHONE)
        kind = KIND_OTHER;
    if ((kind == KIND_EMAIL && attribute->type != HN_TYPE_EMAIL) ||
        (kind == KIND_MODEL && attribute->type != HN_TYPE_CODE))
        kind = KIND_OTHER;
    return &choices[kind];
}

HnAttributeType
hn_level_choice_type(const HnPlannedAttribute *attribute)
{
    switch (attribute->shape) {
    case HN_PLANNED_NUMBER:
        return HN_TYPE_NUMBER;
    case HN_PLANNED_POINT:
        return HN_TYPE_POINT;
    case HN_PLANNED_PLAIN:
    default:
        return attribute->type;
    }
}

gboolean
hn_level_choice_many(const HnPlannedAttribute *attribute)
{
    return attribute->many &&
           (attribute->meaning != HN_MEANING_PEOPLE_LIST || !attribute->is_of_work);
}

const char *
hn_level_choice_levels(const HnPlannedAttribute *attribute)
{
    return choice_of(attribute)->levels;
}

/* What tells one entity from another: its values are meant to be rare. */
static gboolean
is_of_one(Kind kind)
{
    return kind == KIND_ISSUED || kind == KIND_PHONE || kind == KIND_EMAIL || kind == KIND_MODEL;
}

gboolean
hn_level_choice_term_frequency(const HnPlannedAttribute *attribute)
{
    if (attribute->meaning == HN_MEANING_TITLE || attribute->meaning == HN_MEANING_DESCRIPTION ||
        attribute->shape != HN_PLANNED_PLAIN)
        return FALSE;
    /* A rare country is told again by every name in it: that it is rare must not count twice. But a
     * name or a number that many hold is nobody's, however few records there are. */
    return attribute->n_distinct >= FEW_VALUES || is_of_one(kind_of(attribute));
}

gboolean
hn_level_choice_numbers_apart(const HnPlannedAttribute *attribute)
{
    const Kind kind = kind_of(attribute);
    return hn_level_choice_type(attribute) == HN_TYPE_NAME &&
           (kind == KIND_NAME_WORD || kind == KIND_WHOLE_NAME || kind == KIND_FIRM);
}

const char *const *
hn_level_choice_keys(const HnPlannedAttribute *attribute)
{
    return choice_of(attribute)->keys;
}

const char *
hn_level_choice_refinement(const HnPlannedAttribute *attribute)
{
    return hn_level_choice_many(attribute) ? NULL : choice_of(attribute)->refinement;
}

const char *
hn_level_choice_survivorship(const HnPlannedAttribute *attribute)
{
    return choice_of(attribute)->survivorship;
}
