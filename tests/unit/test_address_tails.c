/* Goal: what is remembered comes back as it was, and what is forgotten does no harm. */
#include "standardise/address_tails.h"

#include "base/hash.h"

static void
assert_known(const HnAddressTails *tails, guint64 key, HnTailState state, const char *unit)
{
    const HnAddressTail *tail = hn_address_tails_find(tails, key);
    g_assert_nonnull(tail);
    g_assert_cmpint((HnTailState)tail->state, ==, state);
    g_assert_cmpmem(tail->unit, tail->n_unit, unit, strlen(unit));
}

static void
test_ends_come_back(void)
{
    g_autoptr(HnAddressTails) tails = hn_address_tails_new();
    g_assert_null(hn_address_tails_find(tails, 1));
    hn_address_tails_add(tails, 1, HN_TAIL_GOES_ON, hn_slice_of("01"));
    hn_address_tails_add(tails, 2 | G_GUINT64_CONSTANT(1) << 40, HN_TAIL_MIXED, hn_slice_of(""));
    assert_known(tails, 1, HN_TAIL_GOES_ON, "01");
    assert_known(tails, 2 | G_GUINT64_CONSTANT(1) << 40, HN_TAIL_MIXED, "");
    g_assert_null(hn_address_tails_find(tails, 2)); /* its place is the first one's */
    g_assert_null(hn_address_tails_find(tails, 0));
}

static void
test_the_last_one_stays(void)
{
    g_autoptr(HnAddressTails) tails = hn_address_tails_new();
    char unit[HN_ADDRESS_TAIL_UNIT_MAX];
    for (guint64 i = 0; i < 4 * HN_ADDRESS_TAILS; i++) {
        g_snprintf(unit, sizeof unit, "%" G_GUINT64_FORMAT, i);
        hn_address_tails_add(tails, hn_hash_mix(i + 1), HN_TAIL_COMPLETE, hn_slice_of(unit));
        assert_known(tails, hn_hash_mix(i + 1), HN_TAIL_COMPLETE, unit);
    }
    guint n_known = 0;
    for (guint64 i = 0; i < 4 * HN_ADDRESS_TAILS; i++) {
        g_snprintf(unit, sizeof unit, "%" G_GUINT64_FORMAT, i);
        if (hn_address_tails_find(tails, hn_hash_mix(i + 1)) == NULL)
            continue;
        assert_known(tails, hn_hash_mix(i + 1), HN_TAIL_COMPLETE, unit);
        n_known++;
    }
    g_assert_cmpuint(n_known, <=, HN_ADDRESS_TAILS);
    g_assert_cmpuint(n_known, >, HN_ADDRESS_TAILS / 2);
}

static void
test_long_units_are_not_kept(void)
{
    g_autoptr(HnAddressTails) tails = hn_address_tails_new();
    const char longest[] = "01:00097,00103@001,002";
    G_STATIC_ASSERT(sizeof longest - 1 == HN_ADDRESS_TAIL_UNIT_MAX);
    hn_address_tails_add(tails, 7, HN_TAIL_COMPLETE, hn_slice_of(longest));
    assert_known(tails, 7, HN_TAIL_COMPLETE, longest);
    hn_address_tails_add(tails, 8 | G_GUINT64_CONSTANT(1) << 40, HN_TAIL_COMPLETE,
                         hn_slice_of("01:00097,00103@001,0023"));
    g_assert_null(hn_address_tails_find(tails, 8 | G_GUINT64_CONSTANT(1) << 40));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/standardise/address_tails/ends_come_back", test_ends_come_back);
    g_test_add_func("/standardise/address_tails/the_last_one_stays", test_the_last_one_stays);
    g_test_add_func("/standardise/address_tails/long_units_are_not_kept",
                    test_long_units_are_not_kept);
    return g_test_run();
}
