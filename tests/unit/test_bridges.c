/* Goal: the links that alone hold a cluster together are found, whatever the order of the links,
 * and however deep the cluster. */
#include "insight/bridges.h"

typedef struct {
    guint n;
    HnBridge last;
} Found;

static void
take(gpointer user, const HnBridge *bridge)
{
    Found *found = user;
    found->n++;
    found->last = *bridge;
}

/* Two triangles with one link between them. */
static const guint32 links[][2] = { { 0, 1 }, { 1, 2 }, { 0, 2 }, { 2, 3 },
                                    { 3, 4 }, { 4, 5 }, { 3, 5 } };

static void
test_the_one_link_between_two_groups(void)
{
    for (guint first = 0; first < G_N_ELEMENTS(links); first++) {
        g_autoptr(HnBridges) bridges = hn_bridges_new(7); /* row 6 has no link */
        Found found = { 0 };
        for (guint i = 0; i < G_N_ELEMENTS(links); i++) {
            const guint32 *link = links[(first + i) % G_N_ELEMENTS(links)];
            hn_bridges_add(bridges, link[0], link[1], link[0] == 2 && link[1] == 3 ? 77 : 500);
        }
        hn_bridges_find(bridges, take, &found);
        g_assert_cmpuint(found.n, ==, 1);
        g_assert_cmpint(found.last.weight_units, ==, 77);
        g_assert_cmpuint(found.last.a, ==, 2);
        g_assert_cmpuint(found.last.b, ==, 3);
        g_assert_cmpuint(found.last.n_a, ==, 3);
        g_assert_cmpuint(found.last.n_b, ==, 3);
    }
}

static void
test_a_decision_beside_a_link_holds(void)
{
    g_autoptr(HnBridges) bridges = hn_bridges_new(4);
    Found found = { 0 };
    hn_bridges_add(bridges, 0, 1, 100);
    hn_bridges_add(bridges, 0, 1, HN_BRIDGE_DECIDED); /* said by a person: 0-1 holds */
    hn_bridges_add(bridges, 1, 2, HN_BRIDGE_DECIDED); /* a decision is never doubted */
    hn_bridges_add(bridges, 2, 3, 50);
    hn_bridges_find(bridges, take, &found);
    g_assert_cmpuint(found.n, ==, 1);
    g_assert_cmpuint(found.last.a, ==, 2);
    g_assert_cmpuint(found.last.n_a, ==, 3);
    g_assert_cmpuint(found.last.n_b, ==, 1);
}

/* A search that called itself would need a stack of as many frames. */
static void
test_a_chain_of_a_million(void)
{
    const guint32 n = 1000000;
    g_autoptr(HnBridges) bridges = hn_bridges_new(n);
    Found found = { 0 };
    for (guint32 row = 1; row < n; row++)
        hn_bridges_add(bridges, row - 1, row, 1);
    hn_bridges_find(bridges, take, &found);
    g_assert_cmpuint(found.n, ==, n - 1);
}

static void
test_a_ring_has_none(void)
{
    const guint32 n = 1000;
    g_autoptr(HnBridges) bridges = hn_bridges_new(n);
    Found found = { 0 };
    for (guint32 row = 0; row < n; row++)
        hn_bridges_add(bridges, row, (row + 1) % n, 1);
    hn_bridges_find(bridges, take, &found);
    g_assert_cmpuint(found.n, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/bridges/between-two-groups", test_the_one_link_between_two_groups);
    g_test_add_func("/bridges/decision", test_a_decision_beside_a_link_holds);
    g_test_add_func("/bridges/deep", test_a_chain_of_a_million);
    g_test_add_func("/bridges/ring", test_a_ring_has_none);
    return g_test_run();
}
