/* Goal: each name of the vocabulary reads back as itself, and nothing else is a name. */
#include "records/schema.h"

#define ASSERT_NAMES_READ_BACK(last, name_of, parse, Type)                                         \
    for (guint i = 0; i <= (guint)(last); i++) {                                                   \
        Type parsed = (Type)(i == 0 ? (guint)(last) : 0);                                          \
        g_assert_true(parse(name_of((Type)i), &parsed));                                           \
        g_assert_cmpuint((guint)parsed, ==, i);                                                    \
        g_assert_false(parse("no such name", &parsed));                                            \
        g_assert_false(parse("", &parsed));                                                        \
        g_assert_cmpuint((guint)parsed, ==, i);                                                    \
    }

static void
test_names_read_back(void)
{
    ASSERT_NAMES_READ_BACK(HN_TYPE_ADDRESS_LINE, hn_attribute_type_name, hn_attribute_type_parse,
                           HnAttributeType)
    ASSERT_NAMES_READ_BACK(HN_KEY_HOUSE, hn_key_function_name, hn_key_function_parse, HnKeyFunction)
    ASSERT_NAMES_READ_BACK(HN_LEVEL_ELSE, hn_level_kind_name, hn_level_kind_parse, HnLevelKind)
    ASSERT_NAMES_READ_BACK(HN_SURVIVE_LONGEST, hn_survivorship_name, hn_survivorship_parse,
                           HnSurvivorship)
    ASSERT_NAMES_READ_BACK(HN_HOLDS_ONE_FOR_LIFE, hn_holds_name, hn_holds_parse, HnHolds)
}

static void
test_gamma_counts_from_else(void)
{
    const HnComparison comparison = { .n_levels = 4 };
    g_assert_cmpint(hn_comparison_gamma(&comparison, 0), ==, 3); /* the best */
    g_assert_cmpint(hn_comparison_gamma(&comparison, 3), ==, 0); /* else */
}

static void
test_clear_frees_what_it_owns(void)
{
    HnEntityType type = { .name = g_strdup("person"), .n_attributes = 1, .n_rules = 1 };
    type.attributes = g_new0(HnAttribute, 1);
    type.attributes[0].name = g_strdup("full_name");
    type.rules = g_new0(HnBlockingRule, 1);
    type.rules[0].name = g_strdup("full_name");
    type.one_per_source = g_strsplit("civil,tax", ",", -1);
    hn_entity_type_clear(&type);
    g_assert_null(type.name);
    g_assert_cmpuint(type.n_attributes, ==, 0);
    hn_entity_type_clear(&type); /* a cleared type may be cleared again */
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/records/schema/names_read_back", test_names_read_back);
    g_test_add_func("/records/schema/gamma_counts_from_else", test_gamma_counts_from_else);
    g_test_add_func("/records/schema/clear_frees_what_it_owns", test_clear_frees_what_it_owns);
    return g_test_run();
}
