/* Goal: what is remembered comes back as it was, and a full memory forgets without harm. */
#include "standardise/address_tails.h"

static void
test_texts_come_back(void)
{
    g_autoptr(HnAddressTails) tails = hn_address_tails_new();
    HnSlice unit;
    g_assert_null(hn_address_tails_find(tails, hn_slice_of("Hà Nội"), &unit));
    hn_address_tails_add(tails, hn_slice_of("Hà Nội"), HN_TAIL_GOES_ON, hn_slice_of("01"));
    hn_address_tails_add(tails, hn_slice_of("x"), HN_TAIL_MIXED, hn_slice_of(""));
    const HnAddressTail *tail = hn_address_tails_find(tails, hn_slice_of("Hà Nội"), &unit);
    g_assert_cmpint(tail->state, ==, HN_TAIL_GOES_ON);
    g_assert_cmpmem(unit.bytes, unit.n_bytes, "01", 2);
    tail = hn_address_tails_find(tails, hn_slice_of("x"), &unit);
    g_assert_cmpint(tail->state, ==, HN_TAIL_MIXED);
    g_assert_cmpuint(unit.n_bytes, ==, 0);
}

static void
test_a_full_memory_forgets(void)
{
    g_autoptr(HnAddressTails) tails = hn_address_tails_new();
    HnSlice unit;
    char text[16];
    for (guint i = 0; i <= HN_ADDRESS_TAILS_MAX; i++) {
        g_snprintf(text, sizeof text, "%u", i);
        hn_address_tails_add(tails, hn_slice_of(text), HN_TAIL_COMPLETE, hn_slice_of(text));
        g_assert_nonnull(hn_address_tails_find(tails, hn_slice_of(text), &unit));
        g_assert_cmpmem(unit.bytes, unit.n_bytes, text, strlen(text));
    }
    g_assert_null(hn_address_tails_find(tails, hn_slice_of("0"), &unit));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/standardise/address_tails/texts_come_back", test_texts_come_back);
    g_test_add_func("/standardise/address_tails/a_full_memory_forgets", test_a_full_memory_forgets);
    return g_test_run();
}
