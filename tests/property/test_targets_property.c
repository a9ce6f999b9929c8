/* Goal: after every night a target's table is what crosswalk and golden records say, value by
 * value; and a value of a source that may not reach it is nowhere in it. */
#include <jansson.h>

#include "base/rng.h"
#include "tests/reference/property_seed.h"
#include "tests/reference/target_fixture.h"

#define SEED G_GUINT64_CONSTANT(301126)
#define HISTORIES 6
#define NIGHTS 4
#define PEOPLE 40u
#define SOURCES 4u

/* Names whose order is not that of their letters alone. */
static const char *const sources[SOURCES] = { "a", "a-b", "a_c", "ab" };
/* What each source alone says. */
static const char *const canaries[SOURCES] = { "Alphaville", "Bravotown", "Charliebourg",
                                               "Deltaburg" };

static const char head[] =
    "schema: 1\n"
    "project: { name: people }\n"
    "entities:\n"
    "  person:\n"
    "    attributes:\n"
    "      full_name: name\n"
    "      born: date\n"
    "      number: { type: digits, values: many }\n"
    "      city: { type: text, survivorship: [most_recent, authority] }\n"
    "    comparisons:\n"
    "      - { attribute: full_name, levels: [exact, { jaro_winkler: 0.8 }] }\n"
    "      - { attribute: born, levels: [exact] }\n"
    "      - { attribute: number, levels: [exact] }\n"
    "    blocking: [[born], [number]]\n"
    "    thresholds: { match: 2, review: -2 }\n"
    "connections: { db: { kind: sqlite, file: out.db } }\n"
    "gates: { min_row_ratio: 0, max_entity_churn: 100% }\n"
    "targets:\n"
    "  records: { to: { connection: db, table: records }, sources: all, values: [city, full_name, "
    "born, number] }\n"
    "  golden: { to: { connection: db, table: golden }, rows: golden, sources: all, values: [born, "
    "city, full_name, number] }\n"
    "  keys: { to: { connection: db, table: keys }, sources: [a-b, ab] }\n"
    "  some: { to: { connection: db, table: some }, rows: golden, sources: [a, ab], values_from: "
    "[a], values: [city, full_name, born, number] }\n"
    "  blind: { to: { connection: db, table: blind }, sources: all, values_from: [a-b, a_c], "
    "values: [number, city] }\n"
    "sources:\n";

typedef struct {
    gboolean is_there;
    guint name, city; /* variants */
    gboolean has_city, has_number;
} Record;

typedef struct {
    NightFixture *night;
    HnRng rng;
    Record records[SOURCES][PEOPLE];
} History;

static char *
yaml_of(void)
{
    g_autoptr(GString) yaml = g_string_new(head);
    for (guint i = 0; i < SOURCES; i++)
        g_string_append_printf(yaml,
                               "  %s: { from: { file: %u.csv }, key: id, authority: %u, map: { "
                               "full_name: name, born: born, number: { columns: [numbers], split: "
                               "';' }, city: city } }\n",
                               sources[i], i, 20 + 17 * (i * 3 % 4));
    return g_string_free(g_steal_pointer(&yaml), FALSE);
}

/* Some come, some go, some say another thing than the night before. */
static void
live_on(History *history)
{
    for (guint s = 0; s < SOURCES; s++)
        for (guint p = 0; p < PEOPLE; p++) {
            Record *record = &history->records[s][p];
            if (hn_rng_below(&history->rng, 3) == 0)
                continue;
            record->is_there = hn_rng_below(&history->rng, 3) > 0;
            record->name = (guint)hn_rng_below(&history->rng, 3);
            record->city = (guint)hn_rng_below(&history->rng, 9);
            record->has_city = hn_rng_below(&history->rng, 3) > 0;
            record->has_number = hn_rng_below(&history->rng, 4) > 0;
        }
}

static void
put_record(GString *csv, const Record *record, guint source, guint person)
{
    static const char *const given[] = { "An", "B\u00ecnh", "Ch\u00e2u", "D\u0169ng", "Giang" };
    static const char *const family[] = { "Nguy\u1ec5n", "Tr\u1ea7n", "L\u00ea" };
    g_string_append_printf(csv, "%u,%s %s%s %s,%u-%02u-%02u,", person * 7, family[person % 3],
                           given[person % 5], record->name == 1 ? "h" : "", canaries[source],
                           1950 + person, 1 + person % 12, 1 + person % 27);
    if (record->has_number)
        g_string_append_printf(csv, "5%08u;9%u9%u%06u", person * 7919, source, source,
                               person + record->name);
    g_string_append_c(csv, ',');
    if (record->has_city)
        g_string_append_printf(csv, "\"%s, \"\"%u\"\"\"", canaries[source], record->city);
    g_string_append_c(csv, '\n');
}

static void
deliver(const History *history)
{
    for (guint s = 0; s < SOURCES; s++) {
        g_autofree char *name = g_strdup_printf("%u.csv", s);
        g_autoptr(GString) csv = g_string_new("id,name,born,numbers,city\n");
        for (guint p = 0; p < PEOPLE; p++)
            if (history->records[s][p].is_there)
                put_record(csv, &history->records[s][p], s, p);
        night_fixture_deliver(history->night, name, csv->str);
    }
}

/* ---- what the results say ---- */

static const char *
text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    g_assert_nonnull(text);
    return text;
}

/* One value as the target has it; "~": nobody says it. (transfer full) */
static char *
shown(const json_t *golden, const char *attribute)
{
    const json_t *given = json_object_get(json_object_get(golden, "attributes"), attribute);
    if (given == NULL)
        return g_strdup("~");
    if (json_is_object(given))
        return g_strdup(text_of(given, "value"));
    json_t *list = json_array();
    for (gsize i = 0; i < json_array_size(given); i++)
        json_array_append_new(list, json_string(text_of(json_array_get(given, i), "value")));
    char *dumped = json_dumps(list, JSON_COMPACT);
    g_autofree char *text = g_strdup(dumped);
    free(dumped);
    json_decref(list);
    return g_steal_pointer(&text);
}

static char *
values_of(const json_t *golden, const char *const *attributes)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (; *attributes != NULL; attributes++) {
        g_autofree char *value = shown(golden, *attributes);
        g_string_append_printf(text, "|%s", value);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

typedef void (*LineFunc)(gpointer user, const json_t *line);

static void
for_each_line(const History *history, const char *name, LineFunc func, gpointer user)
{
    g_autofree char *text = night_fixture_result(history->night, name);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line != NULL && **line != '\0'; line++) {
        json_t *root = json_loads(*line, JSON_REJECT_DUPLICATES, NULL);
        g_assert_nonnull(root);
        func(user, root);
        json_decref(root);
    }
}

typedef struct {
    GHashTable *records_of; /* entity id -> its values in the columns of `records`; owned */
    GPtrArray *records, *golden, *keys;
} Expected;

static guint n_joined; /* records that share an entity, over all nights */

static void
take_golden(gpointer user, const json_t *line)
{
    static const char *const of_golden[] = { "born", "city", "full_name", "number", NULL };
    static const char *const of_records[] = { "city", "full_name", "born", "number", NULL };
    Expected *expected = user;
    const char *id = text_of(line, "entity_id");
    g_autofree char *values = values_of(line, of_golden);
    g_ptr_array_add(expected->golden,
                    g_strdup_printf("%s|%" JSON_INTEGER_FORMAT "%s", id,
                                    json_integer_value(json_object_get(line, "records")), values));
    g_hash_table_insert(expected->records_of, g_strdup(id), values_of(line, of_records));
}

static void
take_record(gpointer user, const json_t *line)
{
    Expected *expected = user;
    const char *source = text_of(line, "source"), *id = text_of(line, "entity_id");
    const char *record = text_of(line, "record_id");
    const char *values = g_hash_table_lookup(expected->records_of, id);
    g_assert_nonnull(values);
    g_ptr_array_add(expected->records, g_strdup_printf("%s|%s|%s%s", source, record, id, values));
    if (strcmp(source, "a-b") == 0 || strcmp(source, "ab") == 0)
        g_ptr_array_add(expected->keys, g_strdup_printf("%s|%s|%s", source, record, id));
}

static gint
compare_texts(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
assert_table(const History *history, const char *target, GPtrArray *expected)
{
    g_autoptr(GPtrArray) rows = target_fixture_rows(history->night, target);
    g_ptr_array_sort(expected, compare_texts);
    for (guint i = 0; i < MIN(rows->len, expected->len); i++)
        g_assert_cmpstr(rows->pdata[i], ==, expected->pdata[i]);
    g_assert_cmpuint(rows->len, ==, expected->len);
}

static void
assert_all_sources(const History *history)
{
    Expected expected = { g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
                          g_ptr_array_new_with_free_func(g_free),
                          g_ptr_array_new_with_free_func(g_free),
                          g_ptr_array_new_with_free_func(g_free) };
    for_each_line(history, "golden", take_golden, &expected);
    for_each_line(history, "crosswalk", take_record, &expected);
    g_assert_cmpuint(expected.records->len, >, PEOPLE);
    n_joined += expected.records->len - expected.golden->len;
    assert_table(history, "records", expected.records);
    assert_table(history, "golden", expected.golden);
    assert_table(history, "keys", expected.keys);
    g_hash_table_unref(expected.records_of);
    g_ptr_array_unref(expected.records);
    g_ptr_array_unref(expected.golden);
    g_ptr_array_unref(expected.keys);
}

/* ---- audiences ---- */

static void
assert_forbidden_is_nowhere(const History *history, const char *target, guint allowed)
{
    g_autofree char *text = target_fixture_text(history->night, target);
    for (guint s = 0; s < SOURCES; s++) {
        g_autofree char *number = g_strdup_printf("\"9%u9%u", s, s);
        const gboolean is_allowed = (allowed >> s & 1) != 0;
        g_assert_true((strstr(text, canaries[s]) != NULL) == is_allowed);
        g_assert_true((strstr(text, number) != NULL) == is_allowed);
    }
}

typedef struct {
    const History *history;
    GHashTable *of_entity; /* entity id -> place of its only record of `a` + 1, or 0: it has many */
    GHashTable *wanted;    /* of entities with a record that target `some` is told of */
} Only;

static void
take_only(gpointer user, const json_t *line)
{
    Only *only = user;
    const char *id = text_of(line, "entity_id"), *source = text_of(line, "source");
    if (strcmp(source, "a") == 0 || strcmp(source, "ab") == 0)
        g_hash_table_add(only->wanted, g_strdup(id));
    if (strcmp(source, "a") != 0)
        return;
    const guint person = (guint)atoi(text_of(line, "record_id")) / 7;
    const gboolean known = g_hash_table_contains(only->of_entity, id);
    g_hash_table_insert(only->of_entity, g_strdup(id), GUINT_TO_POINTER(known ? 0 : person + 1));
}

/* Where one record alone may speak, its values are the golden ones; where none may, there are none.
 */
static void
assert_one_speaks(const Only *only, const char *row)
{
    g_auto(GStrv) cells = g_strsplit(row, "|", -1);
    gpointer place = NULL;
    g_assert_true(g_hash_table_contains(only->wanted, cells[0]));
    if (!g_hash_table_lookup_extended(only->of_entity, cells[0], NULL, &place)) {
        for (guint i = 2; i < 6; i++)
            g_assert_cmpstr(cells[i], ==, "~");
        return;
    }
    if (place == NULL)
        return;
    const guint person = GPOINTER_TO_UINT(place) - 1;
    const Record *record = &only->history->records[0][person];
    g_autofree char *city =
        record->has_city ? g_strdup_printf("%s, \"%u\"", canaries[0], record->city) : g_strdup("~");
    g_assert_cmpstr(cells[2], ==, city);
    g_assert_true(g_str_has_suffix(cells[3], canaries[0]));
    g_assert_cmpint(atoi(cells[4]), ==, (gint)(1950 + person));
    g_assert_true((strcmp(cells[5], "~") != 0) == record->has_number);
}

static void
assert_audience(const History *history)
{
    Only only = { history, g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                  g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL) };
    g_autoptr(GPtrArray) rows = target_fixture_rows(history->night, "some");
    for_each_line(history, "crosswalk", take_only, &only);
    g_assert_cmpuint(rows->len, ==, g_hash_table_size(only.wanted));
    for (guint i = 0; i < rows->len; i++)
        assert_one_speaks(&only, rows->pdata[i]);
    assert_forbidden_is_nowhere(history, "some", 1u << 0);
    assert_forbidden_is_nowhere(history, "blind", 1u << 1 | 1u << 2);
    g_hash_table_unref(only.of_entity);
    g_hash_table_unref(only.wanted);
}

static void
test_histories(void)
{
    const guint64 seed = property_seed(SEED);
    g_autofree char *yaml = yaml_of();
    g_test_message("HN_SEED=%" G_GUINT64_FORMAT, seed);
    for (guint h = 0; h < HISTORIES; h++) {
        History history = { .night = night_fixture_new(yaml), .rng = hn_rng_seed(seed, h) };
        target_fixture_use(history.night);
        target_fixture_make_tables(history.night);
        for (guint night = 0; night < NIGHTS; night++) {
            live_on(&history);
            deliver(&history);
            night_fixture_run(history.night);
            g_assert_false(history.night->summary.kept_targets);
            assert_all_sources(&history);
            assert_audience(&history);
        }
        night_fixture_free(history.night);
    }
    g_assert_cmpuint(n_joined, >, 100);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/property/targets/histories", test_histories);
    return g_test_run();
}
