/* Goal: the summary counts columns once, and names the least sure attribute with its line. */
#include "insight/draft_summary.h"

#include "tests/unit/insight_fixture.h"

static const char yaml[] = "entities:\n"
                           "  person:\n"
                           "    attributes:\n"
                           "      # 99 % sure\n"
                           "      surname: { type: name }\n"
                           "      name: { type: name }\n";

static void
test_three_lines(void)
{
    guint both[] = { 1, 2 }, one[] = { 2 };
    char given[] = "given\n1", surname[] = "surname", name[] = "name", note[] = "note";
    char column_key[] = "id", column_given[] = "gi\nven", column_family[] = "family";
    HnScannedColumn columns[] = { { .name = column_key },
                                  { .name = column_given },
                                  { .name = column_family },
                                  { .name = note } };
    const HnScannedFile scanned = { .n_columns = G_N_ELEMENTS(columns), .columns = columns };
    HnPlannedFile file = { .scanned = &scanned, .source_column = G_MAXUINT, .key_column = 0 };
    HnPlannedMap name_map = { .n_columns = 2, .columns = both };
    HnPlannedMap surname_map = { .n_columns = 1, .columns = one };
    HnPlannedAttribute attributes[] = {
        { .name = surname, .confidence = 0.99, .compared = TRUE, .maps = &surname_map },
        { .name = name, .confidence = 0.616, .compared = TRUE, .maps = &name_map },
        { .name = given, .confidence = 0.1, .compared = FALSE, .maps = &surname_map },
    };
    const HnAttributePlan plan = {
        .n_files = 1, .files = &file, .n_attributes = 3, .attributes = attributes
    };
    g_autoptr(HnDraft) draft = hn_draft_new(&plan);
    hn_draft_add_rule(draft, "surname", 7, 0.5, 0.25);
    hn_draft_add_rule(draft, "name", 5, 0.5, 0.25);
    g_autofree char *guessed = hn_draft_summary(draft, yaml, "out/p.yaml", HN_LANGUAGE_EN);
    g_assert_cmpstr(guessed, ==,
                    "  3 of 4 columns understood; least sure: gi ven as name, 62 % (out/p.yaml:6)\n"
                    "  2 attributes compared; 2 blocking rules\n"
                    "  next: hopnhat run -c out/p.yaml\n");
    g_autofree char *vietnamese = hn_draft_summary(draft, yaml, "out/p.yaml", HN_LANGUAGE_VI);
    g_assert_cmpstr(vietnamese, ==,
                    "  hiểu 3 trên 4 cột; kém chắc nhất: gi ven là name, 62 % (out/p.yaml:6)\n"
                    "  so sánh 2 thuộc tính; 2 quy tắc khoanh nhóm\n"
                    "  tiếp theo: hopnhat run -c out/p.yaml\n");
    draft->how = g_strdup("by trying");
    g_autofree char *estimated = hn_draft_summary(draft, yaml, "out/p.yaml", HN_LANGUAGE_EN);
    g_assert_nonnull(strstr(estimated, "2 blocking rules, at most 12 pairs\n"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/draft_summary/three_lines", test_three_lines);
    return g_test_run();
}
