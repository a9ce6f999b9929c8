/* Goal: a target is told of its sources' records and their entities, and a night that changes
 * nothing for it leaves no set. */
#include "linker/night_targets.h"

#include "publish/change_set.h"
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
    "connections: { db: { kind: sqlite, file: out.db } }\n"
    "gates: { min_row_ratio: 0, max_entity_churn: 100%% }\n"
    "targets:\n"
    "  ab: { to: { connection: db, table: ab }, sources: [a, b], values: full_name }\n"
    "  b: { to: { connection: db, table: b }, rows: golden, sources: b }\n"
    "%s"
    "sources:\n"
    "  a: { from: { file: a.csv }, key: id, map: { full_name: name, born: born } }\n"
    "  b: { from: { file: b.csv }, key: id, map: { full_name: name, born: born } }\n"
    "  c: { from: { file: c.csv }, key: id, map: { full_name: name, born: born } }\n";

#define PEOPLE "id,name,born\n1,An Nguyen,2001-02-03\n2,Binh Tran,2002-03-04\n3,Cuc Le,2003-04-05\n"

static NightFixture *
new_night(const char *more)
{
    g_autofree char *text = g_strdup_printf(yaml, more); /* one %s */
    NightFixture *night = night_fixture_new(text);
    target_fixture_use(night);
    target_fixture_make_tables(night);
    night_fixture_deliver(night, "a.csv", PEOPLE);
    night_fixture_deliver(night, "b.csv", "id,name,born\n10,An Nguyen,2001-02-03\n");
    night_fixture_deliver(night, "c.csv", PEOPLE "9,Em Vo,2009-09-09\n");
    return night;
}

static void
assert_rows(const NightFixture *night, const char *target, const char *pattern)
{
    g_autofree char *text = target_fixture_text(night, target);
    if (!g_regex_match_simple(pattern, text, G_REGEX_DOTALL, 0))
        g_error("%s does not match %s", text, pattern);
}

static guint
n_segments(const NightFixture *night, const char *kind, const char *target)
{
    HnStore *store = night_fixture_store(night);
    g_autoptr(GPtrArray) segments = hn_store_segments(store, kind, target, NULL);
    const guint n = segments->len;
    hn_store_close(store);
    return n;
}

static void
test_rows(void)
{
    NightFixture *night = new_night("");
    night_fixture_run(night);
    /* By source and record; a record of c is in none, though it is in their entities. */
    assert_rows(night, "ab",
                "^a\\|1\\|(e-\\w+)\\|An Nguyen\na\\|2\\|e-\\w+\\|Binh Tran\na\\|3\\|e-\\w+\\|Cuc "
                "Le\nb\\|10\\|\\1\\|An Nguyen\n$");
    assert_rows(night, "b", "^e-\\w+\\|1\n$"); /* of three records it is told of one */
    night_fixture_free(night);
}

static void
test_a_quiet_night(void)
{
    NightFixture *night = new_night("");
    night_fixture_run(night);
    g_autofree char *before = target_fixture_text(night, "ab");
    night_fixture_run(night);
    g_assert_cmpuint(n_segments(night, HN_CHANGE_SET, NULL), ==, 0);
    g_assert_cmpuint(n_segments(night, HN_CHANGE_STATE, NULL), ==, 2);
    g_autofree char *after = target_fixture_text(night, "ab");
    g_assert_cmpstr(before, ==, after);
    for (guint i = 0; i < night->summary.targets->len; i++)
        g_assert_nonnull(strstr(night->summary.targets->pdata[i], "\"sets\":0"));
    night_fixture_free(night);
}

static void
test_a_changed_night(void)
{
    NightFixture *night = new_night("");
    night_fixture_run(night);
    night_fixture_deliver(night, "a.csv",
                          "id,name,born\n1,An Nguyen,2001-02-03\n2,Binh Dang,2002-03-04\n");
    night_fixture_run(night);
    assert_rows(night, "ab",
                "^a\\|1\\|(e-\\w+)\\|An Nguyen\na\\|2\\|e-\\w+\\|Binh Dang\nb\\|10\\|\\1\\|An "
                "Nguyen\n$");
    g_assert_nonnull(strstr(night->summary.targets->pdata[0], "\"sets\":1,\"rows\":2"));
    g_assert_nonnull(strstr(night->summary.targets->pdata[1], "\"sets\":0")); /* nothing for b */
    night_fixture_free(night);
}

/* A night that does not count tells nobody. */
static void
test_a_held_night(void)
{
    NightFixture *night = new_night("");
    g_autoptr(GError) error = NULL;
    night_fixture_run(night);
    g_autofree char *before = target_fixture_text(night, "ab");
    night->project->gates.row_ratio_min = 0.9;
    night_fixture_deliver(night, "a.csv", "id,name,born\n1,An Nguyen,2001-02-03\n");
    g_assert_true(night_fixture_try(night, &error));
    g_assert_true(night->summary.held);
    g_autofree char *after = target_fixture_text(night, "ab");
    g_assert_cmpstr(before, ==, after);
    g_assert_cmpuint(n_segments(night, HN_CHANGE_SET, NULL), ==, 0);
    night_fixture_free(night);
}

static void
configure(NightFixture *night, const char *more)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = g_strdup_printf(yaml, more);
    g_autofree char *path = night_fixture_path(night, "hopnhat.yaml");
    hn_project_free(night->project);
    night->project = hn_project_parse(hn_slice_of(text), path, &error);
    g_assert_no_error(error);
    night->options.project = night->project;
    target_fixture_make_tables(night);
}

#define LATER "  late: { to: { connection: db, table: late }, sources: c, values: %s }\n"

static void
test_a_target_that_comes_later_and_grows(void)
{
    NightFixture *night = new_night("");
    night_fixture_run(night);
    g_autofree char *one = g_strdup_printf(LATER, "born");
    configure(night, one);
    night_fixture_run(night);
    assert_rows(night, "late", "^c\\|1\\|e-\\w+\\|2001-02-03\n.*c\\|9\\|e-\\w+\\|2009-09-09\n$");
    g_autofree char *two = g_strdup_printf(LATER, "[born, full_name]");
    target_fixture_run_sql(night, "db", "ALTER TABLE late ADD COLUMN full_name TEXT");
    configure(night, two);
    night_fixture_run(night);
    assert_rows(night, "late", "^c\\|1\\|e-\\w+\\|2001-02-03\\|An Nguyen\n.*\\|Em Vo\n$");
    g_assert_false(night->summary.kept_targets);
    night_fixture_free(night);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/night_targets/rows", test_rows);
    g_test_add_func("/linker/night_targets/a_quiet_night", test_a_quiet_night);
    g_test_add_func("/linker/night_targets/a_changed_night", test_a_changed_night);
    g_test_add_func("/linker/night_targets/a_held_night", test_a_held_night);
    g_test_add_func("/linker/night_targets/a_target_that_comes_later",
                    test_a_target_that_comes_later_and_grows);
    return g_test_run();
}
