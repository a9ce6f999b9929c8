#include "linker/level_order.h"

typedef struct {
    double m, u;
    guint end; /* index behind its last level, among those of the kind */
} Pool;

static gboolean
says_less(const Pool *stricter, const Pool *looser)
{
    return looser->m * stricter->u > stricter->m * looser->u;
}

/* @of [n]: levels of one kind, the strictest first. */
static void
order_kind(const guint *of, guint n, const double *m, double *u)
{
    Pool pools[HN_LEVELS_MAX];
    guint n_pools = 0, pool = 0;
    for (guint i = 0; i < n; i++) {
        pools[n_pools++] = (Pool){ m[of[i]], u[of[i]], i + 1 };
        for (; n_pools > 1 && says_less(&pools[n_pools - 2], &pools[n_pools - 1]); n_pools--) {
            pools[n_pools - 2].m += pools[n_pools - 1].m;
            pools[n_pools - 2].u += pools[n_pools - 1].u;
            pools[n_pools - 2].end = i + 1;
        }
    }
    for (guint i = 0; i < n; i++) {
        pool += i == pools[pool].end ? 1 : 0;
        u[of[i]] = m[of[i]] * pools[pool].u / pools[pool].m;
    }
}

/* u of @level is at least its m, as far as the others have so much. Where nearly all values are
 * one, chance makes what u of disagreeing is; few strangers show a branch beside its firm. */
static void
hold_back(const HnComparison *comparison, guint level, const double *m, double *u)
{
    double others = 0;
    for (guint other = 0; other < comparison->n_levels; other++)
        others += other == level ? 0 : u[other];
    if (u[level] >= m[level] || others + u[level] <= m[level])
        return;
    const double kept = (others + u[level] - m[level]) / others;
    for (guint other = 0; other < comparison->n_levels; other++)
        u[other] *= other == level ? 1 : kept;
    u[level] = m[level];
}

static void
hold_back_what_tells_apart(const HnComparison *comparison, const double *m, double *u)
{
    const guint last = comparison->n_levels - 1;
    if (comparison->levels[last].kind == HN_LEVEL_ELSE)
        hold_back(comparison, last, m, u);
    /* A second time, as the first level gave to the next one of its own. */
    for (guint round = 0; round < 2; round++)
        for (guint level = 0; level < last; level++)
            if (hn_level_kind_tells_apart(comparison->levels[level].kind))
                hold_back(comparison, level, m, u);
}

void
hn_level_order(const HnComparison *comparison, const double *m, double *u)
{
    gboolean done[HN_LEVEL_ELSE + 1] = { FALSE };
    for (guint first = 0; first < comparison->n_levels; first++) {
        const HnLevelKind kind = comparison->levels[first].kind;
        guint of[HN_LEVELS_MAX], n = 0;
        if (done[kind])
            continue;
        done[kind] = TRUE;
        for (guint level = first; level < comparison->n_levels; level++)
            if (comparison->levels[level].kind == kind)
                of[n++] = level;
        if (n > 1)
            order_kind(of, n, m, u);
    }
    hold_back_what_tells_apart(comparison, m, u);
}
