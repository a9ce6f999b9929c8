/* Goal: picked records have the values that a night gives them, whichever are picked. */
#include "insight/picked_records.h"

#include "linker/linker_error.h"
#include "tests/unit/explain_fixture.h"

/* A row's values as text, many values joined by ';'. (transfer full) */
static char *
values_of(const HnRecordTable *table, guint32 row)
{
    GString *text = g_string_new(NULL);
    const guint32 *line = hn_record_table_line(table, row);
    for (guint a = 0; a < table->n_attributes; a++) {
        guint n = 1;
        const HnSetMember alone = { .value = line[a] };
        const HnSetMember *members = &alone;
        if (table->sets[a] != NULL)
            members = hn_value_sets_members(table->sets[a], line[a], &n);
        for (guint i = 0; i < n; i++) {
            const HnSlice value = hn_dictionary_value(table->values[a], members[i].value);
            g_string_append_len(text, (const char *)value.bytes, (gssize)value.n_bytes);
            g_string_append_c(text, ';');
        }
        g_string_append_c(text, '|');
    }
    return g_string_free(text, FALSE);
}

static HnPickedRecords *
pick(ExplainFixture *fixture, const guint32 *rows, guint n, GError **error)
{
    const HnBundle *bundle = hn_published_view_bundle(fixture->view, 1, error);
    return hn_picked_records_new(fixture->view, 1, bundle, rows, n, error);
}

static void
test_values_are_those_of_a_night(void)
{
    ExplainFixture fixture = explain_fixture_new();
    g_autoptr(GError) error = NULL;
    HnStandardiseInput input = hn_published_view_input(fixture.view, 1);
    input.pool = hn_thread_pool_new(2);
    input.budget = hn_budget_new(1 << 24);
    g_autoptr(HnStandardised) whole = hn_standardise_run(&input, &error);
    g_assert_no_error(error);
    const guint32 n_rows = whole->table->n_rows;
    for (guint every = 1; every < 5; every++) {
        guint32 rows[64];
        guint n = 0;
        for (guint32 row = every - 1; row < n_rows; row += every)
            rows[n++] = row;
        g_autoptr(HnPickedRecords) picked = pick(&fixture, rows, n, &error);
        g_assert_no_error(error);
        g_assert_cmpuint(picked->n_picked, ==, n);
        for (guint i = 0; i < n; i++) {
            g_autofree char *found = values_of(picked->table, i);
            g_autofree char *expected = values_of(whole->table, rows[i]);
            g_assert_cmpstr(found, ==, expected);
            g_assert_cmpuint(hn_picked_records_row(picked, rows[i]), ==, i);
            g_assert_cmpuint(picked->version_run[i], ==, whole->version_run[rows[i]]);
        }
    }
    hn_thread_pool_free(input.pool);
    hn_budget_free(input.budget);
    explain_fixture_free(&fixture);
}

static void
test_authority_is_the_sources(void)
{
    ExplainFixture fixture = explain_fixture_new();
    const guint32 rows[] = { explain_fixture_row(&fixture, "a:p1"),
                             explain_fixture_row(&fixture, "b:p1") };
    g_autoptr(HnPickedRecords) picked = pick(&fixture, rows, 2, NULL);
    g_assert_cmpint(picked->authority[0], ==, 90);
    g_assert_cmpint(picked->authority[1], ==, 50);
    explain_fixture_free(&fixture);
}

/* Comparison @c's level of two records that have nothing but the cells in attribute @a. */
static gint
level_of(const HnPickedRecords *picked, guint c, guint a, guint32 cell_a, guint32 cell_b)
{
    const HnRecordTable *table = picked->table;
    HnScoredComparison scored[HN_COMPARISONS_MAX];
    const guint32 cells[2] = { cell_a, cell_b };
    for (guint side = 0; side < 2; side++) {
        guint32 *line = table->cells + (gsize)picked->trial[side] * table->n_attributes;
        memset(line, 0, sizeof(guint32) * table->n_attributes);
        line[a] = cells[side];
    }
    hn_pair_scorer_explain(picked->scorer, 0, picked->trial[0], picked->trial[1], scored);
    return scored[c].level;
}

static void
test_unlike_cells_agree_with_nobody(void)
{
    ExplainFixture fixture = explain_fixture_new();
    const guint32 rows[] = { 0, 1 };
    g_autoptr(HnPickedRecords) picked = pick(&fixture, rows, 2, NULL);
    const HnEntityType *type = &fixture.view->project->entities[1];
    for (guint c = 0; c < type->n_comparisons; c++) {
        const guint a = type->comparisons[c].attribute;
        const guint32 cell = hn_record_table_line(picked->table, 0)[a];
        const guint32 unlike = picked->unlike[a];
        g_assert_cmpint(level_of(picked, c, a, cell, unlike), ==,
                        type->comparisons[c].n_levels - 1);
        g_assert_cmpint(level_of(picked, c, a, unlike, unlike), ==, 0);
    }
    explain_fixture_free(&fixture);
}

static void
test_a_source_without_feed_is_said(void)
{
    ExplainFixture fixture = explain_fixture_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) yaml = g_string_new(explain_fixture_yaml);
    g_autofree char *path = night_fixture_path(fixture.nights, "hopnhat.yaml");
    g_string_replace(yaml, "  b: {", "  bb: {", 0);
    g_string_replace(yaml, "one_record_per_source: [b]", "one_record_per_source: [bb]", 0);
    g_autoptr(HnProject) project = hn_project_parse(hn_slice_of(yaml->str), path, &error);
    g_assert_no_error(error);
    g_autoptr(HnPublishedView) view = hn_published_view_new(fixture.store, project, &error);
    g_assert_no_error(error);
    const HnBundle *bundle = hn_published_view_bundle(fixture.view, 1, &error);
    const guint32 row = explain_fixture_row(&fixture, "b:p1");
    g_assert_null(hn_picked_records_new(view, 1, bundle, &row, 1, &error));
    g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_SOURCE);
    explain_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/picked_records/values_are_those_of_a_night",
                    test_values_are_those_of_a_night);
    g_test_add_func("/insight/picked_records/authority_is_the_sources",
                    test_authority_is_the_sources);
    g_test_add_func("/insight/picked_records/unlike_cells_agree_with_nobody",
                    test_unlike_cells_agree_with_nobody);
    g_test_add_func("/insight/picked_records/a_source_without_feed_is_said",
                    test_a_source_without_feed_is_said);
    return g_test_run();
}
