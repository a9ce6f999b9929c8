/* Goal: records with two confirmed tax codes are no edge and stay apart along any path; what the
 * check digit does not confirm, or the configuration does not say, parts nobody. */
#include "linker/confirmed_apart.h"

#include "linker/rejected_pairs.h"

#define MATCH 100

static char name[] = "tax_code";
static HnAttribute attribute = {
    .name = name, .type = HN_TYPE_TAX_CODE, .check_digit = TRUE, .holds = HN_HOLDS_ONE_FOR_LIFE
};
static const HnEntityType type = { .n_attributes = 1, .attributes = &attribute };

static HnRecordTable *
table_of(const char *const *codes, guint n)
{
    HnRecordTable *table = hn_record_table_new(&type);
    hn_record_table_start_source(table, "a");
    for (guint i = 0; i < n; i++) {
        g_autofree char *id = g_strdup_printf("%02u", i);
        guint32 *line = hn_record_table_add(table, hn_slice_of(id));
        line[0] =
            codes[i] == NULL ? 0 : hn_dictionary_intern(table->values[0], hn_slice_of(codes[i]));
    }
    hn_record_table_seal(table);
    return table;
}

static HnEdges *
edges_of(const HnEdge *edges, gsize n)
{
    HnEdges *copy = g_new0(HnEdges, 1);
    copy->n = n;
    copy->edges = g_memdup2(edges, (n + 1) * sizeof *edges);
    return copy;
}

static const char *const codes[] = { "0101243150",     NULL,         "0300588569",
                                     "0101243150-001", "0101243151", "0101243150" };
static const HnEdge all[] = {
    { 0, 1, MATCH, 0 }, { 0, 2, MATCH, 0 }, { 0, 3, MATCH - 1, 0 }, { 0, 4, MATCH, 0 },
    { 0, 5, MATCH, 0 }, { 1, 2, MATCH, 0 }, { 1, 3, MATCH - 1, 0 }, { 0, 0, 0, 0 },
};

static void
test_confirmed_codes_part(void)
{
    const HnEdge before[] = { { 0, 2, HN_REJECTED_UNITS, 3 },
                              { 1, 4, HN_REJECTED_UNITS, 3 },
                              { 0, 0, 0, 0 } };
    g_autoptr(HnRecordTable) table = table_of(codes, 6);
    g_autoptr(HnEdges) edges = edges_of(all, 7);
    g_autoptr(HnEdges) rejected = edges_of(before, 2);
    hn_confirmed_apart(&(HnPairScope){ .table = table }, &type, MATCH, edges, rejected);
    g_assert_cmpuint(edges->n, ==, 5); /* 0-2 and 0-3 went */
    for (gsize i = 0; i < edges->n; i++)
        g_assert_false(edges->edges[i].a == 0 && edges->edges[i].b <= 3 && edges->edges[i].b >= 2);
    g_assert_cmpuint(rejected->n, ==, 3); /* 0-2, 1-4 as it was, 2-5; 3 hangs by no match */
    g_assert_cmpint(rejected->edges[0].weight_units, ==, HN_NEVER_UNITS);
    g_assert_cmpuint(rejected->edges[0].b, ==, 2);
    g_assert_cmpint(rejected->edges[1].weight_units, ==, HN_REJECTED_UNITS);
    g_assert_cmpuint(rejected->edges[2].a, ==, 2);
    g_assert_cmpuint(rejected->edges[2].b, ==, 5);
}

/* 1-3 was found while 0-2 held all four together. */
static void
test_rejected_pairs_stay_in_a_component(void)
{
    static const char *const two[] = { "0101243150", NULL, "0300588569", NULL };
    const HnEdge match[] = { { 0, 1, MATCH, 0 }, { 0, 2, MATCH, 0 }, { 2, 3, MATCH, 0 }, { 0 } };
    const HnEdge before[] = { { 0, 1, HN_REJECTED_UNITS, 3 },
                              { 1, 3, HN_REJECTED_UNITS, 3 },
                              { 0 } };
    g_autoptr(HnRecordTable) table = table_of(two, G_N_ELEMENTS(two));
    g_autoptr(HnEdges) edges = edges_of(match, 3);
    g_autoptr(HnEdges) rejected = edges_of(before, 2);
    hn_confirmed_apart(&(HnPairScope){ .table = table }, &type, MATCH, edges, rejected);
    g_assert_cmpuint(edges->n, ==, 2);
    g_assert_cmpuint(rejected->n, ==, 1);
    g_assert_cmpuint(rejected->edges[0].b, ==, 1);
}

/* 0-2 would be apart by their codes, but nobody may hold them against each other. */
static void
test_what_may_not_be_compared_is_not(void)
{
    const HnEdge match[] = { { 0, 1, MATCH, 0 }, { 1, 2, MATCH, 0 }, { 0 } };
    guint32 source_of[] = { 0, 1, 2, 1, 1, 1 };
    guint8 meets[] = { 0, 0, HN_MEET_THROUGH, 0, 0, 0, HN_MEET_THROUGH, 0, 0 };
    g_autoptr(HnRecordTable) table = table_of(codes, 6);
    table->n_sources = 3;
    table->sources = g_renew(HnTableSource, table->sources, 3);
    table->sources[1].name = g_strdup("b");
    table->sources[2].name = g_strdup("c");
    const HnPairScope lawful = { table, source_of, NULL, meets }, open = { .table = table };
    for (guint i = 0; i < 2; i++) {
        g_autoptr(HnEdges) edges = edges_of(match, 2);
        g_autoptr(HnEdges) rejected = edges_of(match, 0);
        hn_confirmed_apart(i == 0 ? &lawful : &open, &type, MATCH, edges, rejected);
        g_assert_cmpuint(edges->n, ==, 2);
        g_assert_cmpuint(rejected->n, ==, i);
    }
}

/* Of a household the suffix counts the places where it works, of a firm its branches. */
static void
test_a_household_is_one(void)
{
    static char company[] = "name";
    HnAttribute attributes[] = { attribute, { .name = company, .type = HN_TYPE_COMPANY } };
    const HnEntityType named = { .n_attributes = 2, .attributes = attributes };
    static const char *const lines[][2] = { { "0101243150", "bảo việt =hkd" },
                                            { "0101243150-001", "bảo việt =hkd" },
                                            { "0300588569", "bảo việt =hkd" },
                                            { "0101243150-002", "bảo việt =tnhh" } };
    const HnEdge match[] = { { 0, 1, MATCH, 0 }, { 0, 2, MATCH, 0 }, { 1, 3, MATCH, 0 }, { 0 } };
    HnRecordTable *table = hn_record_table_new(&named);
    hn_record_table_start_source(table, "a");
    for (guint i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_autofree char *id = g_strdup_printf("%02u", i);
        guint32 *line = hn_record_table_add(table, hn_slice_of(id));
        for (guint a = 0; a < 2; a++)
            line[a] = hn_dictionary_intern(table->values[a], hn_slice_of(lines[i][a]));
    }
    hn_record_table_seal(table);
    g_autoptr(HnEdges) edges = edges_of(match, 3);
    g_autoptr(HnEdges) rejected = edges_of(match, 0);
    g_assert_true(hn_confirmed_apart_two(table, &named, 0, 2));
    g_assert_false(hn_confirmed_apart_two(table, &named, 0, 1));
    hn_confirmed_apart(&(HnPairScope){ .table = table }, &named, MATCH, edges, rejected);
    g_assert_cmpuint(edges->n, ==, 2); /* another household's code parts as ever */
    g_assert_cmpuint(edges->edges[0].b, ==, 1);
    g_assert_cmpuint(edges->edges[1].b, ==, 3); /* one whose form was told wrong */
    hn_record_table_free(table);
}

static void
test_only_what_is_declared_parts(void)
{
    g_autoptr(HnRecordTable) table = table_of(codes, 6);
    for (guint i = 0; i < 3; i++) {
        g_autoptr(HnEdges) edges = edges_of(all, 7);
        g_autoptr(HnEdges) rejected = edges_of(all, 0);
        attribute.check_digit = i != 0;
        attribute.holds = i == 1 ? HN_HOLDS_ONE_AT_A_TIME : HN_HOLDS_ONE_FOR_LIFE;
        attribute.type = i == 2 ? HN_TYPE_DIGITS : HN_TYPE_TAX_CODE;
        hn_confirmed_apart(&(HnPairScope){ .table = table }, &type, MATCH, edges, rejected);
        g_assert_cmpuint(edges->n, ==, 7);
        g_assert_cmpuint(rejected->n, ==, 0);
    }
    attribute.check_digit = TRUE;
    attribute.type = HN_TYPE_TAX_CODE;
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/confirmed-apart/part", test_confirmed_codes_part);
    g_test_add_func("/confirmed-apart/inside", test_rejected_pairs_stay_in_a_component);
    g_test_add_func("/confirmed-apart/law", test_what_may_not_be_compared_is_not);
    g_test_add_func("/confirmed-apart/household", test_a_household_is_one);
    g_test_add_func("/confirmed-apart/declared", test_only_what_is_declared_parts);
    return g_test_run();
}
