/* Goal: what a word costs as it stands: names little, other languages more, broken words most. */
#include "standardise/word_weight.h"

static HnCountryTables *tables;

static void
test_costs(void)
{
    const HnVietLexicon *lexicon = hn_viet_lexicon_of(tables, NULL);
    g_assert_cmpuint(hn_word_cost(lexicon, hn_slice_of("V¨n")), >, 30 * HN_BIT);
    g_assert_cmpuint(hn_word_cost(lexicon, hn_slice_of("Müller")), <, 36 * HN_BIT);
    g_assert_cmpuint(hn_word_cost_unmarked(lexicon, hn_slice_of("Schmidt")), >, 0);
    g_assert_cmpuint(hn_word_cost_unmarked(lexicon, hn_slice_of("TNHH")), ==, 0);
    g_assert_cmpuint(hn_word_cost_unmarked(lexicon, hn_slice_of("Hoa")), ==, 0);
    HnVietWord word;
    g_assert_true(hn_viet_word_read(hn_slice_of("oỗbrien"), &word));
    g_assert_cmpuint(hn_word_cost_read(lexicon, &word), ==, G_MAXUINT);
    g_assert_true(hn_viet_word_read(hn_slice_of("Brếp"), &word));
    g_assert_cmpuint(hn_word_cost_read(lexicon, &word), <, G_MAXUINT);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_autoptr(GError) error = NULL;
    tables = hn_country_tables_open(NULL, NULL, &error);
    g_assert_no_error(error);
    g_test_add_func("/standardise/word_weight/costs", test_costs);
    const int result = g_test_run();
    hn_country_tables_unref(tables);
    return result;
}
