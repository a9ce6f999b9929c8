/* Goal: init proposes relations that the values show, and none where they show nothing. */
#include "insight/relation_choice.h"

#include "config/project.h"
#include "insight/draft.h"
#include "tests/unit/insight_fixture.h"

#define ROWS 120u

static HnAttributePlan *
plan_of(const InsightFiles *files)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnCountryTables) tables = hn_country_tables_open(NULL, NULL, &error);
    g_assert_no_error(error);
    const HnScanOptions options = { .paths = (const char *const *)files->paths->pdata,
                                    .tables = tables };
    const HnAttributePlanOptions none = { .keys = (const char *const[]){ "c0", NULL } };
    HnScan *scan = hn_scan_new(&options, &error);
    g_assert_no_error(error);
    HnAttributePlan *plan = hn_attribute_plan_new(scan, &none, &error);
    g_assert_no_error(error);
    return plan;
}

/* Ten digits of which the last one confirms the others. */
static guint64
tax_code(guint i)
{
    static const guint weights[] = { 31, 29, 23, 19, 17, 13, 7, 5, 3 };
    for (guint n = 10100000 + i * 7919;; n++) {
        guint sum = 0, rest = n;
        for (guint k = G_N_ELEMENTS(weights); k-- > 0; rest /= 10)
            sum += weights[k] * (rest % 10);
        if (sum % 11 != 0)
            return (guint64)n * 10 + 10 - sum % 11;
    }
}

static InsightFiles
firms(guint n_branches)
{
    static const char *const brands[] = { "Hoàng Gia", "Minh Phát", "An Khang", "Thành Công",
                                          "Hải Hưng",  "Bảo Mai",   "Kim An" };
    InsightFiles files = insight_files_new();
    g_autoptr(GString) text = g_string_new("c0,ten_dn,mst,tinh\n");
    for (guint i = 0; i < ROWS; i++) {
        g_string_append_printf(text, "k%u,Công ty TNHH Thương mại %s %u,%010" G_GUINT64_FORMAT, i,
                               brands[i % G_N_ELEMENTS(brands)], i / 7, tax_code(i / 2));
        g_string_append(text, i % 2 == 1 && i < 2 * n_branches ? "-001,Hà Nội\n" : ",Hà Nội\n");
    }
    insight_files_add(&files, "firms.csv", text->str);
    return files;
}

static InsightFiles
people(const char *household)
{
    InsightFiles files = insight_files_new();
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_append_printf(text, "c0,given_name,surname,dob,%s\n", household);
    for (guint i = 0; i < ROWS; i++)
        g_string_append_printf(text, "k%u,%s,%s,19%02u-%02u-%02u,%09u\n", i, insight_given(i),
                               insight_surname(i / 3), 40 + i % 50, 1 + i % 12, 1 + i % 28,
                               100200300 + i / 3 * 7919);
    insight_files_add(&files, "people.csv", text->str);
    return files;
}

/* "branch_of: branch mst" of each choice, which the configuration that is written has. */
static void
expect(InsightFiles files, const char *expected)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(HnAttributePlan) plan = plan_of(&files);
    g_autoptr(GArray) choices = hn_relation_choices(plan);
    g_autoptr(HnDraft) draft = hn_draft_new(plan);
    g_autoptr(GPtrArray) compared = hn_draft_compared(plan);
    hn_draft_add_rule(draft, ((const HnPlannedAttribute *)compared->pdata[0])->name, 1, 0, 0);
    g_autofree char *yaml = hn_draft_yaml(draft, "/", "x");
    g_autoptr(HnProject) project = hn_project_parse(hn_slice_of(yaml), "/x.yaml", &error);
    g_assert_no_error(error);
    g_assert_cmpuint(project->n_relations, ==, choices->len);
    for (guint i = 0; i < choices->len; i++) {
        const HnRelationChoice *choice = &g_array_index(choices, HnRelationChoice, i);
        g_string_append_printf(text, "%s: %s %s\n", choice->name, choice->form,
                               choice->attribute->name);
        g_assert_nonnull(strstr(yaml, choice->name));
        g_assert_cmpint(project->relations[i].by, !=, HN_BY_NOTHING);
    }
    g_assert_cmpstr(text->str, ==, expected);
    insight_files_clear(&files);
}

static void
test_branches(void)
{
    expect(firms(10), "branch_of: branch mst\n");
    expect(firms(2), ""); /* may be slips */
}

static void
test_households(void)
{
    expect(people("ma_ho_gia_dinh"), "household: same household\n");
    expect(people("so_cccd"), "");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/relation_choice/branches", test_branches);
    g_test_add_func("/insight/relation_choice/households", test_households);
    return g_test_run();
}
