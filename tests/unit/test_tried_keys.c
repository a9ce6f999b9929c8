/* Goal: a candidate costs the pairs that blocking makes by it, and makes those that its rule makes:
 * the answers by key are those that blocking gives by rule. */
#include "insight/tried_keys.h"

#include "base/rng.h"
#include "blocking/blocks.h"
#include "insight/sample_table.h"
#include "insight/source_duplicates.h"
#include "tests/unit/insight_fixture.h"

typedef struct {
    InsightFiles files;
    HnAttributePlan *plan;
    HnDraft *draft;
    HnThreadPool *pool;
    HnRecordTable *table;
    GArray *candidates;
    HnTriedKeys *keys;
} Fixture;

static Fixture
fixture_new(const char *text, guint n_threads)
{
    g_autoptr(GError) error = NULL;
    Fixture f = { .files = insight_files_new() };
    insight_files_add(&f.files, "people.csv", text);
    f.plan = insight_files_plan(&f.files, NULL, &error);
    g_assert_no_error(error);
    f.draft = hn_draft_new(f.plan);
    f.pool = hn_thread_pool_new(n_threads);
    f.candidates = hn_rule_candidates_new(f.draft);
    g_autoptr(HnProject) project = hn_rule_candidates_project(f.draft, f.candidates, 0, 1, &error);
    g_assert_no_error(error);
    f.table = hn_sample_table_new(f.plan, project, 10000, &error);
    g_assert_no_error(error);
    f.keys = hn_tried_keys_new(f.draft, f.candidates, f.table, f.pool, &error);
    g_assert_no_error(error);
    return f;
}

static void
fixture_free(Fixture *f)
{
    hn_tried_keys_free(f->keys);
    hn_rule_candidates_free(f->candidates);
    hn_record_table_free(f->table);
    hn_thread_pool_free(f->pool);
    hn_draft_free(f->draft);
    hn_attribute_plan_free(f->plan);
    insight_files_clear(&f->files);
}

static const HnRuleCandidate *
find(const GArray *candidates, const char *parts)
{
    for (guint i = 0; i < candidates->len; i++)
        if (g_str_equal(g_array_index(candidates, HnRuleCandidate, i).parts, parts))
            return &g_array_index(candidates, HnRuleCandidate, i);
    return NULL;
}

static HnRuleCandidate
counted(const GArray *candidates, const char *parts)
{
    const HnRuleCandidate *candidate = find(candidates, parts);
    if (candidate == NULL)
        g_error("no candidate %s", parts);
    return *candidate;
}

/* 24 people: of 12 given names each stands twice, of 8 surnames each three times. */
static void
test_pairs_are_counted(void)
{
    g_autoptr(GString) text = g_string_new("record_id,given_name,surname\n");
    for (guint i = 0; i < 24; i++)
        g_string_append_printf(text, "P%04u,%s,%s\n", i, insight_given(i), insight_surname(i / 3));
    Fixture f = fixture_new(text->str, 2);
    hn_tried_keys_count(f.keys, 3, f.candidates);
    g_assert_cmpuint(counted(f.candidates, "given_name").n_pairs, ==, 12);
    g_assert_cmpuint(counted(f.candidates, "surname").n_pairs, ==, 8 * 3);
    g_assert_cmpfloat(counted(f.candidates, "surname").n_pairs_all, ==, 8 * 3 * 9);
    g_assert_cmpuint(counted(f.candidates, "surname").pairs_dropped, ==, 0);
    g_assert_null(find(f.candidates, "given_name, surname")); /* nobody stands there twice */
    g_assert_null(find(f.candidates, "surname, given_name"));
    for (guint i = 1; i < f.candidates->len; i++) {
        const HnRuleCandidate *candidate = &g_array_index(f.candidates, HnRuleCandidate, i);
        g_assert_cmpuint(candidate[-1].n_pairs, <=, candidate->n_pairs);
        g_assert_cmpuint(candidate[-1].n_pairs, >, 0);
        if (candidate[-1].n_pairs == candidate->n_pairs)
            g_assert_cmpstr(candidate[-1].parts, <, candidate->parts);
    }
    fixture_free(&f);
}

/* The twin's has one word less. */
static void
append_description(GString *text, guint n_words, guint person, guint twin)
{
    for (guint i = twin; i < n_words; i++)
        g_string_append_printf(text, "%s%s%u", i == twin ? "" : " ", insight_given(person + i), i);
}

/* Two rows of each person: with slips, missing values, several phones, some equal; most of them of
 * one city. */
static char *
some_people(guint n_people, guint n_words, guint64 seed)
{
    GString *text =
        g_string_new("record_id,given_name,surname,birth_date,phone,city,description\n");
    HnRng rng = hn_rng_seed(seed, 1);
    for (guint i = 0; i < n_people; i++) {
        const guint given = (guint)hn_rng_below(&rng, 12), surname = (guint)hn_rng_below(&rng, 13);
        const guint year = 1950 + (guint)hn_rng_below(&rng, 20);
        const guint phone = (guint)hn_rng_below(&rng, 900);
        for (guint twin = 0; twin < 2; twin++) {
            const gboolean is_equal = i % 10 == 0;
            g_string_append_printf(text, "P%05u%u,%s,%s,%u-%02u-1%u,", i, twin,
                                   insight_given(given + (twin == 1 && i % 3 == 1 ? 1 : 0)),
                                   twin == 1 && i % 7 == 3 ? "" : insight_surname(surname), year,
                                   1 + i % 12, is_equal ? 0 : twin);
            g_string_append_printf(text, "+44 20 7946 %04u", phone);
            if (i % 4 == 2)
                g_string_append_printf(text, " / +44 20 7946 %04u", 1000 + phone + twin);
            g_string_append_printf(text, ",%s,",
                                   i % 8 == 7 ? insight_given(surname + given) : "London");
            append_description(text, n_words, i, twin);
            g_string_append_c(text, '\n');
        }
    }
    return g_string_free(text, FALSE);
}

/* Compares every candidate; returns how many drop pairs of common values, and how many cut keys. */
static void
check_costs(const char *text, guint *ret_n_dropping, guint *ret_n_cut)
{
    Fixture f = fixture_new(text, 2);
    g_autoptr(GError) error = NULL;
    hn_tried_keys_count(f.keys, 1, f.candidates);
    g_assert_cmpuint(f.candidates->len, >, HN_RULES_MAX);
    for (guint i = 0; i < f.candidates->len; i++) {
        const HnRuleCandidate *candidate = &g_array_index(f.candidates, HnRuleCandidate, i);
        g_autoptr(HnProject) project =
            hn_rule_candidates_project(f.draft, f.candidates, i, 1, &error);
        g_assert_no_error(error);
        HnRuleReport report = { 0 };
        hn_blocks_free(
            hn_blocks_build(f.table, &project->entities[0], NULL, f.pool, NULL, &report));
        g_assert_cmpuint(candidate->n_pairs, ==, report.pairs_here + report.pairs_dropped);
        g_assert_cmpuint(candidate->pairs_dropped, ==, report.pairs_dropped);
        *ret_n_dropping += report.pairs_dropped > 0 ? 1 : 0;
        *ret_n_cut += report.n_cut > 0 ? 1 : 0;
    }
    fixture_free(&f);
}

static void
test_costs_are_those_of_blocking(void)
{
    g_autofree char *common = some_people(1300, 1, 1); /* more of one city than a block holds */
    g_autofree char *wordy = some_people(100, 15, 1);  /* more pairs of words than keys count */
    guint n_dropping = 0, n_cut = 0;
    check_costs(common, &n_dropping, &n_cut);
    g_assert_cmpuint(n_dropping, >, 0);
    check_costs(wordy, &n_dropping, &n_cut);
    g_assert_cmpuint(n_cut, >, 0);
}

/* Every row with its twin and with one that may be anybody. */
static GArray *
some_pairs(const HnRecordTable *table)
{
    GArray *pairs = g_array_new(FALSE, FALSE, sizeof(HnLikelyPair));
    HnRng rng = hn_rng_seed(7, 1);
    for (guint32 row = 0; row < table->n_rows; row++) {
        const HnLikelyPair twin = { .a = row, .b = row ^ 1u };
        const HnLikelyPair any = { .a = row, .b = (guint32)hn_rng_below(&rng, table->n_rows) };
        g_array_append_val(pairs, twin);
        g_array_append_val(pairs, any);
    }
    return pairs;
}

static void
test_pairs_made_are_those_of_blocking(void)
{
    g_autofree char *text = some_people(200, 3, 2);
    Fixture f = fixture_new(text, 3);
    g_autoptr(GError) error = NULL;
    g_assert_cmpuint(f.table->n_rows, ==, 2 * 200);
    g_autoptr(GArray) pairs = some_pairs(f.table);
    hn_tried_keys_count(f.keys, 1, f.candidates);
    g_autofree guint8 *makes = g_new(guint8, (gsize)f.candidates->len * pairs->len);
    hn_tried_keys_make(f.keys, f.candidates, pairs, makes);
    guint n_made = 0;
    for (guint first = 0; first < f.candidates->len; first += HN_RULES_MAX) {
        const guint n = MIN(HN_RULES_MAX, f.candidates->len - first);
        g_autoptr(HnProject) project =
            hn_rule_candidates_project(f.draft, f.candidates, first, n, &error);
        g_assert_no_error(error);
        for (guint i = 0; i < pairs->len; i++) {
            const HnLikelyPair *pair = &g_array_index(pairs, HnLikelyPair, i);
            const guint64 rules =
                hn_blocks_rules_of_pair(f.table, &project->entities[0], NULL, pair->a, pair->b);
            for (guint r = 0; r < n; r++) {
                g_assert_cmpuint(makes[(gsize)(first + r) * pairs->len + i], ==, rules >> r & 1);
                n_made += rules >> r & 1;
            }
        }
    }
    g_assert_cmpuint(n_made, >, pairs->len);
    g_assert_cmpuint(n_made, <, f.candidates->len * pairs->len / 2);
    fixture_free(&f);
}

static guint
n_made_by(const guint8 *makes, const GArray *candidates, const GArray *pairs, const char *parts)
{
    const HnRuleCandidate *candidate = find(candidates, parts);
    g_assert_nonnull(candidate);
    const gsize c = (gsize)(candidate - (const HnRuleCandidate *)(gpointer)candidates->data);
    guint n = 0;
    for (guint i = 0; i < pairs->len; i++)
        n += makes[c * pairs->len + i];
    return n;
}

/* Two records of each person differ in the given name or in the surname; some have no surname. */
static void
test_mixed_pairs_are_damaged_twice(void)
{
    g_autoptr(GString) text = g_string_new("record_id,given_name,surname\n");
    for (guint i = 0; i < 200; i++)
        for (guint twin = 0; twin < 2; twin++)
            g_string_append_printf(
                text, "P%04u%u,%s,%s\n", i, twin, insight_given(i % 12 + (i % 4 == 0 ? twin : 0)),
                i % 10 == 9 ? "" : insight_surname(i % 13 + (i % 4 == 1 ? twin : 0)));
    Fixture f = fixture_new(text->str, 2);
    g_autoptr(GArray) pairs = g_array_new(FALSE, FALSE, sizeof(HnLikelyPair));
    for (guint32 row = 0; row < f.table->n_rows; row += 2) {
        const HnLikelyPair twin = { .a = row, .b = row + 1, .draw = row * 2654435761u };
        g_array_append_val(pairs, twin);
    }
    hn_tried_keys_count(f.keys, 1, f.candidates);
    const gsize n = (gsize)f.candidates->len * pairs->len;
    g_autofree guint8 *own = g_new(guint8, n), *mixed = g_new(guint8, n), *again = g_new(guint8, n);
    hn_tried_keys_make(f.keys, f.candidates, pairs, own);
    hn_tried_keys_make_mixed(f.keys, f.candidates, pairs, mixed);
    hn_tried_keys_make_mixed(f.keys, f.candidates, pairs, again);
    g_assert_cmpmem(mixed, n, again, n);
    for (guint i = 0; i < 2; i++) { /* each attribute is as sound as it was */
        const char *const alone = i == 0 ? "given_name" : "surname";
        g_assert_cmpuint(n_made_by(own, f.candidates, pairs, alone), ==,
                         n_made_by(mixed, f.candidates, pairs, alone));
    }
    guint n_neither = 0, n_before = 0;
    const gsize given = (gsize)(find(f.candidates, "given_name") -
                                (const HnRuleCandidate *)(gpointer)f.candidates->data);
    const gsize surname = (gsize)(find(f.candidates, "surname") -
                                  (const HnRuleCandidate *)(gpointer)f.candidates->data);
    for (guint i = 0; i < pairs->len; i++) {
        const gboolean has_none = i % 10 == 9;
        n_before += !own[given * pairs->len + i] && !own[surname * pairs->len + i] && !has_none;
        n_neither +=
            !mixed[given * pairs->len + i] && !mixed[surname * pairs->len + i] && !has_none;
        g_assert_false(has_none && mixed[surname * pairs->len + i]);
    }
    g_assert_cmpuint(n_before, ==, 0);
    g_assert_cmpuint(n_neither, >, 3); /* some 11 of 180 */
    fixture_free(&f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/insight/tried_keys/" #what, test_##what)
    ADD(pairs_are_counted);
    ADD(costs_are_those_of_blocking);
    ADD(pairs_made_are_those_of_blocking);
    ADD(mixed_pairs_are_damaged_twice);
    return g_test_run();
}
