/* Goal: two clusters can never be one if any record of the one never meets any of the other. */
#include "linker/never_shared.h"

#include "base/rng.h"

enum { ROWS = 40, SOURCES = 4 };

static gboolean
slowly(const guint32 *cluster_of, const HnRowsMeet *meet, guint32 a, guint32 b)
{
    for (guint32 i = 0; i < ROWS; i++)
        for (guint32 k = 0; k < ROWS; k++)
            if (cluster_of[i] == cluster_of[a] && cluster_of[k] == cluster_of[b] &&
                hn_rows_meet(meet, i, k) == HN_MEET_NEVER)
                return TRUE;
    return FALSE;
}

static void
test_like_pair_by_pair(void)
{
    guint n_shared = 0;
    for (guint64 seed = 0; seed < 30; seed++) {
        HnRng rng = hn_rng_seed(seed, 1);
        guint32 source_of[ROWS], cluster_of[ROWS];
        guint8 meets[SOURCES * SOURCES] = { 0 };
        for (guint a = 0; a < SOURCES; a++)
            for (guint b = a + 1; b < SOURCES; b++)
                meets[a * SOURCES + b] = meets[b * SOURCES + a] = (guint8)hn_rng_below(&rng, 3);
        for (guint32 row = 0; row < ROWS; row++) {
            const guint32 other = (guint32)hn_rng_below(&rng, row + 1);
            source_of[row] = (guint32)hn_rng_below(&rng, SOURCES);
            cluster_of[row] = hn_rng_below(&rng, 3) == 0 ? cluster_of[other] : row;
            if (other == row)
                cluster_of[row] = row;
        }
        const HnRowsMeet meet = { SOURCES, source_of, meets };
        g_autoptr(HnNeverShared) shared = hn_never_shared_new(cluster_of, ROWS, &meet);
        for (guint32 a = 0; a < ROWS; a++)
            for (guint32 b = 0; b < ROWS; b++) {
                const gboolean expected = slowly(cluster_of, &meet, a, b);
                g_assert_cmpint(hn_never_shared_has(shared, a, b), ==, expected);
                n_shared += expected;
            }
    }
    g_assert_cmpuint(n_shared, >, 1000);
}

static void
test_where_all_may_meet(void)
{
    const guint32 zeros[] = { 0, 0 };
    const HnRowsMeet meet = { 1, zeros, NULL };
    g_assert_null(hn_never_shared_new(zeros, 2, &meet));
    g_assert_false(hn_never_shared_has(NULL, 0, 1));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/never_shared/like_pair_by_pair", test_like_pair_by_pair);
    g_test_add_func("/linker/never_shared/where_all_may_meet", test_where_all_may_meet);
    return g_test_run();
}
