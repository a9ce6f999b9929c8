/* Goal: a night that a gate holds publishes nothing, one that was committed is published whatever
 * comes between, and an abandoned one leaves nothing. */
#include "linker/linker_error.h"
#include "linker/night.h"
#include "tests/reference/night_fixture.h"

#define N_PEOPLE 20u

static NightFixture *
published(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_run(f);
    return f;
}

static HnRunState
state_of(NightFixture *f, guint64 run)
{
    HnRunInfo info;
    HnStore *store = night_fixture_store(f);
    g_assert_true(hn_store_run_info(store, run, &info, NULL));
    hn_store_close(store);
    return info.state;
}

static char *
current_of(NightFixture *f)
{
    g_autofree char *path = g_build_filename(f->project->state, "results", "current", NULL);
    char *target = g_file_read_link(path, NULL);
    g_assert_nonnull(target);
    return target;
}

static void
test_a_halved_source_holds_the_night(void)
{
    NightFixture *f = published();
    g_autofree char *before = night_fixture_digest(f);
    night_fixture_deliver_all(f, N_PEOPLE / 2);
    g_assert_true(night_fixture_try(f, NULL));
    g_assert_true(f->summary.held);
    g_assert_false(f->summary.published);
    g_assert_true(night_fixture_notes_hold(f, "source a"));
    g_assert_cmpint(state_of(f, 2), ==, HN_RUN_HELD);
    g_autofree char *after = night_fixture_digest(f);
    g_assert_cmpstr(before, ==, after);
    g_autofree char *current = current_of(f);
    g_assert_cmpstr(current, ==, "r-000000018");
    g_assert_true(g_file_test(f->summary.results, G_FILE_TEST_IS_DIR)); /* to be looked at */
    g_assert_cmpuint(f->summary.peak_bytes, >, 0);
    g_assert_cmpfloat(f->summary.seconds_total, >, 0);
    night_fixture_free(f);
}

/* Persons are the second entity type: every entity of two records comes apart. */
static void
test_split_entities_of_any_type_hold_the_night(void)
{
    NightFixture *f = published();
    g_autoptr(GString) b = g_string_new("id,name,born,phone,city\n");
    for (guint i = 0; i < N_PEOPLE; i++)
        g_string_append_printf(b, "%03u,Other %c,%u,07%08u,\n", i, 'A' + i, 1900 + i, i * 1299709);
    night_fixture_deliver(f, "b.csv", b->str);
    g_assert_true(night_fixture_try(f, NULL));
    g_assert_cmpuint(f->summary.n_split, >, 0);
    g_assert_true(night_fixture_notes_hold(f, "person: "));
    g_assert_cmpint(state_of(f, 2), ==, HN_RUN_HELD);
    night_fixture_free(f);
}

/* The next night starts from what was published, not from what was held. */
static void
test_a_held_night_is_passed_over(void)
{
    NightFixture *f = published();
    night_fixture_deliver_all(f, N_PEOPLE / 2);
    g_assert_true(night_fixture_try(f, NULL));
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_run(f);
    g_assert_false(f->summary.resumed);
    g_assert_cmpuint(f->summary.n_events, ==, 0);
    g_assert_cmpuint(f->summary.n_withdrawn, ==, 0);
    night_fixture_free(f);
}

static void
test_a_first_night_has_nothing_to_compare_with(void)
{
    NightFixture *f = published();
    g_assert_false(f->summary.held);
    g_assert_cmpint(state_of(f, 1), ==, HN_RUN_PUBLISHED);
    night_fixture_free(f);
}

static void
test_a_published_night_leaves_its_report_only(void)
{
    NightFixture *f = published();
    g_autofree char *folder = g_build_filename(f->project->state, "runs", f->summary.run_id, NULL);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    guint n_reports = 0;
    const char *name;
    while ((name = g_dir_read_name(dir)) != NULL) {
        g_assert_true(strcmp(name, "run.json") == 0 || g_str_has_prefix(name, "quarantine-"));
        n_reports += strcmp(name, "run.json") == 0;
    }
    g_assert_cmpuint(n_reports, ==, 1);
    g_autofree char *current = current_of(f);
    g_assert_cmpstr(current, ==, f->summary.run_id);
    g_assert_cmpuint(strlen(f->summary.results_sha256), ==, 64);
    night_fixture_free(f);
}

/* A kill between commit and publish: it counts, and only the switch is made up for. */
static void
test_a_committed_night_is_published_later(void)
{
    NightFixture *f = published();
    night_fixture_deliver_all(f, N_PEOPLE + 2);
    HnNight *night = night_fixture_up_to(f, HN_STAGE_PUBLISH);
    hn_night_free(night);
    g_assert_cmpint(state_of(f, 2), ==, HN_RUN_COMMITTED);
    g_autofree char *old = current_of(f);
    g_assert_cmpstr(old, ==, "r-000000018");
    night = night_fixture_begin(f, NULL);
    g_assert_true(hn_night_is_committed(night));
    g_assert_true(hn_night_publish(night, NULL));
    hn_night_free(night);
    g_autofree char *new = current_of(f);
    g_assert_cmpstr(new, ==, "r-00000002G");
    g_assert_cmpint(state_of(f, 2), ==, HN_RUN_PUBLISHED);
    g_autofree char *crosswalk = night_fixture_result(f, "crosswalk");
    g_assert_nonnull(strstr(crosswalk, "\"record_id\":\"021\""));
    night_fixture_free(f);
}

/* And when other deliveries came in the meantime, it is published first and the next one begins. */
static void
test_a_committed_night_comes_before_the_next(void)
{
    NightFixture *f = published();
    night_fixture_deliver_all(f, N_PEOPLE + 2);
    hn_night_free(night_fixture_up_to(f, HN_STAGE_PUBLISH));
    night_fixture_deliver_all(f, N_PEOPLE + 4);
    night_fixture_run(f);
    g_assert_false(f->summary.resumed);
    g_assert_true(night_fixture_notes_hold(f, "committed before it was interrupted"));
    g_assert_cmpstr(f->summary.run_id, ==, "r-00000003R");
    g_assert_cmpint(state_of(f, 2), ==, HN_RUN_PUBLISHED);
    g_assert_cmpint(state_of(f, 3), ==, HN_RUN_PUBLISHED);
    g_assert_cmpuint(f->summary.n_new, ==, 2);
    g_autofree char *folder = g_build_filename(f->project->state, "results", "r-00000002G", NULL);
    g_assert_true(g_file_test(folder, G_FILE_TEST_IS_DIR));
    night_fixture_free(f);
}

/* What it staged says nothing of entity types and relations that came since, or went. */
static void
test_a_committed_night_stands_under_any_configuration(void)
{
    static const char relation[] = "relations:\n  owner_of: { from: person, to: company }\n";
    static const char of_city[] =
        "relations:\n  owner_of: { from: person, to: company }\n"
        "  household: { from: person, to: person, by: { same: city, at_most: 20 } }\n";
    static const char type[] = "  site:\n"
                               "    attributes: { name: name }\n"
                               "    comparisons:\n"
                               "      - { attribute: name, levels: [exact] }\n"
                               "    blocking: [[name]]\n"
                               "    thresholds: { match: 4, review: -4 }\n"
                               "sources:\n"
                               "  s:\n"
                               "    from: { file: c.csv }\n"
                               "    entity: site\n"
                               "    key: [id]\n"
                               "    map: { name: name }\n";
    for (guint is_type = 0; is_type < 2; is_type++) {
        NightFixture *f = published();
        night_fixture_deliver_all(f, N_PEOPLE + 2);
        hn_night_free(night_fixture_up_to(f, HN_STAGE_PUBLISH));
        night_fixture_configure(f, is_type ? "sources:\n" : relation, is_type ? type : of_city,
                                NULL);
        night_fixture_run(f);
        g_assert_true(night_fixture_notes_hold(f, "committed before it was interrupted"));
        g_assert_cmpint(state_of(f, 2), ==, HN_RUN_PUBLISHED);
        g_assert_cmpint(state_of(f, 3), ==, HN_RUN_PUBLISHED);
        night_fixture_free(f);
    }
}

/* What is committed is published by a run that may publish. */
static void
test_a_dry_run_publishes_nothing_of_a_committed_night(void)
{
    static const char other_gates[] = "gates: { max_entity_churn: 60%, min_row_ratio: 0.5 }\n";
    for (guint is_changed = 0; is_changed < 2; is_changed++) {
        g_autoptr(GError) error = NULL;
        NightFixture *f = published();
        night_fixture_deliver_all(f, N_PEOPLE + 2);
        hn_night_free(night_fixture_up_to(f, HN_STAGE_PUBLISH));
        if (is_changed)
            night_fixture_configure(f, strstr(night_fixture_yaml, "gates:"), other_gates, NULL);
        f->options.dry_run = TRUE;
        g_assert_false(night_fixture_try(f, &error));
        g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFLICT);
        g_assert_nonnull(strstr(error->message, "run r-00000002G is committed"));
        g_assert_cmpint(state_of(f, 2), ==, HN_RUN_COMMITTED);
        g_autofree char *current = current_of(f);
        g_assert_cmpstr(current, ==, "r-000000018");
        f->options.dry_run = FALSE;
        night_fixture_run(f);
        g_assert_cmpint(state_of(f, 2), ==, HN_RUN_PUBLISHED);
        g_assert_true(f->summary.resumed == !is_changed);
        night_fixture_free(f);
    }
}

static void
test_hurt_results_of_a_committed_night_are_not_shown(void)
{
    NightFixture *f = published();
    night_fixture_deliver_all(f, N_PEOPLE + 2);
    HnNight *night = night_fixture_up_to(f, HN_STAGE_PUBLISH);
    g_autofree char *path = hn_night_path(night, "results/golden.jsonl.zst");
    hn_night_free(night);
    g_assert_true(night_fixture_flip(path, 40));
    g_autoptr(GError) error = NULL;
    g_assert_false(night_fixture_try(f, &error));
    g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CHECKPOINT);
    g_autofree char *current = current_of(f);
    g_assert_cmpstr(current, ==, "r-000000018");
    f->options.fresh = TRUE;
    night_fixture_run(f);
    g_assert_cmpint(state_of(f, 2), ==, HN_RUN_PUBLISHED);
    g_autofree char *later = current_of(f);
    g_assert_cmpstr(later, ==, "r-00000003R");
    night_fixture_free(f);
}

static void
test_an_abandoned_night_leaves_nothing(void)
{
    NightFixture *f = published();
    night_fixture_deliver_all(f, N_PEOPLE + 2);
    HnNight *night = night_fixture_up_to(f, HN_STAGE_COMMIT);
    g_autofree char *runs = hn_night_path(night, "");
    g_autofree char *segments = hn_store_path(night->store, "segments/r-00000002G");
    g_assert_true(g_file_test(segments, G_FILE_TEST_IS_DIR));
    const guint64 n_new = f->summary.n_new;
    g_assert_true(hn_night_end_unpublished(night, NULL));
    hn_night_free(night);
    g_assert_cmpint(state_of(f, 2), ==, HN_RUN_ABANDONED);
    g_assert_false(g_file_test(runs, G_FILE_TEST_EXISTS));
    g_assert_false(g_file_test(segments, G_FILE_TEST_EXISTS));
    night_fixture_run(f);
    g_assert_cmpuint(f->summary.n_new, ==, n_new);
    night_fixture_free(f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/night_end/" #what, test_##what)
    ADD(a_halved_source_holds_the_night);
    ADD(split_entities_of_any_type_hold_the_night);
    ADD(a_held_night_is_passed_over);
    ADD(a_first_night_has_nothing_to_compare_with);
    ADD(a_published_night_leaves_its_report_only);
    ADD(a_committed_night_is_published_later);
    ADD(a_committed_night_comes_before_the_next);
    ADD(a_committed_night_stands_under_any_configuration);
    ADD(a_dry_run_publishes_nothing_of_a_committed_night);
    ADD(hurt_results_of_a_committed_night_are_not_shown);
    ADD(an_abandoned_night_leaves_nothing);
    return g_test_run();
}
