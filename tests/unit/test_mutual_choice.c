/* Goal: a pair that both records choose is as probable as choices of its kind that are chosen back;
 * where wrong candidates have nothing better, being chosen back says less; ties and sources without
 * a limit say nothing. */
#include "linker/mutual_choice.h"

#include <math.h>

#include "base/rng.h"

#define OF(p) ((guint32)(65536 * (p) + 0.5))
#define EDGES_MAX 1000u
#define UNTOUCHED 12345u

typedef struct {
    guint n, n_limits;
    double odds[EDGES_MAX];
    guint32 first[EDGES_MAX], second[EDGES_MAX];
    guint32 found[EDGES_MAX];
} Graph;

static void
add(Graph *graph, guint32 first, guint32 second, double odds)
{
    g_assert(graph->n < EDGES_MAX);
    graph->odds[graph->n] = odds;
    graph->first[graph->n] = first;
    graph->second[graph->n] = second;
    graph->found[graph->n++] = UNTOUCHED;
}

static void
weigh(Graph *graph)
{
    const HnMutualInput input = {
        graph->n, graph->odds, { graph->first, graph->second }, graph->n_limits
    };
    hn_mutual_choice_weigh(&input, graph->found);
}

/* ---- reference: each figure of the header by a walk over all edges ---- */

static gboolean
holds(const Graph *graph, guint edge, guint32 limit)
{
    return graph->first[edge] == limit || graph->second[edge] == limit;
}

/* The @nth best edge of a limit, the best is 0; -1: there are fewer. Of equals the first comes
 * first. */
static gint
nth_best(const Graph *graph, guint32 limit, guint nth)
{
    for (guint i = 0; i < graph->n; i++) {
        guint n_before = 0;
        if (!holds(graph, i, limit))
            continue;
        for (guint k = 0; k < graph->n; k++)
            n_before += holds(graph, k, limit) && (graph->odds[k] > graph->odds[i] ||
                                                   (k < i && graph->odds[k] >= graph->odds[i]));
        if (n_before == nth)
            return (gint)i;
    }
    return -1;
}

static gint
choice(const Graph *graph, guint32 limit)
{
    if (limit == HN_NO_LIMIT)
        return -1;
    const gint best = nth_best(graph, limit, 0), next = nth_best(graph, limit, 1);
    return next >= 0 && graph->odds[next] >= graph->odds[best] ? -1 : best;
}

static gboolean
both_choose(const Graph *graph, gint edge)
{
    return choice(graph, graph->first[edge]) == edge && choice(graph, graph->second[edge]) == edge;
}

static gboolean
is_free(const Graph *graph, gint edge)
{
    return graph->first[edge] == HN_NO_LIMIT || graph->second[edge] == HN_NO_LIMIT;
}

static double
of_choice(const Graph *graph, guint32 limit)
{
    double sum = 0;
    for (guint i = 0; i < graph->n; i++)
        sum += holds(graph, i, limit) ? graph->odds[i] : 0;
    return graph->odds[nth_best(graph, limit, 0)] / (1 + sum);
}

static gint
bit_of(double p)
{
    return (gint)CLAMP(floor(log2(p / MAX(1 - p, 1e-9))), -4, 12);
}

typedef struct {
    double n, n_mutual, sum;
} Seen;

/* r and c of the header, and the choices of one bit. */
static void
count(const Graph *graph, gint bit, Seen *of_bit, Seen *sure, Seen *wrong)
{
    for (guint32 l = 0; l < graph->n_limits; l++) {
        const gint edge = choice(graph, l);
        if (edge < 0 || is_free(graph, edge))
            continue;
        const double p = of_choice(graph, l);
        const gboolean mutual = both_choose(graph, edge);
        if (bit_of(p) == bit)
            *of_bit = (Seen){ of_bit->n + 1, of_bit->n_mutual + mutual, of_bit->sum + p };
        if (p < 16.0 / 17)
            continue;
        *sure = (Seen){ sure->n + 1, sure->n_mutual + mutual, 0 };
        const gint next = nth_best(graph, l, 1);
        if (!mutual || next < 0 || is_free(graph, next))
            continue;
        const guint32 other = graph->first[next] == l ? graph->second[next] : graph->first[next];
        *wrong = (Seen){ wrong->n + 1, wrong->n_mutual + (choice(graph, other) == next), 0 };
    }
}

static double
right_of_mutual(const Graph *graph, guint32 limit)
{
    Seen of_bit = { 0 }, sure = { 0 }, wrong = { 0 };
    count(graph, bit_of(of_choice(graph, limit)), &of_bit, &sure, &wrong);
    const double r = sure.n_mutual / sure.n, c = (wrong.n_mutual + 0.5) / (wrong.n + 5);
    if (sure.n < 20 || r - c < 0.05)
        return -1;
    const double p = of_bit.sum / of_bit.n;
    const double m = (of_bit.n_mutual + 10 * (r * p + c * (1 - p))) / (of_bit.n + 10);
    return MAX(1 - c * (1 - CLAMP((m - c) / (r - c), 0, 1)) / m, 0);
}

static void
check(const Graph *graph)
{
    for (guint i = 0; i < graph->n; i++) {
        guint32 expected = UNTOUCHED;
        if (!is_free(graph, (gint)i) && both_choose(graph, (gint)i)) {
            const double a = right_of_mutual(graph, graph->first[i]);
            const double b = right_of_mutual(graph, graph->second[i]);
            expected = a < 0 ? UNTOUCHED : OF((a + b) / 2);
        }
        g_assert_cmpint(ABS((gint)graph->found[i] - (gint)expected), <=, 1);
    }
}

/* ---- */

/* Records 0 .. 59 of two sources, each sure of its partner; limits 0 .. 59 and 100 .. 159. Each
 * first one looks like its neighbour's partner, too. */
static Graph *
sixty_sure_pairs(void)
{
    Graph *graph = g_new0(Graph, 1);
    graph->n_limits = 300;
    for (guint32 i = 0; i < 60; i++) {
        add(graph, i, 100 + i, 1024);
        add(graph, i, 100 + (i + 1) % 60, 8);
    }
    return graph;
}

/* Forty of which each looks nearly as much like its neighbour's partner as like its own. */
static void
add_forty_contested(Graph *graph)
{
    for (guint32 i = 0; i < 40; i++) {
        add(graph, 60 + i, 200 + i, 4);
        add(graph, 60 + i, 200 + (i + 1) % 40, 3.5);
    }
}

static void
test_near_rivals_that_choose_back_are_right(void)
{
    g_autofree Graph *graph = sixty_sure_pairs();
    const guint first = graph->n;
    add_forty_contested(graph);
    weigh(graph);
    check(graph);
    g_assert_cmpuint(graph->found[first], >, OF(0.95)); /* beside its rivals it has .47 */
    g_assert_cmpuint(graph->found[first + 1], ==, UNTOUCHED);
}

/* What the sixty look like besides is records that have no partner: they choose back, wrongly. */
static void
test_wrong_candidates_that_have_nothing_better(void)
{
    g_autofree Graph *graph = g_new0(Graph, 1);
    graph->n_limits = 300;
    for (guint32 i = 0; i < 60; i++) {
        add(graph, i, 100 + i, 1024);
        if (i % 2 == 0)
            add(graph, i, 240 + i, 8);
    }
    const guint first = graph->n;
    add_forty_contested(graph);
    for (guint32 i = 0; i < 19; i++) /* of the same kind, and not chosen back */
        add(graph, 160 + i, 100 + i, 0.9);
    weigh(graph);
    check(graph);
    g_assert_cmpuint(graph->found[first], !=, UNTOUCHED);
}

static void
test_a_tie_is_no_choice(void)
{
    g_autofree Graph *graph = sixty_sure_pairs();
    const guint first = graph->n;
    add(graph, 60, 200, 4);
    add(graph, 60, 201, 4);
    weigh(graph);
    check(graph);
    g_assert_cmpuint(graph->found[first], ==, UNTOUCHED);
    g_assert_cmpuint(graph->found[first + 1], ==, UNTOUCHED);
}

/* Its second source may hold the entity twice: nobody there chooses. */
static void
test_who_has_no_limit_does_not_choose(void)
{
    g_autofree Graph *graph = sixty_sure_pairs();
    const guint first = graph->n;
    add(graph, 60, HN_NO_LIMIT, 4);
    add(graph, HN_NO_LIMIT, 200, 4);
    weigh(graph);
    check(graph);
    g_assert_cmpuint(graph->found[first], ==, UNTOUCHED);
    g_assert_cmpuint(graph->found[first + 1], ==, UNTOUCHED);
}

static void
test_few_sure_choices_tell_nothing(void)
{
    g_autofree Graph *graph = g_new0(Graph, 1);
    graph->n_limits = 300;
    for (guint32 i = 0; i < 9; i++)
        add(graph, i, 100 + i, 1024);
    add_forty_contested(graph);
    weigh(graph);
    for (guint i = 0; i < graph->n; i++)
        g_assert_cmpuint(graph->found[i], ==, UNTOUCHED);
}

static void
test_as_the_reference_says(void)
{
    for (guint64 seed = 0; seed < 12; seed++) {
        g_autofree Graph *graph = g_new0(Graph, 1);
        HnRng rng = hn_rng_seed(seed, 7);
        graph->n_limits = 120;
        for (guint32 i = 0; i < 60; i++)
            if (hn_rng_below(&rng, 4) > 0)
                add(graph, i, 60 + i, exp2((double)hn_rng_below(&rng, 24) / 2));
        for (guint i = 0; i < 100; i++) {
            const guint32 a = (guint32)hn_rng_below(&rng, 60);
            const guint32 b = 60 + (guint32)hn_rng_below(&rng, 60);
            const gboolean is_limited = hn_rng_below(&rng, 8) > 0;
            add(graph, a, is_limited ? b : HN_NO_LIMIT,
                exp2((double)hn_rng_below(&rng, 16) / 2 - 4));
        }
        weigh(graph);
        check(graph);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/mutual_choice/" #what, test_##what)
    ADD(near_rivals_that_choose_back_are_right);
    ADD(wrong_candidates_that_have_nothing_better);
    ADD(a_tie_is_no_choice);
    ADD(who_has_no_limit_does_not_choose);
    ADD(few_sure_choices_tell_nothing);
    ADD(as_the_reference_says);
    return g_test_run();
}
