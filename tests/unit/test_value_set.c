/* Goal: equal sets have one code however they came, and what differs in a kind or a date is another
 * set. */
#include "records/value_set.h"
#include "tests/reference/codec_memory.h"

static HnDictionary *
some_values(void)
{
    HnDictionary *values = hn_dictionary_new();
    hn_dictionary_intern(values, hn_slice_of("zulu")); /* 1: codes do not order like bytes */
    hn_dictionary_intern(values, hn_slice_of("alpha"));
    hn_dictionary_intern(values, hn_slice_of("mike"));
    return values;
}

static void
test_order_and_repeats_do_not_count(void)
{
    g_autoptr(HnDictionary) values = some_values();
    g_autoptr(HnValueSets) sets = hn_value_sets_new();
    HnSetMember a[] = { { 1, 0, 0, 0 }, { 2, 0, 0, 0 }, { 3, 0, 0, 0 } };
    HnSetMember b[] = { { 3, 0, 0, 0 }, { 1, 0, 0, 0 }, { 3, 0, 0, 0 }, { 2, 0, 0, 0 } };
    HnSetMember c[] = { { 3, 0, 0, 0 }, { 1, 0, 0, 0 } };
    g_assert_cmpuint(hn_value_sets_intern(sets, values, a, 3), ==, 1);
    g_assert_cmpuint(hn_value_sets_intern(sets, values, b, 4), ==, 1);
    g_assert_cmpuint(hn_value_sets_intern(sets, values, c, 2), ==, 2);
    g_assert_cmpuint(hn_value_sets_intern(sets, values, c, 0), ==, 0);
    g_assert_cmpuint(hn_value_sets_size(sets), ==, 2);
    guint n = 0;
    const HnSetMember *members = hn_value_sets_members(sets, 1, &n);
    g_assert_cmpuint(n, ==, 3);
    g_assert_cmpuint(members[0].value, ==, 2); /* alpha, mike, zulu: by bytes */
    g_assert_cmpuint(members[1].value, ==, 3);
    g_assert_cmpuint(members[2].value, ==, 1);
    hn_value_sets_members(sets, 0, &n);
    g_assert_cmpuint(n, ==, 0);
}

static void
test_kind_and_validity_tell_members_apart(void)
{
    g_autoptr(HnDictionary) values = some_values();
    g_autoptr(HnValueSets) sets = hn_value_sets_new();
    HnSetMember cases[][2] = {
        { { 1, 0, 0, 0 }, { 1, 0, 0, 0 } },
        { { 1, 1, 0, 0 }, { 1, 0, 0, 0 } },
        { { 1, 0, 20200100, 0 }, { 1, 0, 0, 0 } },
        { { 1, 0, 0, 20210101 }, { 1, 0, 0, 0 } },
        { { 1, 1, 20200100, 20210101 }, { 1, 1, 20200100, 20210101 } },
    };
    static const guint sizes[] = { 1, 2, 2, 2, 1 };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const guint32 code = hn_value_sets_intern(sets, values, cases[i], 2);
        guint n = 0;
        g_assert_cmpuint(code, ==, i + 1);
        const HnSetMember *members = hn_value_sets_members(sets, code, &n);
        g_assert_cmpuint(n, ==, sizes[i]);
        if (n == 2) { /* the plain one is first: 0 is below every kind and date */
            g_assert_cmpuint(members[0].kind + members[0].valid_from + members[0].valid_to, ==, 0);
            g_assert_cmpmem(&members[1], sizeof members[1], &cases[i][1], sizeof cases[i][1]);
        }
    }
}

static GByteArray *
encoded(const HnSetMember *members, gsize n_bytes)
{
    g_autoptr(HnDictionary) bare = hn_dictionary_new();
    hn_dictionary_intern(bare, hn_slice(members, n_bytes));
    ENCODED(bytes, hn_dictionary_encode(bare, &encoder));
    return g_steal_pointer(&bytes);
}

static void
test_only_sets_of_known_values_are_read(void)
{
    const HnSetMember fine[] = { { 2, 0, 0, 0 }, { 3, 0, 0, 0 } };
    const HnSetMember beyond[] = { { 2, 0, 0, 0 }, { 4, 0, 0, 0 } };
    const HnSetMember none[] = { { 0, 0, 0, 0 } };
    const struct {
        const HnSetMember *members;
        gsize n_bytes;
        gboolean is_fine;
    } cases[] = {
        { fine, 32, TRUE }, { fine, 31, FALSE }, { beyond, 32, FALSE }, { none, 16, FALSE }
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GByteArray) bytes = encoded(cases[i].members, cases[i].n_bytes);
        HnDecoder cursor = hn_decoder_of_memory(bytes->data, bytes->len);
        g_autoptr(HnValueSets) sets = hn_value_sets_decode(&cursor, 3);
        g_assert_true((sets != NULL) == cases[i].is_fine);
    }
    HnDecoder empty = hn_decoder_of_memory("", 0);
    g_assert_null(hn_value_sets_decode(&empty, 3));
}

static void
test_what_was_written_is_read(void)
{
    g_autoptr(HnDictionary) values = some_values();
    g_autoptr(HnValueSets) sets = hn_value_sets_new();
    HnSetMember a[] = { { 1, 5, 20200100, 20210101 } };
    HnSetMember b[] = { { 3, 0, 0, 0 }, { 2, 0, 0, 0 } };
    hn_value_sets_intern(sets, values, a, 1);
    hn_value_sets_intern(sets, values, b, 2);
    ENCODED(bytes, hn_value_sets_encode(sets, &encoder));
    HnDecoder cursor = hn_decoder_of_memory(bytes->data, bytes->len);
    g_autoptr(HnValueSets) again = hn_value_sets_decode(&cursor, 3);
    g_assert_nonnull(again);
    g_assert_true(hn_decoder_done(&cursor));
    g_assert_cmpuint(hn_value_sets_size(again), ==, 2);
    for (guint32 code = 1; code <= 2; code++) {
        guint n = 0, n_again = 0;
        const HnSetMember *x = hn_value_sets_members(sets, code, &n);
        const HnSetMember *y = hn_value_sets_members(again, code, &n_again);
        g_assert_cmpmem(x, n * sizeof *x, y, n_again * sizeof *y);
    }
}

static void
test_many_at_once(void)
{
    g_autoptr(HnDictionary) values = hn_dictionary_new();
    g_autoptr(HnValueSets) one = hn_value_sets_new();
    g_autoptr(HnValueSets) many = hn_value_sets_new();
    const guint32 a = hn_dictionary_intern(values, hn_slice_of("b"));
    const guint32 b = hn_dictionary_intern(values, hn_slice_of("a"));
    const HnSetMember members[] = { { .value = a }, { .value = a }, { .value = b }, { .value = b },
                                    { .value = a }, { .value = b }, { .value = b } };
    const guint n_members[] = { 1, 2, 0, 2, 2 };
    guint32 codes[G_N_ELEMENTS(n_members)];
    hn_value_sets_intern_many(many, values, members, n_members, G_N_ELEMENTS(n_members), codes);
    const HnSetMember *next = members;
    for (guint i = 0; i < G_N_ELEMENTS(n_members); next += n_members[i++]) {
        HnSetMember copy[2];
        memcpy(copy, next, n_members[i] * sizeof *copy);
        g_assert_cmpuint(hn_value_sets_intern(one, values, copy, n_members[i]), ==, codes[i]);
    }
    g_assert_cmpuint(codes[1], ==, codes[3]);
    g_assert_cmpuint(codes[2], ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/records/value_set/order_and_repeats_do_not_count",
                    test_order_and_repeats_do_not_count);
    g_test_add_func("/records/value_set/kind_and_validity_tell_members_apart",
                    test_kind_and_validity_tell_members_apart);
    g_test_add_func("/records/value_set/only_sets_of_known_values_are_read",
                    test_only_sets_of_known_values_are_read);
    g_test_add_func("/records/value_set/what_was_written_is_read", test_what_was_written_is_read);
    g_test_add_func("/records/value_set/many_at_once", test_many_at_once);
    return g_test_run();
}
