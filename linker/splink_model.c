#include "linker/splink_model.h"

/* SQL of one key part on one side: l or r. */
static void
put_key_part(GString *sql, const HnEntityType *type, const HnKeyPart *part, char side)
{
    g_autofree char *column =
        g_strdup_printf("%c.\"%s\"", side, type->attributes[part->attribute].name);
    switch (part->function) {
    case HN_KEY_EXACT:
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
    case HN_KEY_EACH_SOUND: /* of DuckDB's community extension splink_udfs */
        g_string_append_printf(sql, "double_metaphone(split_part(%s, ' ', 1))", column);
        break;
    case HN_KEY_INITIALS:
        g_string_append_printf(sql, "list_sort(list_transform(string_split(%s, ' '), w -> w[1]))",
                               column);
        break;
    case HN_KEY_TOKEN_PAIR:
        g_string_append_printf(sql, "list_sort(string_split(%s, ' ')[1:2])", column);
        break;
    case HN_KEY_EACH_GRAM:
        g_string_append_printf(sql, "substr(%s, 1, %u)", column, part->arg);
        break;
    case HN_KEY_EACH_NUMBER:
        g_string_append_printf(sql, "regexp_extract(%s, '[0-9]+')", column);
        break;
    case HN_KEY_DIGITS:
        g_string_append_printf(sql, "regexp_replace(%s, '[^0-9]', '', 'g')", column);
        break;
    case HN_KEY_COMPACT:
        g_string_append_printf(sql, "replace(%s, ' ', '')", column);
        break;
    case HN_KEY_EMAIL_USER:
        g_string_append_printf(sql, "regexp_extract(%s, '^[^@+]+')", column);
        break;
    case HN_KEY_EMAIL_DOMAIN:
        g_string_append_printf(sql, "regexp_extract(%s, '@([^@]+)$', 1)", column);
        break;
    }
}

static void
write_rules(const HnEntityType *type, HnJsonWriter *json)
{
    hn_json_key(json, "blocking_rules_to_generate_predictions");
    hn_json_array(json);
    for (guint r = 0; r < type->n_rules; r++) {
        g_autoptr(GString) sql = g_string_new(NULL);
        for (guint part = 0; part < type->rules[r].n_parts; part++) {
            g_string_append(sql, part > 0 ? " AND (" : "(");
            put_key_part(sql, type, &type->rules[r].parts[part], 'l');
            g_string_append(sql, " = ");
            put_key_part(sql, type, &type->rules[r].parts[part], 'r');
            g_string_append_c(sql, ')');
        }
        hn_json_object(json);
        hn_json_key(json, "blocking_rule");
        hn_json_string(json, sql->str);
        hn_json_key(json, "sql_dialect");
        hn_json_string(json, "duckdb");
        hn_json_end_object(json);
    }
    hn_json_end_array(json);
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
    return g_strdup_printf("list_sort(list_transform(string_split(%s, ' '), w -> w[1])) = "
                           "list_sort(list_transform(string_split(%s, ' '), w -> w[1]))",
                           l, r);
}

static char *
text_condition(const HnLevelSpec *level, const char *l, const char *r)
{
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
        return initials_condition(l, r);
    case HN_LEVEL_COMPACT:
        return g_strdup_printf("replace(%s, ' ', '') = replace(%s, ' ', '')", l, r);
    case HN_LEVEL_MONGE_ELKAN: /* DuckDB knows no measure of words */
        return g_strdup_printf("jaro_winkler_similarity(%s, %s) >= %s", l, r, threshold);
    case HN_LEVEL_Q_GRAMS: /* DuckDB compares sets of letters */
        return g_strdup_printf("jaccard(%s, %s) >= %s", l, r, threshold);
    case HN_LEVEL_SOUND: /* of DuckDB's community extension splink_udfs */
        return g_strdup_printf(
            "len(list_intersect(double_metaphone(%s), double_metaphone(%s))) > 0", l, r);
    case HN_LEVEL_EMAIL_USER:
        return g_strdup_printf("regexp_extract(%s, '^[^@+]+') = regexp_extract(%s, '^[^@+]+')", l,
                               r);
    case HN_LEVEL_EMAIL_USER_JW:
        return g_strdup_printf("jaro_winkler_similarity(regexp_extract(%s, '^[^@+]+'), "
                               "regexp_extract(%s, '^[^@+]+')) >= %s",
                               l, r, threshold);
    case HN_LEVEL_EMAIL_DOMAIN:
        return g_strdup_printf("regexp_extract(%s, '@([^@]+)$', 1) = "
                               "regexp_extract(%s, '@([^@]+)$', 1)",
                               l, r);
    case HN_LEVEL_PREFIX:
        return g_strdup_printf("substr(%s, 1, %d) = substr(%s, 1, %d)", l, n, r, n);
    case HN_LEVEL_INITIAL:
        return g_strdup_printf("substr(%s, 1, 1) = substr(%s, 1, 1)", l, r);
    case HN_LEVEL_DIGITS_SLIP:
        return g_strdup_printf("damerau_levenshtein(%s, %s) <= 1", l, r);
    case HN_LEVEL_DIGITS_TAIL:
        return g_strdup_printf("right(%s, %d) = right(%s, %d)", l, n, r, n);
    case HN_LEVEL_ELSE:
        return g_strdup("ELSE");
    default:
        return date_condition(level, l, r);
    }
}

static void
write_null_level(HnJsonWriter *json, const char *l, const char *r)
{
    g_autofree char *sql = g_strdup_printf("%s IS NULL OR %s IS NULL", l, r);
    hn_json_object(json);
    hn_json_key(json, "sql_condition");
    hn_json_string(json, sql);
    hn_json_key(json, "label_for_charts");
    hn_json_string(json, "missing");
    hn_json_key(json, "is_null_level");
    hn_json_bool(json, TRUE);
    hn_json_end_object(json);
}

static void
write_level(const HnEntityType *type, const HnComparison *comparison,
            const HnComparisonModel *model, guint level, HnJsonWriter *json)
{
    const HnLevelSpec *spec = &comparison->levels[level];
    const char *column = type->attributes[comparison->attribute].name;
    g_autofree char *l = g_strdup_printf("\"%s_l\"", column);
    g_autofree char *r = g_strdup_printf("\"%s_r\"", column);
    g_autofree char *sql = text_condition(spec, l, r);
    hn_json_object(json);
    hn_json_key(json, "sql_condition");
    hn_json_string(json, sql);
    hn_json_key(json, "label_for_charts");
    hn_json_string(json, hn_level_kind_name(spec->kind));
    hn_json_key(json, "m_probability");
    hn_json_double(json, model->m[level]);
    hn_json_key(json, "u_probability");
    hn_json_double(json, model->u[level]);
    if (comparison->term_frequency && spec->kind == HN_LEVEL_EXACT) {
        hn_json_key(json, "tf_adjustment_column");
        hn_json_string(json, column);
        hn_json_key(json, "tf_adjustment_weight");
        hn_json_double(json, 1.0);
    }
    hn_json_end_object(json);
}

void
hn_splink_model_write(const HnEntityType *type, const HnModel *model, GByteArray *out)
{
    HnJsonWriter json = hn_json_writer(out);
    hn_json_object(&json);
    hn_json_key(&json, "link_type");
    hn_json_string(&json, "link_and_dedupe");
    hn_json_key(&json, "probability_two_random_records_match");
    hn_json_double(&json, model->lambda);
    hn_json_key(&json, "sql_dialect");
    hn_json_string(&json, "duckdb");
    write_rules(type, &json);
    hn_json_key(&json, "comparisons");
    hn_json_array(&json);
    for (guint c = 0; c < type->n_comparisons; c++) {
        const HnComparison *comparison = &type->comparisons[c];
        const char *column = type->attributes[comparison->attribute].name;
        g_autofree char *l = g_strdup_printf("\"%s_l\"", column);
        g_autofree char *r = g_strdup_printf("\"%s_r\"", column);
        hn_json_object(&json);
        hn_json_key(&json, "output_column_name");
        hn_json_string(&json, comparison->name);
        hn_json_key(&json, "comparison_description");
        hn_json_string(&json, comparison->name);
        hn_json_key(&json, "comparison_levels");
        hn_json_array(&json);
        write_null_level(&json, l, r);
        for (guint level = 0; level < comparison->n_levels; level++)
            write_level(type, comparison, &model->comparisons[c], level, &json);
        hn_json_end_array(&json);
        hn_json_end_object(&json);
    }
    hn_json_end_array(&json);
    hn_json_end_object(&json);
    hn_json_newline(&json);
}
