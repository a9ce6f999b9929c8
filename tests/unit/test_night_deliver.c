/* Goal: a night tells every target, one that is away costs the night nothing but its exit code, and
 * what was committed is delivered whatever came between. */
#include "linker/night_deliver.h"

#include "base/clock.h"
#include "base/io.h"
#include "tests/reference/target_fixture.h"

static const char yaml[] =
    "schema: 1\n"
    "project: { name: people }\n"
    "entities:\n"
    "  person:\n"
    "    attributes: { full_name: name, born: date }\n"
    "    comparisons:\n"
    "      - { attribute: full_name, levels: [exact] }\n"
    "      - { attribute: born, levels: [exact] }\n"
    "    blocking: [[full_name]]\n"
    "    thresholds: { match: 1, review: -4 }\n"
    "fetch: { attempts: 1 }\n"
    "connections: { db: { kind: sqlite, file: out.db }, gone: { kind: sqlite, file: no/where.db } "
    "}\n"
    "targets:\n"
    "  there: { to: { connection: db, table: t }, sources: all }\n"
    "  gone: { to: { connection: gone, table: t }, sources: all }\n"
    "sources:\n"
    "  a: { from: { file: a.csv }, key: id, map: { full_name: name, born: born } }\n";

static NightFixture *
new_night(void)
{
    NightFixture *night = night_fixture_new(yaml);
    target_fixture_use(night);
    night_fixture_deliver(night, "a.csv", "id,name,born\n1,An Nguyen,2001-02-03\n");
    return night;
}

static void
make_there(NightFixture *night)
{
    g_autofree char *folder = night_fixture_path(night, "no");
    g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
    target_fixture_make_tables(night);
}

static void
remove_gone(const NightFixture *night)
{
    g_autofree char *folder = night_fixture_path(night, "no");
    g_assert_true(hn_io_remove_tree(folder, NULL));
}

static const char *
json_of(const NightFixture *night, guint target)
{
    g_assert_cmpuint(target, <, night->summary.targets->len);
    return night->summary.targets->pdata[target];
}

static void
test_one_is_away(void)
{
    NightFixture *night = new_night();
    make_there(night);
    remove_gone(night);
    target_fixture_run_sql(night, "db", "INSERT INTO t(source, record_id) VALUES ('a', 'x')");
    night_fixture_run(night); /* published */
    g_assert_true(night_fixture_notes_hold(night, "target 'there': its table had 1 rows that "));
    g_assert_nonnull(strstr(json_of(night, 1), "\"deleted\":1"));
    g_assert_true(night->summary.kept_targets);
    g_assert_false(night->summary.kept);
    g_assert_true(night_fixture_notes_hold(night, "target 'gone': it keeps its last state, and 1"));
    g_assert_nonnull(strstr(json_of(night, 0), "\"target\":\"gone\",\"state\":\"pending\""));
    g_assert_nonnull(strstr(json_of(night, 1), "\"target\":\"there\",\"state\":\"current\""));
    g_autofree char *text = target_fixture_text(night, "there");
    g_assert_true(g_str_has_prefix(text, "a|1|e-"));
    make_there(night);
    night_fixture_deliver(night, "a.csv", "id,name,born\n1,An Nguyen,2001-02-03\n2,Binh,2002\n");
    night_fixture_run(night); /* both nights' sets go out */
    g_assert_false(night->summary.kept_targets);
    g_assert_nonnull(strstr(json_of(night, 0), "\"sets\":2"));
    g_autofree char *late = target_fixture_text(night, "gone");
    g_autofree char *now = target_fixture_text(night, "there");
    g_assert_cmpstr(late, ==, now);
    night_fixture_free(night);
}

#define SLOW_US (1000 * G_USEC_PER_SEC) /* that a target takes */

static gint64 late_us;

static gint64
late_clock(void)
{
    return g_get_monotonic_time() + __atomic_load_n(&late_us, __ATOMIC_RELAXED);
}

static HnChangeSink *(*open_quickly)(gpointer user, const HnTarget *target,
                                     const volatile int *interrupted, GError **error);

static HnChangeSink *
open_slowly(gpointer user, const HnTarget *target, const volatile int *interrupted, GError **error)
{
    __atomic_add_fetch(&late_us, SLOW_US, __ATOMIC_RELAXED);
    return open_quickly(user, target, interrupted, error);
}

static void
test_seconds_of_targets_count(void)
{
    NightFixture *night = new_night();
    make_there(night);
    open_quickly = night->options.open_sink;
    night->options.open_sink = open_slowly;
    hn_clock_set(NULL, late_clock);
    night_fixture_run(night);
    hn_clock_set(NULL, NULL);
    g_assert_cmpfloat(night->summary.seconds_total, >=, 2.0 * SLOW_US / G_USEC_PER_SEC);
    night_fixture_free(night);
}

/* run.json says what became of the targets, though it was written before they were told. */
static void
test_run_json(void)
{
    NightFixture *night = new_night();
    make_there(night);
    night_fixture_run(night);
    g_autofree char *runs = g_build_filename(night->project->state, "runs", NULL);
    g_autofree char *path = g_build_filename(runs, night->summary.run_id, "run.json", NULL);
    g_autofree char *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_assert_nonnull(strstr(text, "\"targets\":[{\"target\":\"gone\",\"state\":\"current\""));
    night_fixture_free(night);
}

static void
test_killed_after_commit(void)
{
    for (HnStage last = HN_STAGE_PUBLISH; last <= HN_STAGE_DELIVER; last++) {
        NightFixture *night = new_night();
        make_there(night);
        hn_night_free(night_fixture_up_to(night, last)); /* before publish, before deliver */
        night_fixture_run(night);
        g_autofree char *text = target_fixture_text(night, "there");
        g_assert_true(g_str_has_prefix(text, "a|1|e-"));
        g_assert_false(night->summary.kept_targets);
        g_assert_true(night->summary.resumed == (last == HN_STAGE_PUBLISH));
        night_fixture_free(night);
    }
}

static void
interrupt_at_publish(gpointer user, const HnRunEvent *event)
{
    NightFixture *night = user;
    if (event->kind == HN_RUN_EVENT_STAGE_STARTED && strcmp(event->stage, "deliver") == 0)
        night->interrupted = 2;
}

/* The night is published: it ends as one whose targets wait, not as one that is to go on. */
static void
test_interrupted(void)
{
    NightFixture *night = new_night();
    make_there(night);
    night->options.event = interrupt_at_publish;
    night_fixture_run(night);
    g_assert_true(night->summary.kept_targets);
    g_assert_true(night_fixture_notes_hold(night, "target 'there': it keeps its last state"));
    g_assert_nonnull(strstr(json_of(night, 1), "\"pending\":1"));
    night->interrupted = 0;
    night_fixture_free(night);
}

static void
test_no_targets(void)
{
    NightFixture *night = new_night();
    const guint n_targets = night->project->n_targets;
    night->project->n_targets = 0;
    night->options.open_sink = NULL;
    night_fixture_run(night);
    g_assert_cmpuint(night->summary.targets->len, ==, 0);
    g_assert_cmpuint(night_fixture_n_told(night, "stage deliver start"), ==, 0);
    night->project->n_targets = n_targets;
    night_fixture_free(night);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/night_deliver/one_is_away", test_one_is_away);
    g_test_add_func("/linker/night_deliver/run_json", test_run_json);
    g_test_add_func("/linker/night_deliver/seconds_of_targets_count",
                    test_seconds_of_targets_count);
    g_test_add_func("/linker/night_deliver/killed_after_commit", test_killed_after_commit);
    g_test_add_func("/linker/night_deliver/interrupted", test_interrupted);
    g_test_add_func("/linker/night_deliver/no_targets", test_no_targets);
    return g_test_run();
}
