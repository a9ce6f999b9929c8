/* Goal: the first line and nothing else is the password, and no message ever shows it. */
#include "connect/password_file.h"

#include <glib/gstdio.h>

#include "connect/connect_error.h"

static void
test_first_line(void)
{
    static const struct {
        const char *text;
        gsize n_bytes;
        const char *expected; /* NULL: refused */
    } cases[] = {
        { "pass word\n", 10, "pass word" },
        { "pass", 4, "pass" },
        { "p\r\nq\n", 5, "p" },
        { " p \nq", 5, " p " },
        { "", 0, "" },
        { "\nq", 2, "" },
        { "p\0q\n", 4, NULL },
        { "mật khẩu\n", 13, "mật khẩu" },
    };
    g_autofree char *folder = g_dir_make_tmp("hn_password_XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "password", NULL);
    char name[] = "civil";
    const HnConnection connection = { .name = name, .password_file = path };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        char *password = NULL;
        g_assert_true(g_file_set_contents(path, cases[i].text, (gssize)cases[i].n_bytes, NULL));
        g_assert_true(hn_password_file_read(&connection, &password, &error) ==
                      (cases[i].expected != NULL));
        g_assert_cmpstr(password, ==, cases[i].expected);
        if (error != NULL)
            g_assert_nonnull(strstr(error->message, "'civil'"));
        hn_password_file_free(password);
    }
    g_unlink(path);
    g_rmdir(folder);
}

static void
test_no_file(void)
{
    char name[] = "civil", missing[] = "/nowhere/password";
    HnConnection connection = { .name = name };
    g_autoptr(GError) error = NULL;
    char *password = name;
    g_assert_true(hn_password_file_read(&connection, &password, &error));
    g_assert_null(password);
    connection.password_file = missing;
    g_assert_false(hn_password_file_read(&connection, &password, &error));
    g_assert_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_OPEN);
    g_assert_nonnull(strstr(error->message, missing));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/connect/password_file/first_line", test_first_line);
    g_test_add_func("/connect/password_file/no_file", test_no_file);
    return g_test_run();
}
