/* Goal: records of two files meet, by source or without; what one lacks is alone; doubt is refused.
 */
#include "insight/judged_records.h"

#include "insight/insight_error.h"
#include "tests/reference/table_file.h"

static HnJudgedRecords *
read_two(const char *crosswalk, const char *truth, GError **error)
{
    g_autoptr(TableFile) a = table_file_new("a.csv", crosswalk);
    g_autoptr(TableFile) b = truth == NULL ? NULL : table_file_new("b.csv", truth);
    return hn_judged_records_new(a, b, error);
}

static guint32
find(const HnJudgedRecords *records, const char *source, const char *id)
{
    guint32 record = 0;
    g_assert_true(hn_judged_records_find(records, hn_slice_of(source), hn_slice_of(id), &record));
    return record;
}

static void
test_meet_by_source(void)
{
    g_autoptr(HnJudgedRecords) records =
        read_two("source,record_id,entity_id\na,1,e\nb,1,e\na,2,f\nc,9,g\n",
                 "source,record_id,cluster_id\nb,1,x\na,1,x\na,2,x\na,3,y\n", NULL);
    g_assert_cmpuint(records->n, ==, 5);
    g_assert_cmpuint(records->n_both, ==, 3);
    g_assert_cmpuint(records->n_only_found, ==, 1);
    g_assert_cmpuint(records->n_only_true, ==, 1);
    g_assert_false(records->by_id);
    const guint32 a1 = find(records, "a", "1"), b1 = find(records, "b", "1");
    const guint32 a2 = find(records, "a", "2"), c9 = find(records, "c", "9");
    const guint32 a3 = find(records, "a", "3");
    g_assert_cmpuint(records->found[a1], ==, records->found[b1]);
    g_assert_cmpuint(records->found[a1], !=, records->found[a2]);
    g_assert_cmpuint(records->truth[a1], ==, records->truth[a2]);
    g_assert_cmpuint(records->cluster[c9], ==, 0);
    g_assert_cmpuint(records->entity[a3], ==, 0);
    for (guint32 i = 0; i < records->n; i++) {
        g_assert_true(i == c9 || records->truth[i] != records->truth[c9]);
        g_assert_true(i == a3 || records->found[i] != records->found[a3]);
        g_assert_cmpuint(records->found[i], <, records->n_found);
        g_assert_cmpuint(records->truth[i], <, records->n_true);
    }
    guint32 none = 0;
    g_assert_false(hn_judged_records_find(records, hn_slice_of("c"), hn_slice_of("1"), &none));
    g_autofree guint32 *rank = hn_judged_records_rank(records);
    g_assert_cmpuint(rank[a1], ==, 0);
    g_assert_cmpuint(rank[a3], ==, 2);
    g_assert_cmpuint(rank[b1], ==, 3);
    g_assert_cmpuint(rank[c9], ==, 4);
}

static void
test_meet_by_id(void)
{
    g_autoptr(HnJudgedRecords) records = read_two("source,record_id,entity_id\na,1,e\nb,2,e\n",
                                                  "record_id,entity_id\n2,x\n3,x\n1,x\n", NULL);
    g_assert_true(records->by_id);
    g_assert_cmpuint(records->n, ==, 3);
    g_assert_cmpuint(records->n_both, ==, 2);
    g_assert_cmpuint(records->n_without_source, ==, 1);
    g_autoptr(GByteArray) name = g_byte_array_new();
    hn_judged_records_put_name(records, find(records, "b", "2"), name);
    g_assert_cmpmem(name->data, name->len, "b:2", 3);
    g_byte_array_set_size(name, 0);
    hn_judged_records_put_name(records, find(records, "", "3"), name);
    g_assert_cmpmem(name->data, name->len, "3", 1);
}

static void
test_crosswalk_alone(void)
{
    g_autoptr(HnJudgedRecords) records =
        read_two("source,record_id,entity_id\na,1,e\nb,2,e\n", NULL, NULL);
    g_assert_cmpuint(records->n, ==, 2);
    g_assert_cmpuint(records->n_true, ==, 2);
    g_assert_cmpuint(records->truth[0], !=, records->truth[1]);
}

static void
test_refused(void)
{
    static const char *const cases[][3] = {
        { "source,record_id,entity_id\na,1,e\na,1,f\n", "record_id,cluster_id\n1,x\n",
          "record a:1 is there twice" },
        { "source,record_id,entity_id\na,1,e\n", "record_id,cluster_id\n1,x\n1,x\n",
          "a column source would tell the two apart" },
        { "source,record_id,entity_id\na,1,e\nb,1,e\n", "record_id,cluster_id\n1,x\n",
          "record_id 1 is in two sources" },
        { "source,record_id,entity_id\na,1,e\n,2,e\n", "record_id,cluster_id\n1,x\n",
          "row 3, column 'source'" },
        { "source,entity_id\na,e\n", "record_id,cluster_id\n1,x\n", "no column 'record_id'" },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(read_two(cases[i][0], cases[i][1], &error));
        g_assert_true(error->domain == HN_INSIGHT_ERROR);
        g_assert_nonnull(strstr(error->message, cases[i][2]));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/judged_records/by_source", test_meet_by_source);
    g_test_add_func("/insight/judged_records/by_id", test_meet_by_id);
    g_test_add_func("/insight/judged_records/crosswalk_alone", test_crosswalk_alone);
    g_test_add_func("/insight/judged_records/refused", test_refused);
    return g_test_run();
}
