/* Goal: an operator learns what is wrong with his query, and nobody what is in a row. */
#include "connect/server_message.h"

#define HIDDEN "its words may hold a value"

static void
test_what_is_left(void)
{
    static const char *const cases[][3] = {
        { "42S02", "Table 'hn.nowhere' doesn't exist", "Table 'hn.nowhere' doesn't exist" },
        { "28000", "Access denied for user 'u'@'h'\n", "Access denied for user 'u'@'h'" },
        { "08000", "a\r\nb\tc", "a  b c" },
        { "25006", "Cannot execute statement in a READ ONLY transaction",
          "Cannot execute statement in a READ ONLY transaction" },
        { "HY010", "Function sequence error", "Function sequence error" },
        { "HYT00", "Timeout expired", "Timeout expired" },
        { "HY000", "XPATH syntax error: 'Nguyễn O'Neil'", HIDDEN },
        { "HY000", "ORA-20001: no vote for 012345678901", HIDDEN },
        { "45000", "0123456789 is taken", HIDDEN },
        { "P0001", "0123456789 is taken", HIDDEN },
        { "22018", "invalid number 0123456789", "a value is at fault" },
        { "23000", "Duplicate entry 0123456789", "a value is at fault" },
        { "HY000", "", HIDDEN },
        { "", "'a'", HIDDEN },
        { "4", "0123456789", HIDDEN },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *message = hn_server_message(cases[i][0], 1, cases[i][1]);
        g_assert_cmpstr(message, ==, cases[i][2]);
    }
    g_autofree char *latin1 = hn_server_message("42000", 0, "Tr\xe2n");
    g_assert_true(g_utf8_validate(latin1, -1, NULL));
}

/* What people raise has the state of what a server says of names and rights. */
static void
test_numbers(void)
{
    static const struct {
        gint64 number;
        gboolean is_told;
    } cases[] = {
        { 0, TRUE },      { 1146, TRUE },  { 1641, TRUE },  { 1642, FALSE },
        { 1644, FALSE },  { 1645, TRUE },  { 19999, TRUE }, { 20000, FALSE },
        { 20999, FALSE }, { 21000, TRUE }, { 49999, TRUE }, { 50000, FALSE },
        { 70123, FALSE }, { 208, TRUE },   { 245, FALSE },  { 2628, FALSE },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *message = hn_server_message("42000", cases[i].number, "012345678901");
        g_assert_cmpstr(message, ==, cases[i].is_told ? "012345678901" : HIDDEN);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/connect/server_message/what_is_left", test_what_is_left);
    g_test_add_func("/connect/server_message/numbers", test_numbers);
    return g_test_run();
}
