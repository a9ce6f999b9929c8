#include "linker/cross_support.h"

#include <math.h>

#include "base/hash.h"
#include "records/match_weight.h"

#define ONE 65536.0
#define STEPS_PER_BIT 8 /* a step changes a probability by at most .022 */
#define BITS_MAX 16
#define UNSEEN_PAIRS 10      /* pairs without an edge that weigh like one that disagrees */
#define STANDARD_ERRORS 0.84 /* four out of five such means lie above that limit */

/* Edges between two groups, or a free slot of the table. */
typedef struct {
    guint64 groups; /* smaller << 32 | larger, + 1; 0 = free, 1 << 63 = was moved away */
    guint64 probability;
    guint32 n_edges;
} Between;
#define MOVED (G_GUINT64_CONSTANT(1) << 63)

/* Rows of a source in a group. */
typedef struct {
    guint32 source, n_rows;
} OfSource;

struct _HnCrossSupport {
    guint32 n_groups;
    guint n_sources;
    guint8 *meets;       /* NULL: all may be compared */
    GArray **of_sources; /* [n_groups] OfSource ascending by source; with meets, else NULL */
    guint32 *into;       /* [n_groups] the group it went into; itself: it stands */
    guint32 *n_rows;     /* [n_groups] */
    GArray **neighbours; /* [n_groups] guint32, names may be old ones; NULL = none */
    Between *between;
    gsize mask, n_used;
    guint32 probabilities[2 * BITS_MAX * STEPS_PER_BIT + 1];
};

static void
know_sources(HnCrossSupport *support, const HnRowsMeet *meet)
{
    support->n_sources = meet->n_sources;
    support->meets = g_memdup2(meet->meets, (gsize)meet->n_sources * meet->n_sources);
    support->of_sources = g_new(GArray *, (gsize)support->n_groups + 1);
    for (guint32 i = 0; i < support->n_groups; i++) {
        const OfSource one = { meet->source_of[i], 1 };
        support->of_sources[i] = g_array_sized_new(FALSE, FALSE, sizeof(OfSource), 1);
        g_array_append_val(support->of_sources[i], one);
    }
}

HnCrossSupport *
hn_cross_support_new(guint32 n_groups, const HnRowsMeet *meet)
{
    HnCrossSupport *support = g_new0(HnCrossSupport, 1);
    support->n_groups = n_groups;
    if (meet != NULL && meet->meets != NULL)
        know_sources(support, meet);
    support->into = g_new(guint32, (gsize)n_groups + 1);
    support->n_rows = g_new(guint32, (gsize)n_groups + 1);
    support->neighbours = g_new0(GArray *, (gsize)n_groups + 1);
    for (guint32 i = 0; i < n_groups; i++) {
        support->into[i] = i;
        support->n_rows[i] = 1;
    }
    support->mask = 255;
    support->between = g_new0(Between, support->mask + 1);
    for (gint i = 0; i <= 2 * BITS_MAX * STEPS_PER_BIT; i++) {
        const gint32 units =
            i * (HN_WEIGHT_UNITS_PER_BIT / STEPS_PER_BIT) - BITS_MAX * HN_WEIGHT_UNITS_PER_BIT;
        support->probabilities[i] = (guint32)(ONE * hn_match_probability(units) + 0.5);
    }
    return support;
}

void
hn_cross_support_free(HnCrossSupport *support)
{
    if (support == NULL)
        return;
    for (guint32 i = 0; i < support->n_groups; i++) {
        if (support->neighbours[i] != NULL)
            g_array_unref(support->neighbours[i]);
    }
    for (guint32 i = 0; support->of_sources != NULL && i < support->n_groups; i++)
        g_clear_pointer(&support->of_sources[i], g_array_unref);
    g_free(support->of_sources);
    g_free(support->meets);
    g_free(support->neighbours);
    g_free(support->into);
    g_free(support->n_rows);
    g_free(support->between);
    g_free(support);
}

guint32
hn_cross_probability(const HnCrossSupport *support, gint32 weight_units)
{
    const gint32 step = HN_WEIGHT_UNITS_PER_BIT / STEPS_PER_BIT;
    const gint32 limit = BITS_MAX * HN_WEIGHT_UNITS_PER_BIT;
    const gint32 units = CLAMP(weight_units, -limit, limit) + limit;
    return support->probabilities[(units + step / 2) / step];
}

static guint32
group_of(HnCrossSupport *support, guint32 row)
{
    while (support->into[row] != row) {
        support->into[row] = support->into[support->into[row]];
        row = support->into[row];
    }
    return row;
}

static guint64
name_of(guint32 a, guint32 b)
{
    return ((guint64)MIN(a, b) << 32 | MAX(a, b)) + 1;
}

/* The place of @groups, or the free one where it belongs. */
static Between *
find(const HnCrossSupport *support, guint64 groups)
{
    gsize slot = hn_hash_mix(groups) & support->mask;
    while (support->between[slot].groups != 0 && support->between[slot].groups != groups)
        slot = (slot + 1) & support->mask;
    return &support->between[slot];
}

static void
grow(HnCrossSupport *support)
{
    Between *old = support->between;
    const gsize n_old = support->mask + 1;
    support->mask = 2 * support->mask + 1;
    support->n_used = 0;
    support->between = g_new0(Between, support->mask + 1);
    for (gsize i = 0; i < n_old; i++) {
        if (old[i].groups == 0 || old[i].groups == MOVED)
            continue;
        *find(support, old[i].groups) = old[i];
        support->n_used++;
    }
    g_free(old);
}

static void
list_neighbour(HnCrossSupport *support, guint32 group, guint32 neighbour)
{
    if (support->neighbours[group] == NULL)
        support->neighbours[group] = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_array_append_val(support->neighbours[group], neighbour);
}

/* TRUE: the two had no edge before. */
static gboolean
add(HnCrossSupport *support, guint32 a, guint32 b, guint64 probability, guint32 n_edges)
{
    Between *between = find(support, name_of(a, b));
    const gboolean is_new = between->groups == 0;
    between->groups = name_of(a, b);
    between->probability += probability;
    between->n_edges += n_edges;
    support->n_used += is_new ? 1 : 0;
    if (support->n_used * 2 > support->mask)
        grow(support);
    return is_new;
}

void
hn_cross_support_add(HnCrossSupport *support, guint32 a, guint32 b, gint32 weight_units)
{
    if (!add(support, a, b, hn_cross_probability(support, weight_units), 1))
        return;
    list_neighbour(support, a, b);
    list_neighbour(support, b, a);
}

/* What a mean of pairs with @n_rows rows on one side says at least. In 1/65536. */
static guint32
lower_limit(guint64 mean, guint64 n_rows)
{
    const double m = (double)mean / ONE;
    const double limit = m - STANDARD_ERRORS * sqrt(m * (1 - m) / (double)n_rows);
    return limit <= 0 ? 0 : (guint32)(ONE * limit);
}

guint32
hn_cross_probability_enough(const HnCrossSupport *support, guint32 support_min)
{
    guint i = 2 * BITS_MAX * STEPS_PER_BIT;
    while (i > 0 && lower_limit(support->probabilities[i - 1], 2) >= support_min)
        i--;
    return support->probabilities[i];
}

/* What of two groups may be compared: rows that have a partner, and pairs. */
typedef struct {
    guint64 n_a, n_b, n_pairs;
} Comparable;

/* Rows of @a that may be compared with some of @b; adds the pairs. */
static guint64
rows_with_partner(const HnCrossSupport *support, guint32 a, guint32 b, guint64 *n_pairs)
{
    const GArray *of_a = support->of_sources[a], *of_b = support->of_sources[b];
    guint64 n_rows = 0;
    for (guint i = 0; i < of_a->len; i++) {
        const OfSource *one = &g_array_index(of_a, OfSource, i);
        guint64 n_partners = 0;
        for (guint k = 0; k < of_b->len; k++) {
            const OfSource *other = &g_array_index(of_b, OfSource, k);
            if (support->meets[(gsize)one->source * support->n_sources + other->source] ==
                HN_MEET_COMPARE)
                n_partners += other->n_rows;
        }
        n_rows += n_partners > 0 ? one->n_rows : 0;
        *n_pairs += one->n_rows * n_partners;
    }
    return n_rows;
}

static Comparable
comparable(const HnCrossSupport *support, guint32 a, guint32 b)
{
    const guint64 n_a = support->n_rows[a], n_b = support->n_rows[b];
    Comparable both = { n_a, n_b, n_a * n_b };
    guint64 again = 0;
    if (support->of_sources == NULL)
        return both;
    both.n_pairs = 0;
    both.n_a = rows_with_partner(support, a, b, &both.n_pairs);
    both.n_b = rows_with_partner(support, b, a, &again);
    return both;
}

guint32
hn_cross_support_between(HnCrossSupport *support, guint32 a, guint32 b)
{
    a = group_of(support, a);
    b = group_of(support, b);
    g_assert(a != b);
    const Between *between = find(support, name_of(a, b));
    if (between->groups == 0)
        return 0;
    const Comparable both = comparable(support, a, b);
    const guint64 n_expected = MIN(both.n_pairs, HN_CROSS_REACH * MAX(both.n_a, both.n_b));
    const guint64 n_unseen = n_expected > between->n_edges ? n_expected - between->n_edges : 0;
    const guint64 mean =
        between->probability * UNSEEN_PAIRS / ((guint64)between->n_edges * UNSEEN_PAIRS + n_unseen);
    return both.n_a <= 1 && both.n_b <= 1 ? (guint32)mean
                                          : lower_limit(mean, MAX(both.n_a, both.n_b));
}

static guint
n_neighbours(const HnCrossSupport *support, guint32 group)
{
    return support->neighbours[group] == NULL ? 0 : support->neighbours[group]->len;
}

static void
merge_sources(HnCrossSupport *support, guint32 into, guint32 from)
{
    g_autoptr(GArray) a = g_steal_pointer(&support->of_sources[into]);
    g_autoptr(GArray) b = g_steal_pointer(&support->of_sources[from]);
    GArray *merged = g_array_sized_new(FALSE, FALSE, sizeof(OfSource), a->len + b->len);
    for (guint i = 0, k = 0; i < a->len || k < b->len;) {
        const OfSource end = { G_MAXUINT32, 0 };
        const OfSource x = i < a->len ? g_array_index(a, OfSource, i) : end;
        const OfSource y = k < b->len ? g_array_index(b, OfSource, k) : end;
        const guint32 source = MIN(x.source, y.source);
        const OfSource one = { source, (x.source == source ? x.n_rows : 0) +
                                           (y.source == source ? y.n_rows : 0) };
        g_array_append_val(merged, one);
        i += x.source == source ? 1 : 0;
        k += y.source == source ? 1 : 0;
    }
    support->of_sources[into] = merged;
}

void
hn_cross_support_merge(HnCrossSupport *support, guint32 a, guint32 b)
{
    a = group_of(support, a);
    b = group_of(support, b);
    g_assert(a != b);
    if (n_neighbours(support, a) < n_neighbours(support, b)) {
        const guint32 larger = b;
        b = a;
        a = larger;
    }
    support->into[b] = a;
    support->n_rows[a] += support->n_rows[b];
    if (support->of_sources != NULL)
        merge_sources(support, a, b);
    g_autoptr(GArray) moving = g_steal_pointer(&support->neighbours[b]);
    for (guint i = 0; moving != NULL && i < moving->len; i++) {
        const guint32 neighbour = group_of(support, g_array_index(moving, guint32, i));
        if (neighbour == a)
            continue;
        Between *between = find(support, name_of(b, neighbour));
        if (between->groups == 0) /* listed twice under names that are one by now */
            continue;
        const Between moved = *between;
        *between = (Between){ .groups = MOVED };
        if (add(support, a, neighbour, moved.probability, moved.n_edges)) {
            list_neighbour(support, a, neighbour);
            list_neighbour(support, neighbour, a);
        }
    }
}
