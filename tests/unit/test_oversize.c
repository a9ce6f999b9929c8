/* Goal: listed values are found by bytes in any order of codes, and only under their rule. */
#include "blocking/oversize.h"
#include "tests/reference/people.h"

static const char *const lines[] = { "a:1|an|1960|", "a:2|binh|1961|", "a:3|an|1961|", NULL };

static HnOversize
item_of(guint rule, const char *name, const char *year)
{
    return (HnOversize){ .rule = rule, .values = { hn_slice_of(name), hn_slice_of(year) } };
}

static void
test_listed_values_are_found(void)
{
    HnEntityType type = people_type();
    const HnBlockingRule rule = { .n_parts = 2,
                                  .parts = { { PEOPLE_NAME, HN_KEY_EXACT, 0 },
                                             { PEOPLE_BIRTH_DATE, HN_KEY_YEAR, 0 } } };
    HnBlockingRule rules[] = { rule, rule };
    type.rules = rules;
    type.n_rules = 2;
    g_autoptr(HnRecordTable) table = text_table_new(&type, lines);
    g_autoptr(HnKeySpace) space = hn_key_space_new(table, &type, NULL);
    g_autoptr(HnOversizeList) list = hn_oversize_list_new();
    const HnOversize items[] = { item_of(1, "an", "1961"), item_of(0, "binh", "1961"),
                                 item_of(0, "an", "1960"), item_of(0, "nobody", "1960") };
    for (guint i = 0; i < G_N_ELEMENTS(items); i++)
        hn_oversize_list_add(list, items + i, 2);
    hn_oversize_list_sort(list);
    g_assert_true(hn_slice_equal(list->items[0].values[0], hn_slice_of("an")));
    g_assert_cmpuint(list->items[3].rule, ==, 1);

    g_autoptr(HnOversizeIndex) index = hn_oversize_index_new(space, &type, 0, list);
    g_assert_cmpuint(index->n, ==, 2);
    const guint32 an = text_table_code(table, PEOPLE_NAME, "an");
    const guint32 binh = text_table_code(table, PEOPLE_NAME, "binh");
    const HnKeySource years = hn_key_space_part(space, 0, 1);
    guint32 codes[2];
    const HnSlice wanted[] = { hn_slice_of("1960"), hn_slice_of("1961") };
    hn_key_values_find(years.keys, wanted, 2, codes);
    const gint found = hn_oversize_index_find(index, (guint32[]){ an, codes[0] });
    g_assert_cmpint(found, >=, 0);
    g_assert_true(index->items[found].oversize == list->items);
    g_assert_cmpint(hn_oversize_index_find(index, (guint32[]){ binh, codes[1] }), >=, 0);
    g_assert_cmpint(hn_oversize_index_find(index, (guint32[]){ an, codes[1] }), ==, -1);

    g_autoptr(HnOversizeIndex) none = hn_oversize_index_new(space, &type, 0, NULL);
    g_assert_cmpint(hn_oversize_index_find(none, (guint32[]){ an, codes[0] }), ==, -1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/blocking/oversize/listed_values_are_found", test_listed_values_are_found);
    return g_test_run();
}
