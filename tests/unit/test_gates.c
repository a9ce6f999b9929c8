#include "publish/gates.h"

static const HnGates usual = { .entity_churn_max = 0.05,
                               .row_ratio_min = 0.5,
                               .hold_on_quarantine = TRUE,
                               .quarantine_max = 0.10 };

static GPtrArray *
check(const HnGates *gates, HnGateSource source, HnChangeCounts counts, guint64 n_entities_last,
      gboolean *ret_passed)
{
    source.source = "tax";
    const HnGateInput input = { .sources = &source,
                                .n_sources = 1,
                                .entity_type = "person",
                                .counts = &counts,
                                .n_entities_last = n_entities_last };
    return hn_gates_check(gates, &input, ret_passed);
}

static const HnGateResult *
result_of(const GPtrArray *results, const char *gate)
{
    for (guint i = 0; i < results->len; i++) {
        const HnGateResult *result = g_ptr_array_index(results, i);
        if (strcmp(result->gate, gate) == 0)
            return result;
    }
    g_assert_not_reached();
}

static gboolean
passes(const HnGates *gates, HnGateSource source, HnChangeCounts counts, guint64 n_entities_last,
       const char *gate)
{
    gboolean passed;
    g_autoptr(GPtrArray) results = check(gates, source, counts, n_entities_last, &passed);
    gboolean all = TRUE;
    for (guint i = 0; i < results->len; i++)
        all &= ((const HnGateResult *)g_ptr_array_index(results, i))->passed;
    g_assert_cmpint(all, ==, passed);
    return result_of(results, gate)->passed;
}

static void
test_rows(void)
{
    const HnChangeCounts none = { 0 };
    g_assert_true(passes(&usual, (HnGateSource){ .rows_now = 3 }, none, 0, "row_ratio"));
    g_assert_true(
        passes(&usual, (HnGateSource){ .rows_last = 100, .rows_now = 51 }, none, 9, "row_ratio"));
    g_assert_false(
        passes(&usual, (HnGateSource){ .rows_last = 100, .rows_now = 50 }, none, 9, "row_ratio"));
    g_assert_false(passes(&usual, (HnGateSource){ .rows_last = 100 }, none, 9, "row_ratio"));
}

static void
test_churn(void)
{
    const HnGateSource source = { .rows_last = 100, .rows_now = 100 };
    g_assert_true(passes(&usual, source, (HnChangeCounts){ .n_merged = 3, .n_split = 2 }, 100,
                         "entity_churn"));
    g_assert_false(passes(&usual, source, (HnChangeCounts){ .n_merged = 3, .n_split = 3 }, 100,
                          "entity_churn"));
    g_assert_false(passes(&usual, source, (HnChangeCounts){ .n_merged = 6 }, 100, "entity_churn"));
    g_assert_false(passes(&usual, source, (HnChangeCounts){ .n_split = 6 }, 100, "entity_churn"));
    g_assert_true(passes(&usual, source, (HnChangeCounts){ .n_new = 90, .n_joined = 90 }, 100,
                         "entity_churn"));
    g_assert_true(passes(&usual, source, (HnChangeCounts){ .n_split = 9 }, 0, "entity_churn"));
}

static void
test_quarantine(void)
{
    const HnChangeCounts none = { 0 };
    const HnGateSource tenth = { .rows_now = 90, .n_read = 100, .n_quarantined = 10 };
    const HnGateSource more = { .rows_now = 89, .n_read = 100, .n_quarantined = 11 };
    HnGates lenient = usual;
    lenient.hold_on_quarantine = FALSE;
    g_assert_true(passes(&usual, tenth, none, 0, "quarantine"));
    g_assert_false(passes(&usual, more, none, 0, "quarantine"));
    g_assert_true(passes(&lenient, more, none, 0, "quarantine"));
    gboolean passed;
    g_autoptr(GPtrArray) results = check(&lenient, more, none, 0, &passed);
    const HnGateResult *told = g_ptr_array_index(results, 1);
    g_assert_nonnull(strstr(told->message, "max_quarantine is not set under `gates:`"));
    g_assert_true(passes(&usual, (HnGateSource){ .rows_now = 5 }, none, 0, "quarantine"));
}

/* One of two changes is no sign against a million records; as many as there are records is one. */
static void
test_quarantine_of_changes(void)
{
    const HnChangeCounts none = { 0 };
    HnGateSource source = { .rows_now = 1000000, .n_read = 2, .n_quarantined = 1 };
    g_assert_false(passes(&usual, source, none, 0, "quarantine")); /* all there is */
    source.n_in_force = 1000000;
    g_assert_true(passes(&usual, source, none, 0, "quarantine"));
    source.n_read = source.n_quarantined = 100001;
    gboolean passed;
    g_autoptr(GPtrArray) results = check(&usual, source, none, 0, &passed);
    g_assert_false(passed);
    const HnGateResult *told = result_of(results, "quarantine");
    g_assert_nonnull(strstr(told->message, "100001 of 100001 changes read are in quarantine, "
                                           "10.0 % of the 1000000 records in force"));
    source.n_in_force = 1; /* the first night of a source */
    g_assert_false(passes(&usual, source, none, 0, "quarantine"));
}

static void
test_messages(void)
{
    gboolean passed;
    g_autoptr(GPtrArray) results = check(
        &usual,
        (HnGateSource){ .rows_last = 1000, .rows_now = 421, .n_read = 500, .n_quarantined = 79 },
        (HnChangeCounts){ .n_merged = 30, .n_split = 40 }, 1000, &passed);
    g_assert_false(passed);
    g_assert_cmpuint(results->len, ==, 3);
    const HnGateResult *rows = g_ptr_array_index(results, 0);
    g_assert_cmpstr(rows->gate, ==, "row_ratio");
    g_assert_cmpstr(rows->source, ==, "tax");
    g_assert_cmpfloat(rows->value, ==, 0.421);
    g_assert_cmpfloat(rows->limit, ==, 0.5);
    g_assert_nonnull(strstr(rows->message, "source tax has 421 records, 42.1 % of the 1000"));
    g_assert_nonnull(strstr(rows->message, "check the delivery, or lower min_row_ratio"));
    const HnGateResult *quarantine = g_ptr_array_index(results, 1);
    g_assert_nonnull(strstr(quarantine->message, "79 of 500 records read (15.8 %)"));
    g_assert_nonnull(strstr(quarantine->message, "raise max_quarantine under `gates:`"));
    const HnGateResult *churn = g_ptr_array_index(results, 2);
    g_assert_cmpstr(churn->source, ==, "person");
    g_assert_nonnull(strstr(churn->message, "30 merged and 40 split of 1000 entities"));
    g_assert_nonnull(strstr(churn->message, "raise max_entity_churn under `gates:`"));
    g_assert_nonnull(strstr(rows->message_vi, "tax có 421 bản ghi, bằng 42.1 % của 1000"));
    g_assert_nonnull(strstr(churn->message_vi, "30 thực thể bị gộp và 40 bị tách trên 1000"));
    for (guint i = 0; i < results->len; i++) {
        const HnGateResult *one = g_ptr_array_index(results, i);
        g_assert_cmpint(one->passed, ==, one->message_vi == NULL); /* what held is told in both */
    }
}

static GPtrArray *
check_refused(guint n_refused, guint n_feeds, gdouble limit, gboolean *ret_passed)
{
    const char *const names[] = { "a", "b", "c", "d", "e", "f", "g" };
    const HnChangeCounts none = { 0 };
    HnGates gates = usual;
    gates.refused_sources_max = limit;
    const HnGateInput input = { .refused = names,
                                .n_refused = n_refused,
                                .n_feeds = n_feeds,
                                .entity_type = "person",
                                .counts = &none,
                                .n_entities_last = 9 };
    return hn_gates_check(&gates, &input, ret_passed);
}

static void
test_refused(void)
{
    static const struct {
        guint n_refused, n_feeds;
        gdouble limit;
        gboolean passes;
    } cases[] = {
        { 0, 3, 0.5, TRUE },  { 1, 3, 0.5, TRUE },  { 2, 3, 0.5, FALSE }, { 2, 4, 0.5, TRUE },
        { 3, 4, 0.5, FALSE }, { 2, 2, 0.5, TRUE },  { 1, 1, 0.5, TRUE },  { 7, 7, 1.0, TRUE },
        { 1, 9, 0.1, FALSE }, { 1, 9, 0.12, TRUE },
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        gboolean passed;
        g_autoptr(GPtrArray) results =
            check_refused(cases[i].n_refused, cases[i].n_feeds, cases[i].limit, &passed);
        g_assert_cmpint(passed, ==, cases[i].passes);
        g_assert_cmpint(result_of(results, "refused_sources")->passed, ==, cases[i].passes);
        g_assert_true(result_of(results, "entity_churn")->passed);
    }
    gboolean passed;
    g_autoptr(GPtrArray) results = check_refused(7, 8, 0.5, &passed);
    const HnGateResult *told = result_of(results, "refused_sources");
    g_assert_nonnull(strstr(told->message, "of 7 of 8 sources (87.5 %), more than 50.0 %"));
    g_assert_nonnull(strstr(told->message, "were refused: a, b, c, d, e and 2 more;"));
    g_assert_nonnull(strstr(told->message, "raise max_refused_sources under `gates:`"));
    g_assert_nonnull(strstr(told->message_vi, "a, b, c, d, e và 2 nguồn khác;"));
}

/* Where no source is asked about, nothing is said about all of them. */
static void
test_sources_are_judged_once(void)
{
    gboolean passed;
    g_autoptr(GPtrArray) results = check_refused(2, 0, 0.5, &passed);
    g_assert_true(passed);
    g_assert_cmpuint(results->len, ==, 1);
}

static void
test_small_shares_keep_two_digits(void)
{
    static const struct {
        gdouble share;
        const char *text;
    } cases[] = { { 0, "0.0 %" }, { 0.001, "0.10 %" }, { 0.00124, "0.12 %" }, { 0.05, "5.0 %" } };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = hn_gate_percent(cases[i].share);
        g_assert_cmpstr(text, ==, cases[i].text);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/publish/gates/a_feed_at_or_below_half_holds", test_rows);
    g_test_add_func("/publish/gates/merged_and_split_above_the_limit_hold", test_churn);
    g_test_add_func("/publish/gates/quarantine_above_the_limit_holds_if_asked", test_quarantine);
    g_test_add_func("/publish/gates/most_sources_refused_hold", test_refused);
    g_test_add_func("/publish/gates/sources_are_judged_once", test_sources_are_judged_once);
    g_test_add_func("/publish/gates/small_shares_keep_two_digits",
                    test_small_shares_keep_two_digits);
    g_test_add_func("/publish/gates/quarantine_of_changes_say_what_and_what_to_do",
                    test_quarantine_of_changes);
    g_test_add_func("/publish/gates/messages_say_what_and_what_to_do", test_messages);
    return g_test_run();
}
