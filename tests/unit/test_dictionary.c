/* Goal: a code is a value's place in the order of first sight, and bytes that are no dictionary are
 * refused. */
#include "records/dictionary.h"

#include "base/rng.h"
#include "tests/reference/codec_memory.h"

#define N_DRAWS 60000u
#define N_VALUES 20000u

/* Values of many lengths; some hold NUL bytes, many are the beginning of others. */
static HnSlice
value_of(guint number, guint8 bytes[64])
{
    const gsize n = 4 + number % 29;
    memset(bytes, 0, n);
    memcpy(bytes, &number, sizeof number);
    return hn_slice(bytes, n);
}

static void
test_codes_count_from_one_in_order_of_first_sight(void)
{
    g_autoptr(HnDictionary) dictionary = hn_dictionary_new();
    g_autofree guint32 *code_of = g_new0(guint32, N_VALUES);
    HnRng rng = hn_rng_seed(1, 1);
    guint32 n = 0;
    guint8 bytes[64];
    for (guint i = 0; i < N_DRAWS; i++) {
        const guint number = (guint)hn_rng_below(&rng, N_VALUES);
        const HnSlice value = value_of(number, bytes);
        g_assert_cmpuint(hn_dictionary_find(dictionary, value), ==, code_of[number]);
        if (code_of[number] == 0)
            code_of[number] = ++n;
        g_assert_cmpuint(hn_dictionary_intern(dictionary, value), ==, code_of[number]);
    }
    g_assert_cmpuint(hn_dictionary_size(dictionary), ==, n);
    for (guint number = 0; number < N_VALUES; number++) {
        const HnSlice value = value_of(number, bytes);
        if (code_of[number] != 0)
            g_assert_true(hn_slice_equal(hn_dictionary_value(dictionary, code_of[number]), value));
    }
}

/* Groups of all sizes, with nothing, repeats inside a group and growth in the middle of one. */
static void
test_many_at_once_get_the_codes_of_one_by_one(void)
{
    g_autoptr(HnDictionary) one_by_one = hn_dictionary_new();
    g_autoptr(HnDictionary) many = hn_dictionary_new();
    HnRng rng = hn_rng_seed(2, 1);
    for (guint i = 0; i < N_DRAWS;) {
        guint8 bytes[200][64];
        HnSlice values[200];
        guint32 codes[200];
        const guint n = (guint)hn_rng_below(&rng, 201);
        for (guint v = 0; v < n; v++) {
            const guint number = (guint)hn_rng_below(&rng, 1 + MIN(2 * i, N_VALUES));
            values[v] = number == 0 ? hn_slice(NULL, 0) : value_of(number, bytes[v]);
        }
        hn_dictionary_intern_many(many, values, n, codes);
        for (guint v = 0; v < n; v++)
            g_assert_cmpuint(codes[v], ==, hn_dictionary_intern(one_by_one, values[v]));
        i += n;
    }
    g_assert_cmpuint(hn_dictionary_size(many), ==, hn_dictionary_size(one_by_one));
}

static void
test_nothing_has_code_zero(void)
{
    g_autoptr(HnDictionary) dictionary = hn_dictionary_new();
    g_assert_cmpuint(hn_dictionary_intern(dictionary, hn_slice(NULL, 0)), ==, 0);
    g_assert_cmpuint(hn_dictionary_intern(dictionary, hn_slice_of("")), ==, 0);
    g_assert_cmpuint(hn_dictionary_find(dictionary, hn_slice(NULL, 0)), ==, 0);
    g_assert_cmpuint(hn_dictionary_value(dictionary, 0).n_bytes, ==, 0);
    g_assert_cmpuint(hn_dictionary_size(dictionary), ==, 0);
    g_assert_cmpuint(hn_dictionary_intern(dictionary, hn_slice("\0", 1)), ==, 1);
}

static HnDictionary *
three(void)
{
    HnDictionary *dictionary = hn_dictionary_new();
    hn_dictionary_intern(dictionary, hn_slice_of("Hùng"));
    hn_dictionary_intern(dictionary, hn_slice_of("Hùn"));
    hn_dictionary_intern(dictionary, hn_slice_of("g"));
    return dictionary;
}

static void
test_the_index_comes_back(void)
{
    g_autoptr(HnDictionary) dictionary = three();
    const gsize whole = hn_dictionary_size_bytes(dictionary);
    hn_dictionary_drop_index(dictionary);
    g_assert_cmpuint(hn_dictionary_size_bytes(dictionary), <, whole);
    g_assert_true(hn_slice_equal(hn_dictionary_value(dictionary, 2), hn_slice_of("Hùn")));
    hn_dictionary_make_index(dictionary);
    g_assert_cmpuint(hn_dictionary_find(dictionary, hn_slice_of("g")), ==, 3);
    g_assert_cmpuint(hn_dictionary_find(dictionary, hn_slice_of("H")), ==, 0);
    g_assert_cmpuint(hn_dictionary_intern(dictionary, hn_slice_of("H")), ==, 4);
}

static void
test_what_was_written_is_read(void)
{
    g_autoptr(HnDictionary) dictionary = three();
    ENCODED(bytes, hn_dictionary_encode(dictionary, &encoder));
    HnDecoder cursor = hn_decoder_of_memory(bytes->data, bytes->len);
    g_autoptr(HnDictionary) again = hn_dictionary_decode(&cursor);
    g_assert_nonnull(again);
    g_assert_true(hn_decoder_done(&cursor));
    g_assert_cmpuint(hn_dictionary_size(again), ==, 3);
    for (guint32 code = 1; code <= 3; code++)
        g_assert_true(hn_slice_equal(hn_dictionary_value(again, code),
                                     hn_dictionary_value(dictionary, code)));
    hn_dictionary_make_index(again);
    g_assert_cmpuint(hn_dictionary_find(again, hn_slice_of("Hùng")), ==, 1);
    for (guint i = 0; i < 1000; i++) /* a decoded one grows as any other */
        hn_dictionary_intern(again, hn_slice(&i, sizeof i));
    g_assert_cmpuint(hn_dictionary_size(again), ==, 1003);
}

static void
test_cut_and_impossible_bytes_are_refused(void)
{
    g_autoptr(HnDictionary) dictionary = three();
    ENCODED(bytes, hn_dictionary_encode(dictionary, &encoder));
    for (gsize n = 0; n < bytes->len; n++) {
        g_autofree guint8 *cut = g_memdup2(bytes->data, n + 1); /* a heap block of its own: ASan */
        HnDecoder cursor = hn_decoder_of_memory(cut, n);
        g_assert_null(hn_dictionary_decode(&cursor));
    }
    static const struct {
        const char *bytes;
        gsize n_bytes;
    } wrong[] = { { "\1\0", 2 },
                  { "\2\1\0x", 4 },
                  { "\xff\xff\xff\xff\x0f\1x", 7 },
                  { "\1\xff\xff\xff\xff\xff\xff\xff\xff\xff\1x", 12 } };
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        HnDecoder cursor = hn_decoder_of_memory(wrong[i].bytes, wrong[i].n_bytes);
        g_assert_null(hn_dictionary_decode(&cursor));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/records/dictionary/codes_count_from_one_in_order_of_first_sight",
                    test_codes_count_from_one_in_order_of_first_sight);
    g_test_add_func("/records/dictionary/many_at_once_get_the_codes_of_one_by_one",
                    test_many_at_once_get_the_codes_of_one_by_one);
    g_test_add_func("/records/dictionary/nothing_has_code_zero", test_nothing_has_code_zero);
    g_test_add_func("/records/dictionary/the_index_comes_back", test_the_index_comes_back);
    g_test_add_func("/records/dictionary/what_was_written_is_read", test_what_was_written_is_read);
    g_test_add_func("/records/dictionary/cut_and_impossible_bytes_are_refused",
                    test_cut_and_impossible_bytes_are_refused);
    return g_test_run();
}
