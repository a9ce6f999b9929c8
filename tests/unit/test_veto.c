#include "base/rng.h"
#include "linker/veto.h"

#define SEED G_GUINT64_CONSTANT(4711)

static void
test_partners(void)
{
    g_autoptr(HnVeto) veto = hn_veto_new(4, 4); /* tags 0 and 1, 2 and 3 are partners */
    hn_veto_add_tag(veto, 0, 0);
    hn_veto_add_tag(veto, 1, 1);
    hn_veto_add_tag(veto, 2, 0);
    hn_veto_add_tag(veto, 3, 3);
    g_assert_true(hn_veto_forbids(veto, 0, 1));
    g_assert_true(hn_veto_forbids(veto, 1, 0));
    g_assert_false(hn_veto_forbids(veto, 0, 2));
    g_assert_false(hn_veto_forbids(veto, 1, 3));
}

static void
test_own_partner(void)
{
    g_autoptr(HnVeto) veto = hn_veto_new(3, 2);
    hn_veto_add_tag(veto, 0, 2);
    hn_veto_add_tag(veto, 1, 2);
    hn_veto_add_tag(veto, 2, 3);
    g_assert_true(hn_veto_forbids(veto, 0, 1));
    g_assert_false(hn_veto_forbids(veto, 0, 2));
}

static void
test_merge_inherits(void)
{
    g_autoptr(HnVeto) veto = hn_veto_new(4, 2);
    hn_veto_add_tag(veto, 3, 0);
    hn_veto_add_tag(veto, 0, 1);
    g_assert_false(hn_veto_forbids(veto, 0, 2));
    hn_veto_merge(veto, 3, 2); /* the tag was at 3, the union's name is 2 */
    g_assert_true(hn_veto_forbids(veto, 0, 2));
}

static void
test_any(void)
{
    g_autoptr(HnVeto) veto = hn_veto_new(5, 4);
    const guint32 all[] = { 0, 1, 2, 3 }, harmless[] = { 0, 1, 2 }, one[] = { 3 };
    hn_veto_add_tag(veto, 0, 0);
    hn_veto_add_tag(veto, 1, 2);
    hn_veto_add_tag(veto, 2, 2);
    hn_veto_add_tag(veto, 3, 1);
    g_assert_true(hn_veto_forbids_any(veto, all, G_N_ELEMENTS(all)));
    g_assert_false(hn_veto_forbids_any(veto, harmless, G_N_ELEMENTS(harmless)));
    g_assert_false(hn_veto_forbids_any(veto, one, G_N_ELEMENTS(one)));
}

#define GROUPS 40
#define TAGS 64
#define PAIRED 32

static gboolean
sets_exclude(const gboolean *a, const gboolean *b)
{
    for (guint tag = 0; tag < TAGS; tag++) {
        if (a[tag] && b[tag < PAIRED ? tag ^ 1 : tag])
            return TRUE;
    }
    return FALSE;
}

static gboolean
has_both_partners(const gboolean *set)
{
    for (guint tag = 0; tag < PAIRED; tag += 2) {
        if (set[tag] && set[tag + 1])
            return TRUE;
    }
    return FALSE;
}

/* Sets far larger than those whose answers are looked up afresh each time. */
static void
test_plain_sets(void)
{
    HnRng rng = hn_rng_seed(SEED, 0);
    for (guint round = 0; round < 200; round++) {
        g_autoptr(HnVeto) veto = hn_veto_new(GROUPS, PAIRED);
        gboolean sets[GROUPS][TAGS] = { { FALSE } }, lives[GROUPS];
        for (guint group = 0; group < GROUPS; group++)
            lives[group] = TRUE;
        const guint64 few = 1 + hn_rng_below(&rng, TAGS);
        for (guint step = 0; step < 600; step++) {
            const guint32 a = (guint32)hn_rng_below(&rng, GROUPS);
            const guint32 b = (guint32)hn_rng_below(&rng, GROUPS);
            if (a == b || !lives[a] || !lives[b])
                continue;
            const guint32 groups[] = { a, b };
            const gboolean expected = sets_exclude(sets[a], sets[b]);
            g_assert_cmpint(hn_veto_forbids(veto, a, b), ==, expected);
            if (!has_both_partners(sets[a]) && !has_both_partners(sets[b]))
                g_assert_cmpint(hn_veto_forbids_any(veto, groups, 2), ==, expected);
            if (hn_rng_below(&rng, 10) > 0) {
                const guint32 tag = (guint32)hn_rng_below(&rng, few);
                sets[a][tag] = TRUE;
                hn_veto_add_tag(veto, a, tag);
                continue;
            }
            hn_veto_merge(veto, a, b);
            lives[MAX(a, b)] = FALSE;
            for (guint tag = 0; tag < TAGS; tag++)
                sets[MIN(a, b)][tag] |= sets[MAX(a, b)][tag];
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_message("seed %" G_GUINT64_FORMAT, SEED);
    g_test_add_func("/linker/veto/paired_tags_exclude_each_other", test_partners);
    g_test_add_func("/linker/veto/other_tags_exclude_themselves", test_own_partner);
    g_test_add_func("/linker/veto/a_union_inherits_both", test_merge_inherits);
    g_test_add_func("/linker/veto/any_two_of_many", test_any);
    g_test_add_func("/linker/veto/equals_plain_sets", test_plain_sets);
    return g_test_run();
}
