/* Goal: each value in the form that its record gave, with the record that gave it, and a digest
 * that tells any difference. */
#include "linker/golden_lines.h"

#include <jansson.h>

#include "tests/reference/night_fixture.h"

#define N_PEOPLE 12u

/* The golden line of the entity that holds (source, record_id), newline cut. (transfer full) */
static char *
line_of(NightFixture *f, const char *source, const char *record_id)
{
    g_autofree char *crosswalk = night_fixture_result(f, "crosswalk");
    g_autofree char *golden = night_fixture_result(f, "golden");
    g_autofree char *row =
        g_strdup_printf("{\"source\":\"%s\",\"record_id\":\"%s\",", source, record_id);
    const char *at = strstr(crosswalk, row);
    g_assert_nonnull(at);
    const char *id = strstr(at, "e-");
    g_autofree char *start = g_strdup_printf("{\"entity_id\":\"%.11s\"", id);
    const char *line = strstr(golden, start);
    g_assert_nonnull(line);
    return g_strndup(line, (gsize)(strchr(line, '\n') - line));
}

static void
expect_line(NightFixture *f, const char *record_id, const char *expected)
{
    g_autofree char *line = line_of(f, "a", record_id);
    g_assert_cmpstr(strstr(line, "\"entity_type\""), ==, expected); /* what follows the id */
}

static void
test_values_are_as_their_record_gave_them(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_deliver(f, "b.csv",
                          "id,name,born,phone,city\n"
                          "000, NGUYỄN an A ,01/01/1950,0900000000,\"HUẾ \"\"cũ\"\"\"\n"
                          "001,Trần Bình B,02/02/1951,0900007919,Hà Nội\n"
                          "002,Lê Châu C,03/03/1952,0900015838,Vinh\n"
                          "003,Phạm Dũng D,04/04/1953,0900023757,Huế\n"
                          "004,Hoàng Giang E,05/05/1954,0900031676,Hà Nội\n"
                          "005,Nguyễn Hà F,06/06/1955,0900039595,Vinh\n"
                          "006,Trần Khánh G,07/07/1956,0900047514,Huế\n");
    night_fixture_run(f);
    /* a has authority 90, b the default: a's forms stand, where a has a value. */
    expect_line(f, "000",
                "\"entity_type\":\"person\",\"records\":2,\"source\":\"a\",\"record_id\":\"000\","
                "\"attributes\":{\"full_name\":{\"value\":\"Nguyễn An A\",\"records\":2},"
                "\"birth_date\":{\"value\":\"1950-01-01\",\"records\":2},"
                "\"phone\":[{\"value\":\"0800000000\",\"records\":1},"
                "{\"value\":\"0900000000\",\"records\":2}],"
                "\"city\":{\"value\":\"Huế\",\"records\":1}}}");
    night_fixture_free(f);
}

/* Where the authority says nothing the other record's form stands, quotes and all. */
static void
test_a_value_only_one_record_has_is_its(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    g_autofree char *path = night_fixture_path(f, "a.csv");
    g_autofree char *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_auto(GStrv) parts = g_strsplit(text, "1950-01-01,0900000000;0800000000,Huế", 2);
    g_autofree char *without = g_strconcat(parts[0], "1950-01-01,0900000000,", parts[1], NULL);
    night_fixture_deliver(f, "a.csv", without);
    night_fixture_run(f);
    g_autofree char *line = line_of(f, "a", "000");
    g_assert_nonnull(strstr(line, "\"city\":{\"value\":\"Huế\",\"source\":\"b\","
                                  "\"record_id\":\"000\",\"records\":1}"));
    g_assert_null(strstr(line, "0800000000"));
    night_fixture_free(f);
}

static void
test_lines_ascend_and_are_json(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_run(f);
    g_autofree char *golden = night_fixture_result(f, "golden");
    g_auto(GStrv) lines = g_strsplit(golden, "\n", -1);
    char *previous = NULL;
    guint n = 0;
    for (; lines[n][0] != '\0'; n++) {
        json_t *row = json_loads(lines[n], JSON_REJECT_DUPLICATES, NULL);
        g_assert_nonnull(row);
        const char *id = json_string_value(json_object_get(row, "entity_id"));
        g_assert_true(previous == NULL || strcmp(previous, id) < 0);
        g_free(previous);
        previous = g_strdup(id);
        json_decref(row);
    }
    g_free(previous);
    g_assert_cmpuint(n, ==, f->summary.n_entities);
    night_fixture_free(f);
}

static void
keep_digest(NightFixture *f, guint8 digest[HN_GOLDEN_BYTES])
{
    HnStore *store = night_fixture_store(f);
    g_autoptr(HnCrosswalk) crosswalk = hn_crosswalk_published(store, "person", NULL);
    g_autoptr(HnEntities) entities = hn_entities_published(store, "person", NULL);
    const guint32 row = hn_crosswalk_find(crosswalk, "a", hn_slice_of("001"));
    memcpy(digest, hn_entities_find(entities, crosswalk->entity_of[row])->golden, HN_GOLDEN_BYTES);
    hn_store_close(store);
}

/* The same records: no event. Another phone of one of them: one event, the entity was updated. */
static void
test_a_digest_tells_a_changed_record(void)
{
    NightFixture *f = night_fixture_new(NULL);
    guint8 first[HN_GOLDEN_BYTES], second[HN_GOLDEN_BYTES], third[HN_GOLDEN_BYTES];
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_run(f);
    keep_digest(f, first);
    night_fixture_run(f);
    keep_digest(f, second);
    g_assert_cmpmem(first, sizeof first, second, sizeof second);
    g_autofree char *path = night_fixture_path(f, "a.csv");
    g_autofree char *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    char *at = strstr(text, "0800104729");
    at[9] = '8';
    night_fixture_deliver(f, "a.csv", text);
    night_fixture_run(f);
    keep_digest(f, third);
    g_assert_true(memcmp(first, third, sizeof first) != 0);
    g_assert_cmpuint(f->summary.n_updated, ==, 1);
    g_assert_cmpuint(f->summary.n_events, ==, 1);
    night_fixture_free(f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/golden_lines/" #what, test_##what)
    ADD(values_are_as_their_record_gave_them);
    ADD(a_value_only_one_record_has_is_its);
    ADD(lines_ascend_and_are_json);
    ADD(a_digest_tells_a_changed_record);
    return g_test_run();
}
