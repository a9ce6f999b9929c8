/* Goal: every kind of promise is held against the values, and what breaks it is told without them.
 */
#include "linker/contract_check.h"

#include "config/feed_config.h"

static HnBudget *budget;

typedef struct {
    HnContract contract;
    HnContractColumn column;
    HnFeed feed;
} Fixture;

static void
promise(Fixture *fixture, HnContractColumn column)
{
    fixture->column = column;
    fixture->column.column = (char *)(gsize) "born";
    fixture->column.nulls_max = fixture->column.nulls_max > 0 ? fixture->column.nulls_max : 1;
    fixture->column.duplicates_max =
        fixture->column.duplicates_max > 0 ? fixture->column.duplicates_max : 1;
    fixture->contract = (HnContract){
        .policy = HN_CONTRACT_QUARANTINE, .broken_max = 1, .change_max = -1, .n_columns = 1
    };
    fixture->contract.columns = &fixture->column;
}

static HnContractCheck *
check_of(Fixture *fixture)
{
    static const char *const names[] = { "id", "born" };
    g_autoptr(HnDeliveryColumns) columns = hn_delivery_columns_new(&fixture->feed);
    const HnContractSpill spill = { "nowhere", budget, NULL };
    HnContractCheck *check = hn_contract_check_new(&fixture->contract, &spill);
    hn_delivery_columns_learn(columns, names, G_N_ELEMENTS(names));
    hn_contract_check_learn(check, columns);
    return check;
}

static const char *
row(HnContractCheck *check, const char *value)
{
    HnRawField fields[2] = { { (const guint8 *)"1", 1, HN_FIELD_TEXT },
                             { .kind = HN_FIELD_MISSING } };
    if (value != NULL)
        fields[1] = (HnRawField){ (const guint8 *)value, (guint32)strlen(value), HN_FIELD_TEXT };
    const char *reason = NULL;
    g_assert_true(hn_contract_check_row(check, fields, 2, &reason, NULL));
    return reason;
}

/* @good and @bad: values with | between them. */
static void
assert_promise(HnContractColumn column, const char *good, const char *bad)
{
    Fixture fixture = { 0 };
    promise(&fixture, column);
    g_autoptr(HnContractCheck) check = check_of(&fixture);
    g_auto(GStrv) fine = g_strsplit(good, "|", -1);
    g_auto(GStrv) wrong = g_strsplit(bad, "|", -1);
    for (guint i = 0; fine[i] != NULL; i++)
        g_assert_cmpstr(row(check, fine[i]), ==, NULL);
    for (guint i = 0; wrong[i] != NULL; i++) {
        const char *reason = row(check, wrong[i]);
        g_assert_nonnull(reason);
        g_assert_true(g_str_has_prefix(reason, "contract: column 'born' is "));
        g_assert_null(strstr(reason, wrong[i]));
    }
    g_assert_null(row(check, NULL)); /* no value breaks no type */
}

static void
test_types(void)
{
    assert_promise((HnContractColumn){ .type = HN_CONTRACT_INTEGER }, "0|-12|+7|007",
                   "-|1.0|1e3|12a| 1");
    assert_promise((HnContractColumn){ .type = HN_CONTRACT_DECIMAL }, "0|-12.50|.5|1e9|2.5E-3",
                   ".|1,5|e9|1.2.3|--1");
    assert_promise((HnContractColumn){ .type = HN_CONTRACT_DIGITS }, "001094012345", "00 1|-1|1.");
    assert_promise((HnContractColumn){ .type = HN_CONTRACT_DATE }, "2024-02-29|0001-01-01",
                   "2023-02-29|2024-2-29|29/02/2024|2024-02-29 |20240229");
    assert_promise((HnContractColumn){ .type = HN_CONTRACT_TIMESTAMP },
                   "2026-11-30 01:02:03.5+07|2026-11-30T01:02", "2026-11-30|2026-11-30 1:02|x");
    assert_promise((HnContractColumn){ .type = HN_CONTRACT_BOOLEAN }, "true|f|1", "yes|TRUE|2");
}

static void
test_lengths_values_patterns(void)
{
    char *values[] = { (char *)(gsize) "Nam", (char *)(gsize) "Nữ", NULL };
    assert_promise((HnContractColumn){ .length_min = 2, .length_max = 3 }, "ễễ|abc", "ễ|abcd");
    assert_promise((HnContractColumn){ .length_min = 5, .length_max = G_MAXUINT }, "abcde|abcdef",
                   "abcd");
    assert_promise((HnContractColumn){ .values = values }, "Nam|Nữ", "nam|Nu");
    assert_promise((HnContractColumn){ .pattern = (char *)(gsize) "r|r[0-9]{4}" }, "r|r0001",
                   "r1|xr0001|r0001x|r0001\n");
}

static guint
broken(Fixture *fixture, const char *const *values, guint n, const char *expected)
{
    g_autoptr(HnContractCheck) check = check_of(fixture);
    for (guint i = 0; i < n; i++)
        row(check, values[i]);
    g_autoptr(GPtrArray) told = hn_contract_check_end(check, 20000, FALSE, NULL);
    if (expected != NULL && told->len > 0)
        g_assert_nonnull(strstr(told->pdata[0], expected));
    return told->len;
}

static void
test_shares(void)
{
    static const char *const values[] = { "a", "a", "b", NULL };
    Fixture fixture = { 0 };
    promise(&fixture, (HnContractColumn){ .nulls_max = 0.25, .duplicates_max = 0.4 });
    g_assert_cmpuint(broken(&fixture, values, 4, NULL), ==, 0);
    promise(&fixture, (HnContractColumn){ .nulls_max = 0.24 });
    g_assert_cmpuint(broken(&fixture, values, 4, "25 % of the rows have no value"), ==, 1);
    promise(&fixture, (HnContractColumn){ .duplicates_max = 0.3 });
    g_assert_cmpuint(broken(&fixture, values, 4, "33.33 % of the values"), ==, 1);
}

/* Of more broken rows than were promised the delivery is wrong, and the column where is told. */
static void
test_broken_rows(void)
{
    static const char *const values[] = { "1", "x", "2", NULL };
    Fixture fixture = { 0 };
    promise(&fixture, (HnContractColumn){ .type = HN_CONTRACT_INTEGER });
    g_assert_cmpuint(broken(&fixture, values, 4, NULL), ==, 0);
    fixture.contract.broken_max = 0.25;
    g_assert_cmpuint(broken(&fixture, values, 4, NULL), ==, 0);
    fixture.contract.broken_max = 0.24;
    g_assert_cmpuint(broken(&fixture, values, 4,
                            "25 % of the rows have a broken cell, 24 % at most were promised; most "
                            "of all: 1 values of column 'born' are not of the promised type"),
                     ==, 1);
    g_assert_cmpuint(broken(&fixture, values, 1, NULL), ==, 0);
    fixture.contract.broken_max = 0;
    g_assert_cmpuint(broken(&fixture, values, 0, NULL), ==, 0);
    g_assert_cmpuint(broken(&fixture, values, 4, "broken cell"), ==, 1);
    fixture.contract.policy = HN_CONTRACT_WARN; /* the cells are told themselves */
    g_assert_cmpuint(broken(&fixture, values, 4, "column 'born': 1 of 3 values are"), ==, 1);
}

/* A disk that takes nothing is no broken promise. */
static void
test_no_room_for_duplicates(void)
{
    Fixture fixture = { 0 };
    g_autoptr(GError) error = NULL;
    g_autoptr(HnBudget) small = hn_budget_new(1);
    const HnContractSpill spill = { "/nowhere/at/all", small, NULL };
    promise(&fixture, (HnContractColumn){ .duplicates_max = 0.5 });
    g_autoptr(HnContractCheck) check = hn_contract_check_new(&fixture.contract, &spill);
    g_autoptr(HnDeliveryColumns) columns = hn_delivery_columns_new(&fixture.feed);
    static const char *const names[] = { "born" };
    const HnRawField field = { (const guint8 *)"1", 1, HN_FIELD_TEXT };
    const char *reason = NULL;
    guint n = 0;
    hn_delivery_columns_learn(columns, names, 1);
    hn_contract_check_learn(check, columns);
    while (n < 1000000 && hn_contract_check_row(check, &field, 1, &reason, &error))
        n++;
    g_assert_cmpuint(n, <, 1000000);
    g_assert_nonnull(error);
    g_assert_null(reason);
}

static void
test_rows_and_freshness(void)
{
    static const char *const values[] = { "2024-10-01", "2024-10-04" }; /* day 20000 */
    Fixture fixture = { 0 };
    promise(&fixture, (HnContractColumn){ 0 });
    fixture.contract.rows_min = 2;
    fixture.contract.rows_max = 2;
    fixture.contract.fresh_column = (char *)(gsize) "born";
    g_assert_cmpuint(broken(&fixture, values, 2, NULL), ==, 0);
    g_assert_cmpuint(broken(&fixture, values, 1, "1 rows, 2 at least"), ==, 2);
    fixture.contract.rows_max = 1;
    fixture.contract.rows_min = 0;
    g_assert_cmpuint(broken(&fixture, values, 2, "2 rows, 1 at most"), ==, 1);
    fixture.contract.rows_max = 0;
    g_assert_cmpuint(broken(&fixture, values, 1, "3 days old, 0 at most"), ==, 1);
}

static void
test_missing_column(void)
{
    Fixture fixture = { 0 };
    promise(&fixture, (HnContractColumn){ 0 });
    fixture.column.column = (char *)(gsize) "gone";
    g_assert_cmpuint(broken(&fixture, NULL, 0, "'gone' is not in the delivery"), ==, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    budget = hn_budget_new((guint64)16 << 20);
    g_test_add_func("/contract_check/types", test_types);
    g_test_add_func("/contract_check/lengths_values_patterns", test_lengths_values_patterns);
    g_test_add_func("/contract_check/shares", test_shares);
    g_test_add_func("/contract_check/broken_rows", test_broken_rows);
    g_test_add_func("/contract_check/no_room_for_duplicates", test_no_room_for_duplicates);
    g_test_add_func("/contract_check/rows_and_freshness", test_rows_and_freshness);
    g_test_add_func("/contract_check/missing_column", test_missing_column);
    const int code = g_test_run();
    hn_budget_free(budget);
    return code;
}
