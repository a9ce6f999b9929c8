/* Goal: packed keys are equal exactly if their parts are, also where they do not fit into one word.
 */
#include <string.h>

#include "base/rng.h"
#include "blocking/key_tuples.h"

static void
test_codes_come_back_out(void)
{
    const guint32 sizes[] = { 5, 0, G_MAXUINT32, 1, 1000, G_MAXUINT32, G_MAXUINT32 };
    const guint32 codes[] = { 5, 0, G_MAXUINT32, 1, 999, 7, G_MAXUINT32 };
    const HnKeyPacking packing = hn_key_packing(sizes, G_N_ELEMENTS(sizes));
    g_assert_cmpuint(packing.n_words, <=, HN_KEY_WORDS_MAX);
    HnKeyTuples tuples;
    hn_key_tuples_init(&tuples, packing.n_words, 0);
    hn_key_tuples_push(&tuples, &packing, codes, 3);
    for (guint p = 0; p < G_N_ELEMENTS(codes); p++)
        g_assert_cmpuint(hn_key_packing_code(&packing, tuples.words, 0, p), ==, codes[p]);
    g_assert_cmpuint(tuples.classes[0], ==, 3);
    hn_key_tuples_clear(&tuples);
}

static void
test_folding_keeps_what_is_equal(void)
{
    enum { N = 500, PARTS = 5 };
    const guint32 sizes[PARTS] = { G_MAXUINT32, G_MAXUINT32, G_MAXUINT32, G_MAXUINT32,
                                   G_MAXUINT32 };
    const HnKeyPacking packing = hn_key_packing(sizes, PARTS);
    HnRng rng = hn_rng_seed(7, 0);
    guint32 codes[N][PARTS];
    HnKeyTuples tuples;
    hn_key_tuples_init(&tuples, packing.n_words, 0);
    for (guint32 i = 0; i < N; i++) {
        for (guint p = 0; p < PARTS; p++)
            codes[i][p] = 0xfffffff0u + (guint32)hn_rng_below(&rng, 3);
        hn_key_tuples_push(&tuples, &packing, codes[i], i);
    }
    hn_key_tuples_fold(&tuples);
    g_assert_cmpuint(tuples.n_words, ==, 1);
    hn_key_tuples_sort(&tuples);
    for (guint32 i = 1; i < N; i++) {
        const guint32 *before = codes[tuples.classes[i - 1]], *here = codes[tuples.classes[i]];
        const gboolean is_equal = memcmp(before, here, sizeof codes[0]) == 0;
        g_assert_cmpint(tuples.words[0][i - 1] == tuples.words[0][i], ==, is_equal);
        if (is_equal)
            g_assert_cmpuint(tuples.classes[i - 1], <, tuples.classes[i]);
    }
    hn_key_tuples_clear(&tuples);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/blocking/key_tuples/codes_come_back_out", test_codes_come_back_out);
    g_test_add_func("/blocking/key_tuples/folding_keeps_what_is_equal",
                    test_folding_keeps_what_is_equal);
    return g_test_run();
}
