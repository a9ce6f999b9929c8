/* Goal: patterns drawn by a known law give back the share that no rule makes. */
#include "linker/capture_model.h"

#include <math.h>

enum { PARTS = 5, PATTERNS = 1 << PARTS };
#define PAIRS 1e7

/* Parts 0 and 1 are of one attribute, the others of one each. */
static const guint64 groups[] = { 3, 4, 8, 16 };
static const guint64 rules[] = { 1 | 4, 2 | 8, 4 | 8, 16 };
#define N_GROUPS G_N_ELEMENTS(groups)
#define N_RULES G_N_ELEMENTS(rules)

/* Every pattern by itself, no diagram. @common: what two slips together weigh. */
static gdouble
weight_of(guint64 parts, gdouble common)
{
    static const gdouble first[] = { 0.1, 0.1, 0.2, 0.6 }, shared[] = { 0.85, 0.8, 0.7 };
    gdouble weight = first[parts & 3];
    guint n_slips = (parts & 3) != 3;
    for (guint p = 2; p < PARTS; p++) {
        const gboolean is_shared = (parts >> p & 1) != 0;
        weight *= is_shared ? shared[p - 2] : 1 - shared[p - 2];
        n_slips += !is_shared;
    }
    return weight * exp(common * n_slips * (n_slips - 1.0) / 2);
}

static void
check(gdouble common)
{
    HnCapturePattern patterns[PATTERNS];
    guint n_patterns = 0;
    gdouble whole = 0, missed = 0, share = -1;
    for (guint64 parts = 0; parts < PATTERNS; parts++)
        whole += weight_of(parts, common);
    for (guint64 parts = 0; parts < PATTERNS; parts++) {
        const gdouble weight = weight_of(parts, common) / whole;
        if (hn_capture_n_rules(rules, N_RULES, parts) == 0)
            missed += weight;
        else
            patterns[n_patterns++] = (HnCapturePattern){ parts, (guint64)(PAIRS * weight + 0.5) };
    }
    const HnCaptures captures = { N_RULES, rules, N_GROUPS, groups, n_patterns, patterns };
    g_assert_true(hn_capture_model_missed(&captures, &share));
    g_test_message("two slips weigh %.1f: missed %.5f, said %.5f", common, missed, share);
    g_assert_cmpfloat_with_epsilon(share, missed, 0.01 * missed);
}

static void
test_independent_slips(void)
{
    check(0);
}

static void
test_slips_that_come_together(void)
{
    check(0.5);
}

static void
test_slips_that_rule_each_other_out(void)
{
    check(-2);
}

/* A rule that makes all: nothing else is expected. */
static void
test_all_by_one_rule(void)
{
    static const guint64 one[] = { 1 };
    const HnCapturePattern patterns[] = { { 1, 1000 } };
    const HnCaptures captures = { 1, one, 1, one, 1, patterns };
    gdouble share = -1;
    g_assert_true(hn_capture_model_missed(&captures, &share));
    g_assert_cmpfloat(share, >=, 0);
    g_assert_cmpfloat(share, <, 0.001);
}

static void
test_what_it_cannot_tell(void)
{
    gdouble share = -1;
    const HnCaptures nothing = { N_RULES, rules, N_GROUPS, groups, 0, NULL };
    g_assert_false(hn_capture_model_missed(&nothing, &share));
    static const guint64 all = G_MAXUINT64;
    HnCapturePattern many[300];
    for (guint i = 0; i < G_N_ELEMENTS(many); i++)
        many[i] = (HnCapturePattern){ i + 1, 1 };
    const HnCaptures answers = { 1, &all, 1, &all, G_N_ELEMENTS(many), many };
    g_assert_false(hn_capture_model_missed(&answers, &share));
    g_assert_cmpfloat(share, ==, -1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/capture_model/" #what, test_##what)
    ADD(independent_slips);
    ADD(slips_that_come_together);
    ADD(slips_that_rule_each_other_out);
    ADD(all_by_one_rule);
    ADD(what_it_cannot_tell);
    return g_test_run();
}
