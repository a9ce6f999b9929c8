/* Goal: each compared attribute has the forms that its levels ask for, however many threads make
 * them. */
#include "scoring/form_space.h"

#include "tests/reference/people.h"

static HnComparison comparisons[] = {
    { .attribute = PEOPLE_NAME,
      .n_levels = 3,
      .levels = { { HN_LEVEL_EXACT, 0 }, { HN_LEVEL_JARO_WINKLER, 0.9 }, { HN_LEVEL_ELSE, 0 } } },
    { .attribute = PEOPLE_NAME,
      .n_levels = 2,
      .levels = { { HN_LEVEL_SORTED_TOKENS, 0 }, { HN_LEVEL_ELSE, 0 } } },
    { .attribute = PEOPLE_BIRTH_DATE,
      .n_levels = 2,
      .levels = { { HN_LEVEL_DATE_YEAR, 0 }, { HN_LEVEL_ELSE, 0 } } },
};

static void
test_attributes_have_the_forms_of_their_levels(void)
{
    const char *const lines[] = { "a:1|an van|1960-01-02|", "a:2|van an|1960-01-03|", NULL };
    HnEntityType type = people_type();
    type.comparisons = comparisons;
    type.n_comparisons = G_N_ELEMENTS(comparisons);
    g_autoptr(HnRecordTable) table = text_table_new(&type, lines);
    g_autoptr(HnThreadPool) pool = hn_thread_pool_new(2);
    for (guint i = 0; i < 2; i++) {
        g_autoptr(HnFormSpace) space = hn_form_space_new(table, &type, NULL, i == 0 ? NULL : pool);
        const HnValueForms *names = hn_form_space_of(space, PEOPLE_NAME);
        const HnValueForms *dates = hn_form_space_of(space, PEOPLE_BIRTH_DATE);
        g_assert_true(names->values == table->values[PEOPLE_NAME]);
        g_assert_cmpuint(names->letters[1].n, ==, 6);
        g_assert_cmphex(names->signatures[1], !=, 0);
        g_assert_cmpuint(names->sorted_tokens[1], ==, names->sorted_tokens[2]);
        g_assert_null(names->dates);
        g_assert_cmpuint(dates->dates[2], ==, 19600103);
        g_assert_null(dates->letters);
        g_assert_null(hn_form_space_of(space, PEOPLE_PHONE));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/scoring/form_space/attributes_have_the_forms_of_their_levels",
                    test_attributes_have_the_forms_of_their_levels);
    return g_test_run();
}
