/* Goal: a run goes on after a kill only with the tables that it began with, as long as it may learn
 * from them. */
#include "linker/night_tables.h"

#include "linker/night_resume.h"
#include "tests/reference/night_fixture.h"

#define N_PEOPLE 12u
#define HEADER "id_a,id_b,match\n"

static NightFixture *
with_tables(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_configure(f, "  person:\n", "  person:\n    labels: labels.csv\n",
                            "name: name, code", "name: { type: name, population: p.csv }, code",
                            NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_deliver(f, "labels.csv", HEADER);
    night_fixture_deliver(f, "p.csv", "value,count\nacme,7\n");
    return f;
}

static char *
reason_of(HnNight *night)
{
    guint8 config[HN_DIGEST_BYTES];
    const HnResumeReason *why = NULL;
    hn_project_digest(night->options->project, config);
    g_assert_true(hn_night_resume_reason(night, config, &why, NULL));
    return why == NULL ? NULL : g_strdup(why->english);
}

static void
assert_changes(const char *name, const char *content, gboolean matters)
{
    NightFixture *f = with_tables();
    HnNight *night = night_fixture_up_to(f, HN_STAGE_TRAIN);
    g_autofree char *same = reason_of(night);
    g_assert_null(same);
    night_fixture_deliver(f, name, content);
    g_autofree char *why = reason_of(night);
    g_assert_cmpstr(why, ==, matters ? "labels or a population have changed" : NULL);
    hn_night_free(night);
    night_fixture_free(f);
}

static void
test_another_table_is_another_run(void)
{
    assert_changes("labels.csv", HEADER "\n", TRUE);
    assert_changes("p.csv", "value,count\nacme,8\n", TRUE);
    assert_changes("p.csv", "value,count\nacme,7\n", FALSE);
}

static void
test_nothing_looks_once_a_bundle_is_promoted(void)
{
    NightFixture *f = with_tables();
    night_fixture_run(f);
    night_fixture_deliver_all(f, N_PEOPLE + 2);
    HnNight *night = night_fixture_up_to(f, HN_STAGE_TRAIN);
    night_fixture_deliver(f, "labels.csv", HEADER "\n");
    g_autofree char *why = reason_of(night);
    g_assert_null(why);
    hn_night_free(night);
    night_fixture_free(f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/night_tables/another_table", test_another_table_is_another_run);
    g_test_add_func("/linker/night_tables/promoted", test_nothing_looks_once_a_bundle_is_promoted);
    return g_test_run();
}
