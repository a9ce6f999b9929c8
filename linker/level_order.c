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

/* Where nearly all values are one, chance makes what u of disagreeing there is. */
static void
hold_back_else(const HnComparison *comparison, const double *m, double *u)
{
    const guint last = comparison->n_levels - 1;
    double others = 0;
    for (guint level = 0; level < last; level++)
        others += u[level];
    if (comparison->levels[last].kind != HN_LEVEL_ELSE || u[last] >= m[last] ||
        others + u[last] <= m[last])
        return;
    const double kept = (others + u[last] - m[last]) / others;
    for (guint level = 0; level < last; level++)
        u[level] *= kept;
    u[last] = m[last];
}

void
hn_level_order(const HnComparison *comparison, const double *m, double *u)
{
    guint64 done = 0; /* bit of each kind */
    G_STATIC_ASSERT(HN_LEVEL_ELSE < 64);
    for (guint first = 0; first < comparison->n_levels; first++) {
        const HnLevelKind kind = comparison->levels[first].kind;
        guint of[HN_LEVELS_MAX], n = 0;
        if (done >> kind & 1)
            continue;
        done |= (guint64)1 << kind;
        for (guint level = first; level < comparison->n_levels; level++)
            if (comparison->levels[level].kind == kind)
                of[n++] = level;
        if (n > 1)
            order_kind(of, n, m, u);
    }
    hold_back_else(comparison, m, u);
}
