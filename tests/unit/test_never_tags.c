/* Goal: two groups exclude each other where a row of each is of sources that never meet. */
#include "linker/never_tags.h"

#define N 4

/* Two sources never meet where @never has them; one against itself is no matter of tags. */
static void
put_matrix(const char *const *never, guint8 *ret_meets)
{
    for (guint a = 0; a < N; a++)
        for (guint b = 0; b < N; b++)
            ret_meets[a * N + b] = never[a][b] == 'n'   ? HN_MEET_NEVER
                                   : never[a][b] == 't' ? HN_MEET_THROUGH
                                                        : HN_MEET_COMPARE;
}

static void
test_groups_exclude_each_other_as_sources_do(void)
{
    static const char *const never[N] = { "n.nt", "...n", "n...", "tn.." };
    static const guint32 source_of[N] = { 0, 1, 2, 3 };
    guint8 meets[N * N];
    put_matrix(never, meets);
    const HnRowsMeet rows = { N, source_of, meets };
    g_auto(HnNeverTags) tags = { 0 };
    hn_never_tags_init(&tags, &rows);
    g_assert_cmpuint(tags.n_pairs, ==, 2);
    /* Groups N to 2 N - 1 have the same sources: one against itself excludes nobody. */
    for (guint32 first_tag = 0; first_tag <= 6; first_tag += 6) {
        g_autoptr(HnVeto) veto = hn_veto_new(2 * N, first_tag + 2 * tags.n_pairs);
        for (guint32 group = 0; group < 2 * N; group++)
            hn_never_tags_put(&tags, group % N, veto, group, first_tag);
        for (guint32 a = 0; a < 2 * N; a++)
            for (guint32 b = 0; b < 2 * N; b++)
                if (a != b)
                    g_assert_cmpint(hn_veto_forbids(veto, a, b), ==,
                                    a % N != b % N && never[a % N][b % N] == 'n');
        hn_veto_merge(veto, 0, 1);
        g_assert_true(hn_veto_forbids(veto, 0, 3)); /* by the source of 1 */
    }
}

static void
test_no_law_no_tags(void)
{
    const HnRowsMeet rows = { N, NULL, NULL };
    g_auto(HnNeverTags) tags = { 0 };
    hn_never_tags_init(&tags, &rows);
    g_assert_cmpuint(tags.n_pairs, ==, 0);
    g_autoptr(HnVeto) veto = hn_veto_new(2, 0);
    hn_never_tags_put(&tags, 3, veto, 0, 0);
    g_assert_false(hn_veto_forbids(veto, 0, 1));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/never_tags/groups_exclude_each_other_as_sources_do",
                    test_groups_exclude_each_other_as_sources_do);
    g_test_add_func("/linker/never_tags/no_law_no_tags", test_no_law_no_tags);
    return g_test_run();
}
