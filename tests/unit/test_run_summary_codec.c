/* Goal: a summary that was put down and taken up again says the same, and a damaged one nothing. */
#include "linker/run_summary.h"

static void
add_parts(HnRunSummary *s)
{
    const HnRunReview review = { g_strdup("person"), 65536, -7, TRUE, 12, 11, 5 };
    const HnRunType type = { g_strdup("person"), 3, 4, 5 };
    g_array_append_val(s->reviews, review);
    g_array_append_val(s->types, type);
    hn_run_summary_relation(s, "branch_of")->n = 7;
    hn_run_summary_relation(s, "household")->n_values_common = 2;
    hn_run_summary_add_source(
        s, &(HnRunSource){ .source = "a", .state = "landed", .n_read = 9, .n_accepted = 8 });
    hn_run_summary_add_source(
        s, &(HnRunSource){ .source = "b", .state = "refused", .why = "cut", .n_quarantined = 6 });
    const HnExpectedPart part = { .entity_type = g_strdup("person"),
                                  .value = g_strdup("a"),
                                  .kind = HN_PART_VALUE,
                                  .n_records = 40,
                                  .sums = { .n_within = 3, .p_within = 2 } };
    g_ptr_array_add(s->expected_by, g_memdup2(&part, sizeof part));
}

static void
fill(HnRunSummary *s)
{
    guint64 *expectation = (guint64 *)(void *)&s->expectation;
    hn_run_summary_init(s);
    g_strlcpy(s->run_id, "r-000000018", sizeof s->run_id);
    g_strlcpy(s->bundle, "abc", sizeof s->bundle);
    g_strlcpy(s->results_sha256, "def", sizeof s->results_sha256);
    g_ptr_array_add(s->bundles, g_strdup("person=abc"));
    g_ptr_array_add(s->targets, g_strdup("{\"target\":\"t\"}"));
    hn_run_summary_note(s, "one", "một");
    hn_run_summary_note(s, "", "");
    s->n_read = 1, s->n_accepted = 2, s->n_quarantined = 3, s->n_withdrawn = 4, s->n_pairs = 5;
    s->n_edges_match = 6, s->n_edges_review = 7, s->n_clusters = 8, s->n_entities = 9,
    s->n_new = 10;
    s->n_merged = 11, s->n_split = 12, s->n_moved = 13, s->n_retired = 14, s->n_joined = 15;
    s->n_updated = 16, s->n_restored = 17, s->n_events = 18, s->n_cases = 19, s->peak_bytes = 20;
    s->n_records = 21, s->largest = 22;
    s->held = s->kept = s->kept_targets = s->resumed = TRUE;
    hn_run_summary_set_rollback(s, 23, "a bad feed", "somebody");
    s->accept_reason = g_strdup("a register was closed");
    s->accept_by = g_strdup("");
    s->results = g_strdup("/here");
    for (gsize i = 0; i < HN_EXPECTATION_NUMBERS; i++)
        expectation[i] = 100 + i;
    for (guint i = 0; i < HN_STAGES; i++)
        s->seconds[i] = i + 0.25;
    s->seconds_total = 77.125;
    add_parts(s);
}

static void
test_it_says_the_same(void)
{
    HnRunSummary one, two;
    fill(&one);
    hn_run_summary_init(&two);
    hn_run_summary_note(&two, "of before", "trước đó");
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    hn_run_summary_encode(&one, bytes);
    g_assert_true(hn_run_summary_decode(&two, hn_slice(bytes->data, bytes->len)));
    g_autofree char *said = hn_run_summary_json(&one), *again = hn_run_summary_json(&two);
    g_assert_cmpstr(said, ==, again);
    g_assert_true(two.kept && two.kept_targets && !two.published && !two.dry_run);
    g_assert_cmpuint(two.n_records, ==, 21);
    g_assert_cmpuint(two.largest, ==, 22);
    g_assert_cmpstr(two.notes_vi->pdata[0], ==, "một");
    g_autoptr(GByteArray) bytes_again = g_byte_array_new();
    hn_run_summary_encode(&two, bytes_again);
    g_assert_cmpmem(bytes->data, bytes->len, bytes_again->data, bytes_again->len);
    hn_run_summary_clear(&one);
    hn_run_summary_clear(&two);
}

static void
test_a_cut_one_changes_nothing(void)
{
    HnRunSummary one, two;
    fill(&one);
    hn_run_summary_init(&two);
    hn_run_summary_note(&two, "of before", "trước đó");
    g_autofree char *before = hn_run_summary_json(&two);
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    hn_run_summary_encode(&one, bytes);
    for (guint n = 0; n < bytes->len; n++) {
        g_assert_false(hn_run_summary_decode(&two, hn_slice(bytes->data, n)));
        g_autofree char *after = hn_run_summary_json(&two);
        g_assert_cmpstr(after, ==, before);
    }
    hn_run_summary_clear(&one);
    hn_run_summary_clear(&two);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/run_summary_codec/it_says_the_same", test_it_says_the_same);
    g_test_add_func("/linker/run_summary_codec/a_cut_one_changes_nothing",
                    test_a_cut_one_changes_nothing);
    return g_test_run();
}
