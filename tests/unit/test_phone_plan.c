/* Goal: every change of 2017 and 2018 in the tables is made, today's numbers stay, and a table with
 * a code that is none is an error. */
#include <glib/gstdio.h>

#include "standardise/phone_plan.h"
#include "tests/reference/vn_tables.h"

static void
assert_read(const HnPhonePlan *plan, const char *national, HnPhoneHint hint, const char *expected)
{
    guint8 room[HN_PHONE_DIGITS_MAX];
    const gsize n = hn_phone_plan_read(plan, hn_slice_of(national), hint, room);
    g_test_message("%s", national);
    g_assert_cmpmem(room, n, expected, strlen(expected));
}

static char *
field(const HnCountryTable *table, guint row, const char *column)
{
    guint index = 0;
    g_assert_true(hn_country_table_column(table, column, &index, NULL));
    const HnSlice text = hn_country_table_field(table, row, index);
    return g_strndup((const char *)text.bytes, text.n_bytes);
}

static void
test_all_of_2018(void)
{
    g_autoptr(HnCountryTables) tables = hn_test_vn_tables();
    const HnPhonePlan *plan = hn_phone_plan_of(tables, NULL);
    const HnCountryTable *table = hn_country_tables_get(tables, "phone_prefix_2018", NULL);
    g_assert_cmpuint(table->n_rows, ==, 21);
    for (guint row = 0; row < table->n_rows; row++) {
        g_autofree char *old_prefix = field(table, row, "old_prefix");
        g_autofree char *new_prefix = field(table, row, "new_prefix");
        g_autofree char *old_number = g_strconcat(old_prefix + 1, "4567891", NULL);
        g_autofree char *new_number = g_strconcat(new_prefix, "4567891", NULL);
        assert_read(plan, old_number, (HnPhoneHint){ 0, FALSE }, new_number);
        assert_read(plan, new_number + 1, (HnPhoneHint){ 0, FALSE }, new_number);
    }
}

/* In brackets every area of before is one; bare, those that are no mobile's prefix today. */
static void
test_all_of_2017(void)
{
    g_autoptr(HnCountryTables) tables = hn_test_vn_tables();
    const HnPhonePlan *plan = hn_phone_plan_of(tables, NULL);
    const HnCountryTable *table = hn_country_tables_get(tables, "provinces_old63", NULL);
    g_assert_cmpuint(table->n_rows, ==, 63);
    for (guint row = 0; row < table->n_rows; row++) {
        g_autofree char *old_code = field(table, row, "area_code_pre2017");
        g_autofree char *new_code = field(table, row, "area_code_2017");
        const char *subscriber = strlen(new_code) == 3 ? "38251244" : "3825124";
        g_autofree char *old_number = g_strconcat(old_code + 1, subscriber, NULL);
        g_autofree char *new_number = g_strconcat(new_code, subscriber, NULL);
        const HnPhoneHint in_brackets = { (guint)strlen(old_code) - 1, TRUE };
        assert_read(plan, old_number, in_brackets, new_number);
        assert_read(plan, new_number + 1, (HnPhoneHint){ 0, FALSE }, new_number);
    }
    assert_read(plan, "833825124", (HnPhoneHint){ 2, TRUE }, "0833825124"); /* 083 was no area */
    assert_read(plan, "123456789", (HnPhoneHint){ 0, FALSE }, "");
    assert_read(plan, "0901234567", (HnPhoneHint){ 0, FALSE }, "");
    assert_read(plan, "90123456", (HnPhoneHint){ 0, FALSE }, "");
}

static void
test_wrong_table(void)
{
    g_autofree char *site = g_dir_make_tmp("site-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(site, "mobile_prefixes.csv", NULL);
    g_autofree char *folder =
        g_build_filename(g_getenv("HN_SOURCE_ROOT"), "datasets", "reference", NULL);
    g_autoptr(GError) error = NULL;
    g_assert_true(g_file_set_contents(path, "prefix,original_operator,status\n90,x,y\n", -1, NULL));
    g_autoptr(HnCountryTables) tables = hn_country_tables_open(folder, site, &error);
    g_assert_no_error(error);
    g_assert_null(hn_phone_plan_of(tables, &error));
    g_assert_error(error, HN_COUNTRY_TABLES_ERROR, HN_COUNTRY_TABLES_ERROR_TABLE);
    g_assert_nonnull(strstr(error->message, "mobile_prefixes"));
    g_assert_cmpint(g_remove(path), ==, 0);
    g_assert_cmpint(g_rmdir(site), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/phone_plan/all_of_2018", test_all_of_2018);
    g_test_add_func("/phone_plan/all_of_2017", test_all_of_2017);
    g_test_add_func("/phone_plan/wrong_table", test_wrong_table);
    return g_test_run();
}
