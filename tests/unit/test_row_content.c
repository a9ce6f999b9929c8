/* Goal: two rows are the same exactly when the same fields are there and have the same bytes. */
#include "linker/row_content.h"

static HnRawField
text(const char *value)
{
    return (HnRawField){ (const guint8 *)value, (guint32)strlen(value), HN_FIELD_TEXT };
}

/* Cells of one row, '|' between them; '~' is missing, '#5' JSON. */
static guint
split(const char *row, HnRawField *ret, char ***ret_cells)
{
    *ret_cells = g_strsplit(row, "|", -1);
    guint n = 0;
    for (; (*ret_cells)[n] != NULL; n++) {
        const char *cell = (*ret_cells)[n];
        ret[n] = text(*cell == '#' ? cell + 1 : cell);
        if (*cell == '#')
            ret[n].kind = HN_FIELD_JSON;
        if (*cell == '~')
            ret[n] = (HnRawField){ NULL, 0, HN_FIELD_MISSING };
    }
    return n;
}

static void
expect(const char *known_columns, const char *known, const char *columns, const char *row,
       gboolean same)
{
    g_auto(GStrv) known_names = g_strsplit(known_columns, "|", -1);
    g_auto(GStrv) names = g_strsplit(columns, "|", -1);
    g_auto(GStrv) known_cells = NULL, cells = NULL;
    HnRawField a[8], b[8];
    const guint n_known = split(known, a, &known_cells), n = split(row, b, &cells);
    g_autoptr(HnRowContent) content = hn_row_content_new((const char *const *)names, n);
    for (guint again = 0; again < 2; again++) /* the second time by the map of the first */
        g_assert_cmpint(
            hn_row_content_same(content, 3, (const char *const *)known_names, a, n_known, b), ==,
            same);
}

static void
test_what_a_row_says(void)
{
    expect("id|b|c", "1|x|y", "c|id|b", "y|1|x", TRUE);
    expect("id|b", "1|x", "id|b|new", "1|x|~", TRUE);
    expect("id|b|old", "1|x|~", "id|b", "1|x", TRUE);
    expect("id|b", "1|x", "id|b|new", "1|x|", FALSE); /* an empty text is there */
    expect("id|b|old", "1|x|z", "id|b", "1|x", FALSE);
    expect("id|b|c", "1|x|y", "id|b|c", "1|y|x", FALSE);
    expect("id|b|c", "1|xy|", "id|b|c", "1|x|y", FALSE);
    expect("id|b", "1|5", "id|b", "1|#5", FALSE);
    expect("id|b", "1|x", "id|c", "1|x", FALSE);
    expect("id|b", "1|x", "id|b", "1|x ", FALSE);
    expect("id|b|c", "1|~|x", "id|b|c", "1|x|~", FALSE);
}

static void
test_each_segment_has_its_columns(void)
{
    const char *const names[] = { "a", "b" }, *const swapped[] = { "b", "a" };
    const HnRawField row[] = { text("1"), text("2") }, known[] = { text("2"), text("1") };
    g_autoptr(HnRowContent) content = hn_row_content_new(names, 2);
    g_assert_true(hn_row_content_same(content, 1, swapped, known, 2, row));
    g_assert_true(hn_row_content_same(content, 0, names, row, 2, row));
    g_assert_false(hn_row_content_same(content, 0, names, known, 2, row));
}

static void
test_two_rows_of_tonight(void)
{
    const char *const names[] = { "a", "b" };
    const HnRawField row[] = { text("1"), text("") }, other[] = { text("1"), { NULL, 0, 0 } };
    g_autoptr(HnRowContent) content = hn_row_content_new(names, 2);
    g_assert_true(hn_row_content_same_tonight(content, row, row));
    g_assert_false(hn_row_content_same_tonight(content, row, other));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/row_content/what_a_row_says", test_what_a_row_says);
    g_test_add_func("/linker/row_content/each_segment_has_its_columns",
                    test_each_segment_has_its_columns);
    g_test_add_func("/linker/row_content/two_rows_of_tonight", test_two_rows_of_tonight);
    return g_test_run();
}
