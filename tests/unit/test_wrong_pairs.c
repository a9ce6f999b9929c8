/* Goal: the worst clusters first, few of each, and the lines are what they say. */
#include "insight/wrong_pairs.h"

#include "tests/reference/table_file.h"

static HnJudgedRecords *
records_new(void)
{
    g_autoptr(TableFile) a = table_file_new("a.csv", "source,record_id,entity_id\n"
                                                     "a,1,e\na,2,e\nb,3,e\nb,4,f\nb,5,g\n");
    g_autoptr(TableFile) b = table_file_new("b.csv", "record_id,cluster_id\n1,x\n2,x\n3,y\n4,y\n");
    return hn_judged_records_new(a, b, NULL);
}

static char *
write_all(const HnWrongPairsInput *input, HnWrongPairsCount *ret_count)
{
    g_autoptr(GByteArray) lines = g_byte_array_new();
    hn_wrong_pairs_write(input, lines, ret_count);
    return g_strndup((const char *)lines->data, lines->len);
}

static void
test_csv(void)
{
    g_autoptr(HnJudgedRecords) records = records_new();
    g_autoptr(HnPartners) partners = hn_partners_new(records, FALSE);
    HnWrongPairsInput input = {
        .records = records, .partners = partners, .as_csv = TRUE, .n_max = 10
    };
    HnWrongPairsCount count;
    g_autofree char *text = write_all(&input, &count);
    g_assert_cmpstr(text, ==,
                    "error,id_a,id_b,match,entity_a,entity_b,cluster_a,cluster_b,wrong_in_cluster\n"
                    "false_positive,a:1,b:3,0,e,e,x,y,2\n"
                    "false_positive,a:2,b:3,0,e,e,x,y,2\n"
                    "false_negative,b:3,b:4,1,e,f,y,y,1\n");
    g_assert_cmpuint(count.n_told, ==, 3);
    input.n_max = 1;
    g_autofree char *cut = write_all(&input, &count);
    g_assert_cmpuint(count.n_told, ==, 1);
    g_assert_cmpuint(count.n_false_positive, ==, 2);
    g_assert_cmpuint(count.n_false_negative, ==, 1);
}

static void
test_json_across_sources(void)
{
    g_autoptr(HnJudgedRecords) records = records_new();
    g_autoptr(HnPartners) partners = hn_partners_new(records, TRUE);
    const HnWrongPairsInput input = {
        .records = records, .partners = partners, .across = TRUE, .n_max = 1
    };
    HnWrongPairsCount count;
    g_autofree char *text = write_all(&input, &count);
    g_assert_cmpstr(text, ==,
                    "{\"error\":\"false_positive\",\"id_a\":\"a:1\",\"id_b\":\"b:3\",\"match\":0,"
                    "\"entity_a\":\"e\",\"entity_b\":\"e\",\"cluster_a\":\"x\",\"cluster_b\":\"y\","
                    "\"wrong_in_cluster\":2}\n");
    g_assert_cmpuint(count.n_false_negative, ==, 0);
}

static void
test_labelled(void)
{
    g_autoptr(HnJudgedRecords) records = records_new();
    g_autoptr(TableFile) path =
        table_file_new("p.csv", "id_a,id_b,match\n5,4,1\n1,2,0\n1,3,1\nnobody,1,1\n");
    g_autoptr(HnLabelledPairs) pairs = hn_labelled_pairs_new(path, records, FALSE, NULL);
    const HnWrongPairsInput input = {
        .records = records, .pairs = pairs, .as_csv = TRUE, .n_max = 10
    };
    HnWrongPairsCount count;
    g_autofree char *text = write_all(&input, &count);
    g_assert_nonnull(strstr(text, "\nfalse_positive,a:1,a:2,0,e,e,x,x,\n"
                                  "false_negative,a:1,nobody,1,e,,x,,\n"
                                  "false_negative,b:4,b:5,1,f,g,y,,\n"));
    g_assert_cmpuint(count.n_told, ==, 3);
}

/* A thousand records in one cluster, two halves: a hundred pairs of it, then the small one. */
static void
test_giant_hides_nothing(void)
{
    g_autoptr(GString) crosswalk = g_string_new("source,record_id,entity_id\na,s,f\na,t,f\n");
    g_autoptr(GString) truth = g_string_new("record_id,cluster_id\ns,u\nt,v\n");
    for (guint i = 0; i < 1000; i++) {
        g_string_append_printf(crosswalk, "a,%04u,e\n", i);
        g_string_append_printf(truth, "%04u,%c\n", i, i % 2 == 0 ? 'x' : 'y');
    }
    g_autoptr(TableFile) a = table_file_new("a.csv", crosswalk->str);
    g_autoptr(TableFile) b = table_file_new("b.csv", truth->str);
    g_autoptr(HnJudgedRecords) records = hn_judged_records_new(a, b, NULL);
    g_autoptr(HnPartners) partners = hn_partners_new(records, FALSE);
    const HnWrongPairsInput input = {
        .records = records, .partners = partners, .as_csv = TRUE, .n_max = 10000
    };
    HnWrongPairsCount count;
    g_autofree char *text = write_all(&input, &count);
    g_assert_cmpuint(count.n_told, ==, HN_WRONG_PAIRS_OF_CLUSTER_MAX + 1);
    g_assert_cmpuint(count.n_false_positive, ==, 500 * 500 + 1);
    g_assert_true(g_str_has_suffix(text, "\nfalse_positive,a:s,a:t,0,f,f,u,v,1\n"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/wrong_pairs/csv", test_csv);
    g_test_add_func("/insight/wrong_pairs/json", test_json_across_sources);
    g_test_add_func("/insight/wrong_pairs/labelled", test_labelled);
    g_test_add_func("/insight/wrong_pairs/giant", test_giant_hides_nothing);
    return g_test_run();
}
