/* Goal: what is in review joins the clusters of its ends, through several steps; the rest does not.
 */
#include "insight/review_joins.h"

#include "insight/insight_error.h"
#include "tests/reference/table_file.h"

static HnJudgedRecords *
records_new(void)
{
    g_autoptr(TableFile) path =
        table_file_new("a.csv", "source,record_id,entity_id\na,1,e\na,2,f\na,3,g\na,4,h\n");
    return hn_judged_records_new(path, NULL, NULL);
}

static guint64
apply(HnJudgedRecords *records, const char *name, const char *content, GError **error)
{
    g_autoptr(TableFile) path = table_file_new(name, content);
    guint64 n_rows = 0;
    hn_review_joins_apply(path, records, &n_rows, error);
    return n_rows;
}

static void
assert_joined(const HnJudgedRecords *records)
{
    guint32 at[5] = { 0 };
    for (guint i = 1; i < 5; i++) {
        const char id[2] = { (char)('0' + i), '\0' };
        hn_judged_records_find(records, hn_slice_of("a"), hn_slice_of(id), &at[i]);
    }
    g_assert_cmpuint(records->found[at[1]], ==, records->found[at[2]]);
    g_assert_cmpuint(records->found[at[2]], ==, records->found[at[3]]);
    g_assert_cmpuint(records->found[at[3]], !=, records->found[at[4]]);
}

static void
test_edges(void)
{
    g_autoptr(HnJudgedRecords) records = records_new();
    const guint64 n =
        apply(records, "edges.jsonl",
              "{\"source_dataset_l\":\"a\",\"unique_id_l\":\"1\",\"source_dataset_r\":\"a\","
              "\"unique_id_r\":\"2\",\"outcome\":\"review\"}\n"
              "{\"source_dataset_l\":\"a\",\"unique_id_l\":\"2\",\"source_dataset_r\":\"a\","
              "\"unique_id_r\":\"3\",\"outcome\":\"review\"}\n"
              "{\"source_dataset_l\":\"a\",\"unique_id_l\":\"3\",\"source_dataset_r\":\"a\","
              "\"unique_id_r\":\"4\",\"outcome\":\"match\"}\n",
              NULL);
    g_assert_cmpuint(n, ==, 2);
    assert_joined(records);
}

static void
test_cases(void)
{
    g_autoptr(HnJudgedRecords) records = records_new();
    const guint64 n = apply(records, "cases.csv",
                            "case_id,kind,entity_id_l,entity_id_r\n"
                            "c-1,review,f,g\nc-2,cut,g,h\nc-3,review,e,f\n",
                            NULL);
    g_assert_cmpuint(n, ==, 2);
    assert_joined(records);
}

static void
test_refused(void)
{
    static const char *const cases[][2] = {
        { "kind,entity_id_l,entity_id_r\nreview,e,z\n", "column 'entity_id_r'" },
        { "entity_id_l,entity_id_r\ne,f\n", "no column 'kind'" },
        { "a,b\n1,2\n", "no column 'outcome'" },
        { "source_dataset_l,unique_id_l,source_dataset_r,unique_id_r,outcome\na,1,a,7,review\n",
          "column 'unique_id_r': the crosswalk has no such record" },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(HnJudgedRecords) records = records_new();
        g_autoptr(GError) error = NULL;
        apply(records, "cases.csv", cases[i][0], &error);
        g_assert_nonnull(error);
        g_assert_nonnull(strstr(error->message, cases[i][1]));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/review_joins/edges", test_edges);
    g_test_add_func("/insight/review_joins/cases", test_cases);
    g_test_add_func("/insight/review_joins/refused", test_refused);
    return g_test_run();
}
