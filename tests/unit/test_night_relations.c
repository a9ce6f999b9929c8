/* Goal: relations follow the entities of their ends, and an end that is no record is told, not
 * guessed. */
#include "linker/night_relations.h"

#include "tests/reference/night_fixture.h"

#define N_PEOPLE 12u
#define HEAD "n,source,person,company,since,until\n"

static char *
relations_of(NightFixture *f, const char *rows)
{
    g_autofree char *text = g_strconcat(HEAD, rows, NULL);
    night_fixture_deliver(f, "r.csv", text);
    night_fixture_run(f);
    return night_fixture_result(f, "relations");
}

static NightFixture *
delivered(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    return f;
}

#define LINE(validity, evidence)                                                                   \
    "{\"relation\":\"owner_of\",\"from_entity_id\":\"e-000000041\",\"to_entity_id\":"              \
    "\"e-000000018\"" validity ",\"evidence\":[" evidence "]}\n"
#define RECORD(n) "{\"source\":\"r\",\"record_id\":\"" n "\"}"

/* c000 is the first company, a:000 the first person: of the three companies' ids the next. */
static void
test_ends_are_entities(void)
{
    NightFixture *f = delivered();
    g_autofree char *lines = relations_of(f, "1,a,000,c000,2020-05,2021-01-31\n");
    g_assert_cmpstr(lines, ==,
                    LINE(",\"valid_from\":\"2020-05\",\"valid_to\":\"2021-01-31\"", RECORD("1")));
    night_fixture_free(f);
}

/* Both of them are the same person and the same company. */
static void
test_equal_relations_are_one_line(void)
{
    NightFixture *f = delivered();
    g_autofree char *lines =
        relations_of(f, "2,b,000,d000,,\n1,a,000,c000,,\n3,a,000,c000,2020,\n");
    g_assert_cmpstr(lines, ==,
                    LINE("", RECORD("1") "," RECORD("2"))
                        LINE(",\"valid_from\":\"2020\"", RECORD("3")));
    night_fixture_free(f);
}

static void
test_an_unknown_end_is_told(void)
{
    NightFixture *f = delivered();
    g_autofree char *lines =
        relations_of(f, "1,a,777,c000,,\n2,a,000,c777,,\n3,,000,c000,,\n4,a,000,c000,,\n");
    g_assert_cmpstr(lines, ==, LINE("", RECORD("4")));
    g_assert_true(night_fixture_notes_hold(f, "r:1: its from end"));
    g_assert_true(night_fixture_notes_hold(f, "r:2: its to end"));
    g_assert_true(night_fixture_notes_hold(f, "r:3: its from end"));
    g_assert_false(night_fixture_notes_hold(f, "r:4"));
    g_assert_false(night_fixture_notes_hold(f, "777")); /* no value of a record is told */
    night_fixture_free(f);
}

static void
test_many_unknown_ends_are_counted(void)
{
    NightFixture *f = delivered();
    g_autoptr(GString) rows = g_string_new(NULL);
    for (guint i = 0; i < 25; i++)
        g_string_append_printf(rows, "%02u,a,777,c000,,\n", i);
    g_autofree char *lines = relations_of(f, rows->str);
    g_assert_cmpstr(lines, ==, "");
    g_assert_true(night_fixture_notes_hold(f, "15 more relation records"));
    night_fixture_free(f);
}

/* What is delivered, of one relation and one of values, in one result; the summary counts each. */
static void
test_values_relate(void)
{
    NightFixture *f = delivered();
    night_fixture_configure(f, "to: company }\n",
                            "to: company }\n"
                            "  neighbour: { from: person, to: person, by: { same: city } }\n",
                            NULL);
    g_autofree char *lines = relations_of(f, "1,a,000,c000,,\n");
    g_assert_nonnull(strstr(lines, "{\"relation\":\"owner_of\""));
    g_assert_nonnull(strstr(lines, "{\"relation\":\"neighbour\""));
    g_assert_cmpuint(f->summary.relations->len, ==, 2);
    const HnRunRelation *neighbour = &g_array_index(f->summary.relations, HnRunRelation, 0);
    const HnRunRelation *owner_of = &g_array_index(f->summary.relations, HnRunRelation, 1);
    g_assert_cmpstr(neighbour->relation, ==, "neighbour");
    g_assert_cmpuint(neighbour->n, >=, 18); /* three cities of four people each */
    g_assert_cmpuint(neighbour->n_values_common, ==, 0);
    g_assert_cmpstr(owner_of->relation, ==, "owner_of");
    g_assert_cmpuint(owner_of->n, ==, 1);
    night_fixture_free(f);
}

static void
test_a_common_value_is_told(void)
{
    NightFixture *f = delivered();
    night_fixture_configure(
        f, "to: company }\n",
        "to: company }\n"
        "  neighbour: { from: person, to: person, by: { same: city, at_most: 3 } }\n",
        NULL);
    g_autofree char *lines = relations_of(f, "1,a,000,c000,,\n");
    g_assert_cmpstr(lines, ==, LINE("", RECORD("1")));
    g_assert_true(night_fixture_notes_hold(
        f, "relation 'neighbour': 3 values relate nobody, as more than 3"));
    g_assert_cmpuint(g_array_index(f->summary.relations, HnRunRelation, 0).n_values_common, ==, 3);
    g_assert_false(night_fixture_notes_hold(f, "Vinh")); /* no value of a record is told */
    g_assert_false(night_fixture_notes_hold(f, "vinh"));
    night_fixture_free(f);
}

static void
test_a_withdrawn_relation_is_gone(void)
{
    NightFixture *f = delivered();
    g_autofree char *before = relations_of(f, "1,a,000,c000,,\n2,a,001,c000,,\n3,a,002,c000,,\n");
    g_assert_nonnull(strstr(before, RECORD("1")));
    g_autofree char *after = relations_of(f, "2,a,001,c000,,\n3,a,002,c000,,\n");
    g_assert_null(strstr(after, RECORD("1")));
    g_assert_nonnull(strstr(after, RECORD("2")));
    g_assert_cmpuint(f->summary.n_withdrawn, ==, 1);
    night_fixture_free(f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/night_relations/" #what, test_##what)
    ADD(ends_are_entities);
    ADD(equal_relations_are_one_line);
    ADD(an_unknown_end_is_told);
    ADD(many_unknown_ends_are_counted);
    ADD(values_relate);
    ADD(a_common_value_is_told);
    ADD(a_withdrawn_relation_is_gone);
    return g_test_run();
}
