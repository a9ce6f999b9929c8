/* Goal: a source without duplicates is seen, also where the model takes a kind for a thing; one
 * with some is not. */
#include "insight/source_duplicates.h"

#include "tests/reference/text_table.h"

#define N 200u /* records of each source */

static char person[] = "person", number_name[] = "number", title_name[] = "title";
static HnAttribute attributes[] = { { .name = number_name, .type = HN_TYPE_CODE, .many = TRUE },
                                    { .name = title_name, .type = HN_TYPE_TEXT } };
static HnComparison comparisons[] = {
    { .attribute = 0, .n_levels = 2, .levels = { { HN_LEVEL_EXACT, 0 }, { HN_LEVEL_ELSE, 0 } } },
    { .attribute = 1, .n_levels = 2, .levels = { { HN_LEVEL_EXACT, 0 }, { HN_LEVEL_ELSE, 0 } } }
};
static const HnEntityType type = { .name = person,
                                   .n_attributes = 2,
                                   .attributes = attributes,
                                   .n_comparisons = 2,
                                   .comparisons = comparisons };

/* Record i of source a is number i of source b; record i has code Ci unless it is without. */
static HnRecordTable *
table_new(gboolean has_codes)
{
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    for (guint s = 0; s < 2; s++)
        for (guint i = 0; i < N; i++)
            g_ptr_array_add(lines, has_codes ? g_strdup_printf("%c:%04u|C%u|t", 'a' + s, i, i)
                                             : g_strdup_printf("%c:%04u||t", 'a' + s, i));
    g_ptr_array_add(lines, NULL);
    return text_table_new(&type, (const char *const *)lines->pdata);
}

static void
add(GArray *likely, guint32 a, guint32 b, gint32 bits)
{
    const HnLikelyPair pair = { a, b, bits * HN_WEIGHT_UNITS_PER_BIT, 0.99, 0 };
    g_array_append_val(likely, pair);
}

static void
add_matches(GArray *likely, guint n)
{
    for (guint32 i = 0; i < n; i++)
        add(likely, i, N + i, 10);
}

/* Pairs of one kind inside source a, of @bits. */
static void
add_kind(GArray *likely, guint n, gint32 bits)
{
    for (guint32 i = 0; i < n; i++)
        add(likely, i, i + 1, bits);
}

static gboolean
holds_once(gboolean has_codes, guint n_matches, guint n_kind, gint32 bits)
{
    g_autoptr(HnRecordTable) table = table_new(has_codes);
    g_autoptr(GArray) likely = g_array_new(FALSE, FALSE, sizeof(HnLikelyPair));
    add_matches(likely, n_matches);
    add_kind(likely, n_kind, bits);
    return hn_source_holds_once(table, &type, likely, 0);
}

static void
test_no_pair_inside(void)
{
    g_assert_true(holds_once(FALSE, N, 0, 0));
    g_assert_false(holds_once(FALSE, 20, 0, 0)); /* too few to tell */
}

static void
test_weaker_pairs_inside(void)
{
    g_assert_true(holds_once(FALSE, N, N / 2, 5));   /* alike, but not like matches */
    g_assert_false(holds_once(FALSE, N, N / 2, 10)); /* duplicates */
}

/* Three of 33 by chance may be few where duplicates stand, too; four of 100 are few indeed. */
static void
test_few_among_few(void)
{
    g_assert_false(holds_once(FALSE, 66, 3, 10));
    g_assert_true(holds_once(FALSE, N, 4, 10));
}

/* What is alike inside the source has other numbers: the model is wrong, not the source. */
static void
test_numbers_speak_against_the_model(void)
{
    g_assert_true(holds_once(TRUE, N, N / 2, 10));
    g_assert_false(holds_once(TRUE, 20, N / 2, 10));
}

/* Source a holds each of its N / 2 entities twice, with the number that b has of it. */
static HnRecordTable *
doubles_table_new(void)
{
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    for (guint s = 0; s < 2; s++)
        for (guint i = 0; i < N; i++)
            g_ptr_array_add(lines,
                            g_strdup_printf("%c:%04u|C%u|t", 'a' + s, i, s == 0 ? i / 2 : i));
    g_ptr_array_add(lines, NULL);
    return text_table_new(&type, (const char *const *)lines->pdata);
}

static void
add_doubles(GArray *likely)
{
    for (guint32 i = 0; i < N; i++)
        add(likely, i, N + i / 2, 10);
    for (guint32 i = 0; i < N; i += 2)
        add(likely, i, i + 1, 10);
}

/* Duplicates with one number each. */
static void
test_numbers_agree_with_the_model(void)
{
    g_autoptr(HnRecordTable) table = doubles_table_new();
    g_autoptr(GArray) likely = g_array_new(FALSE, FALSE, sizeof(HnLikelyPair));
    add_doubles(likely);
    g_assert_false(hn_source_holds_once(table, &type, likely, 0));
}

/* Of numbers that agree .3 of those by chance are inside, of the model's pairs 1.4: no less in
 * forty times as many. */
static void
test_many_are_no_few(void)
{
    g_autoptr(HnRecordTable) table = doubles_table_new();
    for (guint rounds = 1; rounds <= 40; rounds += 39) {
        g_autoptr(GArray) likely = g_array_new(FALSE, FALSE, sizeof(HnLikelyPair));
        for (guint round = 0; round < rounds; round++) {
            for (guint32 i = 0; i < N; i++)
                add(likely, i, N + i / 2, 10);
            for (guint32 i = 0; i < 60; i += 2)
                add(likely, i, i + 1, 10);
            for (guint32 i = 0; i < 110; i++)
                add(likely, i, i + 2, 10);
        }
        g_assert_false(hn_source_holds_once(table, &type, likely, 0));
    }
}

/* Source a holds each of its N / 2 entities twice, and each record has its number in one case of
 * ten: both of a pair in one of a hundred. That they agree so seldom says nothing. */
static void
test_few_have_a_number(void)
{
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < N; i++) {
        const guint entity = i / 2, turn = i % 2 == 0 ? entity : entity / 10;
        g_ptr_array_add(lines, turn % 10 == 0 ? g_strdup_printf("a:%04u|C%u|t", i, entity)
                                              : g_strdup_printf("a:%04u||t", i));
    }
    for (guint i = 0; i < N; i++)
        g_ptr_array_add(lines, g_strdup_printf("b:%04u|C%u|t", i, i));
    g_ptr_array_add(lines, NULL);
    g_autoptr(HnRecordTable) table = text_table_new(&type, (const char *const *)lines->pdata);
    g_autoptr(GArray) likely = g_array_new(FALSE, FALSE, sizeof(HnLikelyPair));
    for (guint round = 0; round < 20; round++)
        add_doubles(likely);
    g_assert_false(hn_source_holds_once(table, &type, likely, 0));
}

/* Of the model's pairs .32 of those by chance are inside, of those that agree in a number .08, but
 * four of 52: by chance they may be a quarter of the model's or more. */
static void
test_four_are_too_few_to_tell(void)
{
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < N; i++)
        g_ptr_array_add(lines, g_strdup_printf("a:%04u|C%u|t", i, i < 8 ? i / 2 : i));
    for (guint i = 0; i < N; i++)
        g_ptr_array_add(lines, g_strdup_printf("b:%04u|C%u|t", i, i < 112 ? i : N + i));
    g_ptr_array_add(lines, NULL);
    g_autoptr(HnRecordTable) table = text_table_new(&type, (const char *const *)lines->pdata);
    g_autoptr(GArray) likely = g_array_new(FALSE, FALSE, sizeof(HnLikelyPair));
    add_matches(likely, N);
    for (guint32 i = 0; i < 64; i += 2)
        add(likely, i, i + 1, 10);
    g_assert_false(hn_source_holds_once(table, &type, likely, 0));
}

/* Five pairs inside agree in a number, where a quarter of those by chance is ten: five may be ten.
 * That they agree in a second one, too, makes them no ten of twenty. */
static void
test_two_numbers_are_no_two_witnesses(void)
{
    static char paper_name[] = "paper";
    HnAttribute both[] = { attributes[0], { .name = paper_name, .type = HN_TYPE_CODE } };
    HnComparison compared[] = { comparisons[0], comparisons[1] };
    const HnEntityType of_two = { .name = person,
                                  .n_attributes = 2,
                                  .attributes = both,
                                  .n_comparisons = 2,
                                  .comparisons = compared };
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < 2 * N; i++) {
        const guint k = i % N, number = i < N ? (k < 10 ? k / 2 : k) : k < 89 ? k : N + k;
        g_ptr_array_add(lines,
                        g_strdup_printf("%c:%04u|C%u|D%u", i < N ? 'a' : 'b', k, number, number));
    }
    g_ptr_array_add(lines, NULL);
    g_autoptr(HnRecordTable) table = text_table_new(&of_two, (const char *const *)lines->pdata);
    g_autoptr(GArray) likely = g_array_new(FALSE, FALSE, sizeof(HnLikelyPair));
    add_matches(likely, N);
    for (guint32 i = 0; i < 10; i += 2)
        add(likely, i, i + 1, 10);
    for (guint32 i = 10; i < 145; i++)
        add(likely, i, i + 1, 10);
    g_assert_false(hn_source_holds_once(table, &of_two, likely, 0));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/source_duplicates/none", test_no_pair_inside);
    g_test_add_func("/insight/source_duplicates/weaker", test_weaker_pairs_inside);
    g_test_add_func("/insight/source_duplicates/few-among-few", test_few_among_few);
    g_test_add_func("/insight/source_duplicates/numbers-against",
                    test_numbers_speak_against_the_model);
    g_test_add_func("/insight/source_duplicates/numbers-for", test_numbers_agree_with_the_model);
    g_test_add_func("/insight/source_duplicates/many", test_many_are_no_few);
    g_test_add_func("/insight/source_duplicates/few-numbers", test_few_have_a_number);
    g_test_add_func("/insight/source_duplicates/four", test_four_are_too_few_to_tell);
    g_test_add_func("/insight/source_duplicates/two-numbers",
                    test_two_numbers_are_no_two_witnesses);
    return g_test_run();
}
