#include "records/schema.h"

#include "records/given_names.h"

#include <string.h>

static const char *const attribute_types[] = {
    [HN_TYPE_TEXT] = "text",
    [HN_TYPE_NAME] = "name",
    [HN_TYPE_DATE] = "date",
    [HN_TYPE_DIGITS] = "digits",
    [HN_TYPE_PHONE] = "phone",
    [HN_TYPE_EMAIL] = "email",
    [HN_TYPE_CATEGORY] = "category",
    [HN_TYPE_NUMBER] = "number",
    [HN_TYPE_POINT] = "point",
    [HN_TYPE_SEX] = "sex",
    [HN_TYPE_CODE] = "code",
    [HN_TYPE_UNIT] = "unit",
    [HN_TYPE_ADDRESS_LINE] = "address_line",
    [HN_TYPE_ADDRESS] = "address",
    [HN_TYPE_CITIZEN_NUMBER] = "citizen_number",
    [HN_TYPE_INSURANCE_NUMBER] = "insurance_number",
    [HN_TYPE_COMPANY] = "company",
    [HN_TYPE_TAX_CODE] = "tax_code",
    [HN_TYPE_VIETNAMESE_NAME] = "vietnamese_name",
};

static const char *const key_functions[] = {
    [HN_KEY_EXACT] = "exact",
    [HN_KEY_PREFIX] = "prefix",
    [HN_KEY_SUFFIX] = "suffix",
    [HN_KEY_YEAR] = "year",
    [HN_KEY_MONTH_DAY] = "month_day",
    [HN_KEY_YEAR_MONTH] = "year_month",
    [HN_KEY_SORTED_TOKENS] = "sorted_tokens",
    [HN_KEY_FIRST_TOKEN] = "first_token",
    [HN_KEY_LAST_TOKEN] = "last_token",
    [HN_KEY_EACH_TOKEN] = "each_token",
    [HN_KEY_SOUND] = "sound",
    [HN_KEY_EACH_SOUND] = "each_sound",
    [HN_KEY_INITIALS] = "initials",
    [HN_KEY_TOKEN_PAIR] = "token_pair",
    [HN_KEY_EACH_GRAM] = "each_gram",
    [HN_KEY_EACH_NUMBER] = "each_number",
    [HN_KEY_DIGITS] = "digits",
    [HN_KEY_COMPACT] = "compact",
    [HN_KEY_EMAIL_USER] = "email_user",
    [HN_KEY_EMAIL_DOMAIN] = "email_domain",
    [HN_KEY_CELL] = "cell",
    [HN_KEY_EACH_CELL] = "each_cell",
    [HN_KEY_COMMUNE] = "commune",
    [HN_KEY_DISTRICT] = "district",
    [HN_KEY_PROVINCE] = "province",
    [HN_KEY_STREET] = "street",
    [HN_KEY_HOUSE] = "house",
    [HN_KEY_BRAND] = "brand",
    [HN_KEY_EACH_BRAND_WORD] = "each_brand_word",
    [HN_KEY_ACRONYM] = "acronym",
    [HN_KEY_PARENT] = "parent",
    [HN_KEY_UNMARKED] = "unmarked",
};

static const char *const level_kinds[] = {
    [HN_LEVEL_EXACT] = "exact",
    [HN_LEVEL_JARO_WINKLER] = "jaro_winkler",
    [HN_LEVEL_OSA] = "osa",
    [HN_LEVEL_LEVENSHTEIN] = "levenshtein",
    [HN_LEVEL_DAMERAU] = "damerau",
    [HN_LEVEL_TOKEN_SET] = "token_set",
    [HN_LEVEL_TOKEN_SUBSET] = "token_subset",
    [HN_LEVEL_SORTED_TOKENS] = "sorted_tokens",
    [HN_LEVEL_PREFIX] = "prefix",
    [HN_LEVEL_INITIAL] = "initial",
    [HN_LEVEL_DATE_SWAPPED] = "date_swapped",
    [HN_LEVEL_DATE_ONE_SLIP] = "date_one_slip",
    [HN_LEVEL_DATE_YEAR_MONTH] = "date_year_month",
    [HN_LEVEL_DATE_MONTH_DAY] = "date_month_day",
    [HN_LEVEL_DATE_YEAR] = "date_year",
    [HN_LEVEL_DATE_DAYS] = "date_days",
    [HN_LEVEL_DATE_MONTHS] = "date_months",
    [HN_LEVEL_DATE_YEARS] = "date_years",
    [HN_LEVEL_DIGITS_SLIP] = "digits_slip",
    [HN_LEVEL_DIGITS_TAIL] = "digits_tail",
    [HN_LEVEL_CODE_STEM] = "code_stem",
    [HN_LEVEL_SOFT_TF_IDF] = "soft_tf_idf",
    [HN_LEVEL_TOKEN_OVERLAP] = "token_overlap",
    [HN_LEVEL_TOKEN_JACCARD] = "token_jaccard",
    [HN_LEVEL_TOKEN_INITIALS] = "token_initials",
    [HN_LEVEL_TOKEN_INITIALS_ANY] = "token_initials_any",
    [HN_LEVEL_COMPACT] = "compact",
    [HN_LEVEL_MONGE_ELKAN] = "monge_elkan",
    [HN_LEVEL_Q_GRAMS] = "q_grams",
    [HN_LEVEL_SOUND] = "sound",
    [HN_LEVEL_EMAIL_USER] = "email_user",
    [HN_LEVEL_EMAIL_USER_JW] = "email_user_jw",
    [HN_LEVEL_EMAIL_DOMAIN] = "email_domain",
    [HN_LEVEL_WITHIN] = "within",
    [HN_LEVEL_PERCENT] = "percent",
    [HN_LEVEL_KM] = "km",
    [HN_LEVEL_NICKNAME] = "nickname",
    [HN_LEVEL_NICKNAME_ANY] = "nickname_any",
    [HN_LEVEL_UNIT_POSSIBLE] = "unit_possible",
    [HN_LEVEL_UNIT_DISTRICT] = "unit_district",
    [HN_LEVEL_UNIT_PROVINCE] = "unit_province",
    [HN_LEVEL_ADDRESS_HOUSE] = "address_house",
    [HN_LEVEL_ADDRESS_STREET] = "address_street",
    [HN_LEVEL_CROSSWISE] = "crosswise",
    [HN_LEVEL_DATE_PARTIAL] = "date_partial",
    [HN_LEVEL_DATE_LUNAR] = "date_lunar",
    [HN_LEVEL_DATE_AGE] = "date_age",
    [HN_LEVEL_NUMBER_BIRTH] = "number_birth",
    [HN_LEVEL_NUMBER_MOVED] = "number_moved",
    [HN_LEVEL_COMPANY_SAME] = "company_same",
    [HN_LEVEL_COMPANY_BRAND] = "company_brand",
    [HN_LEVEL_COMPANY_ACRONYM] = "company_acronym",
    [HN_LEVEL_COMPANY_SLIP] = "company_slip",
    [HN_LEVEL_COMPANY_SISTER] = "company_sister",
    [HN_LEVEL_COMPANY_BRANCH] = "company_branch",
    [HN_LEVEL_COMPANY_CONFUSABLE] = "company_confusable",
    [HN_LEVEL_SAME_PARENT] = "same_parent",
    [HN_LEVEL_TAX_KINDS] = "tax_kinds",
    [HN_LEVEL_UNMARKED] = "unmarked",
    [HN_LEVEL_LOST_MARKS] = "lost_marks",
    [HN_LEVEL_TONE] = "tone",
    [HN_LEVEL_VOWEL] = "vowel",
    [HN_LEVEL_REORDERED] = "reordered",
    [HN_LEVEL_REGIONAL] = "regional",
    [HN_LEVEL_NAME_PART] = "name_part",
    [HN_LEVEL_NAME_INITIALS] = "name_initials",
    [HN_LEVEL_OTHER_GIVEN_NAME] = "other_given_name",
    [HN_LEVEL_VIETNAMESE] = "vietnamese",
    [HN_LEVEL_VIETNAMESE_OVERLAP] = "vietnamese_overlap",
    [HN_LEVEL_ELSE] = "else",
};

static const char *const survivorship_rules[] = {
    [HN_SURVIVE_AUTHORITY] = "authority",
    [HN_SURVIVE_MOST_RECENT] = "most_recent",
    [HN_SURVIVE_MOST_FREQUENT] = "most_frequent",
    [HN_SURVIVE_MOST_COMPLETE] = "most_complete",
    [HN_SURVIVE_LONGEST] = "longest",
};

static const char *const holds[] = {
    [HN_HOLDS_MANY] = "many",
    [HN_HOLDS_ONE_AT_A_TIME] = "one_at_a_time",
    [HN_HOLDS_ONE_FOR_LIFE] = "one_for_life",
};

static gboolean
index_of(const char *const *names, gsize n_names, const char *name, guint *ret_index)
{
    for (guint i = 0; i < n_names; i++) {
        if (strcmp(names[i], name) == 0) {
            *ret_index = i;
            return TRUE;
        }
    }
    return FALSE;
}

gboolean
hn_comparison_weighs_tokens(const HnComparison *comparison)
{
    for (guint i = 0; i < comparison->n_levels; i++) {
        const HnLevelKind kind = comparison->levels[i].kind;
        if (kind == HN_LEVEL_SOFT_TF_IDF || kind == HN_LEVEL_TOKEN_OVERLAP ||
            kind == HN_LEVEL_TOKEN_JACCARD || kind == HN_LEVEL_COMPANY_BRAND ||
            kind == HN_LEVEL_VIETNAMESE_OVERLAP)
            return TRUE;
    }
    return FALSE;
}

gboolean
hn_level_kind_is_of_spelling(HnLevelKind kind)
{
    return kind == HN_LEVEL_UNMARKED || kind == HN_LEVEL_LOST_MARKS || kind == HN_LEVEL_TONE ||
           kind == HN_LEVEL_VOWEL || kind == HN_LEVEL_REORDERED;
}

gboolean
hn_comparison_weighs_spellings(const HnComparison *comparison)
{
    for (guint i = 0; comparison->term_frequency && i < comparison->n_levels; i++)
        if (hn_level_kind_is_of_spelling(comparison->levels[i].kind))
            return TRUE;
    return FALSE;
}

gboolean
hn_attribute_may_have_population(const HnAttribute *attribute)
{
    return !attribute->many && !hn_attribute_type_is_issued(attribute->type) &&
           attribute->type != HN_TYPE_PHONE && attribute->type != HN_TYPE_EMAIL;
}

gboolean
hn_level_kind_tells_apart(HnLevelKind kind)
{
    return kind == HN_LEVEL_COMPANY_SISTER || kind == HN_LEVEL_COMPANY_BRANCH ||
           kind == HN_LEVEL_COMPANY_CONFUSABLE || kind == HN_LEVEL_SAME_PARENT;
}

const char *
hn_level_kind_table(HnLevelKind kind)
{
    return kind == HN_LEVEL_NICKNAME || kind == HN_LEVEL_NICKNAME_ANY ? HN_GIVEN_NAMES_TABLE : NULL;
}

const char *const *
hn_attribute_tables(const HnAttribute *attribute)
{
    static const char *const of_addresses[] = {
        "address_abbreviations",
        "districts_old",
        "old_to_new_wards",
        "provinces_new34",
        "provinces_old63",
        "units_former",
        "wards_new",
        "wards_old",
        NULL,
    };
    static const char *const of_papers[] = { "provinces_old63", NULL };
    static const char *const of_phones[] = { "mobile_prefixes", "phone_prefix_2018",
                                             "provinces_old63", NULL };
    static const char *const of_companies[] = { "business_words", "legal_forms", "provinces_old63",
                                                NULL };
    static const char *const of_names[] = { "ethnic_name_patterns", "name_titles", "name_variants",
                                            "surnames", NULL };
    switch (attribute->type) {
    case HN_TYPE_UNIT:
    case HN_TYPE_ADDRESS_LINE:
    case HN_TYPE_ADDRESS:
        return of_addresses;
    case HN_TYPE_CITIZEN_NUMBER:
    case HN_TYPE_INSURANCE_NUMBER:
        return of_papers;
    case HN_TYPE_PHONE:
        return attribute->country == HN_COUNTRY_VN ? of_phones : NULL;
    case HN_TYPE_COMPANY:
        return of_companies;
    case HN_TYPE_VIETNAMESE_NAME: /* its levels read name_variants, too */
        return of_names;
    case HN_TYPE_TEXT:
    case HN_TYPE_NAME:
    case HN_TYPE_DATE:
    case HN_TYPE_DIGITS:
    case HN_TYPE_EMAIL:
    case HN_TYPE_CATEGORY:
    case HN_TYPE_NUMBER:
    case HN_TYPE_SEX:
    case HN_TYPE_CODE:
    case HN_TYPE_POINT:
    case HN_TYPE_TAX_CODE:
        return NULL;
    }
    g_assert_not_reached();
}

void
hn_entity_type_clear(HnEntityType *type)
{
    for (guint i = 0; i < type->n_attributes; i++) {
        g_free(type->attributes[i].name);
        g_free(type->attributes[i].population);
    }
    for (guint i = 0; i < type->n_rules; i++)
        g_free(type->rules[i].name);
    for (guint i = 0; i < type->n_comparisons; i++)
        g_free(type->comparisons[i].name);
    g_free(type->name);
    g_free(type->labels);
    g_free(type->attributes);
    g_free(type->rules);
    g_free(type->refinements);
    g_free(type->comparisons);
    g_strfreev(type->one_per_source);
    hn_meetings_clear(&type->meetings);
    *type = (HnEntityType){ 0 };
}

gboolean
hn_attribute_type_is_name(HnAttributeType type)
{
    return type == HN_TYPE_NAME || type == HN_TYPE_VIETNAMESE_NAME;
}

gboolean
hn_attribute_type_has_letters(HnAttributeType type)
{
    return type == HN_TYPE_TEXT || type == HN_TYPE_CATEGORY || type == HN_TYPE_COMPANY ||
           hn_attribute_type_is_name(type);
}

gboolean
hn_attribute_type_is_written(HnAttributeType type)
{
    return hn_attribute_type_has_letters(type) || hn_attribute_type_is_address(type);
}

gboolean
hn_attribute_type_is_address(HnAttributeType type)
{
    return type == HN_TYPE_UNIT || type == HN_TYPE_ADDRESS_LINE || type == HN_TYPE_ADDRESS;
}

gboolean
hn_attribute_type_is_issued(HnAttributeType type)
{
    return type == HN_TYPE_DIGITS || type == HN_TYPE_CITIZEN_NUMBER ||
           type == HN_TYPE_INSURANCE_NUMBER || type == HN_TYPE_TAX_CODE;
}

const char *
hn_attribute_type_name(HnAttributeType type)
{
    g_assert((gsize)type < G_N_ELEMENTS(attribute_types));
    return attribute_types[type];
}

const char *
hn_key_function_name(HnKeyFunction function)
{
    g_assert((gsize)function < G_N_ELEMENTS(key_functions));
    return key_functions[function];
}

const char *
hn_level_kind_name(HnLevelKind kind)
{
    g_assert((gsize)kind < G_N_ELEMENTS(level_kinds));
    return level_kinds[kind];
}

const char *
hn_survivorship_name(HnSurvivorship rule)
{
    g_assert((gsize)rule < G_N_ELEMENTS(survivorship_rules));
    return survivorship_rules[rule];
}

const char *
hn_holds_name(HnHolds value)
{
    g_assert((gsize)value < G_N_ELEMENTS(holds));
    return holds[value];
}

gboolean
hn_attribute_type_parse(const char *name, HnAttributeType *ret_type)
{
    guint found;
    if (!index_of(attribute_types, G_N_ELEMENTS(attribute_types), name, &found))
        return FALSE;
    *ret_type = (HnAttributeType)found;
    return TRUE;
}

gboolean
hn_key_function_parse(const char *name, HnKeyFunction *ret_function)
{
    guint found;
    if (!index_of(key_functions, G_N_ELEMENTS(key_functions), name, &found))
        return FALSE;
    *ret_function = (HnKeyFunction)found;
    return TRUE;
}

gboolean
hn_level_kind_parse(const char *name, HnLevelKind *ret_kind)
{
    guint found;
    if (!index_of(level_kinds, G_N_ELEMENTS(level_kinds), name, &found))
        return FALSE;
    *ret_kind = (HnLevelKind)found;
    return TRUE;
}

gboolean
hn_survivorship_parse(const char *name, HnSurvivorship *ret_rule)
{
    guint found;
    if (!index_of(survivorship_rules, G_N_ELEMENTS(survivorship_rules), name, &found))
        return FALSE;
    *ret_rule = (HnSurvivorship)found;
    return TRUE;
}

gboolean
hn_holds_parse(const char *name, HnHolds *ret_holds)
{
    guint found;
    if (!index_of(holds, G_N_ELEMENTS(holds), name, &found))
        return FALSE;
    *ret_holds = (HnHolds)found;
    return TRUE;
}

gboolean
hn_entity_type_holds_once(const HnEntityType *type, const char *source)
{
    for (guint i = 0; type->one_per_source != NULL && type->one_per_source[i] != NULL; i++)
        if (strcmp(type->one_per_source[i], "all") == 0 ||
            strcmp(type->one_per_source[i], source) == 0)
            return TRUE;
    return FALSE;
}
