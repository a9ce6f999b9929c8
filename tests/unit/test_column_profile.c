/* Goal: shares, dates, words and lists of a column are what stands in it. */
#include "insight/column_profile.h"

#include "tests/unit/insight_fixture.h"

static void
test_shares_and_shapes(void)
{
    const HnColumnProfile p = insight_profile_of("v\n12\n  7 \nab\nAB\n\"\"\n12\n");
    g_assert_cmpuint(p.n_rows, ==, 6);
    g_assert_cmpuint(p.n_filled, ==, 5);
    g_assert_cmpuint(p.n_distinct, ==, 4);
    g_assert_false(p.is_unique);
    g_assert_cmpfloat(p.integers, ==, 0.6);
    g_assert_cmpfloat(p.with_letters, ==, 0.4);
    g_assert_cmpfloat(p.all_upper, ==, 0.2);
    g_assert_cmpfloat(p.top_share, ==, 0.4);
    g_assert_cmpuint(p.chars_min, ==, 1);
    g_assert_cmpuint(p.chars_max, ==, 2);
    g_assert_cmpstr(p.top_shapes[0].text, ==, "99");
    g_assert_cmpfloat(p.top_shapes[0].share, ==, 0.4);
}

static void
test_day_and_month_are_told_by_the_whole_column(void)
{
    const HnColumnProfile day_first = insight_profile_of("v\n01/02/1990\n03/04/1991\n13/02/1990\n");
    g_assert_cmpuint(day_first.n_date_forms, ==, 1);
    g_assert_cmpint(day_first.date_forms[0], ==, HN_DATE_FORM_DMY_SLASH);
    g_assert_true(day_first.date_order_known);
    const HnColumnProfile month_first = insight_profile_of("v\n01/02/1990\n03/04/91\n02/13/1990\n");
    g_assert_cmpint(month_first.date_forms[0], ==, HN_DATE_FORM_MDY_SLASH);
    g_assert_cmpint(month_first.date_forms[1], ==, HN_DATE_FORM_MDY2_SLASH);
    const HnColumnProfile nobody_knows = insight_profile_of("v\n01/02/1990\n03/04/1991\n");
    g_assert_cmpint(nobody_knows.date_forms[0], ==, HN_DATE_FORM_DMY_SLASH);
    g_assert_false(nobody_knows.date_order_known);
    const HnColumnProfile slips = insight_profile_of(
        "v\n13/02/1990\n02/13/1990\n01/02/1990\n13/02/90\n14/02/90\n15/02/90\n16/02/90\n17/02/90\n"
        "18/02/90\n19/02/90\n20/02/90\n21/02/90\n22/02/90\n");
    g_assert_cmpuint(slips.n_date_forms, ==, 3);
    g_assert_cmpint(slips.date_forms[0], ==, HN_DATE_FORM_DMY2_SLASH);
    g_assert_cmpint(slips.date_forms[1], ==, HN_DATE_FORM_DMY_SLASH);
    g_assert_cmpint(slips.date_forms[2], ==, HN_DATE_FORM_MDY_SLASH);
    /* One value against all else in the column is a slip, and only it is read so. */
    const HnColumnProfile one = insight_profile_of(
        "v\n25/12/1990\n01/02/1990\n03/04/1991\n02/13/90\n02/14/90\n02/15/90\n02/16/90\n"
        "02/17/90\n02/18/90\n02/19/90\n02/20/90\n02/21/90\n02/22/90\n02/23/90\n");
    g_assert_cmpuint(one.n_date_forms, ==, 3);
    g_assert_cmpint(one.date_forms[0], ==, HN_DATE_FORM_MDY2_SLASH);
    g_assert_cmpint(one.date_forms[1], ==, HN_DATE_FORM_MDY_SLASH);
    g_assert_cmpint(one.date_forms[2], ==, HN_DATE_FORM_DMY_SLASH);
    const HnColumnProfile both = insight_profile_of("v\n13/02/1990\n02/13/1990\n01/02/1990\n");
    g_assert_true(both.date_order_mixed);
    g_assert_cmpuint(both.n_date_forms, ==, 2); /* what only one order reads is read */
    g_assert_cmpint(both.date_forms[0], ==, HN_DATE_FORM_DMY_SLASH);
    g_assert_cmpint(both.date_forms[1], ==, HN_DATE_FORM_MDY_SLASH);
    g_assert_cmpfloat(both.dates, ==, 1);
}

static void
test_years_are_no_dates(void)
{
    const HnColumnProfile p = insight_profile_of("v\n1990\n1991\n2005\n");
    g_assert_cmpfloat(p.dates, ==, 0);
    g_assert_cmpfloat(p.years, ==, 1);
    g_assert_cmpuint(p.year_low, ==, 1990);
    g_assert_cmpuint(p.year_high, ==, 2005);
}

static HnColumnProfile
profile_of_lists(const char *separator, gboolean moves)
{
    g_autoptr(GString) text = g_string_new("v\n");
    for (guint i = 0; i < 200; i++) {
        g_string_append_c(text, '"');
        for (guint k = 0; k < 1 + i % 4; k++)
            g_string_append_printf(text, "%s%s %s%u", k == 0 ? "" : separator,
                                   insight_given(i * 7 + k * 3), insight_surname(i + k),
                                   moves ? 0 : k);
        g_string_append(text, "\"\n");
    }
    return insight_profile_of(text->str);
}

static void
test_lists_are_told_by_pieces_that_move(void)
{
    g_assert_cmpstr(profile_of_lists("; ", TRUE).separator, ==, ";");
    g_assert_cmpstr(profile_of_lists("**", TRUE).separator, ==, "**");
    g_assert_cmpstr(profile_of_lists(", ", TRUE).separator, ==, ",");
    g_assert_cmpstr(profile_of_lists(", ", FALSE).separator, ==, "");
    g_assert_cmpfloat(profile_of_lists(", ", TRUE).list_share, ==, 0.75);
    g_assert_cmpfloat(profile_of_lists(", ", TRUE).piece_names, >, 0.9);
}

static void
test_words(void)
{
    const HnColumnProfile p =
        insight_profile_of("v\nANNA SMITH\nJames Miller\nAlpha GmbH\n12 Rue X\n");
    g_assert_cmpfloat(p.legal_forms, ==, 0.25);
    g_assert_cmpfloat(p.streets, ==, 0.25);
    g_assert_cmpfloat(p.name_words, >, 0.5);
    g_assert_cmpfloat(p.first_given, >, p.last_given);
    const HnColumnProfile firms =
        insight_profile_of("v\nPHILIPS N.V.\nCÔNG TY TNHH AN\nCty CP X\n");
    g_assert_cmpfloat(firms.legal_forms, ==, 1);
    const HnColumnProfile sexes = insight_profile_of("v\nNam\nNữ\nnam\n");
    g_assert_cmpfloat(sexes.sexes, ==, 1);
    const HnColumnProfile names = insight_profile_of("v\nNguyễn Văn An\nTrần Thị Bình\n");
    g_assert_cmpfloat(names.vietnamese, ==, 1);
}

static void
test_nothing(void)
{
    const HnColumnProfile p = insight_profile_of("v,w\n,1\n,2\n");
    g_assert_cmpuint(p.n_filled, ==, 0);
    g_assert_cmpuint(p.chars_min, ==, 0);
    g_assert_cmpuint(p.n_top_shapes, ==, 0);
    g_assert_cmpfloat(p.dates, ==, 0);
}

static void
assert_same(const HnColumnProfile *a, const HnColumnProfile *b)
{
    g_assert_cmpuint(a->n_filled, ==, b->n_filled);
    g_assert_cmpuint(a->n_distinct, ==, b->n_distinct);
    g_assert_cmpuint(a->n_shapes, ==, b->n_shapes);
    g_assert_cmpfloat(a->chars_mean, ==, b->chars_mean);
    g_assert_cmpfloat(a->name_words, ==, b->name_words);
    g_assert_cmpfloat(a->top_share, ==, b->top_share);
}

/* Whoever makes them: each column has its own, in files of different width. */
static void
test_all_columns_of_all_files(void)
{
    g_autoptr(GError) error = NULL;
    InsightFiles files = insight_files_new();
    insight_files_add(&files, "a.csv", "id,name\n1,Anna Smith\n2,Paul\n3,\n");
    insight_files_add(&files, "b.csv", "id,city,year,sex\n4,Paris,1960,f\n5,Oslo,1961,f\n");
    insight_files_add(&files, "c.csv", "name\nEmma\nEmma\n");
    g_autoptr(HnScan) scan = insight_files_scan(&files, &error);
    g_assert_no_error(error);
    for (guint n_threads = 0; n_threads <= 3; n_threads++) {
        g_autoptr(HnThreadPool) pool = n_threads == 0 ? NULL : hn_thread_pool_new(n_threads);
        g_autofree HnColumnProfile **profiles = hn_column_profiles_make(scan, pool);
        for (guint f = 0; f < scan->n_files; f++) {
            for (guint c = 0; c < scan->files[f].n_columns; c++) {
                HnColumnProfile alone;
                hn_column_profile_make(scan, f, c, &alone);
                assert_same(&profiles[f][c], &alone);
            }
            g_free(profiles[f]);
        }
    }
    insight_files_clear(&files);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/profile/shares", test_shares_and_shapes);
    g_test_add_func("/insight/profile/dates", test_day_and_month_are_told_by_the_whole_column);
    g_test_add_func("/insight/profile/years", test_years_are_no_dates);
    g_test_add_func("/insight/profile/lists", test_lists_are_told_by_pieces_that_move);
    g_test_add_func("/insight/profile/words", test_words);
    g_test_add_func("/insight/profile/nothing", test_nothing);
    g_test_add_func("/insight/profile/all_columns", test_all_columns_of_all_files);
    return g_test_run();
}
