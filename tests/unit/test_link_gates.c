/* Goal: of the gates that rest on the linked night each holds what it is there for and no other
 * does; at its limit, on a first night and in a small one it holds nothing. */
#include "publish/gates.h"

static const HnGates usual = HN_GATES_DEFAULT;
static const HnGateFacts quiet = { .largest = 5,
                                   .largest_last = 5,
                                   .largest_entity = 33,
                                   .n_pairs = 200000,
                                   .n_records = 100000,
                                   .n_pairs_last = 200000,
                                   .n_records_last = 100000 };
static char attribute[] = "tax_code", source[] = "land";

static GPtrArray *
check(const HnGates *gates, const HnGateFacts *facts, guint64 n_entities_last, gboolean *ret_passed)
{
    const HnChangeCounts none = { 0 };
    const HnGateInput input = { .entity_type = "person",
                                .counts = &none,
                                .busiest = "tax",
                                .n_busiest = 4000,
                                .n_entities_last = n_entities_last,
                                .facts = facts };
    return hn_gates_check(gates, &input, ret_passed);
}

/* The gates that hold, "" for none; asserts that @ret_passed says the same. */
static char *
held_by(const HnGates *gates, const HnGateFacts *facts, guint64 n_entities_last)
{
    gboolean passed;
    g_autoptr(GPtrArray) results = check(gates, facts, n_entities_last, &passed);
    g_autoptr(GString) held = g_string_new(NULL);
    for (guint i = 0; i < results->len; i++) {
        const HnGateResult *result = results->pdata[i];
        g_assert_cmpint(result->passed, ==, result->message_vi == NULL);
        g_assert_nonnull(result->message);
        g_assert_cmpstr(result->source, ==, "person");
        if (!result->passed)
            g_string_append(held, result->gate);
    }
    g_assert_cmpint(passed, ==, held->len == 0);
    return g_strdup(held->str);
}

static void
assert_held(const HnGateFacts *facts, guint64 n_entities_last, const char *gate)
{
    g_autofree char *held = held_by(&usual, facts, n_entities_last);
    g_assert_cmpstr(held, ==, gate);
}

static void
test_strong_merges(void)
{
    static const struct {
        guint64 n, n_entities_last;
        gboolean holds;
    } cases[] = {
        { 0, 1000, FALSE },  { 9, 100, FALSE }, { 10, 100, TRUE },        { 10, 10000, FALSE },
        { 11, 10000, TRUE }, { 500, 0, FALSE }, { 1000, 1000000, FALSE }, { 1001, 1000000, TRUE },
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        HnGateFacts facts = quiet;
        facts.n_strong = cases[i].n;
        facts.strong_attribute = attribute;
        facts.strong_source = source;
        assert_held(&facts, cases[i].n_entities_last, cases[i].holds ? "strong_merges" : "");
    }
    HnGates open = usual;
    HnGateFacts facts = quiet;
    open.strong_merges_max = 1;
    facts.n_strong = 900;
    g_autofree char *held = held_by(&open, &facts, 1000);
    g_assert_cmpstr(held, ==, "");
}

static void
test_the_largest_entity(void)
{
    static const struct {
        guint64 now, last, n_entities_last;
        gboolean holds;
    } cases[] = {
        { 100, 2, 50, FALSE },  { 101, 2, 50, TRUE },   { 101, 33, 50, TRUE },
        { 101, 34, 50, FALSE }, { 301, 100, 50, TRUE }, { 300, 100, 50, FALSE },
        { 5000, 0, 0, FALSE },  { 5000, 0, 50, TRUE },
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        HnGateFacts facts = quiet;
        facts.largest = cases[i].now;
        facts.largest_last = cases[i].last;
        facts.largest_source = source;
        assert_held(&facts, cases[i].n_entities_last, cases[i].holds ? "entity_records" : "");
    }
}

static void
test_pair_growth(void)
{
    static const struct {
        guint64 pairs, records, pairs_last, records_last;
        gboolean holds;
    } cases[] = {
        { 50000, 1000, 10000, 1000, FALSE }, { 50001, 1000, 10000, 1000, TRUE },
        { 50001, 2000, 10000, 1000, FALSE }, { 9999, 1000, 10, 1000, FALSE },
        { 10000, 1000, 10, 1000, TRUE },     { 10000, 0, 10, 1000, FALSE },
        { 99999, 1000, 0, 1000, FALSE },     { 99999, 1000, 10, 0, FALSE },
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        HnGateFacts facts = quiet;
        facts.n_pairs = cases[i].pairs;
        facts.n_records = cases[i].records;
        facts.n_pairs_last = cases[i].pairs_last;
        facts.n_records_last = cases[i].records_last;
        assert_held(&facts, 50, cases[i].holds ? "pair_growth" : "");
    }
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

static void
assert_says(const HnGateResult *result, const char *english, const char *vietnamese)
{
    if (strstr(result->message, english) == NULL)
        g_error("'%s' is not in '%s'", english, result->message);
    if (strstr(result->message_vi, vietnamese) == NULL)
        g_error("'%s' is not in '%s'", vietnamese, result->message_vi);
}

static void
test_messages(void)
{
    HnGateFacts facts = quiet;
    facts.n_strong = 12;
    facts.strong_attribute = attribute;
    facts.strong_source = source;
    facts.n_strong_source = 11;
    facts.largest = 140;
    facts.largest_source = source;
    facts.n_largest_source = 90;
    facts.n_pairs = 1200000;
    gboolean passed;
    g_autoptr(GPtrArray) results = check(&usual, &facts, 1000, &passed);
    const HnGateResult *strong = result_of(results, "strong_merges");
    assert_says(strong,
                "12 of 1000 entities last published (1.2 %) were merged with one that holds "
                "another 'tax_code', above 0.10 %; rows of tonight of source land are in 11",
                "12 trên 1000 thực thể đã công bố lần trước (1.2 %) bị gộp với thực thể mang "
                "'tax_code' khác, quá 0.10 %; dòng đêm nay của nguồn land có trong 11 vụ");
    assert_says(strong, "raise max_strong_merges under `gates:`", "nâng max_strong_merges dưới");
    const HnGateResult *largest = result_of(results, "entity_records");
    assert_says(largest,
                "e-00000012Q, has 140 records, above 100 and more than 3 times the largest "
                "last published (5); 90 of them are of source land:",
                "e-00000012Q, có 140 bản ghi, quá 100 và hơn 3 lần");
    assert_says(largest, "raise max_entity_records under `gates:`", "nâng max_entity_records dưới");
    const HnGateResult *pairs = result_of(results, "pair_growth");
    assert_says(pairs,
                "1200000 candidate pairs, 12.0 a record, are 6.0 times the 2.0 of the last "
                "published night, above 5.0; most rows of tonight, 4000, are of source tax:",
                "1200000 cặp ứng viên, 12.0 cặp mỗi bản ghi, bằng 6.0 lần mức 2.0");
    assert_says(pairs, "raise max_pair_growth under `gates:`", "nâng max_pair_growth dưới");
}

/* A new model merges without a delivery. */
static void
test_no_source_is_blamed_without_its_rows(void)
{
    HnGateFacts facts = quiet;
    facts.n_strong = 12;
    facts.strong_attribute = attribute;
    gboolean passed;
    g_autoptr(GPtrArray) results = check(&usual, &facts, 1000, &passed);
    assert_says(result_of(results, "strong_merges"),
                "no row of tonight is in them: check the promoted model",
                "không dòng nào của đêm nay");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/publish/link_gates/" #what, test_##what)
    ADD(strong_merges);
    ADD(the_largest_entity);
    ADD(pair_growth);
    ADD(messages);
    ADD(no_source_is_blamed_without_its_rows);
    return g_test_run();
}
