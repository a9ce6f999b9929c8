/* Goal: patterns, weights, term adjustments and early exit on pairs that can be summed by hand. */
#include "scoring/pair_scorer.h"
#include "tests/reference/people.h"
#include "tests/reference/text_table.h"

#define BIT HN_WEIGHT_UNITS_PER_BIT

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
      .n_levels = 3,
      .levels = { { HN_LEVEL_EXACT, 0 }, { HN_LEVEL_DIGITS_SLIP, 0 }, { HN_LEVEL_ELSE, 0 } } },
};
static const char *const lines[] = { "a:1|hung|1960|0912;0977", "a:2|hung|1961|0977;0912",
                                     "a:3|hugn|1960|0911", "a:4|lan||", NULL };

typedef struct {
    HnEntityType type;
    HnRecordTable *table;
    HnModel *model;
    HnFormSpace *forms;
    HnPairScorer *scorer;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
    static HnTerm names[] = { { { (const guint8 *)"hung", 4 }, 9, -1 * BIT } };
    static HnTerm phones[] = { { { (const guint8 *)"0977", 4 }, 3, 2 * BIT } };
    (void)data;
    fixture->type = people_type();
    fixture->type.comparisons = comparisons;
    fixture->type.n_comparisons = G_N_ELEMENTS(comparisons);
    fixture->table = text_table_new(&fixture->type, lines);
    fixture->model = hn_model_new(G_N_ELEMENTS(comparisons));
    fixture->model->prior_units = -10 * BIT;
    const gint32 weights[][3] = { { 8 * BIT, 3 * BIT, -4 * BIT },
                                  { 5 * BIT, -2 * BIT, 0 },
                                  { 12 * BIT, 6 * BIT, -1 * BIT } };
    for (guint c = 0; c < G_N_ELEMENTS(weights); c++)
        memcpy(fixture->model->comparisons[c].weight_units, weights[c], sizeof weights[c]);
    fixture->model->comparisons[0].terms =
        (HnTermTable){ .n = 1, .terms = names, .unseen_units = BIT };
    fixture->model->comparisons[2].terms = (HnTermTable){ .n = 1, .terms = phones };
    fixture->forms = hn_form_space_new(fixture->table, &fixture->type, NULL, NULL);
    fixture->scorer =
        hn_pair_scorer_new(fixture->table, &fixture->type, fixture->model, fixture->forms, 2, NULL);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
    (void)data;
    hn_pair_scorer_free(fixture->scorer);
    hn_form_space_free(fixture->forms);
    hn_model_free(fixture->model);
    hn_record_table_free(fixture->table);
}

static const HnPair pairs[] = { { 0, 1, 0 }, { 0, 2, 1 }, { 0, 3, 2 }, { 3, 3, 3 } };

static void
test_patterns_hold_the_levels(Fixture *fixture, gconstpointer data)
{
    (void)data;
    guint64 patterns[G_N_ELEMENTS(pairs)];
    hn_pair_scorer_patterns(fixture->scorer, 0, pairs, G_N_ELEMENTS(pairs), patterns);
    g_assert_cmphex(patterns[0], ==, 0x121); /* equal, else, equal member */
    g_assert_cmphex(patterns[1], ==, 0x212); /* one slip, equal, one slip */
    g_assert_cmphex(patterns[2], ==, 0x003); /* else, missing, missing */
    g_assert_cmphex(patterns[3], ==, 0x001);
}

static void
test_weights_are_sums(Fixture *fixture, gconstpointer data)
{
    (void)data;
    HnEdge edges[G_N_ELEMENTS(pairs)];
    const gsize n =
        hn_pair_scorer_score(fixture->scorer, 1, pairs, G_N_ELEMENTS(pairs), G_MININT32, edges);
    g_assert_cmpuint(n, ==, G_N_ELEMENTS(pairs));
    g_assert_cmpint(edges[0].weight_units, ==, (-10 + 8 - 1 - 2 + 12 + 2) * BIT);
    g_assert_cmpint(edges[1].weight_units, ==, (-10 + 3 + 5 + 6) * BIT);
    g_assert_cmpint(edges[2].weight_units, ==, (-10 - 4) * BIT);
    g_assert_cmpint(edges[3].weight_units, ==, (-10 + 8 + 1) * BIT); /* an unseen name */
    g_assert_cmpuint(edges[2].rule, ==, 2);
}

static void
test_early_exit_keeps_what_reaches_the_threshold(Fixture *fixture, gconstpointer data)
{
    (void)data;
    HnEdge edges[G_N_ELEMENTS(pairs)];
    gsize n = hn_pair_scorer_score(fixture->scorer, 0, pairs, G_N_ELEMENTS(pairs), 4 * BIT, edges);
    g_assert_cmpuint(n, ==, 2);
    g_assert_cmpuint(edges[1].b, ==, 2);
    n = hn_pair_scorer_score(fixture->scorer, 0, pairs, G_N_ELEMENTS(pairs), 4 * BIT + 1, edges);
    g_assert_cmpuint(n, ==, 1);
    g_assert_cmpint(edges[0].weight_units, ==, 9 * BIT);
    const HnScorerCounts counts = hn_pair_scorer_counts(fixture->scorer);
    g_assert_cmpuint(counts.n_pairs, ==, 2 * G_N_ELEMENTS(pairs));
    g_assert_cmpuint(counts.n_early, >, 0);
}

/* Name and phone, birth date and phone: where both are there, and as the levels say. */
static void
test_interactions_are_added_to_the_sum(Fixture *fixture, gconstpointer data)
{
    (void)data;
    HnModel *model = fixture->model;
    model->n_interactions = 2;
    model->interactions[0] = (HnInteraction){ 0, 2, { { -3 * BIT, 1 }, { 2, 5 * BIT } } };
    model->interactions[1] = (HnInteraction){ 1, 2, { { 3, 4 }, { -7, 6 } } };
    g_autoptr(HnPairScorer) scorer =
        hn_pair_scorer_new(fixture->table, &fixture->type, model, fixture->forms, 1, NULL);
    HnEdge edges[G_N_ELEMENTS(pairs)];
    hn_pair_scorer_score(scorer, 0, pairs, G_N_ELEMENTS(pairs), G_MININT32, edges);
    g_assert_cmpint(edges[0].weight_units, ==, (9 - 3) * BIT - 7);
    g_assert_cmpint(edges[1].weight_units, ==, (4 + 5) * BIT + 4);
    g_assert_cmpint(edges[2].weight_units, ==, -14 * BIT); /* no phone: nothing to add */
    HnScoredComparison told[G_N_ELEMENTS(comparisons)];
    g_assert_cmpint(hn_pair_scorer_explain(scorer, 0, 0, 1, told), ==, 6 * BIT - 7);
    g_assert_cmpint(hn_pair_scorer_explain(scorer, 0, 0, 2, told), ==, 9 * BIT + 4);
}

/* The second pair reaches it by its interactions alone, the first one loses it by them. */
static void
test_early_exit_waits_for_interactions(Fixture *fixture, gconstpointer data)
{
    (void)data;
    HnModel *model = fixture->model;
    model->n_interactions = 1;
    model->interactions[0] = (HnInteraction){ 0, 2, { { -3 * BIT, 0 }, { 0, 5 * BIT } } };
    g_autoptr(HnPairScorer) scorer =
        hn_pair_scorer_new(fixture->table, &fixture->type, model, fixture->forms, 1, NULL);
    HnEdge edges[G_N_ELEMENTS(pairs)];
    gsize n = hn_pair_scorer_score(scorer, 0, pairs, G_N_ELEMENTS(pairs), 9 * BIT, edges);
    g_assert_cmpuint(n, ==, 1);
    g_assert_cmpuint(edges[0].b, ==, 2);
    g_assert_cmpint(edges[0].weight_units, ==, 9 * BIT);
    n = hn_pair_scorer_score(scorer, 0, pairs, G_N_ELEMENTS(pairs), 9 * BIT + 1, edges);
    g_assert_cmpuint(n, ==, 0);
    g_assert_cmpuint(hn_pair_scorer_counts(scorer).n_early, >, 0); /* a name alone is too little */
}

static void
test_an_explanation_names_the_values(Fixture *fixture, gconstpointer data)
{
    (void)data;
    HnScoredComparison told[G_N_ELEMENTS(comparisons)];
    const gint32 weight = hn_pair_scorer_explain(fixture->scorer, 0, 0, 1, told);
    g_assert_cmpint(weight, ==, 9 * BIT);
    g_assert_cmpint(told[0].term_units, ==, -1 * BIT);
    g_assert_cmpint(told[2].level, ==, 0);
    g_assert_cmpuint(told[2].value_a, ==, text_table_code(fixture->table, PEOPLE_PHONE, "0977"));
    hn_pair_scorer_explain(fixture->scorer, 0, 0, 3, told);
    g_assert_cmpint(told[1].level, ==, -1);
    g_assert_cmpint(told[1].weight_units, ==, 0);
}

enum { GIVEN, SURNAME, N_NAMES };

static char given[] = "given", surname[] = "surname", person[] = "person";
static HnAttribute names[N_NAMES] = { { .name = given, .type = HN_TYPE_NAME },
                                      { .name = surname, .type = HN_TYPE_NAME } };
static HnComparison crosswise[] = {
    { .attribute = GIVEN,
      .has_crosswise = TRUE,
      .crosswise = SURNAME,
      .n_levels = 4,
      .levels = { { HN_LEVEL_EXACT, 0 },
                  { HN_LEVEL_CROSSWISE, 0 },
                  { HN_LEVEL_OSA, 2 },
                  { HN_LEVEL_ELSE, 0 } } },
    { .attribute = SURNAME,
      .has_crosswise = TRUE,
      .crosswise = GIVEN,
      .n_levels = 3,
      .levels = { { HN_LEVEL_EXACT, 0 }, { HN_LEVEL_CROSSWISE, 0 }, { HN_LEVEL_ELSE, 0 } } },
};

/* Exchanged before alike, equal before exchanged; what is missing on one side crosses nothing. */
static void
test_names_may_be_exchanged(void)
{
    static const char *const rows[] = { "a:1|an|em", "a:2|em|an", "a:3|em|", "a:4|an|an",
                                        "a:5|an|em", "a:6||an",   NULL };
    static const struct {
        guint32 a, b;
        guint64 pattern;
    } cases[] = { { 0, 1, 0x22 }, { 0, 4, 0x11 }, { 0, 2, 0x03 }, { 0, 3, 0x31 },
                  { 1, 4, 0x22 }, { 1, 5, 0x10 }, { 3, 3, 0x11 }, { 2, 5, 0x00 } };
    const HnEntityType type = { .name = person,
                                .n_attributes = N_NAMES,
                                .attributes = names,
                                .n_comparisons = G_N_ELEMENTS(crosswise),
                                .comparisons = crosswise };
    g_autoptr(HnRecordTable) table = text_table_new(&type, rows);
    g_autoptr(HnFormSpace) forms = hn_form_space_new(table, &type, NULL, NULL);
    g_autoptr(HnPairScorer) scorer = hn_pair_scorer_new(table, &type, NULL, forms, 1, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const HnPair pair = { cases[i].a, cases[i].b, 0 };
        HnScoredComparison told[G_N_ELEMENTS(crosswise)];
        guint64 pattern = 0;
        hn_pair_scorer_row_patterns(scorer, 0, &pair, 1, TRUE, &pattern);
        g_assert_cmphex(pattern, ==, cases[i].pattern);
        hn_pair_scorer_explain(scorer, 0, cases[i].b, cases[i].a, told);
        g_assert_cmpint(told[0].level + 1, ==, (gint)(cases[i].pattern & 15));
        g_assert_cmpint(told[1].level + 1, ==, (gint)(cases[i].pattern >> 4));
    }
}

/* Of two kinds only what is equal tells something; what has no kind may be of any. */
static void
test_kinds_that_differ_are_missing(void)
{
    static const char *const rows[] = { "a:1|3456789@passport",
                                        "a:2|9876543@tax",
                                        "a:3|9876543@passport",
                                        "a:4|3456788@passport;1111111@tax",
                                        "a:5|2222222",
                                        "a:6|3456788@tax",
                                        NULL };
    static const struct {
        guint32 a, b;
        guint64 pattern;
    } cases[] = { { 0, 1, 0 }, { 0, 2, 3 }, { 0, 3, 2 }, { 0, 4, 3 },
                  { 0, 5, 0 }, { 1, 2, 1 }, { 1, 3, 3 }, { 3, 5, 1 } };
    static char number[] = "number", person_type[] = "person";
    HnAttribute attribute = { .name = number, .type = HN_TYPE_DIGITS, .many = TRUE };
    HnComparison comparison = {
        .name = number,
        .n_levels = 3,
        .levels = { { HN_LEVEL_EXACT, 0 }, { HN_LEVEL_DIGITS_SLIP, 0 }, { HN_LEVEL_ELSE, 0 } }
    };
    const HnEntityType type = { .name = person_type,
                                .n_attributes = 1,
                                .attributes = &attribute,
                                .n_comparisons = 1,
                                .comparisons = &comparison };
    g_autoptr(HnRecordTable) table = text_table_new(&type, rows);
    g_autoptr(HnFormSpace) forms = hn_form_space_new(table, &type, NULL, NULL);
    g_autoptr(HnPairScorer) scorer = hn_pair_scorer_new(table, &type, NULL, forms, 1, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const HnPair pair = { cases[i].a, cases[i].b, 0 };
        HnScoredComparison told[1];
        guint64 pattern = 0;
        hn_pair_scorer_row_patterns(scorer, 0, &pair, 1, TRUE, &pattern);
        g_assert_cmphex(pattern, ==, cases[i].pattern);
        hn_pair_scorer_explain(scorer, 0, cases[i].b, cases[i].a, told);
        g_assert_cmpint(told[0].level + 1, ==, (gint)cases[i].pattern);
    }
}

/* Of papers the type knows the kinds, of one value and of many. */
static void
check_papers(const char *const *rows, gboolean is_many, const guint64 (*cases)[3], guint n_cases)
{
    static char number[] = "number", person_type[] = "person";
    HnAttribute attribute = { .name = number, .type = HN_TYPE_CITIZEN_NUMBER, .many = is_many };
    HnComparison comparison = { .name = number,
                                .n_levels = 5,
                                .levels = { { HN_LEVEL_EXACT, 0 },
                                            { HN_LEVEL_DIGITS_SLIP, 0 },
                                            { HN_LEVEL_NUMBER_BIRTH, 0 },
                                            { HN_LEVEL_NUMBER_MOVED, 0 },
                                            { HN_LEVEL_ELSE, 0 } } };
    const HnEntityType type = { .name = person_type,
                                .n_attributes = 1,
                                .attributes = &attribute,
                                .n_comparisons = 1,
                                .comparisons = &comparison };
    g_autoptr(HnRecordTable) table = text_table_new(&type, rows);
    g_autoptr(HnFormSpace) forms = hn_form_space_new(table, &type, NULL, NULL);
    g_autoptr(HnPairScorer) scorer = hn_pair_scorer_new(table, &type, NULL, forms, 1, NULL);
    for (guint i = 0; i < n_cases; i++) {
        const HnPair pair = { (guint32)cases[i][0], (guint32)cases[i][1], 0 };
        HnScoredComparison told[1];
        guint64 pattern = 0;
        hn_pair_scorer_row_patterns(scorer, 0, &pair, 1, TRUE, &pattern);
        g_assert_cmphex(pattern, ==, cases[i][2]);
        hn_pair_scorer_explain(scorer, 0, pair.b, pair.a, told);
        g_assert_cmpint(told[0].level + 1, ==, (gint)cases[i][2]);
    }
}

static void
test_papers_of_two_generations_are_missing(void)
{
    static const char *const one[] = { "a:1|001079012345", "a:2|271234567", "a:3|001079012346",
                                       "a:4|001180012345", "a:5|B1234568",  "a:6|271234568",
                                       "a:7|12345678QD",   "a:8|00107901",  NULL };
    static const guint64 of_one[][3] = { { 0, 1, 0 }, { 0, 2, 2 }, { 0, 3, 3 },
                                         { 0, 4, 0 }, { 1, 4, 0 }, { 1, 5, 2 },
                                         { 0, 6, 5 }, { 1, 7, 5 }, { 2, 3, 5 } };
    static const char *const many[] = {
        "a:1|001079012345;271234567", "a:2|271234567", "a:3|001079012345",
        "a:4|271234599;B1234568",     "a:5|B1234560",  NULL
    };
    static const guint64 of_many[][3] = { { 0, 1, 1 }, { 0, 2, 1 }, { 1, 2, 0 },
                                          { 0, 3, 5 }, { 0, 4, 0 }, { 3, 4, 2 } };
    check_papers(one, FALSE, of_one, G_N_ELEMENTS(of_one));
    check_papers(many, TRUE, of_many, G_N_ELEMENTS(of_many));
}

/* A household that is called by its owner says the name once: where both are, it is missing. */
static void
test_a_name_is_told_once(void)
{
    static const char *const rows[] = {
        "a:1|nguyễn văn hùng =hkd|nguyễn văn hùng", "a:2|nguyen van hung =hkd|nguyen van hung",
        "a:3|bảo minh =hkd|nguyễn văn hùng",        "a:4|hùng nguyễn văn =hkd|nguyễn văn hùng",
        "a:5|lê thị lan =hkd|lê thị lan",           "a:6|lê thị lan =hkd|",
        "a:7|bảo minh =hkd|nguyễn văn hùng",        NULL
    };
    /* The firm's level and the name's: equal, unmarked, else; 0: missing. */
    static const guint64 cases[][3] = { { 0, 1, 0x02 }, { 0, 2, 0x12 }, { 0, 3, 0x02 },
                                        { 0, 4, 0x02 }, { 4, 5, 0x01 }, { 2, 6, 0x11 } };
    static char firm[] = "firm", owner[] = "owner", firm_type[] = "organisation";
    HnAttribute named[] = { { .name = firm, .type = HN_TYPE_COMPANY },
                            { .name = owner, .type = HN_TYPE_VIETNAMESE_NAME } };
    HnComparison compared[] = {
        { .name = firm, .n_levels = 2, .levels = { { HN_LEVEL_EXACT, 0 }, { HN_LEVEL_ELSE, 0 } } },
        { .name = owner,
          .attribute = 1,
          .has_told_by = TRUE,
          .told_by = 0,
          .n_levels = 3,
          .levels = { { HN_LEVEL_EXACT, 0 }, { HN_LEVEL_UNMARKED, 0 }, { HN_LEVEL_ELSE, 0 } } }
    };
    const HnEntityType type = { .name = firm_type,
                                .n_attributes = 2,
                                .attributes = named,
                                .n_comparisons = 2,
                                .comparisons = compared };
    g_autoptr(HnRecordTable) table = text_table_new(&type, rows);
    g_autoptr(HnFormSpace) forms = hn_form_space_new(table, &type, NULL, NULL);
    g_autoptr(HnPairScorer) scorer = hn_pair_scorer_new(table, &type, NULL, forms, 1, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const HnPair pair = { (guint32)cases[i][0], (guint32)cases[i][1], 0 };
        HnScoredComparison told[2];
        guint64 pattern = 0;
        hn_pair_scorer_row_patterns(scorer, 0, &pair, 1, TRUE, &pattern);
        g_assert_cmphex(pattern, ==, cases[i][2]);
        hn_pair_scorer_explain(scorer, 0, pair.b, pair.a, told);
        g_assert_cmpint(told[1].level + 1, ==, (gint)(cases[i][2] >> 4));
    }
}

/* Who moved has another old number, but no other personal number, and no other one of the same
 * province, in whatever order they stand. */
static void
test_of_papers_all_numbers_allow_a_move(void)
{
    static const char *const rows[] = { "a:1|271234567",
                                        "a:2|011234567",
                                        "a:3|001079012345;271234567",
                                        "a:4|011234567;034185543210",
                                        "a:5|034185543210;011234567",
                                        "a:6|277654321;011234567",
                                        "a:7|011234567;277654321",
                                        "a:8|311234567;271234568",
                                        NULL };
    static const guint64 cases[][3] = { { 0, 1, 4 }, { 2, 1, 4 }, { 2, 3, 5 }, { 2, 4, 5 },
                                        { 0, 5, 5 }, { 0, 6, 5 }, { 0, 7, 2 } };
    check_papers(rows, TRUE, cases, G_N_ELEMENTS(cases));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/scoring/pair_scorer/kinds_that_differ_are_missing",
                    test_kinds_that_differ_are_missing);
    g_test_add_func("/scoring/pair_scorer/papers_of_two_generations_are_missing",
                    test_papers_of_two_generations_are_missing);
    g_test_add_func("/scoring/pair_scorer/a_name_is_told_once", test_a_name_is_told_once);
    g_test_add_func("/scoring/pair_scorer/of_papers_all_numbers_allow_a_move",
                    test_of_papers_all_numbers_allow_a_move);
    g_test_add("/scoring/pair_scorer/patterns_hold_the_levels", Fixture, NULL, set_up,
               test_patterns_hold_the_levels, tear_down);
    g_test_add("/scoring/pair_scorer/weights_are_sums", Fixture, NULL, set_up,
               test_weights_are_sums, tear_down);
    g_test_add("/scoring/pair_scorer/early_exit_keeps_what_reaches_the_threshold", Fixture, NULL,
               set_up, test_early_exit_keeps_what_reaches_the_threshold, tear_down);
    g_test_add("/scoring/pair_scorer/interactions_are_added_to_the_sum", Fixture, NULL, set_up,
               test_interactions_are_added_to_the_sum, tear_down);
    g_test_add("/scoring/pair_scorer/early_exit_waits_for_interactions", Fixture, NULL, set_up,
               test_early_exit_waits_for_interactions, tear_down);
    g_test_add("/scoring/pair_scorer/an_explanation_names_the_values", Fixture, NULL, set_up,
               test_an_explanation_names_the_values, tear_down);
    g_test_add_func("/scoring/pair_scorer/names_may_be_exchanged", test_names_may_be_exchanged);
    return g_test_run();
}
