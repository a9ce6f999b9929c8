/* Goal: what is equal in meaning has one digest, what decides is sealed, and nothing else. */
#include "records/text_damage.h"
#include "tests/reference/config_fixture.h"
#include "tests/reference/vn_tables.h"

static void
assert_digest(const HnProject *project, const char *text, gboolean same)
{
    guint8 ours[HN_DIGEST_BYTES];
    guint8 theirs[HN_DIGEST_BYTES];
    g_autoptr(HnProject) other = hn_config_fixture_parse(text);
    hn_project_digest(project, ours);
    hn_project_digest(other, theirs);
    g_assert_cmpint(memcmp(ours, theirs, HN_DIGEST_BYTES) == 0, ==, same);
}

static void
test_digest_follows_the_meaning(void)
{
    g_autoptr(HnProject) project = hn_config_fixture_parse(hn_config_fixture);
    g_autofree char *comment = hn_config_fixture_change("schema: 1\n", "schema: 1 # the first\n\n");
    g_autofree char *order =
        hn_config_fixture_change("full_name: { type: name }\n      birth_date: date",
                                 "birth_date: date\n      full_name: { type: name }");
    g_autofree char *authority = hn_config_fixture_change("authority: 60", "authority: 61");
    g_autofree char *column = hn_config_fixture_change("column: home", "column: house");
    assert_digest(project, comment, TRUE);
    assert_digest(project, order, TRUE);
    assert_digest(project, authority, FALSE);
    assert_digest(project, column, FALSE);
    g_autofree char *repair = hn_config_fixture_change("join: ''", "join: '', repair: [viqr]");
    assert_digest(project, repair, FALSE);
    guint8 here[HN_DIGEST_BYTES];
    guint8 there[HN_DIGEST_BYTES];
    g_autoptr(HnProject) moved =
        hn_project_parse(hn_slice_of(hn_config_fixture), "/srv/p.yaml", NULL);
    hn_project_digest(project, here);
    hn_project_digest(moved, there);
    g_assert_cmpmem(here, sizeof(here), there, sizeof(there));
}

/* Gates that came later count once they differ: older configurations keep their digest. */
static void
test_gates_at_their_default_are_not_told(void)
{
    static const char from[] = "max_quarantine: 12.5%";
    static const char *const same[] = { "max_strong_merges: 0.1%", "max_entity_records: 100",
                                        "max_pair_growth: 5", "max_refused_sources: 0.5" };
    static const char *const others[] = { "max_strong_merges: 0.2%", "max_entity_records: 101",
                                          "max_pair_growth: 5.5", "max_refused_sources: 0.6" };
    g_autoptr(HnProject) project = hn_config_fixture_parse(hn_config_fixture);
    for (guint i = 0; i < G_N_ELEMENTS(same); i++) {
        g_autofree char *with = g_strconcat(from, ", ", same[i], NULL);
        g_autofree char *other = g_strconcat(from, ", ", others[i], NULL);
        g_autofree char *usual = hn_config_fixture_change(from, with);
        g_autofree char *changed = hn_config_fixture_change(from, other);
        assert_digest(project, usual, TRUE);
        assert_digest(project, changed, FALSE);
    }
}

/* A night under another budget is another night, of the same model. */
static void
test_a_budget_is_the_nights(void)
{
    g_autofree char *text =
        hn_config_fixture_change("block_size_max: 500", "block_size_max: 500\n    "
                                                        "review_budget: 0");
    g_autoptr(HnProject) project = hn_config_fixture_parse(hn_config_fixture);
    g_autoptr(HnProject) other = hn_config_fixture_parse(text);
    g_autofree char *ours = hn_project_deciding_part(project, 0);
    g_autofree char *theirs = hn_project_deciding_part(other, 0);
    assert_digest(project, text, FALSE);
    g_assert_cmpstr(ours, ==, theirs);
}

/* Which values say it is the night's, too: relations decide nothing about who is who. */
static void
test_relations_are_the_nights(void)
{
    g_autofree char *text = hn_config_fixture_change(
        "from: person, to: person }", "from: person, to: person, by: { same: national_id } }");
    g_autofree char *fewer = hn_config_fixture_change(
        "from: person, to: person }",
        "from: person, to: person, by: { same: national_id, at_most: 9 } }");
    g_autoptr(HnProject) project = hn_config_fixture_parse(hn_config_fixture);
    g_autoptr(HnProject) other = hn_config_fixture_parse(text);
    g_autofree char *ours = hn_project_deciding_part(project, 0);
    g_autofree char *theirs = hn_project_deciding_part(other, 0);
    assert_digest(project, text, FALSE);
    assert_digest(other, fewer, FALSE);
    g_assert_cmpstr(ours, ==, theirs);
}

/* Another key makes other records of the same rows: they are to be read anew. */
static void
test_a_relations_key_is_the_feeds(void)
{
    static const char *const keys[] = { "", "    key: [a, b]\n", "    key: [b, a]\n" };
    guint8 digests[G_N_ELEMENTS(keys)][HN_DIGEST_BYTES];
    for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
        g_autofree char *with = g_strconcat("    relation: household\n", keys[i], NULL);
        g_autofree char *text = hn_config_fixture_change("    relation: household\n", with);
        g_autoptr(HnProject) project = hn_config_fixture_parse(text);
        g_assert_cmpstr(project->feeds[1].name, ==, "homes");
        hn_project_feed_digest(project, &project->feeds[1], digests[i]);
        for (guint k = 0; k < i; k++)
            g_assert_cmpint(memcmp(digests[k], digests[i], HN_DIGEST_BYTES), !=, 0);
    }
}

static void
test_deciding_part_is_about_deciding(void)
{
    g_autoptr(HnProject) project = hn_config_fixture_parse(hn_config_fixture);
    g_autofree char *threshold = hn_config_fixture_change("match: 8.5", "match: 9");
    g_autofree char *authority = hn_config_fixture_change("authority: 60", "authority: 61");
    g_autoptr(HnProject) other = hn_config_fixture_parse(threshold);
    g_autoptr(HnProject) same = hn_config_fixture_parse(authority);
    g_autofree char *ours = hn_project_deciding_part(project, 0);
    g_autofree char *changed_part = hn_project_deciding_part(other, 0);
    g_autofree char *same_part = hn_project_deciding_part(same, 0);
    g_assert_cmpstr(ours, ==, same_part);
    g_assert_cmpstr(ours, !=, changed_part);
    g_assert_nonnull(strstr(ours, "\"full_name.prefix(3) + birth_date.year\""));
    g_assert_nonnull(strstr(ours, "[\"jaro_winkler\",0.92]"));
}

/* What they teach is in the bundle: to name others asks for no training. */
static void
test_labels_are_in_the_digest_alone(void)
{
    g_autoptr(HnProject) project = hn_config_fixture_parse(hn_config_fixture);
    g_autofree char *with =
        hn_config_fixture_change("    attributes:\n", "    labels: l.csv\n    attributes:\n");
    g_autoptr(HnProject) labelled = hn_config_fixture_parse(with);
    g_autoptr(HnProject) moved = hn_project_parse(hn_slice_of(with), "/srv/p.yaml", NULL);
    g_autofree char *part = hn_project_deciding_part(project, 0);
    g_autofree char *labelled_part = hn_project_deciding_part(labelled, 0);
    guint8 here[HN_DIGEST_BYTES], there[HN_DIGEST_BYTES];
    g_assert_cmpstr(part, ==, labelled_part);
    assert_digest(project, with, FALSE);
    g_assert_cmpstr(moved->entities[0].labels, ==, "/srv/l.csv");
    hn_project_digest(labelled, here);
    hn_project_digest(moved, there);
    g_assert_cmpmem(here, sizeof here, there, sizeof there);
}

/* A level that reads a table decides by it, so its version is sealed. */
static void
test_tables_have_their_version(void)
{
    g_autofree char *changed = hn_config_fixture_change("{jaro_winkler: 0.92}", "nickname");
    g_autoptr(HnProject) project = hn_config_fixture_parse(changed);
    g_autoptr(HnCountryTables) tables = hn_test_vn_tables();
    hn_project_use_tables(project, tables);
    g_autofree char *part = hn_project_deciding_part(project, 0);
    g_autofree char *level = g_strdup_printf(
        "[\"nickname\",0,\"%s\"]",
        hn_country_tables_get(tables, hn_level_kind_table(HN_LEVEL_NICKNAME), NULL)->version);
    g_test_message("%s", part);
    g_assert_nonnull(strstr(part, level));
    g_assert_null(hn_level_kind_table(HN_LEVEL_EXACT));
}

/* Of any source's mapping: what it undoes, it undoes by tables. */
static void
test_repair_tables_have_their_version(void)
{
    g_autofree char *changed = hn_config_fixture_change(
        "map: { full_name: name }", "map: { full_name: { column: name, repair: [viqr] } }");
    g_autoptr(HnProject) project = hn_config_fixture_parse(changed);
    g_autoptr(HnCountryTables) tables = hn_test_vn_tables();
    hn_project_use_tables(project, tables);
    g_autofree char *part = hn_project_deciding_part(project, 0);
    g_assert_null(strstr(part, "legacy_encodings"));
    project->feeds[2].map[0].repairs |= 1u << HN_DAMAGE_TCVN3;
    g_autofree char *with_bytes = hn_project_deciding_part(project, 0);
    static const char *const names[] = { "given_names", "surnames", "wards_old" };
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *sealed = g_strdup_printf(
            "\"%s\":\"%s\"", names[i], hn_country_tables_get(tables, names[i], NULL)->version);
        g_assert_nonnull(strstr(part, sealed));
        g_assert_nonnull(strstr(with_bytes, sealed));
    }
    g_assert_nonnull(strstr(with_bytes, "\"legacy_encodings\":"));
    g_assert_true(g_strrstr(part, "repair_tables") == strstr(part, "repair_tables"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/config/deciding_part/digest_follows_the_meaning",
                    test_digest_follows_the_meaning);
    g_test_add_func("/config/deciding_part/is_about_deciding",
                    test_deciding_part_is_about_deciding);
    g_test_add_func("/config/deciding_part/a_budget_is_the_nights", test_a_budget_is_the_nights);
    g_test_add_func("/config/deciding_part/gates_at_their_default_are_not_told",
                    test_gates_at_their_default_are_not_told);
    g_test_add_func("/config/deciding_part/relations_are_the_nights",
                    test_relations_are_the_nights);
    g_test_add_func("/config/deciding_part/a_relations_key_is_the_feeds",
                    test_a_relations_key_is_the_feeds);
    g_test_add_func("/config/deciding_part/tables_have_their_version",
                    test_tables_have_their_version);
    g_test_add_func("/config/deciding_part/repair_tables_have_their_version",
                    test_repair_tables_have_their_version);
    g_test_add_func("/config/deciding_part/labels", test_labels_are_in_the_digest_alone);
    return g_test_run();
}
