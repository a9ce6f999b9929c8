/* Goal: what a column is that its own values do not tell, told by the others: places beside an
 * address, names where no name is, the kind of a number, which part of a name is the given one. */
#include "tests/unit/insight_fixture.h"

#define ROWS 600u

static char *
plan_of(const char *text, const HnAttributePlanOptions *options)
{
    InsightFiles files = insight_files_new();
    g_autoptr(GError) error = NULL;
    insight_files_add(&files, "a.csv", text);
    g_autoptr(HnAttributePlan) plan = insight_files_plan(&files, options, &error);
    g_assert_no_error(error);
    insight_files_clear(&files);
    return insight_plan_text(plan);
}

static void
expect_part(const char *plan, const char *part)
{
    if (strstr(plan, part) == NULL)
        g_error("no '%s' in '%s'", part, plan);
}

/* A word of letters alone that no table knows, another one for each number. */
static const char *
strange_word(guint i)
{
    static char word[16];
    guint n = 0;
    for (guint rest = i + 1000; rest > 0; rest /= 20)
        word[n++] = "bcdfghjklmnpqrstvwxz"[rest % 20];
    word[n] = '\0';
    return word;
}

static const char *const towns[] = { "Brackwell", "Stonemere", "Ashcombe",
                                     "Thornby",   "Wexley",    "Harrowden" };

/* Three kinds of rows: the whole address in one column, the same in the line's column, or the line
 * with its places apart; and others have none. */
static char *
addresses(gboolean lines_hold_places)
{
    GString *text = g_string_new("c1,c2,c3,c4,c5,c6,c7,c8,c9\n");
    for (guint i = 0; i < ROWS; i++) {
        const char *town = towns[i % 6];
        const guint code = 40000 + i % 6 * 137, kind = i % 5;
        g_autofree char *street = g_strdup_printf("%u Oak%s Street", 1 + i, strange_word(i / 2));
        g_autofree char *whole = lines_hold_places
                                     ? g_strdup_printf("\"%s, %s %u\"", street, town, code)
                                     : g_strdup(street);
        g_string_append_printf(text, "k%u,%s,%s,%u-0%u-1%u,", i, insight_given(i * 5),
                               insight_surname(i * 3 + i / 12), 1930 + i * 7 % 80, 1 + i % 9,
                               i % 9);
        g_string_append_printf(text, "%s,%s,%s,", kind == 0 ? whole : "",
                               kind == 1               ? whole
                               : kind <= 3 && kind > 0 ? street
                                                       : "",
                               kind == 2 || kind == 3 ? town : "");
        if (kind == 2 || kind == 3)
            g_string_append_printf(text, "%u", code);
        g_string_append_printf(text, ",%s\n", kind == 4 ? "" : i % 7 < 3 ? "HOME" : "WORK");
    }
    return g_string_free(text, FALSE);
}

static void
test_places_beside_an_address(void)
{
    const HnAttributePlanOptions key = { .keys = (const char *const[]){ "c1", NULL } };
    g_autofree char *mixed = addresses(TRUE);
    g_autofree char *plan = plan_of(mixed, &key);
    expect_part(plan, "address:text=c5+c6+c7+c8;");
    expect_part(plan, "-category:category=c9;"); /* the kind of the address */
    g_autofree char *plain = addresses(FALSE);
    g_autofree char *apart = plan_of(plain, &key);
    g_assert_null(strstr(apart, "+c7"));
}

static void
test_names_where_no_name_is(void)
{
    const HnAttributePlanOptions key = { .keys = (const char *const[]){ "c1", NULL } };
    g_autoptr(GString) text = g_string_new("c1,c2,c3,c4,c5\n");
    for (guint i = 0; i < ROWS; i++) {
        const gboolean is_firm = i % 10 == 3;
        g_string_append_printf(text, "k%u,%s,%s,%s%s,", i, is_firm ? "" : insight_given(i * 5),
                               is_firm ? "" : insight_surname(i * 3 + i / 12),
                               is_firm ? strange_word(i / 2) : "", is_firm ? " Exports" : "");
        g_string_append_printf(text, "%s\n", is_firm ? "" : i % 4 == 0 ? "kept" : "");
    }
    g_autofree char *plan = plan_of(text->str, &key);
    expect_part(plan, "name:name=c2+c3+c4;");
}

static void
test_the_kind_of_a_number(void)
{
    const HnAttributePlanOptions key = { .keys = (const char *const[]){ "c1", NULL } };
    g_autoptr(GString) text = g_string_new("c1,c2,c3,c4,c5,c6\n");
    for (guint i = 0; i < ROWS; i++) {
        g_string_append_printf(text, "k%u,%s,%s,", i, insight_given(i * 5),
                               insight_surname(i * 3 + i / 12));
        if (i % 2 == 0)
            g_string_append_printf(text, "%09u,%s,%s\n", i / 4 * 7919 + 10000000,
                                   i % 6 == 0 ? "XA" : "XB", i % 10 == 0 ? "red" : "blue");
        else
            g_string_append_printf(text, ",,%s\n", i % 10 == 1 ? "red" : "blue");
    }
    g_autofree char *plan = plan_of(text->str, &key);
    expect_part(plan, "-category:category=c5;"); /* only beside the number */
    expect_part(plan, "category_2:category=c6;");
    g_assert_null(strstr(plan, "-category_2"));
}

/* Children have neither number nor telephone nor occupation: none of them tells about another. */
static void
test_missing_together_is_no_relation(void)
{
    static const char *const work[] = { "miller", "baker", "clerk", "nurse" };
    const HnAttributePlanOptions key = { .keys = (const char *const[]){ "c1", NULL } };
    g_autoptr(GString) text = g_string_new("c1,c2,c3,c4,c5,c6\n");
    for (guint i = 0; i < ROWS; i++) {
        g_string_append_printf(text, "k%u,%s,%s,", i, insight_given(i * 5),
                               insight_surname(i * 3 + i / 12));
        if (i % 5 == 0)
            g_string_append(text, ",,\n");
        else
            g_string_append_printf(text, "%09u,+84 9%08u,%s\n", i / 4 * 7919 + 10000000,
                                   i / 3 * 7717, work[i * 7 % 4]);
    }
    g_autofree char *plan = plan_of(text->str, &key);
    expect_part(plan, " category:category=c6;");
}

static void
test_which_part_is_the_given_name(void)
{
    const HnAttributePlanOptions key = { .keys = (const char *const[]){ "c1", NULL } };
    for (guint order = 0; order < 2; order++) {
        g_autoptr(GString) text = g_string_new("c1,c2,c3,c4,c5\n");
        for (guint i = 0; i < ROWS; i++) {
            g_autofree char *given =
                g_strdup(i % 6 == 0 ? insight_given(i) : strange_word(i % 300));
            g_autofree char *surname = g_strdup(strange_word(1000 + i * 7 % 400));
            g_string_append_printf(text, "k%u,%s,%s,%s,%u-0%u-1%u\n", i,
                                   i % 10 == 0 ? insight_given(i / 10) : "",
                                   order == 0 ? given : surname, order == 0 ? surname : given,
                                   1930 + i * 7 % 80, 1 + i % 9, i % 9);
        }
        g_autofree char *plan = plan_of(text->str, &key);
        expect_part(plan, order == 0 ? "given_name:name=c3+c2; surname:name=c4;"
                                     : "given_name:name=c4+c2; surname:name=c3;");
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/neighbour_columns/places", test_places_beside_an_address);
    g_test_add_func("/neighbour_columns/names", test_names_where_no_name_is);
    g_test_add_func("/neighbour_columns/kind", test_the_kind_of_a_number);
    g_test_add_func("/neighbour_columns/together", test_missing_together_is_no_relation);
    g_test_add_func("/neighbour_columns/given", test_which_part_is_the_given_name);
    return g_test_run();
}
