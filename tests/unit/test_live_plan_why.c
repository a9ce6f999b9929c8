/* Goal: who stands in the way of a plan is named, be it a decision or the law. */
#include "linker/live_private.h"

#include "tests/unit/live_fixture.h"

/* Sources a, b and c; a and c never meet. */
static LiveFixture
under_law(void)
{
    static HnEdge edges[] = { LIVE_MATCH(0, 1), LIVE_MATCH(2, 3) };
    static const guint8 meets[] = { HN_MEET_COMPARE, HN_MEET_COMPARE, HN_MEET_NEVER,
                                    HN_MEET_COMPARE, HN_MEET_COMPARE, HN_MEET_COMPARE,
                                    HN_MEET_NEVER,   HN_MEET_COMPARE, HN_MEET_COMPARE };
    LiveFixture fixture = live_fixture_new("a:0=5 a:1=5 b:0=9 b:1=9 c:0=7", "5 7 9", edges, 2);
    g_assert_null(fixture.live->meets);
    fixture.live->meets = g_memdup2(meets, sizeof meets);
    return fixture;
}

/* @rows: digits. What the law refuses has a plan, too: of that it is asked. */
static void
assert_plan(LiveFixture *fixture, HnDecisionKind kind, const char *rows, const char *unlawful)
{
    static char verb[] = "decide", reason[] = "a test", by[] = "clerk";
    guint32 a = 99, b = 99;
    HnRecordName names[8];
    HnDecision decision = { .kind = kind, .verb = verb, .reason = reason, .by = by };
    for (guint i = 0; rows[i] != '\0'; i++)
        names[decision.n_records[0]++] = hn_live_name(fixture->live, (guint32)(rows[i] - '0'));
    decision.records[0] = names;
    const HnLiveAct act = { .n_decisions = 1, .decisions = &decision };
    HnLivePlan *plan = hn_live_plan_new(fixture->live, &act);
    g_autofree char *found = hn_live_plan_is_unlawful(plan, &a, &b) ? g_strdup_printf("%u %u", a, b)
                                                                    : g_strdup("lawful");
    g_assert_cmpstr(found, ==, unlawful);
    hn_live_plan_free(plan);
}

static void
test_the_law_names_two_records(void)
{
    LiveFixture fixture = under_law();
    assert_plan(&fixture, HN_DECISION_SAME, "14", "1 4");
    assert_plan(&fixture, HN_DECISION_SAME, "024", "0 4");
    assert_plan(&fixture, HN_DECISION_LOCK, "04", "0 4");
    assert_plan(&fixture, HN_DECISION_SAME, "02", "lawful");
    assert_plan(&fixture, HN_DECISION_SAME, "24", "lawful");
    /* The later of two that are lawful each overrules the other: that is no matter of the law. */
    hn_live_plan_take(live_fixture_plan(&fixture, HN_DECISION_SAME, "0 2", NULL));
    assert_plan(&fixture, HN_DECISION_SAME, "24", "lawful");
    live_fixture_free(&fixture);
}

static void
test_decisions_that_bind_and_part_are_named(void)
{
    LiveFixture fixture = under_law();
    const guint64 bound =
        hn_live_plan_take(live_fixture_plan(&fixture, HN_DECISION_SAME, "0 2", NULL))->sequence;
    const guint64 parted =
        hn_live_plan_take(live_fixture_plan(&fixture, HN_DECISION_DIFFERENT, "3", "4"))->sequence;
    HnLivePlan *plan = live_fixture_plan(&fixture, HN_DECISION_LOCK, "4", NULL);
    g_autoptr(GArray) binds = hn_live_plan_who_binds(plan, 0, 2);
    g_autoptr(GArray) nobody = hn_live_plan_who_binds(plan, 0, 3);
    g_autoptr(GArray) parts = hn_live_plan_who_separates(plan, 4, 3);
    g_assert_cmpuint(binds->len, ==, 1);
    g_assert_cmpuint(g_array_index(binds, guint64, 0), ==, bound);
    g_assert_cmpuint(nobody->len, ==, 0);
    g_assert_cmpuint(parts->len, ==, 2); /* and the lock */
    g_assert_cmpuint(g_array_index(parts, guint64, 0), ==, parted);
    hn_live_plan_free(plan);
    live_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/live_plan_why/the_law_names_two_records",
                    test_the_law_names_two_records);
    g_test_add_func("/linker/live_plan_why/decisions_that_bind_and_part_are_named",
                    test_decisions_that_bind_and_part_are_named);
    return g_test_run();
}
