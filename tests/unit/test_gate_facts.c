/* Goal: a night knows what the gates ask, the same after a kill, and what the last one counted
 * comes from its summary or is not known. */
#include "linker/gate_facts.h"

#include "tests/reference/night_fixture.h"

#define N_PEOPLE 20u
#define PERSON 1u

static void
assert_same(const HnGateFacts *a, const HnGateFacts *b)
{
    g_autoptr(GByteArray) ours = g_byte_array_new(), theirs = g_byte_array_new();
    hn_gate_facts_encode(a, ours);
    hn_gate_facts_encode(b, theirs);
    g_assert_cmpmem(ours->data, ours->len, theirs->data, theirs->len);
}

static void
test_facts_come_back(void)
{
    HnGateFacts facts = { .n_strong = 1,
                          .strong_attribute = g_strdup("tax_code"),
                          .strong_source = NULL,
                          .n_strong_source = 2,
                          .largest = 3,
                          .largest_last = 4,
                          .largest_entity = 1u << 30,
                          .largest_source = g_strdup("a"),
                          .n_largest_source = 5,
                          .n_pairs = G_GUINT64_CONSTANT(1) << 40,
                          .n_records = 6,
                          .n_pairs_last = 7,
                          .n_records_last = 8 };
    HnGateFacts back = { .strong_source = g_strdup("of before") };
    g_autoptr(GByteArray) out = g_byte_array_new();
    hn_gate_facts_encode(&facts, out);
    HnCursor cursor = hn_cursor(out->data, out->len);
    hn_gate_facts_decode(&back, &cursor);
    g_assert_true(hn_cursor_done(&cursor));
    assert_same(&facts, &back);
    g_assert_null(back.strong_source);
    g_assert_cmpstr(back.largest_source, ==, "a");
    hn_gate_facts_clear(&back);
    for (guint n = 0; n < out->len; n++) {
        cursor = hn_cursor(out->data, n);
        hn_gate_facts_decode(&back, &cursor);
        g_assert_false(hn_cursor_done(&cursor));
        hn_gate_facts_clear(&back);
    }
    hn_gate_facts_clear(&facts);
}

static void
test_the_last_night_or_nothing(void)
{
    static const char summary[] =
        "{\"types\":[{\"entity_type\":\"company\",\"records\":5,\"pairs\":1,\"largest\":1},"
        "{\"entity_type\":\"person\",\"records\":40,\"pairs\":900,\"largest\":2},"
        "{\"entity_type\":\"odd\",\"records\":\"40\",\"pairs\":900}]}";
    static const char *const unknown[] = {
        NULL, "", "{", "[]", "{\"pairs\":9}", "{\"types\":[{\"entity_type\":\"x\"}]}"
    };
    guint64 pairs = 1, records = 1;
    g_assert_true(hn_gate_facts_last(summary, "person", &pairs, &records));
    g_assert_cmpuint(pairs, ==, 900);
    g_assert_cmpuint(records, ==, 40);
    g_assert_false(hn_gate_facts_last(summary, "odd", &pairs, &records));
    for (guint i = 0; i < G_N_ELEMENTS(unknown); i++)
        g_assert_false(hn_gate_facts_last(unknown[i], "person", &pairs, &records));
}

static void
test_a_night_is_compared_with_the_last_published(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    HnNight *night = night_fixture_up_to(f, HN_STAGE_GATE);
    const HnGateFacts *first = &night->gate_facts[PERSON];
    g_assert_cmpuint(first->n_records, ==, 2 * N_PEOPLE);
    g_assert_cmpuint(first->n_records_last, ==, 0);
    g_assert_cmpuint(first->largest_last, ==, 0);
    g_assert_cmpuint(first->largest, ==, 2);
    g_assert_cmpstr(first->largest_source, ==, "a");
    g_assert_cmpuint(first->n_largest_source, ==, 1);
    const guint64 n_pairs = first->n_pairs;
    g_assert_cmpuint(n_pairs, >=, N_PEOPLE);
    hn_night_free(night);
    night_fixture_run(f);
    const HnRunType *type = &g_array_index(f->summary.types, HnRunType, PERSON);
    g_assert_cmpuint(f->summary.types->len, ==, 2);
    g_assert_cmpstr(type->entity_type, ==, "person");
    g_assert_cmpuint(type->n_pairs, ==, n_pairs);
    night_fixture_deliver_all(f, N_PEOPLE + 4);
    night = night_fixture_up_to(f, HN_STAGE_GATE);
    g_assert_cmpuint(night->gate_facts[PERSON].n_records, ==, 2 * N_PEOPLE + 8);
    g_assert_cmpuint(night->gate_facts[PERSON].n_records_last, ==, 2 * N_PEOPLE);
    g_assert_cmpuint(night->gate_facts[PERSON].n_pairs_last, ==, n_pairs);
    g_assert_cmpuint(night->gate_facts[PERSON].largest_last, ==, 2);
    hn_night_free(night);
    night_fixture_free(f);
}

/* The link stage is not done again after a kill: its facts stand in its payload. */
static void
test_a_resumed_night_is_judged_by_the_same(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_run(f);
    night_fixture_deliver_all(f, N_PEOPLE + 4);
    HnNight *night = night_fixture_up_to(f, HN_STAGE_GATE);
    g_autoptr(GByteArray) out = g_byte_array_new();
    hn_gate_facts_encode(&night->gate_facts[PERSON], out);
    hn_night_free(night);
    night = night_fixture_up_to(f, HN_STAGE_GATE);
    g_assert_true(f->summary.resumed);
    g_autoptr(GByteArray) again = g_byte_array_new();
    hn_gate_facts_encode(&night->gate_facts[PERSON], again);
    g_assert_cmpmem(out->data, out->len, again->data, again->len);
    g_assert_cmpuint(night->gate_facts[PERSON].n_records_last, ==, 2 * N_PEOPLE);
    hn_night_free(night);
    night_fixture_free(f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/gate_facts/" #what, test_##what)
    ADD(facts_come_back);
    ADD(the_last_night_or_nothing);
    ADD(a_night_is_compared_with_the_last_published);
    ADD(a_resumed_night_is_judged_by_the_same);
    return g_test_run();
}
