/* Goal: keys of classes under a rule: missing parts, sets, the cut at HN_KEYS_MAX, refined values.
 */
#include "blocking/rule_keys.h"
#include "tests/reference/people.h"

static void
set_rule(HnEntityType *type, HnBlockingRule *rule)
{
    type->rules = rule;
    type->n_rules = 1;
}

static void
test_a_missing_part_gives_no_key(void)
{
    const char *const lines[] = { "a:1|an|1960|0912", "a:2|an||0912", "a:3|an|1960-02-03|0912;0913",
                                  NULL };
    HnEntityType type = people_type();
    HnBlockingRule rule = { .n_parts = 2,
                            .parts = { { PEOPLE_BIRTH_DATE, HN_KEY_YEAR, 0 },
                                       { PEOPLE_PHONE, HN_KEY_EXACT, 0 } } };
    set_rule(&type, &rule);
    g_autoptr(HnRecordTable) table = text_table_new(&type, lines);
    g_autoptr(HnKeySpace) space = hn_key_space_new(table, &type, NULL);
    const HnKeyRequest request = hn_key_request_of_rule(space, table, &type, 0);
    HnKeyTuples tuples;
    hn_rule_keys_plain(&request, &tuples);
    g_assert_cmpuint(tuples.n, ==, 3);
    g_assert_cmpuint(tuples.classes[0], ==, 0);
    g_assert_cmpuint(tuples.classes[1], ==, 2);
    g_assert_cmpuint(tuples.classes[2], ==, 2);
    g_assert_true(tuples.words[0][0] == tuples.words[0][1] ||
                  tuples.words[0][0] == tuples.words[0][2]);
    hn_key_tuples_clear(&tuples);
}

static void
test_too_many_keys_are_cut_by_bytes(void)
{
    g_autoptr(GString) line = g_string_new("a:1|an|1960|");
    for (guint i = 100; i > 0; i--)
        g_string_append_printf(line, "%s%03u", i == 100 ? "" : ";", i);
    const char *const lines[] = { line->str, NULL };
    HnEntityType type = people_type();
    HnBlockingRule rule = { .n_parts = 1, .parts = { { PEOPLE_PHONE, HN_KEY_EXACT, 0 } } };
    set_rule(&type, &rule);
    g_autoptr(HnRecordTable) table = text_table_new(&type, lines);
    g_autoptr(HnKeySpace) space = hn_key_space_new(table, &type, NULL);
    g_autoptr(HnOversizeIndex) index = hn_oversize_index_new(space, &type, 0, NULL);
    const HnKeyRequest request = hn_key_request_of_rule(space, table, &type, 0);
    HnRuleKeys keys;
    hn_rule_keys_build(&request, space, index, &keys);
    g_assert_cmpuint(keys.n_cut, ==, 1);
    g_assert_cmpuint(keys.plain.n, ==, HN_KEYS_MAX);
    for (gsize i = 0; i < keys.plain.n; i++) {
        g_autofree char *expected = g_strdup_printf("%03u", (guint)i + 1);
        g_assert_cmpuint(keys.plain.words[0][i], ==,
                         text_table_code(table, PEOPLE_PHONE, expected));
    }
    hn_rule_keys_clear(&keys);
}

static void
test_listed_values_are_refined(void)
{
    const char *const lines[] = { "a:1|an|1960|0912", "a:2|an|1961|0912", "a:3|an||0912",
                                  "a:4|binh|1960|0912", NULL };
    HnEntityType type = people_type();
    HnBlockingRule rule = { .n_parts = 1, .parts = { { PEOPLE_NAME, HN_KEY_EXACT, 0 } } };
    HnKeyPart refinement = { PEOPLE_BIRTH_DATE, HN_KEY_YEAR, 0 };
    set_rule(&type, &rule);
    type.refinements = &refinement;
    type.n_refinements = 1;
    g_autoptr(HnRecordTable) table = text_table_new(&type, lines);
    g_autoptr(HnKeySpace) space = hn_key_space_new(table, &type, NULL);
    g_autoptr(HnOversizeList) list = hn_oversize_list_new();
    const HnOversize item = { .values = { hn_slice_of("an") }, .n_refinements = 1 };
    hn_oversize_list_add(list, &item, 1);
    g_autoptr(HnOversizeIndex) index = hn_oversize_index_new(space, &type, 0, list);
    const HnKeyRequest request = hn_key_request_of_rule(space, table, &type, 0);
    HnRuleKeys keys;
    hn_rule_keys_build(&request, space, index, &keys);
    g_assert_cmpuint(keys.plain.n, ==, 1);
    g_assert_cmpuint(keys.plain.classes[0], ==, 3);
    g_assert_cmpuint(keys.refined.n, ==, 2);
    g_assert_cmpuint(keys.refined.words[0][0], !=, keys.refined.words[0][1]);
    g_assert_cmpuint(keys.records_unrefined, ==, 1);
    g_assert_cmpuint(keys.rows_listed[0], ==, 3);
    hn_rule_keys_clear(&keys);
}

static void
test_too_many_refined_keys_are_cut_by_bytes(void)
{
    g_autoptr(GString) line = g_string_new("a:1|an|1960|");
    for (guint i = 100; i > 0; i--) /* the largest has the smallest code */
        g_string_append_printf(line, "%s%03u", i == 100 ? "" : ";", i);
    const char *const lines[] = { line->str, NULL };
    HnEntityType type = people_type();
    HnBlockingRule rule = { .n_parts = 1, .parts = { { PEOPLE_NAME, HN_KEY_EXACT, 0 } } };
    HnKeyPart refinement = { PEOPLE_PHONE, HN_KEY_EXACT, 0 };
    set_rule(&type, &rule);
    type.refinements = &refinement;
    type.n_refinements = 1;
    g_autoptr(HnRecordTable) table = text_table_new(&type, lines);
    g_autoptr(HnKeySpace) space = hn_key_space_new(table, &type, NULL);
    g_autoptr(HnOversizeList) list = hn_oversize_list_new();
    const HnOversize item = { .values = { hn_slice_of("an") }, .n_refinements = 1 };
    hn_oversize_list_add(list, &item, 1);
    g_autoptr(HnOversizeIndex) index = hn_oversize_index_new(space, &type, 0, list);
    const HnKeyRequest request = hn_key_request_of_rule(space, table, &type, 0);
    HnRuleKeys keys;
    hn_rule_keys_build(&request, space, index, &keys);
    g_assert_cmpuint(keys.n_cut, ==, 1);
    g_assert_cmpuint(keys.refined.n, ==, HN_KEYS_MAX);
    for (gsize i = 0; i < keys.refined.n; i++) {
        g_autofree char *expected = g_strdup_printf("%03u", (guint)i + 1);
        g_assert_cmpuint(hn_key_packing_code(&keys.refined_packing, keys.refined.words, i, 1), ==,
                         text_table_code(table, PEOPLE_PHONE, expected));
    }
    hn_rule_keys_clear(&keys);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/blocking/rule_keys/a_missing_part_gives_no_key",
                    test_a_missing_part_gives_no_key);
    g_test_add_func("/blocking/rule_keys/too_many_keys_are_cut_by_bytes",
                    test_too_many_keys_are_cut_by_bytes);
    g_test_add_func("/blocking/rule_keys/listed_values_are_refined",
                    test_listed_values_are_refined);
    g_test_add_func("/blocking/rule_keys/too_many_refined_keys_are_cut_by_bytes",
                    test_too_many_refined_keys_are_cut_by_bytes);
    return g_test_run();
}
