/* Goal: a function that two rules use is prepared once; a set has each key of its members once. */
#include "blocking/key_space.h"
#include "tests/reference/people.h"

static const char *const lines[] = { "a:1|an binh|1960|0912;0988", "a:2|an binh|1961|0912", NULL };

static void
test_shared_functions_are_one(void)
{
    HnEntityType type = people_type();
    HnBlockingRule rules[] = {
        { .n_parts = 2,
          .parts = { { PEOPLE_NAME, HN_KEY_PREFIX, 2 }, { PEOPLE_PHONE, HN_KEY_EXACT, 0 } } },
        { .n_parts = 1, .parts = { { PEOPLE_NAME, HN_KEY_PREFIX, 2 } } },
    };
    HnKeyPart refinements[] = { { PEOPLE_NAME, HN_KEY_PREFIX, 2 },
                                { PEOPLE_NAME, HN_KEY_PREFIX, 3 } };
    type.rules = rules;
    type.n_rules = 2;
    type.refinements = refinements;
    type.n_refinements = 2;
    g_autoptr(HnRecordTable) table = text_table_new(&type, lines);
    g_autoptr(HnThreadPool) pool = hn_thread_pool_new(2);
    g_autoptr(HnKeySpace) space = hn_key_space_new(table, &type, pool);
    const HnKeySource first = hn_key_space_part(space, 0, 0);
    g_assert_true(first.keys == hn_key_space_part(space, 1, 0).keys);
    g_assert_true(first.keys == hn_key_space_refinement(space, 0).keys);
    g_assert_false(first.keys == hn_key_space_refinement(space, 1).keys);
    g_assert_true(hn_key_source_is_single(&first));
    g_assert_cmpuint(hn_key_space_size_bytes(space), >, 0);
}

static void
assert_key(const HnKeySource *source, guint32 code, const char *expected)
{
    g_assert_true(
        hn_slice_equal(hn_dictionary_value(source->keys->names, code), hn_slice_of(expected)));
}

static void
test_sets_give_each_key_once(void)
{
    HnEntityType type = people_type();
    HnBlockingRule rule = { .n_parts = 1, .parts = { { PEOPLE_PHONE, HN_KEY_PREFIX, 2 } } };
    type.rules = &rule;
    type.n_rules = 1;
    const char *const phones[] = { "a:1|an|1960|0999;0912;1234;0988", "a:2|an|1961|",
                                   "a:3|an|1962|0345", NULL };
    g_autoptr(HnRecordTable) table = text_table_new(&type, phones);
    g_autoptr(HnKeySpace) space = hn_key_space_new(table, &type, NULL);
    const HnKeySource source = hn_key_space_part(space, 0, 0);
    g_autoptr(GArray) codes = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_assert_false(hn_key_source_is_single(&source));
    HnKeyList list =
        hn_key_source_list(&source, hn_record_table_line(table, 0) + PEOPLE_PHONE, codes);
    g_assert_cmpuint(list.n, ==, 2);
    list = hn_key_source_sort(&source, list, codes);
    g_assert_cmpuint(list.n, ==, 2);
    assert_key(&source, list.codes[0], "09");
    assert_key(&source, list.codes[1], "12");
    list = hn_key_source_list(&source, hn_record_table_line(table, 1) + PEOPLE_PHONE, codes);
    g_assert_cmpuint(list.n, ==, 0);
    list = hn_key_source_list(&source, hn_record_table_line(table, 2) + PEOPLE_PHONE, codes);
    g_assert_cmpuint(list.n, ==, 1); /* of the key values: nothing was copied, until it is sorted */
    assert_key(&source, list.codes[0], "03");
    list = hn_key_source_sort(&source, list, codes);
    g_assert_cmpuint(list.n, ==, 1);
    assert_key(&source, list.codes[0], "03");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/blocking/key_space/shared_functions_are_one", test_shared_functions_are_one);
    g_test_add_func("/blocking/key_space/sets_give_each_key_once", test_sets_give_each_key_once);
    return g_test_run();
}
