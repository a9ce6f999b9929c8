/* Goal: numbers as the server writes them, and bytes that are none refused. The whole range is
 * compared with a server in tests/databases/test_postgresql_formats.c. */
#include "connect/postgresql_numbers.h"

static void
check(const guint8 *room, gsize n, const char *expected)
{
    g_autofree char *text = g_strndup((const char *)room, n);
    g_assert_cmpstr(text, ==, expected);
}

static void
test_integers(void)
{
    static const struct {
        gint64 value;
        const char *expected;
    } cases[] = {
        { 0, "0" },
        { -1, "-1" },
        { 1234567890, "1234567890" },
        { G_MAXINT64, "9223372036854775807" },
        { G_MININT64, "-9223372036854775808" },
    };
    guint8 room[HN_POSTGRESQL_INTEGER_BYTES];
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        check(room, hn_postgresql_put_integer(room, cases[i].value), cases[i].expected);
    check(room, hn_postgresql_put_digits(room, 7, 4), "0007");
    check(room, hn_postgresql_put_digits(room, 12345, 4), "12345");
}

static void
test_floats(void)
{
    static const struct {
        gdouble value;
        const char *expected;
    } cases[] = {
        { 0.1, "0.1" },
        { -1234.5, "-1234.5" },
        { 1e14, "100000000000000" },
        { 1e15, "1e+15" },
        { 0.0001, "0.0001" },
        { 0.00001, "1e-05" },
        { 0.1 + 0.2, "0.30000000000000004" },
        { 5e-324, "5e-324" },
        { 1.7976931348623157e308, "1.7976931348623157e+308" },
        { -0.0, "-0" },
    };
    guint8 room[HN_POSTGRESQL_REAL_BYTES];
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        check(room, hn_postgresql_put_double(room, cases[i].value), cases[i].expected);
    check(room, hn_postgresql_put_float(room, 0.1f), "0.1");
    check(room, hn_postgresql_put_float(room, 123456.0f), "123456");
    check(room, hn_postgresql_put_float(room, 1234567.0f), "1.234567e+06");
    check(room, hn_postgresql_put_float(room, 1e-45f), "1e-45");
}

/* @bytes: as the server sends a numeric. */
static void
check_numeric(const char *bytes, gsize n_bytes, const char *expected)
{
    const HnSlice cell = hn_slice(bytes, n_bytes);
    const gsize size = hn_postgresql_numeric_size(cell);
    g_assert_cmpint(size != 0, ==, expected != NULL);
    if (expected == NULL)
        return;
    g_autofree guint8 *room = g_malloc(size);
    const gsize n = hn_postgresql_put_numeric(room, cell);
    g_assert_cmpuint(n, <=, size);
    check(room, n, expected);
}

#define CHECK_NUMERIC(bytes, expected) check_numeric(bytes, sizeof(bytes) - 1, expected)

static void
test_numerics(void)
{
    CHECK_NUMERIC("\0\0\0\0\0\0\0\0", "0");
    CHECK_NUMERIC("\0\0\0\0\0\0\0\2", "0.00");
    CHECK_NUMERIC("\0\2\0\0\0\0\0\2\0\1\x13\x88", "1.50");
    CHECK_NUMERIC("\0\2\0\1\x40\0\0\0\0\1\0\2", "-10002");
    CHECK_NUMERIC("\0\1\0\2\0\0\0\0\0\1", "100000000");
    CHECK_NUMERIC("\0\1\xff\xfe\0\0\0\6\0\1", "0.000000");
    CHECK_NUMERIC("\0\1\xff\xfe\0\0\0\10\0\1", "0.00000001");
    CHECK_NUMERIC("\0\0\0\0\xc0\0\0\0", "NaN");
    CHECK_NUMERIC("\0\0\0\0\xd0\0\0\0", "Infinity");
    CHECK_NUMERIC("\0\0\0\0\xf0\0\0\0", "-Infinity");
}

static void
test_no_numerics(void)
{
    CHECK_NUMERIC("", NULL);
    CHECK_NUMERIC("\0\0\0\0\0\0\0", NULL);
    CHECK_NUMERIC("\0\1\0\0\0\0\0\0", NULL);         /* a digit is missing */
    CHECK_NUMERIC("\0\0\0\0\0\0\0\0\0\1", NULL);     /* or one too many */
    CHECK_NUMERIC("\0\1\0\0\0\0\0\0\x27\x10", NULL); /* 10,000 */
    CHECK_NUMERIC("\0\0\0\0\x80\0\0\0", NULL);       /* a sign that is none */
    CHECK_NUMERIC("\0\0\0\0\0\0\x40\0", NULL);       /* a scale beyond all */
    CHECK_NUMERIC("\xff\xff\0\0\0\0\0\0\0\1", NULL);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/connect/postgresql_numbers/integers", test_integers);
    g_test_add_func("/connect/postgresql_numbers/floats", test_floats);
    g_test_add_func("/connect/postgresql_numbers/numerics", test_numerics);
    g_test_add_func("/connect/postgresql_numbers/no_numerics", test_no_numerics);
    return g_test_run();
}
