/* Goal: each two entities in doubt are one case, with the number they had before. */
#include "publish/cases.h"

#include "base/base_error.h"
#include "tests/reference/small_state.h"
#include "tests/unit/store_fixture.h"

/* Rows 0..5; entities 5, 5, 9, 7, 7, 3. */
static HnCrosswalk *
crosswalk(void)
{
    return hn_small_crosswalk("a:1=5 a:2=5 a:3=9 b:1=7 b:2=7 b:3=3");
}

static HnEdge edges[] = {
    { 0, 1, 900, 0 }, /* inside an entity: no case */
    { 0, 2, 50, 0 },  /* 5-9 */
    { 0, 3, 60, 1 },  /* 5-7, twice as heavy as the next */
    { 1, 2, 120, 2 }, /* 5-9 again, at the match threshold and above */
    { 1, 4, 30, 0 },  /* 5-7 again */
    { 2, 5, 100, 0 }, /* 9-3: the smaller entity is on the right */
};
static const HnEdges all_edges = { G_N_ELEMENTS(edges), edges };

static char *
text_of(const HnCases *cases)
{
    GString *text = g_string_new(NULL);
    for (gsize i = 0; i < cases->n; i++) {
        const HnCase *c = &cases->cases[i];
        g_string_append_printf(text, "%s#%u %u-%u %s n%u w%d r%u-%u", i == 0 ? "" : "; ",
                               (guint)c->sequence, (guint)c->entity_a, (guint)c->entity_b,
                               hn_case_kind_name((HnCaseKind)c->kind), c->n_edges, c->weight_units,
                               c->row_a, c->row_b);
    }
    return g_string_free(text, FALSE);
}

static void
expect(const HnCases *cases, const char *expected)
{
    g_autofree char *text = text_of(cases);
    g_assert_cmpstr(text, ==, expected);
}

static gboolean
is_settled(gpointer user, guint32 row_a, guint32 row_b)
{
    const guint32 *pair = user;
    return row_a == pair[0] && row_b == pair[1];
}

static void
test_pairs_of_entities_are_found_once(void)
{
    g_autoptr(HnCrosswalk) rows = crosswalk();
    g_autoptr(HnCases) cases = hn_cases_find(rows, &all_edges, 100, NULL, NULL);
    expect(cases, "#0 3-9 cut n1 w100 r5-2; #0 5-7 review n2 w60 r0-3; #0 5-9 cut n2 w120 r1-2");
}

static void
test_a_settled_edge_is_no_case(void)
{
    g_autoptr(HnCrosswalk) rows = crosswalk();
    guint32 heavy[] = { 1, 2 }, only[] = { 2, 5 };
    g_autoptr(HnCases) first = hn_cases_find(rows, &all_edges, 100, is_settled, heavy);
    expect(first, "#0 3-9 cut n1 w100 r5-2; #0 5-7 review n2 w60 r0-3; #0 5-9 review n1 w50 r0-2");
    g_autoptr(HnCases) second = hn_cases_find(rows, &all_edges, 100, is_settled, only);
    expect(second, "#0 5-7 review n2 w60 r0-3; #0 5-9 cut n2 w120 r1-2");
}

static void
test_equal_weights_name_the_first_rows(void)
{
    HnEdge equal[] = { { 0, 3, 60, 0 }, { 0, 4, 60, 0 }, { 1, 3, 60, 0 } };
    const HnEdges some = { 3, equal };
    g_autoptr(HnCrosswalk) rows = crosswalk();
    g_autoptr(HnCases) cases = hn_cases_find(rows, &some, 100, NULL, NULL);
    expect(cases, "#0 5-7 review n3 w60 r0-3");
}

static void
test_numbers_stay_with_their_pair(void)
{
    g_autoptr(HnCrosswalk) rows = crosswalk();
    g_autoptr(HnCases) cases = hn_cases_find(rows, &all_edges, 100, NULL, NULL);
    HnCase before[] = { { .sequence = 8, .entity_a = 2, .entity_b = 9 },
                        { .sequence = 4, .entity_a = 5, .entity_b = 7 },
                        { .sequence = 6, .entity_a = 5, .entity_b = 8 } };
    const HnCases old = { 3, before };
    g_assert_cmpuint(hn_cases_keep_numbers(cases, &old), ==, 2);
    hn_cases_number(cases, 20);
    expect(cases, "#20 3-9 cut n1 w100 r5-2; #4 5-7 review n2 w60 r0-3; #21 5-9 cut n2 w120 r1-2");
    g_assert_cmpuint(hn_cases_keep_numbers(cases, NULL), ==, 3);
}

/* The lowest threshold under which no more than @budget cases are left, tried one by one. */
static gint32
slow_threshold(const HnCases *cases, guint64 budget, gint32 review_units, gint32 match_units)
{
    for (gint32 units = review_units; budget > 0 && units < match_units; units++) {
        guint64 n = 0;
        for (gsize i = 0; i < cases->n; i++)
            n += cases->cases[i].weight_units >= units;
        if (n <= budget)
            return units;
    }
    return match_units;
}

static void
test_a_budget_keeps_the_heaviest(void)
{
    HnCase all[] = {
        { .entity_a = 1, .entity_b = 2, .kind = HN_CASE_REVIEW, .weight_units = -5 },
        { .entity_a = 1, .entity_b = 3, .kind = HN_CASE_REVIEW, .weight_units = 7 },
        { .entity_a = 2, .entity_b = 3, .kind = HN_CASE_CUT, .weight_units = 10 },
        { .entity_a = 2, .entity_b = 4, .kind = HN_CASE_REVIEW, .weight_units = 2 },
        { .entity_a = 3, .entity_b = 4, .kind = HN_CASE_REVIEW, .weight_units = 2 },
        { .entity_a = 3, .entity_b = 5, .kind = HN_CASE_CUT, .weight_units = 31 },
        { .entity_a = 4, .entity_b = 5, .kind = HN_CASE_REVIEW, .weight_units = 9 },
    };
    static const gsize n_left[] = { 2, 2, 2, 3, 4, 4, 6, 7, 7 };
    for (guint64 budget = 0; budget < G_N_ELEMENTS(n_left); budget++) {
        HnCase copy[G_N_ELEMENTS(all)];
        memcpy(copy, all, sizeof all);
        HnCases cases = { G_N_ELEMENTS(copy), copy };
        const gint32 expected = slow_threshold(&cases, budget, -6, 10);
        const gint32 threshold = hn_cases_keep_budget(&cases, budget, -6, 10);
        g_assert_cmpint(threshold, ==, expected);
        g_assert_cmpuint(cases.n, ==, n_left[budget]);
        for (gsize i = 0; i < cases.n; i++)
            g_assert_true(cases.cases[i].kind == HN_CASE_CUT ||
                          cases.cases[i].weight_units >= threshold);
    }
}

static HnSegment *
write_cases(HnStore *store, const HnCases *cases)
{
    g_autoptr(GError) error = NULL;
    HnSealedInfo info;
    g_autofree char *path = hn_store_segment_path(store, 1, "CASE", "person", NULL);
    g_autofree char *full = hn_store_path(store, path);
    g_assert_true(hn_io_unlink(full, NULL));
    g_assert_true(hn_cases_write(store, path, cases, &info, &error));
    g_assert_no_error(error);
    return hn_segment_new("CASE", "person", path, 1, cases->n, &info);
}

static void
test_what_was_written_is_read(void)
{
    StoreFixture files = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&files, HN_STORE_WRITE);
    g_autoptr(HnCrosswalk) rows = crosswalk();
    g_autoptr(HnCases) cases = hn_cases_find(rows, &all_edges, 100, NULL, NULL);
    cases->cases[0].weight_units = -77;
    hn_cases_number(cases, 1);
    g_autoptr(HnSegment) segment = write_cases(store, cases);
    g_autoptr(HnCases) again = hn_cases_load(store, segment, NULL);
    g_assert_nonnull(again);
    g_assert_cmpmem(cases->cases, cases->n * sizeof(HnCase), again->cases,
                    again->n * sizeof(HnCase));
    const HnCases none = { 0, NULL };
    g_autoptr(HnSegment) empty = write_cases(store, &none);
    g_autoptr(HnCases) nothing = hn_cases_load(store, empty, NULL);
    g_assert_cmpuint(nothing->n, ==, 0);
    store_fixture_free(&files);
}

static void
test_impossible_cases_are_refused(void)
{
    StoreFixture files = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&files, HN_STORE_WRITE);
    const HnCase wrong[][2] = {
        { { .sequence = 0, .entity_a = 1, .entity_b = 2 }, { 0 } },
        { { .sequence = 1, .entity_a = 2, .entity_b = 2 }, { 0 } },
        { { .sequence = 1, .entity_a = 3, .entity_b = 2 }, { 0 } },
        { { .sequence = 1, .entity_a = 1, .entity_b = 2, .kind = 2 }, { 0 } },
        { { .sequence = 1, .entity_a = 1, .entity_b = 3 },
          { .sequence = 2, .entity_a = 1, .entity_b = 3 } },
        { { .sequence = 1, .entity_a = 2, .entity_b = 3 },
          { .sequence = 2, .entity_a = 1, .entity_b = 3 } },
    };
    for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
        HnCase list[2] = { wrong[i][0], wrong[i][1] };
        const HnCases cases = { i < 4 ? 1 : 2, list };
        g_autoptr(GError) error = NULL;
        g_autoptr(HnSegment) segment = write_cases(store, &cases);
        g_assert_null(hn_cases_load(store, segment, &error));
        g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT);
    }
    store_fixture_free(&files);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/publish/cases/" #what, test_##what)
    ADD(pairs_of_entities_are_found_once);
    ADD(a_settled_edge_is_no_case);
    ADD(equal_weights_name_the_first_rows);
    ADD(numbers_stay_with_their_pair);
    ADD(a_budget_keeps_the_heaviest);
    ADD(what_was_written_is_read);
    ADD(impossible_cases_are_refused);
    return g_test_run();
}
