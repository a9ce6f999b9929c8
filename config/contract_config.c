#include "config/contract_config.h"

#include "config/config_error.h"

#define DAYS_MAX 36500
#define LENGTH_MAX 1000000

static const char *const type_names[] = { "any",  "integer",   "decimal", "digits",
                                          "date", "timestamp", "boolean", NULL };
static const char *const policy_names[] = { "fail", "quarantine", "warn", NULL };

void
hn_contract_config_free(HnContract *contract)
{
    if (contract == NULL)
        return;
    for (guint i = 0; i < contract->n_columns; i++) {
        g_free(contract->columns[i].column);
        g_strfreev(contract->columns[i].values);
        g_free(contract->columns[i].pattern);
    }
    g_free(contract->columns);
    g_free(contract->fresh_column);
    g_free(contract);
}

static gboolean
get_word(const HnYaml *yaml, HnYamlNode map, const char *key, const char *const *words,
         guint *ret_index, GError **error)
{
    const char *word = NULL;
    if (!hn_yaml_get_text(yaml, map, key, &word, error))
        return FALSE;
    if (word == NULL)
        return TRUE;
    for (guint i = 0; words[i] != NULL; i++)
        if (strcmp(words[i], word) == 0) {
            *ret_index = i;
            return TRUE;
        }
    return hn_yaml_fail_unknown(yaml, hn_yaml_get(yaml, map, key), key, words, error);
}

static gboolean
get_count(const HnYaml *yaml, HnYamlNode map, const char *key, gint64 most, gint64 *ret,
          GError **error)
{
    const HnYamlNode node = hn_yaml_get(yaml, map, key);
    return node == 0 || hn_yaml_integer_of(yaml, node, 0, most, ret, error);
}

static gboolean
read_rows(const HnYaml *yaml, HnYamlNode node, HnContract *contract, GError **error)
{
    static const char *const keys[] = { "min", "max", "change", NULL };
    gint64 least = 0;
    gint64 most = 0;
    if (node == 0)
        return TRUE;
    if (!hn_yaml_check_keys(yaml, node, keys, error) ||
        !get_count(yaml, node, "min", G_MAXINT64, &least, error) ||
        !get_count(yaml, node, "max", G_MAXINT64, &most, error) ||
        !hn_yaml_get_share(yaml, node, "change", &contract->change_max, error))
        return FALSE;
    if (most > 0 && least > most)
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error, "min is above max");
    contract->rows_min = (guint64)least;
    contract->rows_max = (guint64)most;
    return TRUE;
}

static gboolean
read_fresh(const HnYaml *yaml, HnYamlNode node, HnContract *contract, GError **error)
{
    static const char *const keys[] = { "column", "days", NULL };
    HnYamlNode column;
    HnYamlNode days;
    const char *text = NULL;
    gint64 n = 0;
    if (node == 0)
        return TRUE;
    if (!hn_yaml_check_keys(yaml, node, keys, error) ||
        !hn_yaml_need(yaml, node, "column", &column, error) ||
        !hn_yaml_need(yaml, node, "days", &days, error) ||
        !hn_yaml_text_of(yaml, column, &text, error) ||
        !hn_yaml_integer_of(yaml, days, 0, DAYS_MAX, &n, error))
        return FALSE;
    contract->fresh_column = g_strdup(text);
    contract->fresh_days = (guint)n;
    return TRUE;
}

static gboolean
read_length(const HnYaml *yaml, HnYamlNode node, HnContractColumn *column, GError **error)
{
    static const char *const keys[] = { "min", "max", NULL };
    gint64 least = 0;
    gint64 most = 0;
    if (node == 0)
        return TRUE;
    if (hn_yaml_is_map(yaml, node) ? !hn_yaml_check_keys(yaml, node, keys, error) ||
                                         !get_count(yaml, node, "min", LENGTH_MAX, &least, error) ||
                                         !get_count(yaml, node, "max", LENGTH_MAX, &most, error)
                                   : !hn_yaml_integer_of(yaml, node, 1, LENGTH_MAX, &most, error))
        return FALSE;
    if (most > 0 && least > most)
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error, "min is above max");
    column->length_min = hn_yaml_is_map(yaml, node) ? (guint)least : (guint)most;
    column->length_max = most == 0 && least > 0 ? G_MAXUINT : (guint)most;
    return TRUE;
}

/* Alone it must be one too: "a)|(?:b" is one only between other parentheses. */
GRegex *
hn_contract_pattern(const char *pattern, GRegexCompileFlags flags, GError **error)
{
    GRegex *alone = g_regex_new(pattern, 0, 0, error);
    if (alone == NULL)
        return NULL;
    g_regex_unref(alone);
    g_autofree char *whole = g_strdup_printf("\\A(?:%s)\\z", pattern);
    return g_regex_new(whole, flags, 0, error);
}

static gboolean
read_pattern(const HnYaml *yaml, HnYamlNode node, HnContractColumn *column, GError **error)
{
    const char *text = NULL;
    g_autoptr(GError) problem = NULL;
    if (!hn_yaml_get_text(yaml, node, "pattern", &text, error))
        return FALSE;
    column->pattern = g_strdup(text);
    g_autoptr(GRegex) regex = text == NULL ? NULL : hn_contract_pattern(text, 0, &problem);
    return text == NULL || regex != NULL ||
           hn_yaml_fail(yaml, hn_yaml_get(yaml, node, "pattern"), HN_CONFIG_ERROR_VALUE, error,
                        "%s", problem->message);
}

static gboolean
read_column(const HnYaml *yaml, HnYamlNode node, HnContractColumn *column, GError **error)
{
    static const char *const keys[] = { "type",  "length",     "values", "pattern",
                                        "nulls", "duplicates", NULL };
    const HnYamlNode values = hn_yaml_get(yaml, node, "values");
    guint type = 0;
    column->nulls_max = column->duplicates_max = 1;
    if (!hn_yaml_check_keys(yaml, node, keys, error) ||
        !get_word(yaml, node, "type", type_names, &type, error) ||
        !read_length(yaml, hn_yaml_get(yaml, node, "length"), column, error) ||
        (values != 0 && !hn_yaml_texts_of(yaml, values, &column->values, error)))
        return FALSE;
    column->type = (HnContractType)type;
    return read_pattern(yaml, node, column, error) &&
           hn_yaml_get_share(yaml, node, "nulls", &column->nulls_max, error) &&
           hn_yaml_get_share(yaml, node, "duplicates", &column->duplicates_max, error);
}

static gboolean
read_columns(const HnYaml *yaml, HnYamlNode node, HnContract *contract, GError **error)
{
    if (node == 0)
        return TRUE;
    if (!hn_yaml_is_map(yaml, node))
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                            "expected a mapping of columns");
    const guint n = hn_yaml_size(yaml, node);
    contract->columns = g_new0(HnContractColumn, n + 1);
    for (guint i = 0; i < n; i++) {
        contract->n_columns = i + 1;
        contract->columns[i].column = g_strdup(hn_yaml_key(yaml, node, i));
        if (!read_column(yaml, hn_yaml_value(yaml, node, i), &contract->columns[i], error))
            return FALSE;
    }
    return TRUE;
}

HnContract *
hn_contract_config_read(const HnYaml *yaml, HnYamlNode node, GError **error)
{
    static const char *const keys[] = {
        "on_violation", "broken", "rows", "fresh", "columns", NULL
    };
    HnContract *contract = g_new0(HnContract, 1);
    guint policy = HN_CONTRACT_QUARANTINE;
    contract->change_max = -1;
    contract->broken_max = 1;
    if (hn_yaml_check_keys(yaml, node, keys, error) &&
        get_word(yaml, node, "on_violation", policy_names, &policy, error) &&
        hn_yaml_get_share(yaml, node, "broken", &contract->broken_max, error) &&
        read_rows(yaml, hn_yaml_get(yaml, node, "rows"), contract, error) &&
        read_fresh(yaml, hn_yaml_get(yaml, node, "fresh"), contract, error) &&
        read_columns(yaml, hn_yaml_get(yaml, node, "columns"), contract, error)) {
        contract->policy = (HnContractPolicy)policy;
        return contract;
    }
    hn_contract_config_free(contract);
    return NULL;
}

static void
put_text(HnJsonWriter *json, const char *key, const char *text)
{
    hn_json_key(json, key);
    hn_json_string(json, text);
}

static void
put_number(HnJsonWriter *json, const char *key, gdouble number)
{
    hn_json_key(json, key);
    hn_json_double(json, number);
}

static void
put_column(HnJsonWriter *json, const HnContractColumn *column)
{
    hn_json_object(json);
    put_text(json, "column", column->column);
    put_text(json, "type", type_names[column->type]);
    put_number(json, "length_min", column->length_min);
    put_number(json, "length_max", column->length_max);
    hn_json_key(json, "values");
    hn_json_array(json);
    for (char **value = column->values; value != NULL && *value != NULL; value++)
        hn_json_string(json, *value);
    hn_json_end_array(json);
    put_text(json, "pattern", column->pattern);
    put_number(json, "nulls", column->nulls_max);
    put_number(json, "duplicates", column->duplicates_max);
    hn_json_end_object(json);
}

void
hn_contract_config_write(const HnContract *contract, HnJsonWriter *json)
{
    hn_json_object(json);
    put_text(json, "on_violation", policy_names[contract->policy]);
    if (contract->broken_max < 1) /* it came later: without it the digest is what it was */
        put_number(json, "broken", contract->broken_max);
    put_number(json, "rows_min", (gdouble)contract->rows_min);
    put_number(json, "rows_max", (gdouble)contract->rows_max);
    put_number(json, "change", contract->change_max);
    put_text(json, "fresh_column", contract->fresh_column);
    put_number(json, "fresh_days", contract->fresh_days);
    hn_json_key(json, "columns");
    hn_json_array(json);
    for (guint i = 0; i < contract->n_columns; i++)
        put_column(json, &contract->columns[i]);
    hn_json_end_array(json);
    hn_json_end_object(json);
}
