/* Goal: each pair once and with its first rule; a class of equal rows with itself; ranges cover all
 * blocks. */
#include "blocking/blocks.h"
#include "tests/reference/people.h"

static HnBlockingRule rules[] = {
    { .n_parts = 1, .parts = { { PEOPLE_NAME, HN_KEY_EXACT, 0 } } },
    { .n_parts = 1, .parts = { { PEOPLE_PHONE, HN_KEY_EXACT, 0 } } },
};
/* Classes: 0 = a:1 and a:2, 1 = b:1, 2 = b:2, 3 = b:3. */
static const char *const lines[] = {
    "a:1|an|1960|0912",        "a:2|an|1960|0912", "b:1|an|1960|0912;0913",
    "b:2|binh|1960|0912;0913", "b:3|chau||",       NULL
};

typedef struct {
    HnEntityType type;
    HnRecordTable *table;
    HnBlocks *blocks;
    HnRuleReport reports[G_N_ELEMENTS(rules)];
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
    (void)data;
    fixture->type = people_type();
    fixture->type.rules = rules;
    fixture->type.n_rules = G_N_ELEMENTS(rules);
    fixture->table = text_table_new(&fixture->type, lines);
    fixture->blocks =
        hn_blocks_build(fixture->table, &fixture->type, NULL, NULL, NULL, fixture->reports);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
    (void)data;
    hn_blocks_free(fixture->blocks);
    hn_record_table_free(fixture->table);
}

static gint
compare_texts(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* "a-b:rule" of all pairs, in an order that does not depend on codes. */
static char *
text_of(const HnPair *pairs, gsize n)
{
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    for (gsize i = 0; i < n; i++)
        g_ptr_array_add(texts, g_strdup_printf("%u-%u:%u", pairs[i].a, pairs[i].b, pairs[i].rule));
    g_ptr_array_sort(texts, compare_texts);
    g_ptr_array_add(texts, NULL);
    return g_strjoinv(" ", (char **)texts->pdata);
}

static void
test_each_pair_comes_once(Fixture *fixture, gconstpointer data)
{
    (void)data;
    for (gsize batch = 1; batch < 8; batch++) {
        HnPair pairs[32];
        HnPairCursor cursor = { .end = hn_blocks_n(fixture->blocks) };
        gsize n = 0, n_more = 0;
        while ((n_more = hn_blocks_pairs(fixture->blocks, &cursor, pairs + n, batch)) > 0)
            n += n_more;
        g_autofree char *text = text_of(pairs, n);
        g_assert_cmpstr(text, ==, "0-0:0 0-1:0 0-2:1 1-2:1");
    }
}

static void
test_a_rule_alone_has_all_its_pairs_once(Fixture *fixture, gconstpointer data)
{
    (void)data;
    HnPair pairs[32];
    guint8 is_first[32];
    HnPairCursor cursor = { 0 };
    hn_blocks_of_rule(fixture->blocks, 1, &cursor.block, &cursor.end);
    const gsize n = hn_blocks_rule_pairs(fixture->blocks, &cursor, pairs, is_first, 32);
    g_autofree char *text = text_of(pairs, n);
    g_assert_cmpstr(text, ==, "0-0:1 0-1:1 0-2:1 1-2:1"); /* 1-2 share two phones */
    gsize n_first = 0;
    for (gsize i = 0; i < n; i++)
        if (is_first[i])
            pairs[n_first++] = pairs[i];
    g_autofree char *first = text_of(pairs, n_first);
    g_assert_cmpstr(first, ==, "0-2:1 1-2:1"); /* the others meet by name */
}

static void
test_ranges_cover_all_blocks(Fixture *fixture, gconstpointer data)
{
    (void)data;
    for (gsize n_max = 1; n_max < 6; n_max++) {
        guint32 starts[7];
        const gsize n = hn_blocks_ranges(fixture->blocks, n_max, starts);
        g_assert_cmpuint(n, >=, 1);
        g_assert_cmpuint(n, <=, n_max);
        g_assert_cmpuint(starts[0], ==, 0);
        g_assert_cmpuint(starts[n], ==, hn_blocks_n(fixture->blocks));
        for (gsize i = 0; i < n; i++)
            g_assert_cmpuint(starts[i], <, starts[i + 1]);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/blocking/pairs/each_pair_comes_once", Fixture, NULL, set_up,
               test_each_pair_comes_once, tear_down);
    g_test_add("/blocking/pairs/a_rule_alone_has_all_its_pairs_once", Fixture, NULL, set_up,
               test_a_rule_alone_has_all_its_pairs_once, tear_down);
    g_test_add("/blocking/pairs/ranges_cover_all_blocks", Fixture, NULL, set_up,
               test_ranges_cover_all_blocks, tear_down);
    return g_test_run();
}
