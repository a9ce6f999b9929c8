/* Goal: names look like names, follow sex and time, and are written in each form. */
#include "datasets/name_table.h"

static void
test_names_are_written_in_each_form(void)
{
    g_autoptr(HnNameTable) table = hn_name_table_new();
    HnRng rng = hn_rng_seed(3, 0);
    for (guint i = 0; i < 5000; i++) {
        HnCitizenText full, given_first, no_middle;
        const HnSex sex = i % 2 == 0 ? HN_SEX_MALE : HN_SEX_FEMALE;
        const HnPersonName name = hn_name_table_draw(table, sex, 1930 + i % 94, &rng);
        hn_name_table_write(table, name, HN_NAME_FULL, &full);
        hn_name_table_write(table, name, HN_NAME_GIVEN_FIRST, &given_first);
        hn_name_table_write(table, name, HN_NAME_NO_MIDDLE, &no_middle);
        g_assert_true(g_utf8_validate(full.text, -1, NULL));
        g_autofree char *nfc = g_utf8_normalize(full.text, -1, G_NORMALIZE_NFC);
        g_assert_cmpstr(nfc, ==, full.text);
        g_assert_null(strstr(full.text, "  "));
        g_assert_cmpuint(given_first.n_bytes, ==, full.n_bytes);
        const char *given = strrchr(full.text, ' ') + 1;
        g_assert_true(g_str_has_prefix(given_first.text, given));
        g_assert_true((name.first_middle == HN_NAME_NONE) == (no_middle.n_bytes == full.n_bytes));
        g_assert_true(g_str_has_suffix(no_middle.text, given));
    }
}

static guint
count_with(const HnNameTable *table, HnSex sex, guint year, const char *part)
{
    HnRng rng = hn_rng_seed(year, sex);
    guint n_with = 0;
    for (guint i = 0; i < 10000; i++) {
        HnCitizenText text;
        hn_name_table_write(table, hn_name_table_draw(table, sex, year, &rng), HN_NAME_FULL, &text);
        n_with += strstr(text.text, part) != NULL;
    }
    return n_with;
}

static void
test_customary_middle_names_go_with_time(void)
{
    g_autoptr(HnNameTable) table = hn_name_table_new();
    g_assert_cmpuint(count_with(table, HN_SEX_FEMALE, 1950, " Thị "), >, 5500);
    g_assert_cmpuint(count_with(table, HN_SEX_FEMALE, 2015, " Thị "), <, 1500);
    g_assert_cmpuint(count_with(table, HN_SEX_MALE, 1950, " Thị "), <, 10);
    g_assert_cmpuint(count_with(table, HN_SEX_MALE, 1950, " Văn "), >, 4000);
    g_assert_cmpuint(count_with(table, HN_SEX_FEMALE, 1950, " Văn "), <, 100);
    const guint n_nguyen = count_with(table, HN_SEX_MALE, 1990, "Nguyễn ");
    g_assert_cmpuint(n_nguyen, >, 2800);
    g_assert_cmpuint(n_nguyen, <, 3800);
}

static void
test_another_given_name_is_another_name(void)
{
    g_autoptr(HnNameTable) table = hn_name_table_new();
    HnRng rng = hn_rng_seed(8, 0);
    for (guint i = 0; i < 1000; i++) {
        const HnPersonName name = hn_name_table_draw(table, HN_SEX_FEMALE, 2000, &rng);
        const HnPersonName twin = hn_name_table_draw_given(table, name, &rng);
        g_assert_true(hn_name_equal(name, name));
        g_assert_false(hn_name_equal(name, twin));
        g_assert_cmpuint(name.surname, ==, twin.surname);
        g_assert_cmpuint(name.first_middle, ==, twin.first_middle);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/datasets/name_table/names_are_written_in_each_form",
                    test_names_are_written_in_each_form);
    g_test_add_func("/datasets/name_table/customary_middle_names_go_with_time",
                    test_customary_middle_names_go_with_time);
    g_test_add_func("/datasets/name_table/another_given_name_is_another_name",
                    test_another_given_name_is_another_name);
    return g_test_run();
}
