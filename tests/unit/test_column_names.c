/* Goal: names have indexes in the order of their coming, up to the limit. */
#include "connect/column_names.h"

static void
test_names_and_indexes(void)
{
    g_autoptr(HnColumnNames) names = hn_column_names_new();
    g_assert_cmpuint(hn_column_names_find(names, hn_slice_of("a")), ==, G_MAXUINT);
    g_assert_cmpuint(hn_column_names_add(names, hn_slice_of("a")), ==, 0);
    g_assert_cmpuint(hn_column_names_add(names, hn_slice_of("")), ==, 1);
    g_assert_cmpuint(hn_column_names_add(names, hn_slice_of("a")), ==, 0);
    g_assert_cmpuint(hn_column_names_find(names, hn_slice_of("")), ==, 1);
    g_assert_cmpstr(hn_column_names_all(names)[0], ==, "a");
    g_assert_cmpuint(hn_column_names_size(names), ==, 2);
}

static void
test_limit(void)
{
    g_autoptr(HnColumnNames) names = hn_column_names_new();
    char name[16];
    for (guint i = 0; i < HN_COLUMNS_MAX; i++) {
        g_snprintf(name, sizeof(name), "k%u", i);
        g_assert_cmpuint(hn_column_names_add(names, hn_slice_of(name)), ==, i);
    }
    g_assert_cmpuint(hn_column_names_add(names, hn_slice_of("more")), ==, G_MAXUINT);
    for (guint i = 0; i < HN_COLUMNS_MAX; i++) {
        g_snprintf(name, sizeof(name), "k%u", i);
        g_assert_cmpuint(hn_column_names_find(names, hn_slice_of(name)), ==, i);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/connect/column_names/names_and_indexes", test_names_and_indexes);
    g_test_add_func("/connect/column_names/limit", test_limit);
    return g_test_run();
}
