/* Goal: what codes alone tell, and bounds that no pair's weight passes. */
#include "scoring/compared.h"
#include "tests/reference/people.h"

static HnComparison comparisons[] = {
    { .attribute = PEOPLE_NAME,
      .term_frequency = TRUE,
      .n_levels = 3,
      .levels = { { HN_LEVEL_EXACT, 0 }, { HN_LEVEL_OSA, 1 }, { HN_LEVEL_ELSE, 0 } } },
    { .attribute = PEOPLE_BIRTH_DATE,
      .n_levels = 2,
      .levels = { { HN_LEVEL_EXACT, 0 }, { HN_LEVEL_ELSE, 0 } } },
    { .attribute = PEOPLE_PHONE,
      .term_frequency = TRUE,
      .n_levels = 2,
      .levels = { { HN_LEVEL_EXACT, 0 }, { HN_LEVEL_ELSE, 0 } } },
    { .attribute = PEOPLE_NAME,
      .term_frequency = TRUE,
      .n_levels = 3,
      .levels = { { HN_LEVEL_EXACT, 0 }, { HN_LEVEL_UNMARKED, 0 }, { HN_LEVEL_ELSE, 0 } } },
};
static const char *const lines[] = { "a:1|an|1960|0912;0913", NULL };

static HnTerm terms[] = { { { (const guint8 *)"0913", 4 }, 3, 500 },
                          { { (const guint8 *)"an", 2 }, 3, 700 } };

static HnTerm names[] = { { { (const guint8 *)"an", 2 }, 3, 600 } };

typedef struct {
    HnEntityType type;
    HnRecordTable *table;
    HnCompared compared[G_N_ELEMENTS(comparisons)];
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
    (void)data;
    fixture->type = people_type();
    fixture->type.comparisons = comparisons;
    fixture->type.n_comparisons = G_N_ELEMENTS(comparisons);
    fixture->table = text_table_new(&fixture->type, lines);
    const HnComparisonModel model = { .weight_units = { 1000, 200, -300 },
                                      .terms = { .n = 2, .terms = terms, .unseen_units = -50 },
                                      .spellings = { .n = 1, .terms = names, .unseen_units = 90 } };
    for (guint c = 0; c < G_N_ELEMENTS(comparisons); c++) {
        hn_compared_init(fixture->compared + c, &fixture->type, fixture->table, c);
        hn_compared_weigh(fixture->compared + c, &model,
                          fixture->table->values[comparisons[c].attribute]);
    }
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
    (void)data;
    for (guint c = 0; c < G_N_ELEMENTS(comparisons); c++)
        hn_compared_clear(fixture->compared + c);
    hn_record_table_free(fixture->table);
}

static void
test_codes_settle_what_they_can(Fixture *fixture, gconstpointer data)
{
    (void)data;
    const HnCompared *name = fixture->compared, *date = name + 1, *phone = name + 2;
    g_assert_cmpuint(hn_compared_digit(name, 0, 5), ==, 0);
    g_assert_cmpuint(hn_compared_digit(name, 5, 0), ==, 0);
    g_assert_cmpuint(hn_compared_digit(name, 5, 5), ==, 1);
    g_assert_cmpuint(hn_compared_digit(name, 5, 6), ==, HN_DIGIT_OPEN);
    g_assert_cmpuint(hn_compared_digit(date, 5, 6), ==, 2);              /* nothing but exact */
    g_assert_cmpuint(hn_compared_digit(phone, 5, 6), ==, HN_DIGIT_OPEN); /* sets may share */
}

static void
test_bounds_hold_the_largest_weight(Fixture *fixture, gconstpointer data)
{
    (void)data;
    const HnCompared *name = fixture->compared, *phone = name + 2;
    g_assert_cmpint(hn_compared_bound(name, 1, 1), ==, 1000 + 700);
    g_assert_cmpint(hn_compared_bound(name, 1, 2), ==, 200); /* unequal is never exact */
    g_assert_cmpint(hn_compared_bound(phone, 1, 2), ==, 1000 + 500);
}

static void
test_terms_adjust_exact_levels_alone(Fixture *fixture, gconstpointer data)
{
    (void)data;
    const HnCompared *name = fixture->compared, *phone = name + 2;
    const guint32 listed = text_table_code(fixture->table, PEOPLE_PHONE, "0913");
    const guint32 unseen = text_table_code(fixture->table, PEOPLE_PHONE, "0912");
    g_assert_cmpint(hn_compared_term(name, 0, 1, 1), ==, 700);
    g_assert_cmpint(hn_compared_term(name, 1, 1, 1), ==, 0);
    g_assert_cmpint(hn_compared_term(phone, 0, listed, listed), ==, 500);
    g_assert_cmpint(hn_compared_term(phone, 0, unseen, unseen), ==, -50);
    g_assert_cmpint(phone->cell_terms[1], ==, 500); /* of the set, its best member's */
}

/* At a level of one spelling it is the spelling that is common or rare, whoever has its marks. */
static void
test_terms_of_spellings(Fixture *fixture, gconstpointer data)
{
    (void)data;
    const HnCompared *osa = fixture->compared, *unmarked = fixture->compared + 3;
    g_assert_cmpint(hn_compared_term(unmarked, 0, 1, 1), ==, 700);
    g_assert_cmpint(hn_compared_term(unmarked, 1, 1, 2), ==, 600);
    g_assert_cmpint(hn_compared_term(unmarked, 2, 1, 2), ==, 0);
    g_assert_cmpint(hn_compared_term(osa, 1, 1, 2), ==, 0);
    g_assert_cmpint(hn_compared_bound(unmarked, 1, 2), ==, 200 + 600);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/scoring/compared/codes_settle_what_they_can", Fixture, NULL, set_up,
               test_codes_settle_what_they_can, tear_down);
    g_test_add("/scoring/compared/bounds_hold_the_largest_weight", Fixture, NULL, set_up,
               test_bounds_hold_the_largest_weight, tear_down);
    g_test_add("/scoring/compared/terms_adjust_exact_levels_alone", Fixture, NULL, set_up,
               test_terms_adjust_exact_levels_alone, tear_down);
    g_test_add("/scoring/compared/terms_of_spellings", Fixture, NULL, set_up,
               test_terms_of_spellings, tear_down);
    return g_test_run();
}
