/* hn_bridges_find() against the definition on random graphs, with second links of the same rows and
 * with decisions among them. */
#include "base/rng.h"
#include "insight/bridges.h"
#include "tests/reference/property_seed.h"
#include "tests/reference/reference_bridges.h"

#define ROWS_MAX 14
#define LINKS_MAX 40
#define CASES 20000
#define SEED property_seed(20261128)

typedef struct {
    guint32 n_rows;
    gsize n_links;
    HnEdge links[LINKS_MAX];
    GArray *found; /* HnBridge */
} Case;

static void
draw(HnRng *rng, Case *c)
{
    c->n_rows = 2 + (guint32)hn_rng_below(rng, ROWS_MAX - 1);
    c->n_links = hn_rng_below(rng, MIN(LINKS_MAX, 2 * c->n_rows) + 1);
    for (gsize i = 0; i < c->n_links; i++) {
        const guint32 a = (guint32)hn_rng_below(rng, c->n_rows);
        const guint32 b = (a + 1 + (guint32)hn_rng_below(rng, c->n_rows - 1)) % c->n_rows;
        /* The weight tells which link it is, so that a bridge is known again. */
        const gboolean decided = hn_rng_below(rng, 8) == 0;
        c->links[i] = (HnEdge){ MIN(a, b), MAX(a, b), decided ? HN_BRIDGE_DECIDED : (gint32)i, 0 };
    }
}

static void
take(gpointer user, const HnBridge *bridge)
{
    g_array_append_val(((Case *)user)->found, *bridge);
}

static void
check(Case *c)
{
    g_autoptr(HnBridges) bridges = hn_bridges_new(c->n_rows);
    g_array_set_size(c->found, 0);
    for (gsize i = 0; i < c->n_links; i++)
        hn_bridges_add(bridges, c->links[i].b, c->links[i].a, c->links[i].weight_units);
    hn_bridges_find(bridges, take, c);
    guint n_expected = 0;
    for (gsize i = 0; i < c->n_links; i++) {
        guint32 sides[2];
        if (!hn_reference_is_bridge(c->links, c->n_links, c->n_rows, i, sides) ||
            c->links[i].weight_units == HN_BRIDGE_DECIDED)
            continue;
        n_expected++;
        guint n_same = 0;
        for (guint k = 0; k < c->found->len; k++) {
            const HnBridge *bridge = &g_array_index(c->found, HnBridge, k);
            n_same += bridge->weight_units == (gint32)i && bridge->a == c->links[i].a &&
                      bridge->b == c->links[i].b && bridge->n_a == sides[0] &&
                      bridge->n_b == sides[1];
        }
        g_assert_cmpuint(n_same, ==, 1);
    }
    g_assert_cmpuint(c->found->len, ==, n_expected);
}

static void
test_bridges_are_those_of_the_definition(void)
{
    HnRng rng = hn_rng_seed(SEED, 0);
    Case c = { .found = g_array_new(FALSE, FALSE, sizeof(HnBridge)) };
    g_test_message("seed %" G_GUINT64_FORMAT, SEED);
    for (guint i = 0; i < CASES; i++) {
        draw(&rng, &c);
        check(&c);
    }
    g_array_unref(c.found);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/bridges/definition", test_bridges_are_those_of_the_definition);
    return g_test_run();
}
