/* Goal: the component of a record is all that a decision about it can move, and nothing else. */
#include "linker/live_graph.h"

#include "tests/reference/small_state.h"

#define MATCH 10
#define REVIEW 3

typedef struct {
    HnCrosswalk *crosswalk;
    HnLiveGraph *graph;
} Fixture;

static HnEdge edge_list[] = {
    { 0, 1, MATCH, 0 }, { 1, 2, MATCH + 1, 0 }, { 2, 3, REVIEW, 0 }, { 5, 6, MATCH, 0 }
};

static const HnEdges edges = { G_N_ELEMENTS(edge_list), edge_list };

static Fixture
fixture_new(const char *crosswalk)
{
    Fixture fixture = { .crosswalk = hn_small_crosswalk(crosswalk) };
    fixture.graph = hn_live_graph_new(fixture.crosswalk, &edges, MATCH);
    return fixture;
}

static void
fixture_free(Fixture *fixture)
{
    hn_live_graph_free(fixture->graph);
    hn_crosswalk_free(fixture->crosswalk);
}

static char *
component(Fixture *fixture, guint32 row, const HnConstraint *constraints, gsize n)
{
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_array_append_val(rows, row);
    if (!hn_live_graph_component(fixture->graph, constraints, n, 100, rows))
        return NULL;
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < rows->len; i++)
        g_string_append_printf(text, "%s%u", i == 0 ? "" : " ", g_array_index(rows, guint32, i));
    return g_string_free(text, FALSE);
}

#define assert_component(fixture, row, constraints, n, expected)                                   \
    do {                                                                                           \
        g_autofree char *text_ = component(fixture, row, constraints, n);                          \
        g_assert_cmpstr(text_, ==, expected);                                                      \
    } while (0)

static void
test_match_edges_and_entities_hold_together(void)
{
    /* 3 and 4 are one entity without an edge; a review edge joins nothing. */
    Fixture fixture = fixture_new("a:0=1 a:1=1 a:2=1 a:3=4 b:4=4 b:5=5 b:6=5 c:7=9");
    for (guint i = 0; i < 2; i++) { /* the scratch is clean after a search */
        assert_component(&fixture, 0, NULL, 0, "0 1 2");
        assert_component(&fixture, 2, NULL, 0, "0 1 2");
        assert_component(&fixture, 4, NULL, 0, "3 4");
        assert_component(&fixture, 7, NULL, 0, "7");
    }
    fixture_free(&fixture);
}

static void
test_decisions_hold_together(void)
{
    Fixture fixture = fixture_new("a:0=1 a:1=1 a:2=1 a:3=4 b:4=4 b:5=5 b:6=5 c:7=9");
    static const guint32 some[] = { 2, 7 }, others[] = { 3, 7 }, apart[] = { 0 };
    const HnConstraint constraints[] = {
        { .kind = HN_CONSTRAINT_SAME, .n_rows = { 2 }, .rows = { others } },
        { .kind = HN_CONSTRAINT_SAME, .n_rows = { 2 }, .rows = { some } },
        { .kind = HN_CONSTRAINT_DIFFERENT, .n_rows = { 1, 1 }, .rows = { apart, &apart[0] } },
    };
    assert_component(&fixture, 0, constraints, 3, "0 1 2 3 4 7");
    assert_component(&fixture, 5, constraints, 3, "5 6");
    fixture_free(&fixture);
}

static void
test_moved_rows_are_found_where_they_are(void)
{
    Fixture fixture = fixture_new("a:0=1 a:1=1 a:2=1 a:3=4 b:4=4 b:5=5 b:6=5 c:7=9");
    fixture.crosswalk->entity_of[7] = 4;
    hn_live_graph_moved(fixture.graph, 7);
    fixture.crosswalk->entity_of[4] = 9;
    hn_live_graph_moved(fixture.graph, 4);
    hn_live_graph_moved(fixture.graph, 4);
    assert_component(&fixture, 3, NULL, 0, "3 7");
    assert_component(&fixture, 4, NULL, 0, "4");
    fixture_free(&fixture);
}

static void
test_a_limit_is_told(void)
{
    Fixture fixture = fixture_new("a:0=1 a:1=1 a:2=1 a:3=4 b:4=4 b:5=5 b:6=5 c:7=9");
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(guint32));
    const guint32 row = 0;
    g_array_append_val(rows, row);
    g_assert_false(hn_live_graph_component(fixture.graph, NULL, 0, 2, rows));
    assert_component(&fixture, 0, NULL, 0, "0 1 2");
    fixture_free(&fixture);
}

static void
test_edges_get_local_numbers(void)
{
    Fixture fixture = fixture_new("a:0=1 a:1=1 a:2=1 a:3=4 b:4=4 b:5=5 b:6=5 c:7=9");
    const guint32 rows[] = { 1, 2, 3, 5, 6 };
    gsize n = 0;
    g_autofree HnEdge *local = hn_live_graph_edges(fixture.graph, rows, 5, &n);
    g_assert_cmpuint(n, ==, 3); /* the light one too: it speaks for its groups */
    g_assert_cmpuint(local[0].a, ==, 0);
    g_assert_cmpuint(local[0].b, ==, 1);
    g_assert_cmpint(local[0].weight_units, ==, MATCH + 1);
    g_assert_cmpuint(local[1].a, ==, 1);
    g_assert_cmpint(local[1].weight_units, ==, REVIEW);
    g_assert_cmpuint(local[2].a, ==, 3);
    g_assert_cmpuint(local[2].b, ==, 4);
    fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/live_graph/match_edges_and_entities_hold_together",
                    test_match_edges_and_entities_hold_together);
    g_test_add_func("/linker/live_graph/decisions_hold_together", test_decisions_hold_together);
    g_test_add_func("/linker/live_graph/moved_rows_are_found_where_they_are",
                    test_moved_rows_are_found_where_they_are);
    g_test_add_func("/linker/live_graph/a_limit_is_told", test_a_limit_is_told);
    g_test_add_func("/linker/live_graph/edges_get_local_numbers", test_edges_get_local_numbers);
    return g_test_run();
}
