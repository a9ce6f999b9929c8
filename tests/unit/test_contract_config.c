/* Goal: a contract is read as it is written, and what cannot be one is told with its place. */
#include "config/contract_config.h"

#include "config/config_error.h"

static HnContract *
contract_of(const char *text, GError **error)
{
    g_autoptr(HnYaml) yaml = hn_yaml_parse(hn_slice_of(text), "c.yaml", error);
    return yaml == NULL ? NULL : hn_contract_config_read(yaml, hn_yaml_root(yaml), error);
}

static void
test_whole(void)
{
    g_autoptr(GError) error = NULL;
    HnContract *contract = contract_of("on_violation: fail\n"
                                       "broken: 6%\n"
                                       "rows: { min: 10, max: 20, change: 5% }\n"
                                       "fresh: { column: d, days: 3 }\n"
                                       "columns:\n"
                                       "  a: { type: date, nulls: 1%, duplicates: 0.5 }\n"
                                       "  b: { length: 12, pattern: \"[0-9]+\", values: [x, y] }\n",
                                       &error);
    g_assert_no_error(error);
    g_assert_cmpint(contract->policy, ==, HN_CONTRACT_FAIL);
    g_assert_cmpfloat(contract->broken_max, ==, 0.06);
    g_assert_cmpuint(contract->rows_min, ==, 10);
    g_assert_cmpuint(contract->rows_max, ==, 20);
    g_assert_cmpfloat(contract->change_max, ==, 0.05);
    g_assert_cmpstr(contract->fresh_column, ==, "d");
    g_assert_cmpuint(contract->fresh_days, ==, 3);
    g_assert_cmpuint(contract->n_columns, ==, 2);
    g_assert_cmpint(contract->columns[0].type, ==, HN_CONTRACT_DATE);
    g_assert_cmpfloat(contract->columns[0].nulls_max, ==, 0.01);
    g_assert_cmpfloat(contract->columns[0].duplicates_max, ==, 0.5);
    g_assert_cmpuint(contract->columns[1].length_min, ==, 12);
    g_assert_cmpuint(contract->columns[1].length_max, ==, 12);
    g_assert_cmpstr(contract->columns[1].values[1], ==, "y");
    hn_contract_config_free(contract);
}

static void
test_defaults(void)
{
    g_autoptr(GError) error = NULL;
    HnContract *contract = contract_of("columns: { a: { length: { min: 5 } } }\n", &error);
    g_assert_no_error(error);
    g_assert_cmpint(contract->policy, ==, HN_CONTRACT_QUARANTINE);
    g_assert_cmpfloat(contract->change_max, <, 0);
    g_assert_cmpfloat(contract->broken_max, ==, 1);
    g_assert_cmpuint(contract->columns[0].length_min, ==, 5);
    g_assert_cmpuint(contract->columns[0].length_max, ==, G_MAXUINT);
    g_assert_cmpfloat(contract->columns[0].nulls_max, ==, 1);
    hn_contract_config_free(contract);
}

static void
test_refused(void)
{
    static const char *const texts[][2] = {
        { "on_violation: ignore\n", "c.yaml:1:15: on_violation" },
        { "broken: 101%\n", "broken" },
        { "rows: { min: 5, max: 4 }\n", "min is above max" },
        { "columns: { a: { length: { min: 5, max: 4 } } }\n", "min is above max" },
        { "columns: { a: { type: number } }\n", "unknown type 'number'" },
        { "columns: { a: { pattern: \"[\" } }\n", "columns.a.pattern" },
        { "columns: { a: { pattern: '(?x) r [0-9]+ # old' } }\n", "columns.a.pattern" },
        { "columns: { a: { pattern: '\\Qa.b' } }\n", "columns.a.pattern" },
        { "columns: { a: { pattern: 'a)|(?:b' } }\n", "columns.a.pattern" },
        { "columns: { a: { nulls: 101% } }\n", "columns.a.nulls" },
        { "columns: [a]\n", "expected a mapping of columns" },
        { "fresh: { column: d }\n", "days" },
        { "colums: {}\n", "colums" },
    };
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(contract_of(texts[i][0], &error));
        g_assert_true(error != NULL && error->domain == HN_CONFIG_ERROR);
        g_assert_nonnull(strstr(error->message, texts[i][1]));
    }
}

static void
test_whole_values(void)
{
    static const char *const no[] = { "xr", "rx", "yr1", "r1y", "r12", "r\n", "" };
    g_autoptr(GRegex) regex = hn_contract_pattern("r|r[0-9]", 0, NULL);
    g_assert_true(g_regex_match(regex, "r", 0, NULL));
    g_assert_true(g_regex_match(regex, "r1", 0, NULL));
    for (guint i = 0; i < G_N_ELEMENTS(no); i++)
        g_assert_false(g_regex_match(regex, no[i], 0, NULL));
}

/* What a contract means is in the digest of a configuration: another promise, another text. */
static void
test_written(void)
{
    static const char *const texts[] = { "on_violation: fail\n",
                                         "on_violation: warn\n",
                                         "broken: 6%\n",
                                         "rows: { min: 1 }\n",
                                         "fresh: { column: d, days: 3 }\n",
                                         "columns: { a: { type: date } }\n",
                                         "columns: { a: { type: date, nulls: 0 } }\n",
                                         "columns: { a: { pattern: x } }\n" };
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GByteArray) out = g_byte_array_new();
        HnJsonWriter json = hn_json_writer(out);
        HnContract *contract = contract_of(texts[i], NULL);
        hn_contract_config_write(contract, &json);
        g_assert_true(g_hash_table_add(seen, g_strndup((const char *)out->data, out->len)));
        hn_contract_config_free(contract);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/contract_config/whole", test_whole);
    g_test_add_func("/contract_config/defaults", test_defaults);
    g_test_add_func("/contract_config/refused", test_refused);
    g_test_add_func("/contract_config/whole_values", test_whole_values);
    g_test_add_func("/contract_config/written", test_written);
    return g_test_run();
}
