/* Goal: names of months and their short forms; no other word. */
#include "text/month_names.h"

static void
test_names(void)
{
    static const char *const names[12] = { "January",   "February", "March",    "April",
                                           "May",       "June",     "July",     "August",
                                           "September", "October",  "November", "December" };
    for (guint i = 0; i < 12; i++) {
        g_autofree char *small = g_ascii_strdown(names[i], -1);
        g_autofree char *large = g_ascii_strup(names[i], -1);
        g_assert_cmpuint(hn_month_of_name(hn_slice_of(names[i])), ==, i + 1);
        g_assert_cmpuint(hn_month_of_name(hn_slice_of(small)), ==, i + 1);
        g_assert_cmpuint(hn_month_of_name(hn_slice_of(large)), ==, i + 1);
        g_assert_cmpuint(hn_month_of_name(hn_slice((const guint8 *)names[i], 3)), ==, i + 1);
    }
    g_assert_cmpuint(hn_month_of_name(hn_slice_of("Sept")), ==, 9);
}

static void
test_no_names(void)
{
    static const char *const words[] = { "",      "M",    "Ma",         "Mai",    "Marc", "Janu",
                                         "Septe", "Octo", "Septembers", "Sunday", "thang" };
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        g_assert_cmpuint(hn_month_of_name(hn_slice_of(words[i])), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/month_names/names", test_names);
    g_test_add_func("/month_names/no-names", test_no_names);
    return g_test_run();
}
