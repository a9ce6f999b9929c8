/* Goal: who could be several is none of them for sure, a record has one partner at most, and who
 * has a better partner elsewhere is no rival. */
#include "linker/rival_partners.h"

#include "base/rng.h"

#define BIT HN_WEIGHT_UNITS_PER_BIT
#define OF(p) ((guint32)(65536 * (p) + 0.5))
#define CLOSE 2u /* of 65536: messages settle, they do not arrive */
#define EDGES_MAX 12u

static void
find(HnEdge *list, gsize n, const guint32 *source_of, guint32 n_rows, const guint8 *flags,
     const HnWeightShift *shift, guint32 *ret)
{
    const HnWeightShift none = { 0 };
    const HnEdges edges = { n, list };
    const HnRivalInput input = {
        n_rows, 3, source_of, flags, &edges, shift == NULL ? &none : shift
    };
    hn_rival_partners_find(&input, ret);
}

/* ---- reference: all sets of pairs in which nobody has two partners in such a source ---- */

static gboolean
share_a_limit(const HnEdge *x, const HnEdge *y, const guint32 *source_of, const guint8 *flags)
{
    const guint32 of_x[] = { x->a, x->b }, of_y[] = { y->a, y->b };
    for (guint i = 0; i < 2; i++)
        for (guint k = 0; k < 2; k++)
            if (of_x[i] == of_y[k] && source_of[of_x[1 - i]] == source_of[of_y[1 - k]] &&
                flags[source_of[of_x[1 - i]]])
                return TRUE;
    return FALSE;
}

static void
weigh_all_sets(const HnEdge *list, guint n, const guint32 *source_of, const guint8 *flags,
               double *ret)
{
    double total = 0, with[EDGES_MAX] = { 0 };
    for (guint set = 0; set < 1u << n; set++) {
        double weight = 1;
        for (guint i = 0; i < n; i++) {
            if ((set >> i & 1) == 0)
                continue;
            weight *= hn_exp2((double)list[i].weight_units / BIT);
            for (guint k = 0; k < i; k++)
                if ((set >> k & 1) != 0 && share_a_limit(&list[i], &list[k], source_of, flags))
                    weight = 0;
        }
        total += weight;
        for (guint i = 0; i < n; i++)
            with[i] += (set >> i & 1) != 0 ? weight : 0;
    }
    for (guint i = 0; i < n; i++)
        ret[i] = with[i] / total;
}

/* The largest difference to the reference, of any pair. */
static double
off_by(HnEdge *list, guint n, const guint32 *source_of, guint32 n_rows, const guint8 *flags)
{
    guint32 found[EDGES_MAX];
    double exact[EDGES_MAX], most = 0;
    find(list, n, source_of, n_rows, flags, NULL, found);
    weigh_all_sets(list, n, source_of, flags, exact);
    for (guint i = 0; i < n; i++)
        most = MAX(most, ABS((double)found[i] - 65536 * exact[i]));
    return most;
}

/* ---- without rings it is exact ---- */

static const guint32 two_sources[] = { 0, 0, 1, 1, 1 };
static const guint8 all_once[] = { 1, 1, 1 };
static HnEdge tree[] = {
    { 0, 2, 3 * BIT, 0 }, { 0, 3, 2 * BIT, 0 }, { 1, 3, 1 * BIT, 0 }, { 1, 4, 0, 0 }
};

static void
test_exact_without_rings(void)
{
    g_assert_cmpfloat(off_by(tree, G_N_ELEMENTS(tree), two_sources, 5, all_once), <=, CLOSE);
}

/* Of 0 and 1 each wants 3; but 0 has 2, far better. */
static void
test_rival_with_a_better_partner_is_none(void)
{
    HnEdge list[] = { { 0, 2, 20 * BIT, 0 }, { 0, 3, 4 * BIT, 0 }, { 1, 3, 4 * BIT, 0 } };
    guint32 found[3];
    find(list, 3, two_sources, 5, all_once, NULL, found);
    g_assert_cmpuint(found[0], >, OF(0.999));
    g_assert_cmpuint(found[1], <, OF(0.001));
    g_assert_cmpuint(ABS((gint32)found[2] - (gint32)OF(16.0 / 17)), <=, 16);
}

/* Where a source may hold an entity twice, nobody competes for its records. */
static void
test_only_flagged_sources_limit(void)
{
    const guint8 second[] = { 0, 1, 0 }, none[] = { 0, 0, 0 };
    guint32 found[G_N_ELEMENTS(tree)];
    find(tree, G_N_ELEMENTS(tree), two_sources, 5, second, NULL, found);
    g_assert_cmpuint(ABS((gint32)found[0] - (gint32)OF(8.0 / (1 + 8 + 4))), <=, CLOSE);
    g_assert_cmpuint(ABS((gint32)found[3] - (gint32)OF(1.0 / (1 + 1 + 2))), <=, CLOSE);
    find(tree, G_N_ELEMENTS(tree), two_sources, 5, none, NULL, found);
    g_assert_cmpuint(found[0], ==, OF(8.0 / 9));
    g_assert_cmpfloat(off_by(tree, G_N_ELEMENTS(tree), two_sources, 5, second), <=, CLOSE);
}

/* A record may have a partner in each source; pairs of one that holds an entity twice are free. */
static void
test_each_source_has_its_own_limit(void)
{
    const guint32 source_of[] = { 0, 1, 1, 2, 2 };
    const guint8 flags[] = { 1, 1, 0 };
    HnEdge list[] = { { 0, 1, 2 * BIT, 0 }, { 0, 2, 2 * BIT, 0 },  { 0, 3, 2 * BIT, 0 },
                      { 0, 4, 2 * BIT, 0 }, { 2, 4, -1 * BIT, 0 }, { 3, 4, 5 * BIT, 0 } };
    g_assert_cmpfloat(off_by(list, G_N_ELEMENTS(list), source_of, 5, flags), <=, CLOSE);
    guint32 found[G_N_ELEMENTS(list)];
    find(list, G_N_ELEMENTS(list), source_of, 5, flags, NULL, found);
    g_assert_cmpuint(found[2], ==, OF(4.0 / 5));
    g_assert_cmpuint(found[5], ==, OF(32.0 / 33));
}

/* ---- with rings it is near ---- */

static void
test_near_with_rings(void)
{
    const guint32 source_of[] = { 0, 0, 0, 1, 1, 1 };
    double sum = 0;
    for (guint seed = 0; seed < 50; seed++) {
        HnRng rng = hn_rng_seed(seed, 1);
        HnEdge list[9];
        for (guint32 i = 0; i < 9; i++)
            list[i] = (HnEdge){ i / 3, 3 + i % 3, ((gint32)hn_rng_below(&rng, 16) - 8) * BIT, 0 };
        guint32 found[9], of_row[6] = { 0 };
        find(list, 9, source_of, 6, all_once, NULL, found);
        for (guint i = 0; i < 9; i++) {
            of_row[list[i].a] += found[i];
            of_row[list[i].b] += found[i];
        }
        for (guint row = 0; row < 6; row++)
            g_assert_cmpuint(of_row[row], <=, OF(1.02)); /* one partner at most */
        const double most = off_by(list, 9, source_of, 6, all_once);
        g_assert_cmpfloat(most, <=, OF(0.2));
        sum += most;
    }
    g_assert_cmpfloat(sum, <=, 50 * OF(0.05));
}

static void
test_weights_are_shifted(void)
{
    const guint8 none[] = { 0, 0, 0 };
    HnWeightShift shift = { 0 };
    guint32 found[G_N_ELEMENTS(tree)];
    shift.units[hn_shift_bin(3 * BIT)] = -2 * BIT;
    find(tree, G_N_ELEMENTS(tree), two_sources, 5, none, &shift, found);
    g_assert_cmpuint(found[0], ==, OF(2.0 / 3));
    g_assert_cmpuint(found[1], ==, OF(4.0 / 5));
}

/* Of sixty pairs that are sure, and forty records that each have two candidates nearly alike: all
 * are chosen back, and so are no even bet. */
static void
test_who_is_chosen_back_is_more_than_odds_say(void)
{
    g_autofree HnEdge *list = g_new(HnEdge, 200);
    g_autofree guint32 *source_of = g_new0(guint32, 200);
    guint32 found[200];
    gsize n = 0;
    for (guint32 row = 100; row < 200; row++)
        source_of[row] = 1;
    for (guint32 row = 0; row < 60; row++) {
        const guint32 next = (row + 1) % 60, ends[] = { MIN(row, next), MAX(row, next) };
        const gboolean is_own_first = ends[0] == row;
        list[n++] = (HnEdge){ row, 100 + ends[0], (is_own_first ? 10 : 3) * BIT, 0 };
        list[n++] = (HnEdge){ row, 100 + ends[1], (is_own_first ? 3 : 10) * BIT, 0 };
    }
    const gsize first = n;
    for (guint32 row = 60; row < 100; row++) {
        list[n++] = (HnEdge){ row, 100 + row, 2 * BIT, 0 };
        if (row < 99)
            list[n++] = (HnEdge){ row, 101 + row, 7 * BIT / 4, 0 };
    }
    find(list, n, source_of, 200, all_once, NULL, found);
    g_assert_cmpuint(found[0], >, OF(0.99));
    g_assert_cmpuint(found[first + 20], >, OF(0.9));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/rival_partners/" #what, test_##what)
    ADD(exact_without_rings);
    ADD(rival_with_a_better_partner_is_none);
    ADD(only_flagged_sources_limit);
    ADD(each_source_has_its_own_limit);
    ADD(near_with_rings);
    ADD(weights_are_shifted);
    ADD(who_is_chosen_back_is_more_than_odds_say);
    return g_test_run();
}
