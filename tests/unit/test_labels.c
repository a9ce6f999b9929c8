/* Goal: labels find their rows by either name, count once, in an order of their own; what cannot be
 * is refused by row, and what is not there is counted. */
#include "linker/labels.h"

#include "insight/input_table.h"
#include "records/pair_label.h"
#include "store/decisions.h"
#include "tests/reference/planted_people.h"
#include "tests/reference/table_file.h"

typedef struct {
    HnProject *project;
    HnRecordTable *table; /* a: 1 2 3, b: 1 4 x:y; rows in this order */
} Fixture;

static Fixture
fixture_new(void)
{
    Fixture f = { .project = planted_project_new() };
    f.table = hn_record_table_new(&f.project->entities[0]);
    hn_record_table_start_source(f.table, "a");
    hn_record_table_add(f.table, hn_slice_of("1"));
    hn_record_table_add(f.table, hn_slice_of("2"));
    hn_record_table_add(f.table, hn_slice_of("3"));
    hn_record_table_start_source(f.table, "b");
    hn_record_table_add(f.table, hn_slice_of("1"));
    hn_record_table_add(f.table, hn_slice_of("4"));
    hn_record_table_add(f.table, hn_slice_of("x:y"));
    hn_record_table_seal(f.table);
    return f;
}

static void
fixture_clear(Fixture *f)
{
    hn_record_table_free(f->table);
    hn_project_free(f->project);
}

static HnLabels *
labels_of(const Fixture *f, const char *content, const GPtrArray *decisions, GError **error)
{
    g_autoptr(TableFile) path = table_file_new("labels.csv", content);
    HnInputTable *file =
        hn_input_table_new(path, hn_pair_label_columns, HN_PAIR_LABEL_COLUMNS, error);
    g_autoptr(HnSideTable) rows = hn_input_table_as_side(file);
    const HnPairScope scope = { .table = f->table };
    const HnLabelsInput input = { &scope, rows, decisions };
    return hn_labels_new(&input, error);
}

static void
assert_label(const HnLabel *label, guint32 a, guint32 b, double score)
{
    g_assert_cmpuint(label->a, ==, a);
    g_assert_cmpuint(label->b, ==, b);
    g_assert_cmpfloat(label->score, ==, score);
}

static void
test_rows_in_order(void)
{
    Fixture f = fixture_new();
    g_autoptr(HnLabels) labels = labels_of(&f,
                                           "id_a,id_b,match\n4,a:1,1\nx:y,2,0\n2,a:1,0.25\n"
                                           "a:1,b:4,yes\nb:1,a:1,0\nnobody,2,1\nz:1,2,1\n",
                                           NULL, NULL);
    g_assert_cmpuint(labels->n, ==, 4);
    assert_label(labels->labels + 0, 0, 1, 0.25);
    assert_label(labels->labels + 1, 0, 3, 0);
    assert_label(labels->labels + 2, 0, 4, 1);
    assert_label(labels->labels + 3, 1, 5, 0);
    g_assert_cmpuint(labels->n_match, ==, 1);
    g_assert_cmpuint(labels->n_different, ==, 2);
    g_assert_cmpuint(labels->n_unsure, ==, 1);
    g_assert_cmpuint(labels->n_rows, ==, 7);
    g_assert_cmpuint(labels->n_unknown, ==, 2);
    g_assert_cmpuint(labels->first_unknown, ==, 7);
    /* Other columns, another order, other words: the same labels. */
    g_autoptr(HnLabels) splink =
        labels_of(&f,
                  "clerical_match_score,source_dataset_r,unique_id_r,unique_id_l,source_dataset_l\n"
                  "0.0,b,x:y,2,a\n1.0,b,4,1,a\n0,a,1,1,b\n.25,a,1,2,a\n1,q,1,2,a\n",
                  NULL, NULL);
    g_assert_cmpmem(labels->labels, labels->n * sizeof(HnLabel), splink->labels,
                    splink->n * sizeof(HnLabel));
    g_assert_cmpstr(labels->digest, ==, splink->digest);
    g_assert_cmpuint(splink->n_unknown, ==, 1);
    g_autoptr(HnLabels) other = labels_of(&f, "id_a,id_b,match\n4,a:1,1\n", NULL, NULL);
    g_assert_cmpstr(labels->digest, !=, other->digest);
    g_autoptr(HnLabels) none = labels_of(&f, "id_a,id_b,match\n", NULL, NULL);
    g_assert_cmpuint(none->n, ==, 0);
    g_assert_cmpstr(none->digest, ==, "");
    fixture_clear(&f);
}

static void
test_refused_by_row(void)
{
    static const char *const cases[][2] = {
        { "1,2,1\n", "row 2, column 'id_a': two sources" },
        { "2,3,1\n3,a:3,1\n", "row 3, column 'id_b': it is the record" },
        { "2,3,maybe\n", "row 2, column 'match': expected 1 or 0" },
        { "2,3,1\n4,3,0\na:3,a:2,0.5\n", "row 4, column 'match': the pair stands before" },
    };
    Fixture f = fixture_new();
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *content = g_strconcat("id_a,id_b,match\n", cases[i][0], NULL);
        g_assert_null(labels_of(&f, content, NULL, &error));
        g_assert_nonnull(error);
        g_assert_nonnull(strstr(error->message, cases[i][1]));
        g_assert_null(strstr(error->message, "maybe"));
    }
    fixture_clear(&f);
}

/* Nobody learns from a pair that may not be compared. */
static void
test_the_law(void)
{
    Fixture f = fixture_new();
    guint32 source_of[] = { 0, 0, 0, 1, 1, 1 };
    guint8 meets[] = { 0, HN_MEET_THROUGH, HN_MEET_THROUGH, 0 };
    const HnPairScope scope = { f.table, source_of, NULL, meets };
    g_autoptr(TableFile) path =
        table_file_new("labels.csv", "id_a,id_b,match\n2,a:1,1\n4,a:1,1\n4,3,0\n");
    HnInputTable *file =
        hn_input_table_new(path, hn_pair_label_columns, HN_PAIR_LABEL_COLUMNS, NULL);
    g_autoptr(HnSideTable) rows = hn_input_table_as_side(file);
    const HnLabelsInput input = { &scope, rows, NULL };
    g_autoptr(HnLabels) labels = hn_labels_new(&input, NULL);
    g_assert_cmpuint(labels->n, ==, 1);
    assert_label(labels->labels, 0, 1, 1);
    g_assert_cmpuint(labels->n_kept_apart, ==, 2);
    g_assert_cmpuint(labels->n_unknown, ==, 0);
    fixture_clear(&f);
}

static void
test_decisions(void)
{
    Fixture f = fixture_new();
    char a[] = "a", b[] = "b";
    HnRecordName left[] = { { .source = a, .record_id = hn_slice_of("1") },
                            { .source = a, .record_id = hn_slice_of("2") },
                            { .source = b, .record_id = hn_slice_of("4") } };
    HnRecordName right[] = { { .source = b, .record_id = hn_slice_of("1") },
                             { .source = b, .record_id = hn_slice_of("gone") } };
    HnDecision same = { .kind = HN_DECISION_SAME, .n_records = { 3, 0 }, .records = { left } };
    HnDecision overruled = { .kind = HN_DECISION_DIFFERENT,
                             .n_records = { 1, 1 },
                             .records = { left, left + 1 } };
    HnDecision apart = { .kind = HN_DECISION_DIFFERENT,
                         .n_records = { 3, 2 },
                         .records = { left, right } };
    HnDecision lock = { .kind = HN_DECISION_LOCK, .n_records = { 2, 0 }, .records = { left + 1 } };
    g_autoptr(GPtrArray) decisions = g_ptr_array_new();
    g_ptr_array_add(decisions, &overruled);
    g_ptr_array_add(decisions, &same);
    g_ptr_array_add(decisions, &apart);
    g_ptr_array_add(decisions, &lock);
    g_autoptr(HnLabels) labels =
        labels_of(&f, "id_a,id_b,match\n2,a:1,1\n2,3,0\n", decisions, NULL);
    g_assert_cmpuint(labels->n, ==, 4);
    g_assert_cmpuint(labels->n_decided, ==, 3);
    assert_label(labels->labels + 0, 0, 1, 1);
    assert_label(labels->labels + 1, 0, 3, 0);
    assert_label(labels->labels + 2, 0, 4, 1);
    assert_label(labels->labels + 3, 1, 2, 0);
    g_autoptr(GError) error = NULL;
    g_assert_null(labels_of(&f, "id_a,id_b,match\n2,a:1,0\n", decisions, &error));
    g_assert_nonnull(strstr(error->message, "decision"));
    fixture_clear(&f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/labels/rows_in_order", test_rows_in_order);
    g_test_add_func("/linker/labels/refused_by_row", test_refused_by_row);
    g_test_add_func("/linker/labels/the_law", test_the_law);
    g_test_add_func("/linker/labels/decisions", test_decisions);
    return g_test_run();
}
