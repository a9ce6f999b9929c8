/* Goal: an operator learns what is wrong with his query, and nobody what is in a row. */
#include "connect/server_message.h"

static void
test_what_is_left(void)
{
    static const char *const cases[][3] = {
        { "42S02", "Table 'hn.nowhere' doesn't exist", "Table 'hn.nowhere' doesn't exist" },
        { "28000", "Access denied for user 'u'@'h'\n", "Access denied for user 'u'@'h'" },
        { "08000", "a\r\nb\tc", "a  b c" },
        { "25006", "Cannot execute statement in a READ ONLY transaction",
          "Cannot execute statement in a READ ONLY transaction" },
        { "HY000", "XPATH syntax error: 'Nguyễn O'Neil'", "XPATH syntax error: ?" },
        { "HY000", "Truncated value: 'an' for column `name` at row 2",
          "Truncated value: ? at row 2" },
        { "HY000", "one \" alone", "one ? alone" },
        { "HY000", "ORA-01555: snapshot too old", "ORA-01555: snapshot too old" },
        { "22018", "invalid number 0123456789", "a value is at fault" },
        { "23000", "Duplicate entry 0123456789", "a value is at fault" },
        { "HY000", "", "" },
        { "", "'a'", "?" },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *message = hn_server_message(cases[i][0], cases[i][1]);
        g_assert_cmpstr(message, ==, cases[i][2]);
    }
    g_autofree char *latin1 = hn_server_message("42000", "Tr\xe2n");
    g_assert_true(g_utf8_validate(latin1, -1, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/connect/server_message/what_is_left", test_what_is_left);
    return g_test_run();
}
