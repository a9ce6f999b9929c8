/* Goal: keys stand in the order of their parts' bytes, and a window ends where keys or classes do.
 */
#include "blocking/neighbourhood.h"
#include "tests/reference/people.h"

typedef struct {
    HnEntityType type;
    HnBlockingRule rule;
    HnRecordTable *table;
    HnKeySpace *space;
    HnNeighbourhood keys;
} Fixture;

static void
fixture_build(Fixture *fixture, const char *const *lines)
{
    fixture->type = people_type();
    fixture->type.rules = &fixture->rule;
    fixture->type.n_rules = 1;
    fixture->table = text_table_new(&fixture->type, lines);
}

static void
fixture_order(Fixture *fixture)
{
    fixture->space = hn_key_space_new(fixture->table, &fixture->type, NULL);
    const HnKeyRequest request =
        hn_key_request_of_rule(fixture->space, fixture->table, &fixture->type, 0);
    hn_neighbourhood_build(&request, &fixture->keys);
}

static void
fixture_clear(Fixture *fixture)
{
    hn_neighbourhood_clear(&fixture->keys);
    hn_key_space_free(fixture->space);
    hn_record_table_free(fixture->table);
}

/* The classes of each key: "2 | 0 3 | 1". */
static void
assert_order(const Fixture *fixture, const char *expected)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint32 key = 0; key < fixture->keys.n_keys; key++) {
        g_string_append(text, key == 0 ? "" : " |");
        for (guint64 i = fixture->keys.start[key]; i < fixture->keys.start[key + 1]; i++)
            g_string_append_printf(text, "%s%u", i == 0 ? "" : " ",
                                   fixture->keys.tuples.classes[i]);
    }
    g_assert_cmpstr(text->str, ==, expected);
}

static void
test_the_first_part_orders_first(void)
{
    const char *const lines[] = { "a:1|le an|1990|1", "a:2|le|1991|2",  "a:3|le an|1980|3",
                                  "a:4|do|1999|4",    "a:5||1990|5",    "a:6|le|1991|6",
                                  "a:7|le\303\252||", "a:8|lean|1970|", NULL };
    Fixture fixture = { .rule = { .n_parts = 2,
                                  .parts = { { PEOPLE_NAME, HN_KEY_EXACT, 0 },
                                             { PEOPLE_BIRTH_DATE, HN_KEY_EXACT, 0 } } } };
    fixture_build(&fixture, lines);
    fixture_order(&fixture);
    assert_order(&fixture, "3 | 1 5 | 2 | 0 | 7");
    fixture_clear(&fixture);
}

static void
test_one_record_stands_at_each_of_its_keys(void)
{
    const char *const lines[] = { "a:1|an|1990|0912;0001", "a:2|be|1990|0001", "a:3|chi|1990|",
                                  NULL };
    Fixture fixture = { .rule = { .n_parts = 1, .parts = { { PEOPLE_PHONE, HN_KEY_EXACT, 0 } } } };
    fixture_build(&fixture, lines);
    fixture_order(&fixture);
    assert_order(&fixture, "0 1 | 0");
    fixture_clear(&fixture);
}

/* Six parts of four thousand values each do not fit into one word. */
static void
test_long_keys_keep_their_order(void)
{
    const char *const lines[] = { "a:1|n2500|1990|2", "a:2|n0100|1990|9", "a:3|n2500|1990|1",
                                  "a:4|n3999|1990|1", "a:5|n0100|1990|8", NULL };
    Fixture fixture = { .rule = { .n_parts = 6,
                                  .parts = { { PEOPLE_NAME, HN_KEY_EXACT, 0 },
                                             { PEOPLE_NAME, HN_KEY_PREFIX, 60 },
                                             { PEOPLE_NAME, HN_KEY_SUFFIX, 60 },
                                             { PEOPLE_NAME, HN_KEY_COMPACT, 0 },
                                             { PEOPLE_NAME, HN_KEY_SORTED_TOKENS, 0 },
                                             { PEOPLE_PHONE, HN_KEY_EXACT, 0 } } } };
    fixture_build(&fixture, lines);
    for (guint a = 0; a < PEOPLE_N_ATTRIBUTES; a++) {
        HnDictionary *values = fixture.table->values[a];
        hn_dictionary_make_index(values);
        for (guint i = 5000; i-- > 0;) {
            g_autofree char *text = g_strdup_printf("n%04u", i);
            hn_dictionary_intern(values, hn_slice_of(text));
        }
    }
    fixture_order(&fixture);
    assert_order(&fixture, "4 | 1 | 2 | 0 | 3");
    fixture_clear(&fixture);
}

static void
test_a_window_ends_where_keys_or_classes_do(void)
{
    const char *const lines[] = { "a:1|a|1990|1",
                                  "a:2|b|1990|2",
                                  "a:3|b|1990|3",
                                  "a:4|b|1990|4",
                                  "a:5|c|1990|5",
                                  "a:6|d|1990|6",
                                  NULL };
    Fixture fixture = { .rule = { .n_parts = 1, .parts = { { PEOPLE_NAME, HN_KEY_EXACT, 0 } } } };
    fixture_build(&fixture, lines);
    fixture_order(&fixture);
    const guint32 by_keys[] = { 2, 3, 4, 4 }, by_classes[] = { 1, 2, 4, 4 };
    const guint32 too_many[] = { 1, 1, 4, 4 };
    for (guint32 key = 0; key < 4; key++) {
        g_assert_cmpuint(hn_neighbourhood_end(&fixture.keys, key, 2, 100), ==, by_keys[key]);
        g_assert_cmpuint(hn_neighbourhood_end(&fixture.keys, key, 2, 3), ==, by_classes[key]);
        g_assert_cmpuint(hn_neighbourhood_end(&fixture.keys, key, 2, 2), ==, too_many[key]);
        g_assert_cmpuint(hn_neighbourhood_end(&fixture.keys, key, 50, 100), ==, 4);
    }
    fixture_clear(&fixture);
}

static void
test_nothing_has_no_keys(void)
{
    const char *const lines[] = { "a:1||1990|1", "a:2||1990|2", NULL };
    Fixture fixture = { .rule = { .n_parts = 1, .parts = { { PEOPLE_NAME, HN_KEY_EXACT, 0 } } } };
    fixture_build(&fixture, lines);
    fixture_order(&fixture);
    g_assert_cmpuint(fixture.keys.n_keys, ==, 0);
    fixture_clear(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/blocking/neighbourhood/the_first_part_orders_first",
                    test_the_first_part_orders_first);
    g_test_add_func("/blocking/neighbourhood/one_record_stands_at_each_of_its_keys",
                    test_one_record_stands_at_each_of_its_keys);
    g_test_add_func("/blocking/neighbourhood/long_keys_keep_their_order",
                    test_long_keys_keep_their_order);
    g_test_add_func("/blocking/neighbourhood/a_window_ends_where_keys_or_classes_do",
                    test_a_window_ends_where_keys_or_classes_do);
    g_test_add_func("/blocking/neighbourhood/nothing_has_no_keys", test_nothing_has_no_keys);
    return g_test_run();
}
