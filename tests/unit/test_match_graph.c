/* Goal: the tree, the bridges and the chains of an entity, as trying all ways finds them. */
#include "insight/match_graph.h"

#include "base/rng.h"
#include "tests/reference/property_seed.h"
#include "tests/unit/live_fixture.h"

#define BITS(n) ((n)*65536)

static LiveFixture
fixture_of(HnEdge *edges, gsize n)
{
    return live_fixture_new("a:1=5 a:2=5 a:3=5 a:4=5 a:5=5 a:6=6", "5 6", edges, n);
}

/* "0-1 7, ...": the links of a chain. (transfer full) */
static char *
chain_of(const HnMatchGraph *graph, guint32 a, guint32 b, guint32 without)
{
    GString *text = g_string_new(NULL);
    g_autoptr(GArray) chain = hn_match_graph_chain(graph, a, b, without);
    for (guint i = 0; i < chain->len; i++) {
        const HnMatchLink *link = &graph->links[g_array_index(chain, guint32, i)];
        g_string_append_printf(text, "%s%u-%u", i == 0 ? "" : " ", link->a, link->b);
    }
    return g_string_free(text, FALSE);
}

#define assert_chain(graph, a, b, without, expected)                                               \
    do {                                                                                           \
        g_autofree char *chain_ = chain_of(graph, a, b, without);                                  \
        g_assert_cmpstr(chain_, ==, expected);                                                     \
    } while (0)

static void
test_tree_grows_by_the_heaviest(void)
{
    HnEdge edges[] = { { 0, 1, BITS(9), 0 }, { 0, 2, BITS(6), 0 }, { 1, 2, BITS(8), 0 },
                       { 2, 3, BITS(7), 1 }, { 3, 4, BITS(6), 0 }, { 3, 5, BITS(2), 0 } };
    LiveFixture fixture = fixture_of(edges, G_N_ELEMENTS(edges));
    g_autoptr(HnMatchGraph) graph = hn_match_graph_new(fixture.live, 5);
    g_assert_cmpuint(graph->rows->len, ==, 5);
    g_assert_cmpuint(graph->n_links, ==, 5); /* not to the other entity */
    g_assert_cmpuint(graph->n_steps, ==, 4);
    g_assert_cmpuint(graph->n_bridges, ==, 2);
    for (guint i = 0; i < 4; i++) { /* one record after the other */
        const HnMatchStep *step = &graph->steps[i];
        g_assert_cmpuint(step->link, ==, i == 3 ? 4 : i); /* 0-2 joins nothing */
        g_assert_cmpuint(step->n_a, ==, i + 1);
        g_assert_cmpuint(step->n_b, ==, 1);
        g_assert_cmpint(step->is_bridge, ==, i >= 2);
    }
    live_fixture_free(&fixture);
}

static void
test_chains_are_strong_then_short(void)
{
    HnEdge edges[] = { { 0, 1, BITS(9), 0 }, { 0, 2, BITS(6), 0 }, { 0, 3, BITS(5), 0 },
                       { 1, 2, BITS(8), 0 }, { 1, 3, BITS(7), 0 }, { 2, 3, BITS(7), 1 } };
    LiveFixture fixture = fixture_of(edges, G_N_ELEMENTS(edges));
    g_autoptr(HnMatchGraph) graph = hn_match_graph_new(fixture.live, 5);
    assert_chain(graph, 0, 3, G_MAXUINT32, "0-1 1-3"); /* 7 bits, not the edge of 5 */
    assert_chain(graph, 3, 0, G_MAXUINT32, "1-3 0-1");
    assert_chain(graph, 0, 2, G_MAXUINT32, "0-1 1-2");
    assert_chain(graph, 0, 1, 0, "0-2 1-2"); /* without their own */
    assert_chain(graph, 0, 4, G_MAXUINT32, "");
    live_fixture_free(&fixture);
}

static void
test_decisions_are_links(void)
{
    HnEdge edges[] = { { 0, 1, BITS(9), 0 }, { 2, 3, BITS(9), 0 }, { 3, 4, BITS(8), 0 } };
    LiveFixture fixture = fixture_of(edges, G_N_ELEMENTS(edges));
    hn_live_plan_take(live_fixture_plan(&fixture, HN_DECISION_SAME, "1 2", NULL));
    live_fixture_commit(&fixture);
    live_fixture_load(&fixture);
    g_autoptr(HnMatchGraph) graph = hn_match_graph_new(fixture.live, 5);
    g_assert_cmpuint(graph->n_links, ==, 4);
    g_assert_cmpint(graph->links[0].weight_units, ==, HN_LINK_DECIDED);
    g_assert_cmpuint(graph->links[0].decision, ==, 1);
    assert_chain(graph, 0, 3, G_MAXUINT32, "0-1 1-2 2-3");
    assert_chain(graph, 0, 3, 0, "");
    live_fixture_free(&fixture);
}

/* All of the entity is still one without link @without. */
static gboolean
is_one_without(const HnMatchGraph *graph, guint32 without)
{
    guint32 seen = 1, before = 0;
    while (seen != before) {
        before = seen;
        for (guint32 i = 0; i < graph->n_links; i++) {
            const HnMatchLink *link = &graph->links[i];
            if (i != without && ((seen >> link->a | seen >> link->b) & 1))
                seen |= 1u << link->a | 1u << link->b;
        }
    }
    return seen == (1u << graph->rows->len) - 1;
}

static void
test_bridges_are_found(void)
{
    HnRng rng = hn_rng_seed(property_seed(20260301), 0);
    for (guint round = 0; round < 60; round++) {
        HnEdge edges[10];
        gsize n = 0;
        for (guint32 a = 0; a < 5; a++)
            for (guint32 b = a + 1; b < 5; b++)
                if (b == a + 1 || hn_rng_below(&rng, 4) == 0)
                    edges[n++] = (HnEdge){ a, b, BITS(5 + (gint32)hn_rng_below(&rng, 4)), 0 };
        LiveFixture fixture = fixture_of(edges, n);
        g_autoptr(HnMatchGraph) graph = hn_match_graph_new(fixture.live, 5);
        guint n_bridges = 0;
        for (guint32 i = 0; i < graph->n_steps; i++) {
            const gboolean falls_apart = !is_one_without(graph, graph->steps[i].link);
            g_assert_cmpint(graph->steps[i].is_bridge, ==, falls_apart);
            n_bridges += falls_apart ? 1 : 0;
        }
        g_assert_cmpuint(graph->n_bridges, ==, n_bridges);
        g_assert_cmpuint(graph->n_steps, ==, 4);
        live_fixture_free(&fixture);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/match_graph/tree_grows_by_the_heaviest",
                    test_tree_grows_by_the_heaviest);
    g_test_add_func("/insight/match_graph/chains_are_strong_then_short",
                    test_chains_are_strong_then_short);
    g_test_add_func("/insight/match_graph/decisions_are_links", test_decisions_are_links);
    g_test_add_func("/insight/match_graph/bridges_are_found", test_bridges_are_found);
    return g_test_run();
}
