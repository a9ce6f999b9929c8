#include "linker/splink_sql.h"

/* Where a function gives several keys, the nearest that one expression can say. */
static void
put_key_of_words(GString *sql, const HnKeyPart *part, const char *column)
{
    switch ((gint)part->function) {
    case HN_KEY_SOUND:
    case HN_KEY_EACH_SOUND: /* of DuckDB's community extension splink_udfs */
        g_string_append_printf(sql, "double_metaphone(split_part(%s, ' ', 1))", column);
        break;
    case HN_KEY_INITIALS:
        g_string_append_printf(sql, "list_sort([w[1] for w in string_split(%s, ' ')])", column);
        break;
    case HN_KEY_TOKEN_PAIR:
        g_string_append_printf(sql, "list_sort(string_split(%s, ' ')[1:2])", column);
        break;
    case HN_KEY_EACH_GRAM:
        g_string_append_printf(sql, "substr(%s, 1, %u)", column, part->arg);
        break;
    case HN_KEY_EACH_NUMBER:
        g_string_append_printf(sql, "nullif(regexp_extract(%s, '[0-9]+'), '')", column);
        break;
    case HN_KEY_DIGITS:
        g_string_append_printf(sql, "nullif(regexp_replace(%s, '[^0-9]', '', 'g'), '')", column);
        break;
    case HN_KEY_COMPACT:
        g_string_append_printf(sql, "replace(%s, ' ', '')", column);
        break;
    default:
        g_assert_not_reached();
    }
}

/* The first of several codes; numbers in their order. */
static void
put_key_of_address(GString *sql, HnKeyFunction function, const char *column)
{
    const char *pattern = function == HN_KEY_COMMUNE    ? ":([0-9]+)"
                          : function == HN_KEY_DISTRICT ? "@([0-9]+)"
                          : function == HN_KEY_PROVINCE ? "^([0-9]+)"
                          : function == HN_KEY_STREET   ? "^(?:[0-9][^ ]* )?_([^ ]+)"
                                                        : "^([0-9][^ ]* _[^ ]+)";
    g_string_append_printf(sql, "nullif(regexp_extract(%s, '%s', 1), '')", column, pattern);
}

/* A full name at least meets itself. */
static void
put_key_of_businesses(GString *sql, HnKeyFunction function, const char *column)
{
    if (function == HN_KEY_PARENT)
        g_string_append_printf(sql, "substr(%s, 1, 10)", column);
    else if (function == HN_KEY_EACH_BRAND_WORD)
        g_string_append_printf(sql, "split_part(strip_accents(%s), ' ', 1)", column);
    else
        g_string_append_printf(
            sql, "nullif(replace(strip_accents(regexp_extract(%s, '^[^#~+=@]*')), ' ', ''), '')",
            column);
}

static void
put_key_of_country(GString *sql, HnKeyFunction function, const char *column)
{
    const gboolean is_of_address = function == HN_KEY_COMMUNE || function == HN_KEY_DISTRICT ||
                                   function == HN_KEY_PROVINCE || function == HN_KEY_STREET ||
                                   function == HN_KEY_HOUSE;
    if (is_of_address)
        put_key_of_address(sql, function, column);
    else
        put_key_of_businesses(sql, function, column);
}

/* The column as the function reads it. */
static char *
column_of_key(const HnEntityType *type, const HnKeyPart *part, char side)
{
    const HnAttribute *attribute = &type->attributes[part->attribute];
    const gboolean drops_marks =
        part->function == HN_KEY_UNMARKED ||
        (attribute->type == HN_TYPE_VIETNAMESE_NAME && part->function != HN_KEY_EXACT);
    return drops_marks ? g_strdup_printf("strip_accents(replace(%c.\"%s\", 'đ', 'd'))", side,
                                         attribute->name)
                       : g_strdup_printf("%c.\"%s\"", side, attribute->name);
}

void
hn_splink_sql_put_key(GString *sql, const HnEntityType *type, const HnKeyPart *part, char side)
{
    g_autofree char *column = column_of_key(type, part, side);
    switch ((int)part->function) {
    case HN_KEY_EXACT:
    case HN_KEY_UNMARKED:
        g_string_append(sql, column);
        break;
    case HN_KEY_PREFIX:
        g_string_append_printf(sql, "substr(%s, 1, %u)", column, part->arg);
        break;
    case HN_KEY_SUFFIX:
        g_string_append_printf(sql, "right(%s, %u)", column, part->arg);
        break;
    case HN_KEY_YEAR:
        g_string_append_printf(sql, "substr(%s, 1, 4)", column);
        break;
    case HN_KEY_YEAR_MONTH:
        g_string_append_printf(sql, "substr(%s, 1, 7)", column);
        break;
    case HN_KEY_MONTH_DAY:
        g_string_append_printf(sql, "substr(%s, 6, 5)", column);
        break;
    case HN_KEY_SORTED_TOKENS:
        g_string_append_printf(sql, "array_to_string(list_sort(string_split(%s, ' ')), ' ')",
                               column);
        break;
    case HN_KEY_FIRST_TOKEN:
    case HN_KEY_EACH_TOKEN:
        g_string_append_printf(sql, "split_part(%s, ' ', 1)", column);
        break;
    case HN_KEY_LAST_TOKEN:
        g_string_append_printf(sql, "split_part(%s, ' ', -1)", column);
        break;
    case HN_KEY_SOUND:
    case HN_KEY_EACH_SOUND:
    case HN_KEY_INITIALS:
    case HN_KEY_TOKEN_PAIR:
    case HN_KEY_EACH_GRAM:
    case HN_KEY_EACH_NUMBER:
    case HN_KEY_DIGITS:
    case HN_KEY_COMPACT:
        put_key_of_words(sql, part, column);
        break;
    case HN_KEY_CELL:
    case HN_KEY_EACH_CELL:
        g_string_append_printf(sql,
                               "[round(try_cast(split_part(%s, ',', 1) AS DOUBLE), %u), "
                               "round(try_cast(split_part(%s, ',', 2) AS DOUBLE), %u)]",
                               column, part->arg, column, part->arg);
        break;
    case HN_KEY_EMAIL_USER:
        g_string_append_printf(sql, "nullif(regexp_extract(%s, '^[^@+]+'), '')", column);
        break;
    case HN_KEY_EMAIL_DOMAIN:
        g_string_append_printf(sql, "nullif(regexp_extract(%s, '@([^@]+)$', 1), '')", column);
        break;
    default:
        put_key_of_country(sql, part->function, column);
        break;
    }
}

static char *
date_condition(const HnLevelSpec *level, const char *l, const char *r)
{
    const int n = (int)level->threshold;
    switch ((int)level->kind) {
    case HN_LEVEL_DATE_SWAPPED:
        return g_strdup_printf(
            "substr(%s, 1, 4) = substr(%s, 1, 4) AND substr(%s, 6, 2) = substr(%s, 9, "
            "2) AND substr(%s, 9, 2) = substr(%s, 6, 2)",
            l, r, l, r, l, r);
    case HN_LEVEL_DATE_ONE_SLIP:
        return g_strdup_printf("damerau_levenshtein(%s, %s) <= 1", l, r);
    case HN_LEVEL_DATE_YEAR_MONTH:
        return g_strdup_printf("substr(%s, 1, 7) = substr(%s, 1, 7)", l, r);
    case HN_LEVEL_DATE_MONTH_DAY:
        return g_strdup_printf("substr(%s, 6, 5) = substr(%s, 6, 5)", l, r);
    case HN_LEVEL_DATE_YEAR:
        return g_strdup_printf("substr(%s, 1, 4) = substr(%s, 1, 4)", l, r);
    case HN_LEVEL_DATE_PARTIAL:
        return g_strdup_printf("length(%s) <> length(%s) AND (starts_with(%s, %s) OR "
                               "starts_with(%s, %s))",
                               l, r, l, r, r, l);
    case HN_LEVEL_DATE_AGE:
        return g_strdup_printf(
            "substr(%s, 6, 5) = substr(%s, 6, 5) AND length(%s) = 10 AND "
            "abs(try_cast(substr(%s, 1, 4) AS INT) - try_cast(substr(%s, 1, 4) AS INT)) <= %d",
            l, r, l, l, r, n);
    case HN_LEVEL_DATE_LUNAR: /* DuckDB knows no lunar calendar: so far apart, as its dates are */
        return g_strdup_printf("abs(date_diff('day', try_cast(%s AS DATE), try_cast(%s AS DATE))) "
                               "BETWEEN 17 AND 52",
                               l, r);
    default:
        break;
    }
    const double days = level->kind == HN_LEVEL_DATE_DAYS     ? n
                        : level->kind == HN_LEVEL_DATE_MONTHS ? n * 30.4375
                                                              : n * 365.25;
    return g_strdup_printf("ABS(EPOCH(try_strptime(%s, '%%Y-%%m-%%d')) - EPOCH(try_strptime(%s, "
                           "'%%Y-%%m-%%d'))) <= %.1f",
                           l, r, days * 86400.0);
}

/* The nearest that DuckDB has: it knows no weights of words. */
static char *
shared_words_condition(HnLevelKind kind, const char *threshold, const char *l, const char *r)
{
    g_autofree char *all =
        kind == HN_LEVEL_TOKEN_JACCARD
            ? g_strdup_printf("len(list_distinct(list_concat(string_split(%s, ' '), "
                              "string_split(%s, ' '))))",
                              l, r)
            : g_strdup_printf("least(len(list_distinct(string_split(%s, ' '))), "
                              "len(list_distinct(string_split(%s, ' '))))",
                              l, r);
    return g_strdup_printf("len(list_intersect(string_split(%s, ' '), string_split(%s, ' '))) >= "
                           "%s * %s",
                           l, r, threshold, all);
}

/* The nearest that DuckDB has: the same first letters of all words, whatever their order. */
static char *
initials_condition(const char *l, const char *r)
{
    return g_strdup_printf("list_sort([w[1] for w in string_split(%s, ' ')]) = "
                           "list_sort([w[1] for w in string_split(%s, ' ')])",
                           l, r);
}

/* Haversine, as Splink's distance_in_km has it. */
static char *
km_condition(const char *threshold, const char *l, const char *r)
{
    g_autofree char *sql = g_strdup_printf(
        "2 * 6371 * asin(sqrt(pow(sin(radians(LAT_R - LAT_L) / 2), 2) + cos(radians(LAT_L)) * "
        "cos(radians(LAT_R)) * pow(sin(radians(LON_R - LON_L) / 2), 2))) <= %s",
        threshold);
    g_autoptr(GString) out = g_string_new(sql);
    const struct {
        const char *name, *column;
        guint part;
    } parts[] = { { "LAT_L", l, 1 }, { "LAT_R", r, 1 }, { "LON_L", l, 2 }, { "LON_R", r, 2 } };
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
        g_autofree char *part = g_strdup_printf("try_cast(split_part(%s, ',', %u) AS DOUBLE)",
                                                parts[i].column, parts[i].part);
        g_string_replace(out, parts[i].name, part, 0);
    }
    return g_strdup(out->str);
}

static char *
words_condition(const HnLevelSpec *level, const char *threshold, const char *l, const char *r)
{
    switch ((int)level->kind) {
    case HN_LEVEL_TOKEN_SET:
        return g_strdup_printf("jaccard(%s, %s) >= %s", l, r, threshold);
    case HN_LEVEL_TOKEN_SUBSET:
        return g_strdup_printf(
            "array_length(list_intersect(string_split(%s, ' '), string_split(%s, ' '))) "
            ">= 1",
            l, r);
    case HN_LEVEL_SOFT_TF_IDF:
    case HN_LEVEL_TOKEN_OVERLAP:
    case HN_LEVEL_TOKEN_JACCARD:
        return shared_words_condition(level->kind, threshold, l, r);
    case HN_LEVEL_SORTED_TOKENS:
        return g_strdup_printf(
            "list_sort(string_split(%s, ' ')) = list_sort(string_split(%s, ' '))", l, r);
    case HN_LEVEL_TOKEN_INITIALS:
    case HN_LEVEL_TOKEN_INITIALS_ANY:
    case HN_LEVEL_NICKNAME_ANY: /* Splink has no table of forms */
        return initials_condition(l, r);
    case HN_LEVEL_COMPACT:
        return g_strdup_printf("replace(%s, ' ', '') = replace(%s, ' ', '')", l, r);
    case HN_LEVEL_NICKNAME:
    case HN_LEVEL_MONGE_ELKAN: /* DuckDB knows no measure of words */
        return g_strdup_printf("jaro_winkler_similarity(%s, %s) >= %s", l, r, threshold);
    case HN_LEVEL_SOUND: /* of DuckDB's community extension splink_udfs */
        return g_strdup_printf(
            "len(list_intersect(double_metaphone(%s), double_metaphone(%s))) > 0", l, r);
    default:
        return date_condition(level, l, r);
    }
}

/* Lists of codes behind a sign, and fields, as text/unit_codes.h and text/address_fields.h have
 * them. */
static char *
address_condition(HnLevelKind kind, const char *l, const char *r)
{
    if (kind == HN_LEVEL_ADDRESS_HOUSE)
        return g_strdup_printf("nullif(regexp_extract(%s, '^[0-9][^ ]* _[^ ]+'), '') = "
                               "nullif(regexp_extract(%s, '^[0-9][^ ]* _[^ ]+'), '')",
                               l, r);
    if (kind == HN_LEVEL_ADDRESS_STREET)
        return g_strdup_printf("nullif(regexp_extract(%s, '^(?:[0-9][^ ]* )?_([^ ]+)', 1), '') = "
                               "nullif(regexp_extract(%s, '^(?:[0-9][^ ]* )?_([^ ]+)', 1), '')",
                               l, r);
    const char *pattern = kind == HN_LEVEL_UNIT_POSSIBLE   ? "[0-9]{5}"
                          : kind == HN_LEVEL_UNIT_DISTRICT ? "[@,][0-9]{3}(?:[, ]|$)"
                                                           : "(?:^| )[0-9]{2}";
    return g_strdup_printf("len(list_intersect(regexp_extract_all(%s, '%s'), "
                           "regexp_extract_all(%s, '%s'))) >= 1",
                           l, pattern, r, pattern);
}

/* Parts of business names and tax codes: what comes nearest to them in the canonical text. */
static char *
business_condition(const HnLevelSpec *level, const char *l, const char *r)
{
    switch ((int)level->kind) {
    case HN_LEVEL_COMPANY_SAME:
    case HN_LEVEL_COMPANY_BRAND:
        return g_strdup_printf("strip_accents(regexp_extract(%s, '^[^#~+=]*')) = "
                               "strip_accents(regexp_extract(%s, '^[^#~+=]*'))",
                               l, r);
    case HN_LEVEL_COMPANY_BRANCH:
        return g_strdup_printf("regexp_extract(%s, '^[^@]*') = regexp_extract(%s, '^[^@]*')", l, r);
    case HN_LEVEL_SAME_PARENT:
        return g_strdup_printf("substr(%s, 1, 10) = substr(%s, 1, 10)", l, r);
    case HN_LEVEL_TAX_KINDS:
        return g_strdup_printf("(length(%s) = 12) <> (length(%s) = 12)", l, r);
    default: /* DuckDB has no name for the others */
        return g_strdup_printf("damerau_levenshtein(%s, %s) <= 1", l, r);
    }
}

/* One first word, and last words that the other name does not have. */
static char *
other_given_condition(const char *a, const char *b)
{
    return g_strdup_printf("string_split(%s, ' ')[1] = string_split(%s, ' ')[1] AND "
                           "NOT list_contains(string_split(%s, ' '), string_split(%s, ' ')[-1]) "
                           "AND NOT list_contains(string_split(%s, ' '), "
                           "string_split(%s, ' ')[-1])",
                           a, b, a, b, b, a);
}

/* DuckDB knows letters without marks; what tells which marks are lost, or which word is which, it
 * does not. */
static char *
vietnamese_condition(const HnLevelSpec *level, const char *l, const char *r)
{
    static const char unmarked[] = "strip_accents(replace(%s, 'đ', 'd'))";
    g_autofree char *a = g_strdup_printf(unmarked, l);
    g_autofree char *b = g_strdup_printf(unmarked, r);
    switch ((gint)level->kind) {
    case HN_LEVEL_REORDERED:
        return g_strdup_printf(
            "list_sort(string_split(%s, ' ')) = list_sort(string_split(%s, ' '))", a, b);
    case HN_LEVEL_NAME_PART:
    case HN_LEVEL_NAME_INITIALS:
        return initials_condition(a, b);
    case HN_LEVEL_REGIONAL:
        return g_strdup_printf("jaro_winkler_similarity(%s, %s) >= 0.9", a, b);
    case HN_LEVEL_OTHER_GIVEN_NAME:
        return other_given_condition(a, b);
    case HN_LEVEL_VIETNAMESE:
        return g_strdup_printf("damerau_levenshtein(%s, %s) <= %d", a, b,
                               (int)MAX(level->threshold, 1));
    case HN_LEVEL_VIETNAMESE_OVERLAP: {
        char threshold[G_ASCII_DTOSTR_BUF_SIZE];
        g_ascii_formatd(threshold, sizeof threshold, "%g", level->threshold);
        return shared_words_condition(HN_LEVEL_TOKEN_JACCARD, threshold, a, b);
    }
    default:
        return g_strdup_printf("%s = %s", a, b);
    }
}

/* Levels that read values by the rules of a country; NULL: it is none. */
static char *
country_condition(const HnLevelSpec *level, const char *l, const char *r)
{
    switch ((int)level->kind) {
    case HN_LEVEL_UNIT_POSSIBLE:
    case HN_LEVEL_UNIT_DISTRICT:
    case HN_LEVEL_UNIT_PROVINCE:
    case HN_LEVEL_ADDRESS_HOUSE:
    case HN_LEVEL_ADDRESS_STREET:
        return address_condition(level->kind, l, r);
    case HN_LEVEL_UNMARKED:
    case HN_LEVEL_LOST_MARKS:
    case HN_LEVEL_TONE:
    case HN_LEVEL_VOWEL:
    case HN_LEVEL_REORDERED:
    case HN_LEVEL_REGIONAL:
    case HN_LEVEL_NAME_PART:
    case HN_LEVEL_NAME_INITIALS:
    case HN_LEVEL_OTHER_GIVEN_NAME:
    case HN_LEVEL_VIETNAMESE:
    case HN_LEVEL_VIETNAMESE_OVERLAP:
        return vietnamese_condition(level, l, r);
    case HN_LEVEL_COMPANY_SAME:
    case HN_LEVEL_COMPANY_BRAND:
    case HN_LEVEL_COMPANY_ACRONYM:
    case HN_LEVEL_COMPANY_SLIP:
    case HN_LEVEL_COMPANY_SISTER:
    case HN_LEVEL_COMPANY_BRANCH:
    case HN_LEVEL_COMPANY_CONFUSABLE:
    case HN_LEVEL_SAME_PARENT:
    case HN_LEVEL_TAX_KINDS:
        return business_condition(level, l, r);
    default:
        return NULL;
    }
}

char *
hn_splink_sql_of_level(const HnLevelSpec *level, const char *l, const char *r)
{
    char *of_country = country_condition(level, l, r);
    if (of_country != NULL)
        return of_country;
    const int n = (int)level->threshold;
    char threshold[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_formatd(threshold, sizeof threshold, "%g", level->threshold);
    switch ((int)level->kind) {
    case HN_LEVEL_EXACT:
        return g_strdup_printf("%s = %s", l, r);
    case HN_LEVEL_JARO_WINKLER:
        return g_strdup_printf("jaro_winkler_similarity(%s, %s) >= %s", l, r, threshold);
    case HN_LEVEL_LEVENSHTEIN:
        return g_strdup_printf("levenshtein(%s, %s) <= %d", l, r, n);
    case HN_LEVEL_OSA:
    case HN_LEVEL_DAMERAU:
        return g_strdup_printf("damerau_levenshtein(%s, %s) <= %d", l, r, n);
    case HN_LEVEL_Q_GRAMS: /* DuckDB compares sets of letters */
        return g_strdup_printf("jaccard(%s, %s) >= %s", l, r, threshold);
    case HN_LEVEL_EMAIL_USER:
        return g_strdup_printf("nullif(regexp_extract(%s, '^[^@+]+'), '') = "
                               "nullif(regexp_extract(%s, '^[^@+]+'), '')",
                               l, r);
    case HN_LEVEL_EMAIL_USER_JW:
        return g_strdup_printf("jaro_winkler_similarity(nullif(regexp_extract(%s, '^[^@+]+'), ''), "
                               "nullif(regexp_extract(%s, '^[^@+]+'), '')) >= %s",
                               l, r, threshold);
    case HN_LEVEL_EMAIL_DOMAIN:
        return g_strdup_printf("nullif(regexp_extract(%s, '@([^@]+)$', 1), '') = "
                               "nullif(regexp_extract(%s, '@([^@]+)$', 1), '')",
                               l, r);
    case HN_LEVEL_WITHIN:
        return g_strdup_printf("abs(try_cast(%s AS DOUBLE) - try_cast(%s AS DOUBLE)) <= %s", l, r,
                               threshold);
    case HN_LEVEL_PERCENT:
        return g_strdup_printf("abs(try_cast(%s AS DOUBLE) - try_cast(%s AS DOUBLE)) <= %s / 100 * "
                               "greatest(abs(try_cast(%s AS DOUBLE)), abs(try_cast(%s AS DOUBLE)))",
                               l, r, threshold, l, r);
    case HN_LEVEL_KM:
        return km_condition(threshold, l, r);
    case HN_LEVEL_PREFIX:
        return g_strdup_printf("substr(%s, 1, %d) = substr(%s, 1, %d)", l, n, r, n);
    case HN_LEVEL_INITIAL:
        return g_strdup_printf("substr(%s, 1, 1) = substr(%s, 1, 1)", l, r);
    case HN_LEVEL_NUMBER_BIRTH:
        return g_strdup_printf("length(%s) = 12 AND length(%s) = 12 AND left(%s, 3) = left(%s, 3) "
                               "AND right(%s, 6) = right(%s, 6)",
                               l, r, l, r, l, r);
    case HN_LEVEL_NUMBER_MOVED:
        return g_strdup_printf("length(%s) = 9 AND length(%s) = 9 AND left(%s, 2) <> left(%s, 2)",
                               l, r, l, r);
    case HN_LEVEL_DIGITS_SLIP:
        return g_strdup_printf("damerau_levenshtein(%s, %s) <= 1", l, r);
    case HN_LEVEL_DIGITS_TAIL:
        return g_strdup_printf("right(%s, %d) = right(%s, %d)", l, n, r, n);
    case HN_LEVEL_CODE_STEM:
        return g_strdup_printf("length(regexp_replace(%s, '[^0-9]+$', '')) >= 4 AND "
                               "regexp_replace(%s, '[^0-9]+$', '') = "
                               "regexp_replace(%s, '[^0-9]+$', '')",
                               l, l, r);
    case HN_LEVEL_ELSE:
        return g_strdup("ELSE");
    default:
        return words_condition(level, threshold, l, r);
    }
}

char *
hn_splink_sql_of_crosswise(const char *l, const char *r, const char *other_l, const char *other_r)
{
    return g_strdup_printf("%s = %s AND %s = %s", l, other_r, other_l, r);
}
