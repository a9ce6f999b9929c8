/* Goal: a target gets no more than was said, nothing is guessed to be shown, and what is wrong is
 * named at its line and key. */
#include "config/target_config.h"
#include "tests/reference/config_fixture.h"

#define TOP                                                                                        \
    "connections:\n  db: { kind: sqlite, file: out.db }\n  db2: { kind: sqlite, file: 2.db }\n"    \
    "targets:\n"

static char *
with(const char *targets)
{
    return g_strconcat(hn_config_fixture, TOP, targets, NULL);
}

static void
assert_texts(char *const *texts, const char *expected)
{
    g_autofree char *joined =
        texts == NULL ? g_strdup("all") : g_strjoinv(" ", (char **)(gsize)texts);
    g_assert_cmpstr(joined, ==, expected);
}

static void
test_targets(void)
{
    g_autofree char *text =
        with("  thue: { to: { connection: db, table: main.people }, sources: [civil, tax], values: "
             "[birth_date, full_name], values_from: tax }\n"
             "  open: { to: { folder: out/open, sign_key_file: keys/open }, rows: golden, sources: "
             "[all], values: phone }\n"
             "  hep: { to: { connection: db, table: other }, rows: crosswalk, sources: civil, "
             "values: full_name }\n"
             "  keys: { to: { folder: out/keys }, entity: person, sources: all }\n");
    g_autoptr(HnProject) project = hn_config_fixture_parse(text);
    g_assert_cmpuint(project->n_targets, ==, 4);
    const HnTarget *hep = &project->targets[0]; /* by name, not by place */
    g_assert_cmpstr(hep->name, ==, "hep");
    assert_texts(hep->sources, "civil");
    assert_texts(hep->values_from, "civil"); /* nobody said that others may reach it */
    const HnTarget *keys = &project->targets[1];
    assert_texts(keys->columns, "source record_id entity_id");
    g_assert_cmpuint(keys->n_values, ==, 0);
    g_assert_null(keys->sources);
    const HnTarget *open = &project->targets[2];
    g_assert_true(open->is_golden);
    g_assert_null(open->connection);
    g_assert_cmpstr(open->folder, ==, "/data/out/open");
    g_assert_cmpstr(open->sign_key_file, ==, "/data/keys/open");
    g_assert_cmpstr(open->stream, ==, "people/open");
    assert_texts(open->columns, "entity_id records phone");
    g_assert_cmpuint(open->n_key, ==, 1);
    g_assert_null(open->sources);
    g_assert_null(open->values_from);
    const HnTarget *thue = &project->targets[3];
    g_assert_true(thue->connection == &project->connections[0]);
    g_assert_cmpstr(thue->table, ==, "main.people");
    g_assert_null(thue->folder);
    g_assert_false(thue->is_golden);
    g_assert_cmpuint(thue->n_columns, ==, 5);
    g_assert_cmpuint(thue->n_key, ==, 2);
    assert_texts(thue->columns, "source record_id entity_id birth_date full_name");
    g_assert_cmpuint(thue->values[0], ==, 1);
    g_assert_cmpuint(thue->values[1], ==, 0);
    assert_texts(thue->sources, "civil tax");
    assert_texts(thue->values_from, "tax");
}

static const struct {
    const char *text, *message; /* the last line is the wrong one */
    HnConfigError code;
} wrong[] = {
    { "  t: { sources: all }\n", "'to' is missing", HN_CONFIG_ERROR_MISSING },
    { "  T: { to: { folder: o }, sources: all }\n", "is no source name", HN_CONFIG_ERROR_VALUE },
    { "  t: { to: { folder: o } }\n", "targets.t: 'sources' is missing", HN_CONFIG_ERROR_MISSING },
    { "  t: { to: { folder: o }, values: full_name }\n", "targets.t: 'sources' is missing",
      HN_CONFIG_ERROR_MISSING },
    { "  t: { to: { folder: o }, values: full_name, values_from: [all] }\n",
      "targets.t: 'sources' is missing", HN_CONFIG_ERROR_MISSING },
    { "  t: { to: { folder: o }, sources: all, values_from: tax }\n",
      "targets.t.values_from: it says whose values are shown, and 'values' names none",
      HN_CONFIG_ERROR_VALUE },
    { "  t: { to: { folder: o }, sources: [] }\n", "the list is empty", HN_CONFIG_ERROR_VALUE },
    { "  t: { to: { folder: o }, sources: [civic] }\n",
      "targets.t.sources: 'civic' is no source of entity 'person'", HN_CONFIG_ERROR_VALUE },
    { "  t: { to: { folder: o }, sources: [all, tax] }\n", "'all' is no source",
      HN_CONFIG_ERROR_VALUE },
    { "  t: { to: { folder: o }, sources: [homes] }\n", "'homes' is no source of entity",
      HN_CONFIG_ERROR_VALUE },
    { "  t: { to: { folder: o }, sources: all, values: phone, values_from: taxes }\n",
      "targets.t.values_from: 'taxes' is no source", HN_CONFIG_ERROR_VALUE },
    { "  t: { to: { folder: o }, sources: all, values: fone }\n",
      "targets.t.values: 'fone' is no attribute of entity 'person'", HN_CONFIG_ERROR_VALUE },
    { "  t: { to: { folder: o }, sources: all, values: [phone, phone] }\n", "stands twice",
      HN_CONFIG_ERROR_VALUE },
    { "  t: { to: { connection: bd, table: x }, sources: all }\n",
      "targets.t.to.connection: unknown connection 'bd'; did you mean 'db'?",
      HN_CONFIG_ERROR_VALUE },
    { "  t: { to: { connection: db }, sources: all }\n", "targets.t.to: 'table' is missing",
      HN_CONFIG_ERROR_MISSING },
    { "  t: { to: { connection: db, table: x, folder: o }, sources: all }\n",
      "unknown key 'folder'", HN_CONFIG_ERROR_UNKNOWN_KEY },
    { "  t: { to: { folder: o, table: x }, sources: all }\n", "unknown key 'table'",
      HN_CONFIG_ERROR_UNKNOWN_KEY },
    { "  t: { to: o, sources: all }\n", "targets.t.to: ", HN_CONFIG_ERROR_SYNTAX },
    { "  t: { to: { folder: o }, entity: persn, sources: all }\n", "did you mean 'person'?",
      HN_CONFIG_ERROR_VALUE },
    { "  t: { to: { folder: o }, rows: goldn, sources: all }\n", "did you mean 'golden'?",
      HN_CONFIG_ERROR_VALUE },
    { "  t: { to: { folder: o }, sorces: all }\n", "did you mean 'sources'?",
      HN_CONFIG_ERROR_UNKNOWN_KEY },
    { "  a: { to: { connection: db, table: x }, sources: all }\n"
      "  b: { to: { connection: db2, table: x }, sources: all }\n"
      "  c: { to: { connection: db, table: x }, rows: golden, sources: all }\n",
      "target 'a' writes to the same place", HN_CONFIG_ERROR_VALUE },
    { "  a: { to: { folder: o }, sources: all }\n"
      "  b: { to: { folder: ./o/../o }, sources: all }\n",
      "target 'a' writes to the same place", HN_CONFIG_ERROR_VALUE },
};

static guint
count_lines(const char *text)
{
    guint n = 0;
    for (; *text != '\0'; text++)
        n += *text == '\n' ? 1 : 0;
    return n;
}

static void
assert_refused(const char *text, const char *message, HnConfigError code)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *line = g_strdup_printf("people.yaml:%u:", count_lines(text));
    g_assert_null(hn_project_parse(hn_slice_of(text), "people.yaml", &error));
    if (!g_error_matches(error, HN_CONFIG_ERROR, (gint)code) ||
        strstr(error->message, message) == NULL || !g_str_has_prefix(error->message, line))
        g_error("'%s' (%d) does not hold '%s' and '%s' (%d)", error->message, error->code, message,
                line, (int)code);
}

static void
test_wrong_ones_are_named(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autofree char *text = with(wrong[i].text);
        assert_refused(text, wrong[i].message, wrong[i].code);
    }
}

/* The fixture's phones called @name, shown by a target to @to. */
static char *
called(const char *name, const char *to)
{
    g_autofree char *targets =
        g_strdup_printf("  t: { to: { %s }, rows: golden, sources: all, values: %s }\n", to, name);
    g_autofree char *text = with(targets);
    g_autofree char *attribute = g_strdup_printf("      %s: { type: phone", name);
    g_autofree char *column = g_strdup_printf("      %s:\n        - { columns: [phone1", name);
    g_auto(GStrv) first = g_strsplit(text, "      phone: { type: phone", -1);
    g_autofree char *half = g_strjoinv(attribute, first);
    g_auto(GStrv) second = g_strsplit(half, "      phone:\n        - { columns: [phone1", -1);
    return g_strjoinv(column, second);
}

static void
test_columns_of_one_name(void)
{
    g_autofree char *records = called("records", "connection: db, table: x");
    g_autofree char *change = called("change", "folder: o");
    g_autofree char *in_a_table = called("change", "connection: db, table: x");
    assert_refused(records, "targets.t.values: the target would have two columns 'records'",
                   HN_CONFIG_ERROR_VALUE);
    assert_refused(change, "targets.t.values: the target would have two columns 'change'",
                   HN_CONFIG_ERROR_VALUE);
    g_autoptr(HnProject) project = hn_config_fixture_parse(in_a_table);
    assert_texts(project->targets[0].columns, "entity_id records change");
}

static void
test_long_streams(void)
{
    g_autofree char *long_name = g_strnfill(199, 'p');
    g_autofree char *text = with("  t: { to: { folder: o }, sources: all }\n");
    g_auto(GStrv) pieces = g_strsplit(text, "name: people", -1);
    g_autofree char *too_long = g_strdup_printf("name: %s", long_name);
    g_autofree char *bad = g_strjoinv(too_long, pieces);
    assert_refused(bad, "targets.t: PROJECT/TARGET", HN_CONFIG_ERROR_VALUE);
    too_long[strlen(too_long) - 1] = '\0';
    g_autofree char *good = g_strjoinv(too_long, pieces);
    g_autoptr(HnProject) project = hn_config_fixture_parse(good);
    g_assert_cmpuint(strlen(project->targets[0].stream), ==, HN_TARGET_STREAM_BYTES_MAX);
}

/* Who is shown what is part of the night; where it is put is not. */
static void
test_digest(void)
{
    static const char *const targets[] = {
        "  t: { to: { folder: o }, sources: all, values: phone }\n",
        "  t: { to: { folder: p }, sources: all, values: phone }\n",
        "  t: { to: { folder: o }, sources: all, values: full_name }\n",
        "  t: { to: { folder: o }, sources: all, values: phone, values_from: tax }\n",
        "  t: { to: { folder: o }, sources: tax, values: phone, values_from: all }\n",
        "  t: { to: { folder: o }, rows: golden, sources: all, values: phone }\n",
        "  u: { to: { folder: o }, sources: all, values: phone }\n",
    };
    guint8 digests[G_N_ELEMENTS(targets)][HN_DIGEST_BYTES];
    for (guint i = 0; i < G_N_ELEMENTS(targets); i++) {
        g_autofree char *text = with(targets[i]);
        g_autoptr(HnProject) project = hn_config_fixture_parse(text);
        hn_project_digest(project, digests[i]);
        g_assert_true((memcmp(digests[0], digests[i], HN_DIGEST_BYTES) == 0) == (i < 2));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/config/target_config/targets", test_targets);
    g_test_add_func("/config/target_config/wrong_ones", test_wrong_ones_are_named);
    g_test_add_func("/config/target_config/columns_of_one_name", test_columns_of_one_name);
    g_test_add_func("/config/target_config/long_streams", test_long_streams);
    g_test_add_func("/config/target_config/digest", test_digest);
    return g_test_run();
}
