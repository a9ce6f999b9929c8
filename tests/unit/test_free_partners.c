/* Goal: who has a match has no other, and who has none has one partner at most. */
#include "linker/free_partners.h"

#include "records/match_weight.h"

#define BIT HN_WEIGHT_UNITS_PER_BIT

static HnEdge edges[] = { { 0, 1, 5 * BIT, 0 },
                          { 1, 2, 4 * BIT, 0 },
                          { 2, 3, -BIT, 0 },
                          { 2, 4, -2 * BIT, 0 },
                          { 3, 4, -2 * BIT, 0 } };
/* 0 and 1 are one cluster. */
static const guint32 cluster_of[] = { 0, 0, 2, 3, 4, 5 };

static void
test_the_likeliest_that_is_free(void)
{
    const HnEdges all = { .n = G_N_ELEMENTS(edges), .edges = edges };
    g_autofree HnFreePartner *partners = hn_free_partners_new(6, &all, cluster_of);
    g_assert_cmpuint(partners[0].row, ==, G_MAXUINT32);
    g_assert_cmpuint(partners[1].row, ==, G_MAXUINT32);
    g_assert_cmpuint(partners[2].row, ==, 3);
    g_assert_cmpuint(partners[3].row, ==, 2);
    g_assert_cmpuint(partners[4].row, ==, 2); /* 3 is as likely: the smaller row */
    g_assert_cmpuint(partners[5].row, ==, G_MAXUINT32);
    g_assert_cmpuint(partners[2].probability, ==, 21845); /* 1/3 */
    g_assert_cmpuint(partners[4].probability, ==, 13107); /* 1/5 */
}

static void
test_no_edges(void)
{
    const HnEdges none = { .n = 0 };
    g_autofree HnFreePartner *partners = hn_free_partners_new(2, &none, cluster_of);
    g_assert_cmpuint(partners[1].row, ==, G_MAXUINT32);
    g_assert_cmpuint(partners[1].probability, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/free_partners/likeliest", test_the_likeliest_that_is_free);
    g_test_add_func("/linker/free_partners/none", test_no_edges);
    return g_test_run();
}
