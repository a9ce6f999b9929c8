/* Goal: pairs find their records by either name, count once, and only they count. */
#include "insight/labelled_pairs.h"

#include "insight/insight_error.h"
#include "tests/reference/table_file.h"

static HnJudgedRecords *
records_new(void)
{
    g_autoptr(TableFile) path =
        table_file_new("a.csv", "source,record_id,entity_id\n"
                                "a,1,e\na,2,e\nb,1,e\nb,3,f\nb,4,f\nb,5,g\nb,x:y,g\n");
    return hn_judged_records_new(path, NULL, NULL);
}

static HnLabelledPairs *
read_pairs(const HnJudgedRecords *records, const char *content, gboolean across, GError **error)
{
    g_autoptr(TableFile) path = table_file_new("pairs.csv", content);
    return hn_labelled_pairs_new(path, records, across, error);
}

static void
test_count(void)
{
    g_autoptr(HnJudgedRecords) records = records_new();
    g_autoptr(HnLabelledPairs) pairs =
        read_pairs(records,
                   "id_a,id_b,match\n2,a:1,1\na:1,2,yes\n" /* the same pair, twice */
                   "3,4,0\n5,3,TRUE\n2,b:1,0\n5,x:y,1\nb:1,nobody,1\n",
                   FALSE, NULL);
    g_assert_cmpuint(pairs->n, ==, 6);
    g_assert_cmpuint(pairs->n_repeated, ==, 1);
    g_assert_cmpuint(pairs->n_unknown, ==, 1);
    HnEvaluation evaluation;
    hn_labelled_pairs_evaluate(pairs, records, FALSE, &evaluation);
    g_assert_cmpuint(evaluation.n_found, ==, 4); /* 1 2, 3 4, 2 b:1, 5 x:y */
    g_assert_cmpuint(evaluation.n_true, ==, 4);  /* 1 2, 5 3, 5 x:y, b:1 nobody */
    g_assert_cmpuint(evaluation.n_both, ==, 2);
    /* {1 2} {3 5 x:y} {4} {b:1 nobody} */
    g_assert_cmpuint(evaluation.n_units, ==, 4);
    g_assert_false(evaluation.has_clusters);
    /* By names: a:1 first, what nobody knows last. */
    g_assert_true(pairs->pairs[0].match && pairs->pairs[0].together);
    g_assert_cmpuint(pairs->pairs[2].b, ==, records->n);
}

static void
test_across_sources(void)
{
    g_autoptr(HnJudgedRecords) records = records_new();
    g_autoptr(HnLabelledPairs) pairs =
        read_pairs(records, "id_a,id_b,match\n2,a:1,1\n2,b:1,1\n", TRUE, NULL);
    g_assert_cmpuint(pairs->n, ==, 1);
    g_assert_cmpuint(pairs->n_inside, ==, 1);
}

static void
test_refused(void)
{
    static const char *const cases[][2] = {
        { "1,2,1\n", "row 2, column 'id_a': two sources" },
        { "3,4,1\n3,b:3,1\n", "row 3, column 'id_b': it is the record" },
        { "3,4,2\n", "row 2, column 'match': expected 1 or 0" },
        { "3,4,1\n4,3,0\n", "row 3, column 'match': the pair stands before" },
    };
    g_autoptr(HnJudgedRecords) records = records_new();
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *content = g_strconcat("id_a,id_b,match\n", cases[i][0], NULL);
        g_assert_null(read_pairs(records, content, FALSE, &error));
        g_assert_error(error, HN_INSIGHT_ERROR, HN_INSIGHT_ERROR_ROW);
        g_assert_nonnull(strstr(error->message, cases[i][1]));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/labelled_pairs/count", test_count);
    g_test_add_func("/insight/labelled_pairs/across_sources", test_across_sources);
    g_test_add_func("/insight/labelled_pairs/refused", test_refused);
    return g_test_run();
}
