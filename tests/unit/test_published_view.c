/* Goal: what is published is seen under its own bundle, with a word about what changed since. */
#include "insight/published_view.h"

#include "linker/linker_error.h"
#include "tests/unit/explain_fixture.h"

static void
test_nothing_published_is_said(void)
{
    NightFixture *nights = night_fixture_new(explain_fixture_yaml);
    explain_fixture_promote(nights);
    g_autoptr(HnStore) store = night_fixture_store(nights);
    g_autoptr(GError) error = NULL;
    g_assert_null(hn_published_view_new(store, nights->project, &error));
    g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN);
    g_clear_pointer(&store, hn_store_close);
    night_fixture_free(nights);
}

static void
test_edges_cases_and_sources_are_found(void)
{
    ExplainFixture fixture = explain_fixture_new();
    const HnPublishedView *view = fixture.view;
    const guint32 a = explain_fixture_row(&fixture, "a:q1"),
                  b = explain_fixture_row(&fixture, "b:q2");
    const guint64 *entity_of = hn_live_crosswalk(view->lives[1])->entity_of;
    g_assert_nonnull(hn_published_view_edge(view, 1, a, b));
    g_assert_true(hn_published_view_edge(view, 1, b, a) == hn_published_view_edge(view, 1, a, b));
    g_assert_null(hn_published_view_edge(view, 1, a, explain_fixture_row(&fixture, "a:p1")));
    g_assert_null(hn_published_view_edge(view, 0, 0, 0));
    g_assert_nonnull(hn_published_view_case(view, 1, entity_of[b], entity_of[a]));
    g_assert_null(hn_published_view_case(view, 1, entity_of[a], entity_of[a]));
    g_assert_nonnull(hn_published_view_source(view, 1, "b"));
    g_assert_null(hn_published_view_source(view, 1, "c")); /* of another type */
    g_assert_cmpuint(view->notes->len, ==, 0);
    explain_fixture_free(&fixture);
}

static void
test_the_bundle_is_that_of_the_night(void)
{
    ExplainFixture fixture = explain_fixture_new();
    g_autofree char *used = g_strdup(fixture.view->bundle_ids[1]);
    g_clear_pointer(&fixture.view, hn_published_view_free);
    g_clear_pointer(&fixture.store, hn_store_close);
    g_autoptr(GError) error = NULL;
    g_autoptr(HnStore) store = hn_night_open_store(fixture.nights->project, HN_STORE_WRITE, &error);
    g_autoptr(HnBundle) old = hn_bundle_load(store, used, &error);
    g_assert_no_error(error);
    g_autoptr(HnTraining) training = g_new0(HnTraining, 1);
    training->model = g_steal_pointer(&old->model);
    training->model->prior_units -= 65536;
    training->oversize = hn_oversize_list_new();
    g_autoptr(HnBundle) other = hn_bundle_seal(store, fixture.nights->project, 1, training, &error);
    g_assert_no_error(error);
    g_assert_true(hn_store_promote_bundle(store, "person", other->id, &error));
    g_clear_pointer(&store, hn_store_close);

    explain_fixture_look(&fixture);
    g_assert_cmpstr(fixture.view->bundle_ids[1], ==, used);
    g_assert_cmpuint(fixture.view->notes->len, ==, 1);
    g_assert_nonnull(strstr(fixture.view->notes->pdata[0], "was promoted since"));
    g_autoptr(HnPairExplanation) pair = explain_fixture_pair(&fixture, "a:p1", "b:p1", NULL);
    g_assert_cmpint(pair->total_units, ==, pair->edge->weight_units);
    explain_fixture_free(&fixture);
}

static void
test_another_configuration_is_said(void)
{
    ExplainFixture fixture = explain_fixture_new();
    g_autoptr(GError) error = NULL;
    g_autofree char *path = night_fixture_path(fixture.nights, "hopnhat.yaml");
    g_autoptr(GString) yaml = g_string_new(explain_fixture_yaml);
    g_string_replace(yaml, "authority: 90", "authority: 80", 0);
    g_autoptr(HnProject) project = hn_project_parse(hn_slice_of(yaml->str), path, &error);
    g_assert_no_error(error);
    g_autoptr(HnPublishedView) view = hn_published_view_new(fixture.store, project, &error);
    g_assert_cmpuint(view->notes->len, ==, 1);
    g_assert_nonnull(hn_published_view_bundle(view, 1, &error)); /* it decides the same */

    g_string_replace(yaml, "match: 4", "match: 5", 0);
    g_autoptr(HnProject) deciding = hn_project_parse(hn_slice_of(yaml->str), path, &error);
    g_autoptr(HnPublishedView) other = hn_published_view_new(fixture.store, deciding, &error);
    g_assert_null(hn_published_view_bundle(other, 1, &error));
    g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFIGURATION);
    explain_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/published_view/nothing_published_is_said",
                    test_nothing_published_is_said);
    g_test_add_func("/insight/published_view/edges_cases_and_sources_are_found",
                    test_edges_cases_and_sources_are_found);
    g_test_add_func("/insight/published_view/the_bundle_is_that_of_the_night",
                    test_the_bundle_is_that_of_the_night);
    g_test_add_func("/insight/published_view/another_configuration_is_said",
                    test_another_configuration_is_said);
    return g_test_run();
}
