/* Goal: of a class's keys those that no other row has are left out, and counted. */
#include "insight/shared_keys.h"

#include "tests/reference/people.h"

static void
assert_keys(const HnSharedKeys *keys, guint32 class, guint n_shared, guint n_all)
{
    g_assert_cmpuint(keys->start[class + 1] - keys->start[class], ==, n_shared);
    g_assert_cmpuint(keys->n_all[class], ==, n_all);
}

static void
test_keys_of_one_row_are_left_out(void)
{
    const char *const lines[] = { "a:1|an|1960|0912;0913",
                                  "a:2|binh|1961|0913",
                                  "a:3|chau|1962|",
                                  "a:4|dung|1963|0914",
                                  "a:5|em|1964|0915",
                                  "a:6|em|1964|0915",
                                  NULL };
    HnEntityType type = people_type();
    HnBlockingRule rule = { .n_parts = 1, .parts = { { PEOPLE_PHONE, HN_KEY_EXACT, 0 } } };
    type.rules = &rule;
    type.n_rules = 1;
    g_autoptr(HnRecordTable) table = text_table_new(&type, lines);
    g_autoptr(HnKeySpace) space = hn_key_space_new(table, &type, NULL);
    const HnKeySource source = hn_key_space_part(space, 0, 0);
    g_autoptr(HnSharedKeys) keys = hn_shared_keys_new(table, &source);
    g_assert_cmpuint(table->n_classes, ==, 5);
    assert_keys(keys, 0, 1, 2);
    assert_keys(keys, 1, 1, 1);
    g_assert_cmpuint(keys->codes[0], ==, text_table_code(table, PEOPLE_PHONE, "0913"));
    g_assert_cmpuint(keys->codes[1], ==, keys->codes[0]);
    assert_keys(keys, 2, 0, 0);
    assert_keys(keys, 3, 0, 1);
    assert_keys(keys, 4, 1, 1); /* two equal rows share the keys of their class */
}

static void
test_many_keys_are_told(void)
{
    g_autoptr(GString) line = g_string_new("a:1|an|1960|");
    for (guint i = 0; i < 100; i++)
        g_string_append_printf(line, "%s%03u", i == 0 ? "" : ";", i);
    const char *const lines[] = { line->str, "a:2|an|1960|007", NULL };
    HnEntityType type = people_type();
    HnBlockingRule rule = { .n_parts = 1, .parts = { { PEOPLE_PHONE, HN_KEY_EXACT, 0 } } };
    type.rules = &rule;
    type.n_rules = 1;
    g_autoptr(HnRecordTable) table = text_table_new(&type, lines);
    g_autoptr(HnKeySpace) space = hn_key_space_new(table, &type, NULL);
    const HnKeySource source = hn_key_space_part(space, 0, 0);
    g_autoptr(HnSharedKeys) keys = hn_shared_keys_new(table, &source);
    assert_keys(keys, 0, 1, HN_KEYS_MAX + 1);
    assert_keys(keys, 1, 1, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/insight/shared_keys/" #what, test_##what)
    ADD(keys_of_one_row_are_left_out);
    ADD(many_keys_are_told);
    return g_test_run();
}
