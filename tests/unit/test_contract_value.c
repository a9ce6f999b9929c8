/* Goal: a value has the types that a contract's words describe, and its day is the calendar's. */
#include "linker/contract_value.h"

static void
assert_types(const char *text, const char *types)
{
    static const char letters[] = "-intdsb"; /* in the order of HnContractType */
    for (guint type = HN_CONTRACT_INTEGER; type <= HN_CONTRACT_BOOLEAN; type++)
        g_assert_cmpint(hn_contract_value_has_type(hn_slice_of(text), (HnContractType)type), ==,
                        strchr(types, letters[type]) != NULL);
    g_assert_true(hn_contract_value_has_type(hn_slice_of(text), HN_CONTRACT_ANY));
}

static void
test_types(void)
{
    assert_types("1", "intb");
    assert_types("-12", "in");
    assert_types("007", "int");
    assert_types("1e3", "n");
    assert_types("2026-11-30", "d");
    assert_types("2026-11-30 01:02", "s");
    assert_types("true", "b");
    assert_types("An", "");
}

static void
test_days(void)
{
    gint64 day = -1;
    g_assert_true(hn_contract_value_day(hn_slice_of("1970-01-02T03:04"), &day));
    g_assert_cmpint(day, ==, 1);
    g_assert_false(hn_contract_value_day(hn_slice_of("2023-02-29"), &day));
    g_assert_cmpint(day, ==, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/contract_value/types", test_types);
    g_test_add_func("/contract_value/days", test_days);
    return g_test_run();
}
