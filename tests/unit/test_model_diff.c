/* Goal: what a bundle would merge and split is counted by entities, and shown by real pairs. */
#include "linker/model_diff.h"

#include "tests/unit/live_fixture.h"

static HnRecordTable *
five_records(const HnEntityType *type)
{
    HnRecordTable *table = hn_record_table_new(type);
    hn_record_table_start_source(table, "a");
    hn_record_table_add(table, hn_slice_of("1"));
    hn_record_table_add(table, hn_slice_of("2"));
    hn_record_table_add(table, hn_slice_of("3"));
    hn_record_table_start_source(table, "b");
    hn_record_table_add(table, hn_slice_of("1"));
    hn_record_table_add(table, hn_slice_of("2"));
    hn_record_table_seal(table);
    return table;
}

static HnModelDiff *
compare(const guint64 *from, const guint64 *to)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnProject) project =
        hn_project_parse(hn_slice_of(live_fixture_yaml), "/data/live.yaml", &error);
    g_assert_no_error(error);
    g_autoptr(HnRecordTable) table = five_records(&project->entities[0]);
    return hn_model_diff_compare(table, from, to);
}

static void
assert_example(const GArray *examples, guint index, const char *expected)
{
    const HnModelDiffExample *one = &g_array_index(examples, HnModelDiffExample, index);
    g_autofree char *text =
        g_strdup_printf("%s:%.*s %s:%.*s", one->source[0], (int)g_bytes_get_size(one->record_id[0]),
                        (const char *)g_bytes_get_data(one->record_id[0], NULL), one->source[1],
                        (int)g_bytes_get_size(one->record_id[1]),
                        (const char *)g_bytes_get_data(one->record_id[1], NULL));
    g_assert_cmpstr(text, ==, expected);
}

static void
test_equal_partitions_differ_in_nothing(void)
{
    const guint64 from[] = { 0, 0, 2, 2, 4 }, to[] = { 9, 9, 1, 1, 7 };
    g_autoptr(HnModelDiff) diff = compare(from, to);
    g_assert_cmpuint(diff->n_records, ==, 5);
    g_assert_cmpuint(diff->n_from, ==, 3);
    g_assert_cmpuint(diff->n_to, ==, 3);
    g_assert_cmpuint(diff->n_merged, ==, 0);
    g_assert_cmpuint(diff->n_split, ==, 0);
    g_assert_cmpuint(diff->merged->len + diff->split->len, ==, 0);
}

static void
test_merges_and_splits_are_counted_by_entity(void)
{
    /* {a:1 a:2} {a:3 b:1 b:2}  ->  {a:1 a:2 a:3} {b:1} {b:2} */
    const guint64 from[] = { 0, 0, 2, 2, 2 }, to[] = { 0, 0, 0, 3, 4 };
    g_autoptr(HnModelDiff) diff = compare(from, to);
    g_assert_cmpuint(diff->n_from, ==, 2);
    g_assert_cmpuint(diff->n_to, ==, 3);
    g_assert_cmpuint(diff->n_merged, ==, 1);
    g_assert_cmpuint(diff->n_split, ==, 1);
    assert_example(diff->merged, 0, "a:1 a:3");
    assert_example(diff->split, 0, "a:3 b:1");
}

static void
test_examples_come_in_the_order_of_records(void)
{
    const guint64 from[] = { 50, 40, 30, 40, 50 }, to[] = { 0, 1, 2, 3, 4 };
    g_autoptr(HnModelDiff) diff = compare(from, to);
    g_assert_cmpuint(diff->n_split, ==, 2);
    assert_example(diff->split, 0, "a:1 b:2");
    assert_example(diff->split, 1, "a:2 b:1");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/model_diff/equal_partitions_differ_in_nothing",
                    test_equal_partitions_differ_in_nothing);
    g_test_add_func("/linker/model_diff/merges_and_splits_are_counted_by_entity",
                    test_merges_and_splits_are_counted_by_entity);
    g_test_add_func("/linker/model_diff/examples_come_in_the_order_of_records",
                    test_examples_come_in_the_order_of_records);
    return g_test_run();
}
