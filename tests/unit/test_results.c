/* Goal: each line as docs/formats.md says it, in the order of records over all entity types, from
 * any range of rows. */
#include "publish/results.h"

#include "records/entity_id.h"
#include "tests/reference/small_state.h"

static char person_name[] = "person", shop_name[] = "shop";
static const HnEntityType person = { .name = person_name }, shop = { .name = shop_name };

typedef struct {
    HnResultType *types; /* [2], borrowed by results */
    HnCrosswalk *crosswalks[2];
    HnEntities *entities[2];
    HnEvents *events;
    HnResults *results;
} Fixture;

static HnEdge person_edges[] = { { 0, 1, 3 * 65536 + 32768, 0 },
                                 { 0, 2, -1, 12 },
                                 { 2, 3, 65536, 1 } };
static HnEdge shop_edges[] = { { 0, 1, 65535, 0 } };
static const HnEdges all_person_edges = { 3, person_edges }, all_shop_edges = { 1, shop_edges };
static HnCase person_cases[] = { { .sequence = 3,
                                   .entity_a = 1,
                                   .entity_b = 2,
                                   .kind = HN_CASE_REVIEW,
                                   .n_edges = 4,
                                   .weight_units = -1,
                                   .row_a = 0,
                                   .row_b = 2 } };
static HnCase shop_cases[] = { { .sequence = 1,
                                 .entity_a = 5,
                                 .entity_b = 9,
                                 .kind = HN_CASE_CUT,
                                 .n_edges = 1,
                                 .weight_units = 65536,
                                 .row_a = 0,
                                 .row_b = 1 } };
static const HnCases all_person_cases = { 1, person_cases }, all_shop_cases = { 1, shop_cases };

/* Sources of the two types alternate: a, b, c, d. */
static Fixture
fixture_new(void)
{
    Fixture f = { .crosswalks = { hn_small_crosswalk("b:\"2\"=1 b:1=1 d:7=2 d:8=2"),
                                  hn_small_crosswalk("a:x=5 c:x=9") },
                  .entities = { hn_small_entities("1 2"), hn_small_entities("5 9") },
                  .events = hn_events_new() };
    f.types = g_new0(HnResultType, 2);
    f.types[0] = (HnResultType){ &person,           f.crosswalks[0],   f.entities[0],
                                 &all_person_edges, &all_person_cases, 65536 };
    f.types[1] = (HnResultType){ &shop,           f.crosswalks[1], f.entities[1],
                                 &all_shop_edges, &all_shop_cases, 65536 };
    hn_events_add(f.events, HN_EVENT_MERGED, 1, 3, 33)->sequence = 40;
    hn_events_add_name(f.events, "b", hn_slice_of("\"2\""));
    hn_events_add_name(f.events, "d", hn_slice_of("ngày\n"));
    hn_events_add(f.events, HN_EVENT_UPDATED, 2, 0, 0)->sequence = 41;
    f.results = hn_results_new(f.types, 2, f.events);
    return f;
}

static void
fixture_free(Fixture *f)
{
    hn_results_free(f->results);
    g_free(f->types);
    hn_events_free(f->events);
    for (guint i = 0; i < 2; i++) {
        hn_crosswalk_free(f->crosswalks[i]);
        hn_entities_free(f->entities[i]);
    }
}

static void
expect(const Fixture *f, HnResultKind kind, const char *const *lines)
{
    HnResultView view = { f->results, kind };
    const gsize n = hn_results_n_rows(f->results, kind);
    gsize n_lines = 0;
    while (lines[n_lines] != NULL)
        n_lines++;
    g_assert_cmpuint(n, ==, n_lines);
    for (gsize first = 0; first <= n; first++)
        for (gsize end = first; end <= n; end++) {
            g_autoptr(GByteArray) out = g_byte_array_new();
            g_autoptr(GString) expected = g_string_new(NULL);
            hn_results_render(&view, first, end, 0, out);
            for (gsize i = first; i < end; i++)
                g_string_append_printf(expected, "%s\n", lines[i]);
            g_byte_array_append(out, (const guint8 *)"", 1);
            g_assert_cmpstr((const char *)out->data, ==, expected->str);
        }
}

static void
test_the_crosswalk_names_every_record(void)
{
    static const char *const lines[] = {
        "{\"source\":\"a\",\"record_id\":\"x\",\"entity_id\":\"e-000000059\"}",
        "{\"source\":\"b\",\"record_id\":\"\\\"2\\\"\",\"entity_id\":\"e-000000018\"}",
        "{\"source\":\"b\",\"record_id\":\"1\",\"entity_id\":\"e-000000018\"}",
        "{\"source\":\"c\",\"record_id\":\"x\",\"entity_id\":\"e-00000009A\"}",
        "{\"source\":\"d\",\"record_id\":\"7\",\"entity_id\":\"e-00000002G\"}",
        "{\"source\":\"d\",\"record_id\":\"8\",\"entity_id\":\"e-00000002G\"}",
        NULL,
    };
    Fixture f = fixture_new();
    expect(&f, HN_RESULT_CROSSWALK, lines);
    fixture_free(&f);
}

#define END(side, source, id)                                                                      \
    "\"source_dataset_" side "\":\"" source "\",\"unique_id_" side "\":\"" id "\","

static void
test_edges_carry_weights_exactly(void)
{
    static const char *const lines[] = {
        "{" END("l", "a", "x")
            END("r", "c",
                "x") "\"match_weight\":0.9999847412109375,"
                     "\"match_probability\":0.666664,\"match_key\":\"0\",\"outcome\":\"review\"}",
        "{" END("l", "b", "\\\"2\\\"") END("r", "b", "1") "\"match_weight\":3.5,"
                                                          "\"match_probability\":0.918790,\"match_"
                                                          "key\":\"0\",\"outcome\":\"match\"}",
        "{" END("l", "b", "\\\"2\\\"")
            END("r", "d",
                "7") "\"match_weight\":-0.0000152587890625,"
                     "\"match_probability\":0.499997,\"match_key\":\"12\",\"outcome\":\"review\"}",
        "{" END("l", "d", "7")
            END("r", "d",
                "8") "\"match_weight\":1.0,"
                     "\"match_probability\":0.666667,\"match_key\":\"1\",\"outcome\":\"match\"}",
        NULL,
    };
    Fixture f = fixture_new();
    expect(&f, HN_RESULT_EDGES, lines);
    fixture_free(&f);
}

static void
test_changes_tell_events(void)
{
    char v40[HN_ENTITY_ID_CHARS + 1], v41[HN_ENTITY_ID_CHARS + 1], d33[HN_ENTITY_ID_CHARS + 1];
    hn_entity_id_format('v', 40, v40);
    hn_entity_id_format('v', 41, v41);
    hn_entity_id_format('d', 33, d33);
    g_autofree char *first =
        g_strdup_printf("{\"event_id\":\"%s\",\"change\":\"merged\",\"entity_id\":\"e-000000018\","
                        "\"other_entity_id\":\"e-00000003R\",\"decision_id\":\"%s\",\"records\":["
                        "{\"source\":\"b\",\"record_id\":\"\\\"2\\\"\"},{\"source\":\"d\",\"record_"
                        "id\":\"ngày\\n\"}]}",
                        v40, d33);
    g_autofree char *second =
        g_strdup_printf("{\"event_id\":\"%s\",\"change\":\"updated\",\"entity_id\":"
                        "\"e-00000002G\",\"records\":[]}",
                        v41);
    const char *const lines[] = { first, second, NULL };
    Fixture f = fixture_new();
    expect(&f, HN_RESULT_CHANGES, lines);
    g_autoptr(HnResults) without = hn_results_new(f.types, 2, NULL);
    g_assert_cmpuint(hn_results_n_rows(without, HN_RESULT_CHANGES), ==, 0);
    fixture_free(&f);
}

static void
test_cases_name_both_ends(void)
{
    static const char *const lines[] = {
        "{\"case_id\":\"c-00000003R\",\"kind\":\"review\",\"entity_type\":\"person\","
        "\"entity_id_l\":\"e-000000018\",\"entity_id_r\":\"e-00000002G\"," END(
            "l", "b", "\\\"2\\\"") END("r", "d", "7") "\"match_weight\":-0.0000152587890625,"
                                                      "\"match_probability\":0.499997,\"edges\":4}",
        "{\"case_id\":\"c-000000018\",\"kind\":\"cut\",\"entity_type\":\"shop\","
        "\"entity_id_l\":\"e-000000059\",\"entity_id_r\":\"e-00000009A\"," END("l", "a", "x")
            END("r", "c", "x") "\"match_weight\":1.0,"
                               "\"match_probability\":0.666667,\"edges\":1}",
        NULL,
    };
    Fixture f = fixture_new();
    expect(&f, HN_RESULT_CASES, lines);
    fixture_free(&f);
}

static void
test_no_records_give_no_lines(void)
{
    static const HnEdges no_edges = { 0, NULL };
    static const HnCases no_cases = { 0, NULL };
    g_autoptr(HnCrosswalk) crosswalk = hn_small_crosswalk("");
    g_autoptr(HnEntities) entities = hn_small_entities("");
    const HnResultType type = { &person, crosswalk, entities, &no_edges, &no_cases, 0 };
    g_autoptr(HnResults) results = hn_results_new(&type, 1, NULL);
    for (guint kind = 0; kind < HN_RESULT_KINDS; kind++)
        g_assert_cmpuint(hn_results_n_rows(results, (HnResultKind)kind), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/publish/results/" #what, test_##what)
    ADD(the_crosswalk_names_every_record);
    ADD(edges_carry_weights_exactly);
    ADD(changes_tell_events);
    ADD(cases_name_both_ends);
    ADD(no_records_give_no_lines);
    return g_test_run();
}
