/* Goal: a name counts with all who have it without marks, in any order; a rare one weighs more
 * than a common one, and the records of one entity make none common. */
#include "linker/spelling_terms.h"

#include <math.h>

typedef struct {
    const char *name;
    guint32 count;
} Counted;

typedef struct {
    HnDictionary *values;
    HnAttributeCounts counts;
    HnArena *arena;
    HnTermTable terms;
} Filled;

static Filled
fill(const Counted *names, guint n, double u, double n_partners)
{
    Filled filled = { .values = hn_dictionary_new(), .arena = hn_arena_new() };
    filled.counts.counts = g_new0(guint32, n + 1);
    filled.counts.n_codes = n;
    for (guint i = 0; i < n; i++) {
        const guint32 code = hn_dictionary_intern(filled.values, hn_slice_of(names[i].name));
        filled.counts.counts[code] = names[i].count;
        filled.counts.n_with_value += names[i].count;
    }
    const HnSpellingTerms input = { filled.values, &filled.counts, u, n_partners };
    hn_spelling_terms_fill(&input, filled.arena, &filled.terms);
    return filled;
}

static void
filled_clear(Filled *filled)
{
    hn_dictionary_free(filled->values);
    hn_arena_free(filled->arena);
    g_free(filled->counts.counts);
}

static const HnTerm *
find(const Filled *filled, const char *spelling)
{
    for (guint i = 0; i < filled->terms.n; i++)
        if (hn_slice_equal(filled->terms.terms[i].value, hn_slice_of(spelling)))
            return filled->terms.terms + i;
    return NULL;
}

static const Counted names[] = {
    { "nguyễn văn hùng", 300 }, { "nguyen van hung", 150 }, { "hưng nguyễn văn", 50 },
    { "trần quỳnh giao", 3 },   { "tran quynh giao", 2 },   { "lê an", 2 },
    { "đỗ thị mai", 493 },
};

static void
test_all_of_one_spelling_count(void)
{
    Filled filled = fill(names, G_N_ELEMENTS(names), 0.01, 0);
    g_assert_cmpuint(filled.terms.n_total, ==, 1000);
    g_assert_cmpuint(filled.terms.n, ==, 3);
    g_assert_cmpuint(find(&filled, "hung nguyen van")->count, ==, 500);
    g_assert_cmpuint(find(&filled, "giao quynh tran")->count, ==, 5);
    g_assert_cmpuint(find(&filled, "do mai thi")->count, ==, 493);
    g_assert_null(find(&filled, "an le")); /* too few to be told from the unseen */
    for (guint i = 1; i < filled.terms.n; i++)
        g_assert_cmpint(
            hn_slice_compare(filled.terms.terms[i - 1].value, filled.terms.terms[i].value), <, 0);
    filled_clear(&filled);
}

static void
test_rare_ones_weigh_more(void)
{
    Filled filled = fill(names, G_N_ELEMENTS(names), 0.01, 0);
    const gint32 common = find(&filled, "hung nguyen van")->adjust_units;
    const gint32 rare = find(&filled, "giao quynh tran")->adjust_units;
    /* One of the records asks, one more may be its own. */
    g_assert_cmpint(common, ==, hn_weight_units(0.01 / ((500 - 2 + 0.5) / 1000)));
    g_assert_cmpint(rare, ==, hn_weight_units(0.01 / ((5 - 2 + 0.5) / 1000)));
    g_assert_cmpint(filled.terms.unseen_units, ==, hn_weight_units(0.01 / (0.5 / 1000)));
    g_assert_cmpint(common, <, 0);
    g_assert_cmpint(common, <, rare);
    g_assert_cmpint(rare, <, filled.terms.unseen_units);
    filled_clear(&filled);
}

static void
test_own_records_make_no_name_common(void)
{
    Filled alone = fill(names, G_N_ELEMENTS(names), 0.01, 0);
    Filled with = fill(names, G_N_ELEMENTS(names), 0.01, 4);
    g_assert_cmpint(find(&with, "giao quynh tran")->adjust_units, >,
                    find(&alone, "giao quynh tran")->adjust_units);
    g_assert_cmpint(find(&with, "giao quynh tran")->adjust_units, ==, with.terms.unseen_units);
    filled_clear(&alone);
    filled_clear(&with);
}

static void
test_rate_is_of_the_levels_of_one_spelling(void)
{
    const HnComparison comparison = { .term_frequency = TRUE,
                                      .n_levels = 5,
                                      .levels = { { HN_LEVEL_EXACT, 0 },
                                                  { HN_LEVEL_UNMARKED, 0 },
                                                  { HN_LEVEL_REGIONAL, 0 },
                                                  { HN_LEVEL_REORDERED, 0 },
                                                  { HN_LEVEL_ELSE, 0 } } };
    const double rates[] = { 0.01, 0.02, 0.04, 0.08, 0.85 };
    g_assert_cmpfloat_with_epsilon(hn_spelling_rate(&comparison, rates), 0.11, 1e-12);
    g_assert_true(hn_comparison_weighs_spellings(&comparison));
    HnComparison without = comparison;
    without.term_frequency = FALSE;
    g_assert_false(hn_comparison_weighs_spellings(&without));
}

static void
test_nothing_counted(void)
{
    Filled filled = fill(names, 0, 0.01, 0);
    g_assert_cmpuint(filled.terms.n, ==, 0);
    filled_clear(&filled);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/spelling_terms/all_count", test_all_of_one_spelling_count);
    g_test_add_func("/linker/spelling_terms/rare", test_rare_ones_weigh_more);
    g_test_add_func("/linker/spelling_terms/own_records", test_own_records_make_no_name_common);
    g_test_add_func("/linker/spelling_terms/rate", test_rate_is_of_the_levels_of_one_spelling);
    g_test_add_func("/linker/spelling_terms/nothing", test_nothing_counted);
    return g_test_run();
}
