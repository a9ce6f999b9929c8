/* Goal: who could be several is none of them for sure, and a record has one partner at most. */
#include "linker/rival_partners.h"

#define BIT HN_WEIGHT_UNITS_PER_BIT
#define OF(p) ((guint32)(65536 * (p) + 0.5))

/* 0 and 1 are of source 0; 2, 3 and 4 of source 1. */
static const guint32 source_of[] = { 0, 0, 1, 1, 1 };
static HnEdge list[] = { { 0, 1, 9 * BIT, 0 },
                         { 0, 2, 3 * BIT, 0 },
                         { 0, 3, 2 * BIT, 0 },
                         { 1, 3, 1 * BIT, 0 },
                         { 1, 4, 0, 0 } };
enum { EDGES = G_N_ELEMENTS(list) };

typedef struct {
    guint32 together[EDGES], expected[EDGES], least[EDGES];
} Shares;

static Shares
shares_of(guint8 first_source, guint8 second_source, const HnWeightShift *shift)
{
    const HnWeightShift none = { 0 };
    const guint8 flags[] = { first_source, second_source };
    const HnEdges edges = { EDGES, list };
    const HnRivalInput input = { 5, 2, source_of, flags, &edges, shift == NULL ? &none : shift };
    Shares shares;
    hn_rival_partners_find(&input, shares.together, shares.expected, shares.least);
    return shares;
}

static void
test_rivals_of_both_ends(void)
{
    const Shares shares = shares_of(1, 1, NULL);
    g_assert_cmpuint(shares.together[0], ==, 0); /* two of one source */
    g_assert_cmpuint(shares.expected[0], ==, 0);
    g_assert_cmpuint(shares.together[1], ==, OF(8.0 / (1 + 8 + 4)));
    g_assert_cmpuint(shares.together[2], ==, OF(4.0 / (1 + 4 + 8 + 2)));
    g_assert_cmpuint(shares.expected[2], ==, (OF(4.0 / 13) + OF(4.0 / 7)) / 2);
    g_assert_cmpuint(shares.least[2], ==, OF(4.0 / 13));
    g_assert_cmpuint(shares.together[4], ==, OF(1.0 / (1 + 1 + 2)));
}

/* What is expected of a record, one half from each end, is less than one partner. */
static void
test_one_partner_at_most(void)
{
    const Shares shares = shares_of(1, 1, NULL);
    guint64 all = 0;
    for (guint i = 0; i < EDGES; i++)
        all += shares.expected[i];
    g_assert_cmpuint(all, <, 2 * 65536 + 65536 / 2);
}

/* Where the first source may hold an entity twice, records of the second do not compete for it. */
static void
test_only_flagged_sources_limit(void)
{
    const Shares shares = shares_of(0, 1, NULL);
    g_assert_cmpuint(shares.together[0], ==, OF(512.0 / 513));
    g_assert_cmpuint(shares.together[2], ==, OF(4.0 / (1 + 4 + 8)));
    g_assert_cmpuint(shares.expected[2], ==, shares.together[2]);
    const Shares free = shares_of(0, 0, NULL);
    g_assert_cmpuint(free.together[2], ==, OF(4.0 / 5));
}

static void
test_weights_are_shifted(void)
{
    HnWeightShift shift = { 0 };
    shift.units[hn_shift_bin(3 * BIT)] = -2 * BIT;
    const Shares shares = shares_of(1, 1, &shift);
    g_assert_cmpuint(shares.together[1], ==, OF(2.0 / (1 + 2 + 4)));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/rival_partners/" #what, test_##what)
    ADD(rivals_of_both_ends);
    ADD(one_partner_at_most);
    ADD(only_flagged_sources_limit);
    ADD(weights_are_shifted);
    return g_test_run();
}
