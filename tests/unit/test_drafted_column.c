/* Goal: a column's type is the narrowest that every value has, and none of few values. */
#include "insight/drafted_column.h"

/* @values: with | between them, each @n times. */
static void
assert_column(const char *values, guint n, const char *type, gsize length)
{
    g_auto(GStrv) each = g_strsplit(values, "|", -1);
    HnDraftedColumn column = { .is_promised = TRUE };
    hn_drafted_column_start(&column);
    for (guint i = 0; i < n; i++)
        for (guint k = 0; each[k] != NULL; k++)
            hn_drafted_column_take(&column, hn_slice_of(each[k]));
    g_assert_cmpstr(hn_drafted_column_type(&column), ==, type);
    g_assert_cmpuint(hn_drafted_column_length(&column), ==, length);
    hn_drafted_column_clear(&column);
}

static void
assert_type(const char *values, guint n, const char *type)
{
    assert_column(values, n, type, 0);
}

/* A counter that has come to six digits comes to seven. */
static void
test_lengths(void)
{
    assert_column("001094012345|079201000001", 20, "digits", 12);
    assert_column("0912345678|2412345678", 20, "digits", 10);
    assert_column("999000|999999", 20, "digits", 0);
    assert_column("123456789012|223456789012", 20, "digits", 0);
    assert_column("0912345678|02412345678", 20, "digits", 0);
    assert_column("07|08", 20, "digits", 2);
    assert_column("0|1", 20, "integer", 0);
}

static void
test_types(void)
{
    assert_type("1|22|333", 20, "integer");
    assert_type("0|1", 20, "integer"); /* a count may be two tomorrow */
    assert_type("true|0", 20, "boolean");
    assert_type("0|1.5", 20, "decimal");
    assert_type("0912|7", 20, "digits");
    assert_type("123456|654321", 20, "digits");
    assert_type("12345|54321", 20, "integer");
    assert_type("123456|-54321", 20, "integer");
    assert_type("2026-11-30", 20, "date");
    assert_type("2026-11-30 10:00", 20, "timestamp");
    assert_type("2026-11-30|2026-11-30 10:00", 20, NULL);
    assert_type("1|x", 20, NULL);
    assert_type("1", 19, NULL);
}

static void
test_repeats(void)
{
    gboolean is_exact = FALSE;
    HnDraftedColumn column = { .is_promised = TRUE };
    hn_drafted_column_start(&column);
    hn_drafted_column_take(&column, hn_slice_of("a"));
    hn_drafted_column_take(&column, hn_slice_of("b"));
    g_assert_cmpuint(hn_drafted_column_repeats(&column, &is_exact), ==, 0);
    hn_drafted_column_take(&column, hn_slice_of("a"));
    hn_drafted_column_take(&column, hn_slice_of("a"));
    g_assert_cmpuint(hn_drafted_column_repeats(&column, &is_exact), ==, 2);
    g_assert_true(is_exact);
    g_assert_cmpuint(column.n_values, ==, 4);
    hn_drafted_column_clear(&column);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/drafted_column/types", test_types);
    g_test_add_func("/drafted_column/lengths", test_lengths);
    g_test_add_func("/drafted_column/repeats", test_repeats);
    return g_test_run();
}
