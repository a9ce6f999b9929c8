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

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/publish/gates/a_feed_at_or_below_half_holds", test_rows);
    g_test_add_func("/publish/gates/merged_and_split_above_the_limit_hold", test_churn);
    g_test_add_func("/publish/gates/quarantine_above_the_limit_holds_if_asked", test_quarantine);
    g_test_add_func("/publish/gates/messages_say_what_and_what_to_do", test_messages);
    return g_test_run();
}
