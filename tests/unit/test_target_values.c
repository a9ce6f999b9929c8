/* Goal: the values of an audience are chosen among its own sources: the next best stands where the
 * best may not be shown, and nothing of it shines through. */
#include "linker/target_values.h"

#include "tests/reference/target_fixture.h"

static const char yaml[] =
    "schema: 1\n"
    "project: { name: people }\n"
    "entities:\n"
    "  person:\n"
    "    attributes:\n"
    "      born: date\n"
    "      code: digits\n"
    "      full_name: { type: name, survivorship: [authority] }\n"
    "      number: { type: digits, values: many }\n"
    "      city: { type: text, survivorship: [authority] }\n"
    "    comparisons:\n"
    "      - { attribute: born, levels: [exact] }\n"
    "      - { attribute: code, levels: [exact] }\n"
    "    blocking: [[code]]\n"
    "    thresholds: { match: 1, review: -4 }\n"
    "connections: { db: { kind: sqlite, file: out.db } }\n"
    "targets:\n"
    "  whole: { to: { connection: db, table: t1 }, rows: golden, sources: all, values: [city, "
    "full_name, number, born] }\n"
    "  low: { to: { connection: db, table: t2 }, rows: golden, sources: all, values_from: low, "
    "values: [city, full_name, number, born] }\n"
    "  mid: { to: { connection: db, table: t3 }, rows: golden, sources: low, values_from: [mid, "
    "low], values: [born, number, full_name, city] }\n"
    "  none: { to: { connection: db, table: t4 }, rows: golden, sources: all, values_from: other, "
    "values: [city, number] }\n"
    "sources:\n"
    "  top: { from: { file: top.jsonl }, key: id, authority: 90, map: { full_name: name, born: "
    "born, code: code, number: { columns: [numbers], split: ';' }, city: city } }\n"
    "  mid: { from: { file: mid.jsonl }, key: id, authority: 60, map: { full_name: name, born: "
    "born, code: code, number: { columns: [numbers], split: ';' }, city: city } }\n"
    "  low: { from: { file: low.jsonl }, key: id, authority: 30, map: { full_name: name, born: "
    "born, code: code, number: { columns: [numbers], split: ';' }, city: city } }\n"
    "  other: { from: { file: other.jsonl }, key: id, map: { full_name: name, born: born, code: "
    "code } }\n";

static NightFixture *
new_night(void)
{
    NightFixture *night = night_fixture_new(yaml);
    target_fixture_use(night);
    target_fixture_make_tables(night);
    night_fixture_deliver(
        night, "other.jsonl",
        "{\"id\":\"1\",\"name\":\"Zung\",\"born\":\"1977-07-07\",\"code\":\"1\"}\n"
        "{\"id\":\"2\",\"name\":\"Ong\",\"born\":\"1978-07-07\",\"code\":\"2\"}\n"
        "{\"id\":\"3\",\"name\":\"Uyen\",\"born\":\"1979-07-07\",\"code\":\"3\"}\n");
    return night;
}

static void
assert_values(const NightFixture *night, const char *target, const char *expected)
{
    g_autoptr(GPtrArray) rows = target_fixture_rows(night, target);
    for (guint i = 0; i < rows->len; i++)
        if (g_str_has_suffix(rows->pdata[i], expected))
            return;
    g_error("%u rows of %s, and none ends with %s", rows->len, target, expected);
}

#define RECORD(name, numbers, city)                                                                \
    "{\"id\":\"1\",\"born\":\"2001-02-03\",\"code\":\"4711\",\"name\":" name                       \
    ",\"numbers\":" numbers ",\"city\":" city "}\n"

static void
test_the_next_best(void)
{
    NightFixture *night = new_night();
    night_fixture_deliver(night, "top.jsonl",
                          RECORD("\"TOP An\"", "\"11111;22222\"", "\"Topville\""));
    night_fixture_deliver(night, "mid.jsonl", RECORD("null", "\"22222;33333\"", "\"Midtown\""));
    night_fixture_deliver(night, "low.jsonl", RECORD("\"low An\"", "\"44444\"", "null"));
    night_fixture_run(night);
    assert_values(night, "whole",
                  "|3|Topville|TOP An|[\"11111\",\"22222\",\"33333\",\"44444\"]|2001-02-03");
    assert_values(night, "mid", "|1|2001-02-03|[\"22222\",\"33333\",\"44444\"]|low An|Midtown");
    assert_values(night, "low", "|3|~|low An|[\"44444\"]|2001-02-03");
    assert_values(night, "none", "|3|~|~");
    night_fixture_free(night);
}

/* What the audience's best says comes and goes with its record. */
static void
test_night_after_night(void)
{
    NightFixture *night = new_night();
    night_fixture_deliver(night, "top.jsonl", RECORD("\"TOP An\"", "null", "\"Topville\""));
    night_fixture_deliver(night, "mid.jsonl", RECORD("\"mid An\"", "null", "null"));
    night_fixture_deliver(night, "low.jsonl", RECORD("\"low An\"", "null", "\"Lowfield\""));
    night_fixture_run(night);
    assert_values(night, "mid", "|1|2001-02-03|~|mid An|Lowfield");
    night_fixture_deliver(night, "mid.jsonl", RECORD("null", "null", "\"Midtown\""));
    night_fixture_run(night);
    assert_values(night, "mid", "|1|2001-02-03|~|low An|Midtown");
    assert_values(night, "whole", "|3|Topville|TOP An|~|2001-02-03");
    night_fixture_free(night);
}

/* Several sets of forms a record: each attribute finds its own. */
static void
test_forms_are_found(void)
{
    NightFixture *night = new_night();
    static const char one[] =
        "{\"id\":\"1\",\"born\":\"2001-02-03\",\"name\":\"nguy\u1ec5n v\u0103n "
        "an\",\"numbers\":\"55 555;66-666\",\"city\":\"  Hu\u1ebf \"}\n";
    night_fixture_deliver(night, "top.jsonl", one);
    night_fixture_deliver(night, "mid.jsonl", "");
    night_fixture_deliver(night, "low.jsonl", "{\"id\":\"7\",\"born\":\"1999-09-09\"}\n");
    night_fixture_run(night);
    assert_values(night, "whole",
                  "|1|  Hu\u1ebf |nguy\u1ec5n v\u0103n an|[\"55555\",\"66666\"]|2001-02-03");
    assert_values(night, "whole", "|1|~|~|~|1999-09-09");
    night_fixture_free(night);
}

/* No table holds a NUL, and half a name is nobody's: the record is refused, the others are not. */
static void
test_a_nul(void)
{
    static const char other[] = "{\"id\":\"2\",\"born\":\"2001-02-04\",\"name\":\"Em\"}\n";
    NightFixture *night = new_night();
    g_autofree char *text_of_both =
        g_strconcat(RECORD("\"An\\u0000Ghost\"", "null", "\"\\u0000Ghost\""), other, NULL);
    night_fixture_deliver(night, "top.jsonl", text_of_both);
    night_fixture_deliver(night, "mid.jsonl", "");
    night_fixture_deliver(night, "low.jsonl", "");
    night_fixture_run(night);
    g_autofree char *text = target_fixture_text(night, "whole");
    g_assert_null(strstr(text, "Ghost"));
    g_assert_null(strstr(text, "An"));
    g_assert_nonnull(strstr(text, "|~|Em|~|2001-02-04"));
    g_assert_cmpuint(night->summary.n_quarantined, ==, 1);
    night_fixture_free(night);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/target_values/the_next_best", test_the_next_best);
    g_test_add_func("/linker/target_values/night_after_night", test_night_after_night);
    g_test_add_func("/linker/target_values/forms_are_found", test_forms_are_found);
    g_test_add_func("/linker/target_values/a_nul", test_a_nul);
    return g_test_run();
}
