/* Goal: what people write into a table of labels is understood, or refused. */
#include "records/pair_label.h"

static void
test_scores(void)
{
    static const struct {
        const char *word;
        double score; /* -1: no label */
    } cases[] = { { "1", 1 },     { "0", 0 },      { "TRUE", 1 },
                  { "No", 0 },    { "same", 1 },   { "0.95", .95 },
                  { "1.0", 1 },   { "0.0", 0 },    { "-0", 0 },
                  { "5e-1", .5 }, { "", -1 },      { "1.1", -1 },
                  { "-0.1", -1 }, { "nan", -1 },   { "0x1", -1 },
                  { " 1", -1 },   { "maybe", -1 }, { "1e", -1 },
                  { "2", -1 },    { ".", -1 },     { "0.3000000000000000000000000000000000", -1 } };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        double score = -1;
        const gboolean is = hn_pair_label_score(hn_slice_of(cases[i].word), &score);
        g_assert_true(is == (cases[i].score >= 0));
        g_assert_cmpfloat(score, ==, cases[i].score);
    }
}

static void
test_split_at_the_first_colon(void)
{
    HnSlice source, id;
    g_assert_true(hn_pair_label_split(hn_slice_of("a:b:c"), &source, &id));
    g_assert_cmpmem(source.bytes, source.n_bytes, "a", 1);
    g_assert_cmpmem(id.bytes, id.n_bytes, "b:c", 3);
    g_assert_false(hn_pair_label_split(hn_slice_of("abc"), &source, &id));
    g_assert_false(hn_pair_label_split(hn_slice(NULL, 0), &source, &id));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/records/pair_label/scores", test_scores);
    g_test_add_func("/records/pair_label/split", test_split_at_the_first_colon);
    return g_test_run();
}
