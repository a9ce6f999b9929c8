#include "config/comparison_config.h"

#include <math.h>
#include <string.h>

#include "config/attribute_name.h"
#include "config/config_error.h"
#include "config/entity_config.h"

typedef enum {
    THRESHOLD_NONE,
    THRESHOLD_SIMILARITY, /* in (0, 1]; stricter = larger */
    THRESHOLD_DISTANCE,   /* whole, 1..64; stricter = smaller */
    THRESHOLD_LENGTH,     /* whole, 1..64; stricter = larger */
    THRESHOLD_TIME,       /* in (0, 100000]; stricter = smaller */
    THRESHOLD_AMOUNT,     /* in (0, 10^15]; stricter = smaller */
    THRESHOLD_PERCENT,    /* in (0, 100]; stricter = smaller */
    THRESHOLD_RARITY,     /* in (0, 100]; stricter = larger */
} ThresholdKind;

typedef enum {
    FITS_ALL,
    FITS_WORDS,
    FITS_DATES,
    FITS_NUMBERS,
    FITS_EMAIL,
    FITS_AMOUNTS,
    FITS_POINTS,
    FITS_UNITS,
    FITS_LINES,
    FITS_CODES,
    FITS_CITIZENS,
    FITS_COMPANIES,
    FITS_TAX_CODES,
    FITS_VIETNAMESE
} Fit;

typedef struct {
    ThresholdKind threshold;
    Fit fit;
} LevelRule;

static const LevelRule level_rules[] = {
    [HN_LEVEL_EXACT] = { THRESHOLD_NONE, FITS_ALL },
    [HN_LEVEL_JARO_WINKLER] = { THRESHOLD_SIMILARITY, FITS_ALL },
    [HN_LEVEL_OSA] = { THRESHOLD_DISTANCE, FITS_ALL },
    [HN_LEVEL_LEVENSHTEIN] = { THRESHOLD_DISTANCE, FITS_ALL },
    [HN_LEVEL_DAMERAU] = { THRESHOLD_DISTANCE, FITS_ALL },
    [HN_LEVEL_TOKEN_SET] = { THRESHOLD_SIMILARITY, FITS_WORDS },
    [HN_LEVEL_TOKEN_SUBSET] = { THRESHOLD_NONE, FITS_WORDS },
    [HN_LEVEL_SORTED_TOKENS] = { THRESHOLD_NONE, FITS_WORDS },
    [HN_LEVEL_PREFIX] = { THRESHOLD_LENGTH, FITS_ALL },
    [HN_LEVEL_INITIAL] = { THRESHOLD_NONE, FITS_WORDS },
    [HN_LEVEL_DATE_SWAPPED] = { THRESHOLD_NONE, FITS_DATES },
    [HN_LEVEL_DATE_ONE_SLIP] = { THRESHOLD_NONE, FITS_DATES },
    [HN_LEVEL_DATE_YEAR_MONTH] = { THRESHOLD_NONE, FITS_DATES },
    [HN_LEVEL_DATE_MONTH_DAY] = { THRESHOLD_NONE, FITS_DATES },
    [HN_LEVEL_DATE_YEAR] = { THRESHOLD_NONE, FITS_DATES },
    [HN_LEVEL_DATE_DAYS] = { THRESHOLD_TIME, FITS_DATES },
    [HN_LEVEL_DATE_MONTHS] = { THRESHOLD_TIME, FITS_DATES },
    [HN_LEVEL_DATE_YEARS] = { THRESHOLD_TIME, FITS_DATES },
    [HN_LEVEL_DIGITS_SLIP] = { THRESHOLD_NONE, FITS_NUMBERS },
    [HN_LEVEL_DIGITS_TAIL] = { THRESHOLD_LENGTH, FITS_NUMBERS },
    [HN_LEVEL_CODE_STEM] = { THRESHOLD_NONE, FITS_CODES },
    [HN_LEVEL_SOFT_TF_IDF] = { THRESHOLD_SIMILARITY, FITS_WORDS },
    [HN_LEVEL_TOKEN_OVERLAP] = { THRESHOLD_SIMILARITY, FITS_WORDS },
    [HN_LEVEL_TOKEN_JACCARD] = { THRESHOLD_SIMILARITY, FITS_WORDS },
    [HN_LEVEL_TOKEN_INITIALS] = { THRESHOLD_NONE, FITS_WORDS },
    [HN_LEVEL_TOKEN_INITIALS_ANY] = { THRESHOLD_NONE, FITS_WORDS },
    [HN_LEVEL_COMPACT] = { THRESHOLD_NONE, FITS_WORDS },
    [HN_LEVEL_MONGE_ELKAN] = { THRESHOLD_SIMILARITY, FITS_WORDS },
    [HN_LEVEL_Q_GRAMS] = { THRESHOLD_SIMILARITY, FITS_ALL },
    [HN_LEVEL_SOUND] = { THRESHOLD_NONE, FITS_WORDS },
    [HN_LEVEL_EMAIL_USER] = { THRESHOLD_NONE, FITS_EMAIL },
    [HN_LEVEL_EMAIL_USER_JW] = { THRESHOLD_SIMILARITY, FITS_EMAIL },
    [HN_LEVEL_EMAIL_DOMAIN] = { THRESHOLD_NONE, FITS_EMAIL },
    [HN_LEVEL_WITHIN] = { THRESHOLD_AMOUNT, FITS_AMOUNTS },
    [HN_LEVEL_PERCENT] = { THRESHOLD_PERCENT, FITS_AMOUNTS },
    [HN_LEVEL_KM] = { THRESHOLD_AMOUNT, FITS_POINTS },
    [HN_LEVEL_NICKNAME] = { THRESHOLD_NONE, FITS_WORDS },
    [HN_LEVEL_NICKNAME_ANY] = { THRESHOLD_NONE, FITS_WORDS },
    [HN_LEVEL_UNIT_POSSIBLE] = { THRESHOLD_NONE, FITS_UNITS },
    [HN_LEVEL_UNIT_DISTRICT] = { THRESHOLD_NONE, FITS_UNITS },
    [HN_LEVEL_UNIT_PROVINCE] = { THRESHOLD_NONE, FITS_UNITS },
    [HN_LEVEL_ADDRESS_HOUSE] = { THRESHOLD_NONE, FITS_LINES },
    [HN_LEVEL_ADDRESS_STREET] = { THRESHOLD_NONE, FITS_LINES },
    [HN_LEVEL_CROSSWISE] = { THRESHOLD_NONE, FITS_ALL },
    [HN_LEVEL_DATE_PARTIAL] = { THRESHOLD_NONE, FITS_DATES },
    [HN_LEVEL_DATE_LUNAR] = { THRESHOLD_NONE, FITS_DATES },
    [HN_LEVEL_DATE_AGE] = { THRESHOLD_DISTANCE, FITS_DATES },
    [HN_LEVEL_NUMBER_BIRTH] = { THRESHOLD_NONE, FITS_CITIZENS },
    [HN_LEVEL_NUMBER_MOVED] = { THRESHOLD_NONE, FITS_CITIZENS },
    [HN_LEVEL_COMPANY_SAME] = { THRESHOLD_NONE, FITS_COMPANIES },
    [HN_LEVEL_COMPANY_BRAND] = { THRESHOLD_RARITY, FITS_COMPANIES },
    [HN_LEVEL_COMPANY_ACRONYM] = { THRESHOLD_NONE, FITS_COMPANIES },
    [HN_LEVEL_COMPANY_SLIP] = { THRESHOLD_NONE, FITS_COMPANIES },
    [HN_LEVEL_COMPANY_SISTER] = { THRESHOLD_NONE, FITS_COMPANIES },
    [HN_LEVEL_COMPANY_BRANCH] = { THRESHOLD_NONE, FITS_COMPANIES },
    [HN_LEVEL_COMPANY_CONFUSABLE] = { THRESHOLD_NONE, FITS_COMPANIES },
    [HN_LEVEL_SAME_PARENT] = { THRESHOLD_NONE, FITS_TAX_CODES },
    [HN_LEVEL_TAX_KINDS] = { THRESHOLD_NONE, FITS_TAX_CODES },
    [HN_LEVEL_UNMARKED] = { THRESHOLD_NONE, FITS_VIETNAMESE },
    [HN_LEVEL_LOST_MARKS] = { THRESHOLD_NONE, FITS_VIETNAMESE },
    [HN_LEVEL_TONE] = { THRESHOLD_NONE, FITS_VIETNAMESE },
    [HN_LEVEL_VOWEL] = { THRESHOLD_NONE, FITS_VIETNAMESE },
    [HN_LEVEL_REORDERED] = { THRESHOLD_NONE, FITS_VIETNAMESE },
    [HN_LEVEL_REGIONAL] = { THRESHOLD_NONE, FITS_VIETNAMESE },
    [HN_LEVEL_NAME_PART] = { THRESHOLD_NONE, FITS_VIETNAMESE },
    [HN_LEVEL_NAME_INITIALS] = { THRESHOLD_NONE, FITS_VIETNAMESE },
    [HN_LEVEL_OTHER_GIVEN_NAME] = { THRESHOLD_NONE, FITS_VIETNAMESE },
    [HN_LEVEL_VIETNAMESE] = { THRESHOLD_AMOUNT, FITS_VIETNAMESE },
    [HN_LEVEL_VIETNAMESE_OVERLAP] = { THRESHOLD_SIMILARITY, FITS_VIETNAMESE },
    [HN_LEVEL_ELSE] = { THRESHOLD_NONE, FITS_ALL },
};

static gboolean
fits(Fit fit, HnAttributeType type)
{
    const gboolean is_words = hn_attribute_type_has_letters(type) || type == HN_TYPE_ADDRESS_LINE;
    const gboolean is_number =
        hn_attribute_type_is_issued(type) || type == HN_TYPE_PHONE || type == HN_TYPE_CODE;
    return fit == FITS_ALL || (fit == FITS_WORDS && is_words) ||
           (fit == FITS_DATES && type == HN_TYPE_DATE) || (fit == FITS_NUMBERS && is_number) ||
           (fit == FITS_EMAIL && type == HN_TYPE_EMAIL) ||
           (fit == FITS_AMOUNTS && type == HN_TYPE_NUMBER) ||
           (fit == FITS_POINTS && type == HN_TYPE_POINT) ||
           (fit == FITS_UNITS && (type == HN_TYPE_UNIT || type == HN_TYPE_ADDRESS)) ||
           (fit == FITS_LINES && (type == HN_TYPE_ADDRESS_LINE || type == HN_TYPE_ADDRESS)) ||
           (fit == FITS_CODES && type == HN_TYPE_CODE) ||
           (fit == FITS_CITIZENS && type == HN_TYPE_CITIZEN_NUMBER) ||
           (fit == FITS_COMPANIES && type == HN_TYPE_COMPANY) ||
           (fit == FITS_TAX_CODES && type == HN_TYPE_TAX_CODE) ||
           (fit == FITS_VIETNAMESE && type == HN_TYPE_VIETNAMESE_NAME);
}

static gboolean
read_threshold(const HnYaml *yaml, HnYamlNode node, HnLevelSpec *level, GError **error)
{
    gint64 whole = 0;
    switch (level_rules[level->kind].threshold) {
    case THRESHOLD_SIMILARITY:
        return hn_yaml_number_of(yaml, node, 1e-6, 1.0, &level->threshold, error);
    case THRESHOLD_TIME:
        return hn_yaml_number_of(yaml, node, 1e-6, 100000.0, &level->threshold, error);
    case THRESHOLD_AMOUNT:
        return hn_yaml_number_of(yaml, node, 1e-6, 1e15, &level->threshold, error);
    case THRESHOLD_PERCENT:
    case THRESHOLD_RARITY:
        return hn_yaml_number_of(yaml, node, 1e-6, 100.0, &level->threshold, error);
    case THRESHOLD_DISTANCE:
    case THRESHOLD_LENGTH:
        if (!hn_yaml_integer_of(yaml, node, 1, 64, &whole, error))
            return FALSE;
        level->threshold = (gdouble)whole;
        return TRUE;
    case THRESHOLD_NONE:
    default:
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                            "level %s takes no threshold: write it alone",
                            hn_level_kind_name(level->kind));
    }
}

static gboolean
fail_kind(const HnYaml *yaml, HnYamlNode node, const char *word, GError **error)
{
    g_autoptr(GString) known = g_string_new(NULL);
    for (guint i = 0; i < HN_LEVEL_ELSE; i++)
        g_string_append_printf(known, "%s%s", i == 0 ? "" : ", ",
                               hn_level_kind_name((HnLevelKind)i));
    return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error, "unknown level '%s'; known: %s",
                        word, known->str);
}

/* "exact" or {jaro_winkler: 0.92}. */
static gboolean
read_level(const HnYaml *yaml, HnYamlNode node, const HnAttribute *attribute, HnLevelSpec *level,
           GError **error)
{
    const char *word = hn_yaml_text(yaml, node);
    const gboolean is_pair = hn_yaml_is_map(yaml, node) && hn_yaml_size(yaml, node) == 1;
    if (is_pair)
        word = hn_yaml_key(yaml, node, 0);
    if (word == NULL)
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_SYNTAX, error,
                            "expected a level: exact, or {jaro_winkler: 0.92}");
    if (!hn_level_kind_parse(word, &level->kind))
        return fail_kind(yaml, node, word, error);
    const LevelRule rule = level_rules[level->kind];
    if (!fits(rule.fit, attribute->type))
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                            "level %s does not fit '%s', which is of type %s", word,
                            attribute->name, hn_attribute_type_name(attribute->type));
    if (is_pair)
        return read_threshold(yaml, hn_yaml_value(yaml, node, 0), level, error);
    if (rule.threshold != THRESHOLD_NONE)
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_MISSING, error,
                            "level %s needs a threshold: {%s: %s}", word, word,
                            rule.threshold == THRESHOLD_SIMILARITY ? "0.9" : "2");
    return TRUE;
}

/* Whether everything that @later takes was taken by @earlier. */
static gboolean
hides(HnLevelSpec earlier, HnLevelSpec later)
{
    if (earlier.kind != later.kind)
        return later.kind == HN_LEVEL_EXACT; /* equal values reach every other level, too */
    const ThresholdKind kind = level_rules[later.kind].threshold;
    if (kind == THRESHOLD_NONE)
        return TRUE;
    return kind == THRESHOLD_SIMILARITY || kind == THRESHOLD_LENGTH || kind == THRESHOLD_RARITY
               ? later.threshold >= earlier.threshold
               : later.threshold <= earlier.threshold;
}

static gboolean
read_levels(const HnYaml *yaml, HnYamlNode node, const HnEntityType *type, HnComparison *comparison,
            GError **error)
{
    const guint n_given = hn_yaml_is_list(yaml, node) ? hn_yaml_size(yaml, node) : 0;
    const HnAttribute *attribute = &type->attributes[comparison->attribute];
    if (n_given == 0 || n_given > HN_LEVELS_MAX)
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                            "expected a list of 1..%d levels, the best first", HN_LEVELS_MAX - 1);
    guint n = 0;
    for (; n < n_given; n++) {
        const HnYamlNode item = hn_yaml_item(yaml, node, n);
        HnLevelSpec level = { 0 };
        if (!read_level(yaml, item, attribute, &level, error))
            return FALSE;
        if (level.kind == HN_LEVEL_ELSE && n + 1 == n_given)
            break;
        if (level.kind == HN_LEVEL_ELSE)
            return hn_yaml_fail(yaml, item, HN_CONFIG_ERROR_VALUE, error,
                                "else is the last level, and implied");
        if (n == HN_LEVELS_MAX - 1)
            return hn_yaml_fail(yaml, item, HN_CONFIG_ERROR_VALUE, error,
                                "more than %d levels beside else", HN_LEVELS_MAX - 1);
        for (guint i = 0; i < n; i++) {
            if (hides(comparison->levels[i], level))
                return hn_yaml_fail(yaml, item, HN_CONFIG_ERROR_VALUE, error,
                                    "level %u is never reached: level %u takes all of it", n + 1,
                                    i + 1);
        }
        comparison->levels[n] = level;
    }
    if (n == 0)
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                            "a level beside else is missing");
    comparison->levels[n] = (HnLevelSpec){ .kind = HN_LEVEL_ELSE };
    comparison->n_levels = n + 1;
    return TRUE;
}

static gboolean
check_comparison(const HnYaml *yaml, HnYamlNode node, const HnEntityType *type,
                 const HnComparison *comparison, GError **error)
{
    if (comparison->term_frequency && comparison->levels[0].kind != HN_LEVEL_EXACT)
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                            "term_frequency weighs exact agreement: the first level must be exact");
    const HnAttribute *attribute = &type->attributes[comparison->attribute];
    if (comparison->numbers_apart && !hn_attribute_type_is_name(attribute->type))
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                            "numbers_apart is for names, '%s' is of type %s", attribute->name,
                            hn_attribute_type_name(attribute->type));
    for (guint i = 0; i < type->n_comparisons; i++) {
        const HnComparison *other = &type->comparisons[i];
        if (other != comparison && strcmp(other->name, comparison->name) == 0)
            return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                                "comparison '%s' stands twice: give one of them another name",
                                comparison->name);
    }
    return hn_config_name_check(yaml, node, comparison->name, error);
}

/* What crosswise looks at must be as the attribute is, or bytes could not be equal. */
static gboolean
check_crosswise(const HnYaml *yaml, HnYamlNode node, const HnEntityType *type,
                const HnComparison *comparison, GError **error)
{
    const HnAttribute *a = type->attributes + comparison->attribute;
    const HnAttribute *b = type->attributes + comparison->crosswise;
    if (a == b)
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                            "crosswise names another attribute than '%s' itself", a->name);
    if (a->many || b->many)
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                            "crosswise is for attributes with one value, '%s' has many",
                            a->many ? a->name : b->name);
    if (a->type != b->type)
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                            "crosswise needs two attributes of one type: '%s' is of type %s, '%s' "
                            "of type %s",
                            a->name, hn_attribute_type_name(a->type), b->name,
                            hn_attribute_type_name(b->type));
    return TRUE;
}

/* The key and the level come together. */
static gboolean
read_crosswise(const HnYaml *yaml, HnYamlNode node, const HnEntityType *type,
               HnComparison *comparison, GError **error)
{
    const HnYamlNode key = hn_yaml_get(yaml, node, "crosswise");
    for (guint i = 0; i < comparison->n_levels; i++)
        if (comparison->levels[i].kind == HN_LEVEL_CROSSWISE)
            comparison->has_crosswise = TRUE;
    if (key == 0 && !comparison->has_crosswise)
        return TRUE;
    if (key == 0)
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_MISSING, error,
                            "level crosswise needs the other attribute: crosswise: surname");
    if (!comparison->has_crosswise)
        return hn_yaml_fail(yaml, key, HN_CONFIG_ERROR_MISSING, error,
                            "crosswise needs its place among the levels: [exact, crosswise]");
    return hn_attribute_name_read(yaml, key, type, "attribute", &comparison->crosswise, error) &&
           check_crosswise(yaml, key, type, comparison, error);
}

/* A household's business is called by its owner: whom it names is not asked a second time. */
static gboolean
read_told_by(const HnYaml *yaml, HnYamlNode node, const HnEntityType *type,
             HnComparison *comparison, GError **error)
{
    const HnYamlNode key = hn_yaml_get(yaml, node, "told_by");
    if (key == 0)
        return TRUE;
    if (!hn_attribute_name_read(yaml, key, type, "attribute", &comparison->told_by, error))
        return FALSE;
    const HnAttribute *name = type->attributes + comparison->attribute;
    const HnAttribute *teller = type->attributes + comparison->told_by;
    comparison->has_told_by = TRUE;
    if (name->many || teller->many)
        return hn_yaml_fail(yaml, key, HN_CONFIG_ERROR_VALUE, error,
                            "told_by is for attributes with one value, '%s' has many",
                            name->many ? name->name : teller->name);
    if (teller->type != HN_TYPE_COMPANY || !hn_attribute_type_is_name(name->type))
        return hn_yaml_fail(yaml, key, HN_CONFIG_ERROR_VALUE, error,
                            "told_by is for a person's name that a business is called by: '%s' is "
                            "of type %s, '%s' of type %s",
                            name->name, hn_attribute_type_name(name->type), teller->name,
                            hn_attribute_type_name(teller->type));
    return TRUE;
}

static gboolean
read_comparison(const HnYaml *yaml, HnYamlNode node, const HnEntityType *type,
                HnComparison *comparison, GError **error)
{
    static const char *const keys[] = { "name",           "attribute",     "levels",  "crosswise",
                                        "term_frequency", "numbers_apart", "told_by", NULL };
    HnYamlNode attribute;
    HnYamlNode levels;
    if (!hn_yaml_check_keys(yaml, node, keys, error) ||
        !hn_yaml_need(yaml, node, "attribute", &attribute, error) ||
        !hn_yaml_need(yaml, node, "levels", &levels, error) ||
        !hn_attribute_name_read(yaml, attribute, type, "attribute", &comparison->attribute, error))
        return FALSE;
    const char *name = type->attributes[comparison->attribute].name;
    if (!hn_yaml_get_text(yaml, node, "name", &name, error))
        return FALSE;
    comparison->name = g_strdup(name);
    return hn_yaml_get_bool(yaml, node, "term_frequency", &comparison->term_frequency, error) &&
           hn_yaml_get_bool(yaml, node, "numbers_apart", &comparison->numbers_apart, error) &&
           read_levels(yaml, levels, type, comparison, error) &&
           read_crosswise(yaml, node, type, comparison, error) &&
           read_told_by(yaml, node, type, comparison, error) &&
           check_comparison(yaml, node, type, comparison, error);
}

gboolean
hn_comparison_config_read(const HnYaml *yaml, HnYamlNode node, HnEntityType *type, GError **error)
{
    const guint n = hn_yaml_is_list(yaml, node) ? hn_yaml_size(yaml, node) : 0;
    if (n == 0 || n > HN_COMPARISONS_MAX)
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                            "expected a list of 1..%d comparisons", HN_COMPARISONS_MAX);
    type->comparisons = g_new0(HnComparison, n);
    for (guint i = 0; i < n; i++) {
        type->n_comparisons = i + 1;
        if (!read_comparison(yaml, hn_yaml_item(yaml, node, i), type, &type->comparisons[i], error))
            return FALSE;
    }
    return TRUE;
}
