/* Goal: EM by patterns with labels is EM over pairs of which some are known, as long as no pair
 * speaks louder than another. */
#include "linker/em_labels.h"

#include "base/rng.h"
#include "tests/reference/labelled_em.h"

#define N_COMPARISONS 3
#define N_PAIRS 300u
#define N_MATCHES 14u /* fewer than the weight of labels asks for */
#define N_STEPS 600u
#define N_SEEDS 40u

static HnComparison comparisons[N_COMPARISONS] = { { .n_levels = 3 },
                                                   { .n_levels = 2 },
                                                   { .n_levels = 4 } };
static const HnEntityType type = { .n_comparisons = N_COMPARISONS, .comparisons = comparisons };

static guint64
draw_pattern(HnRng *rng, gboolean match)
{
    guint64 pattern = 0;
    for (guint c = 0; c < N_COMPARISONS; c++) {
        const guint n = comparisons[c].n_levels;
        guint level = n - 1;
        if (hn_rng_unit(rng) < (match ? 0.8 : 0.05))
            level = 0;
        else if (hn_rng_unit(rng) < 0.3)
            level = (guint)hn_rng_below(rng, n);
        if (hn_rng_unit(rng) < 0.9)
            pattern |= (guint64)(level + 1) << (4 * c);
    }
    return pattern;
}

static HnModel *
start_model(void)
{
    HnModel *model = hn_model_new(N_COMPARISONS);
    model->lambda = 0.05;
    for (guint c = 0; c < N_COMPARISONS; c++)
        for (guint level = 0; level < comparisons[c].n_levels; level++) {
            const double rest = comparisons[c].n_levels - 1;
            model->comparisons[c].m[level] = level == 0 ? 0.7 : 0.3 / rest;
            model->comparisons[c].u[level] = level == 0 ? 0.1 : 0.9 / rest;
        }
    return model;
}

static gint
compare(gconstpointer a, gconstpointer b)
{
    const HnPatternCount *x = a, *y = b;
    return (x->pattern > y->pattern) - (x->pattern < y->pattern);
}

/* The same pairs, as patterns and as labelled patterns. */
static void
count(const GArray *pairs, GArray *patterns, GArray *labelled)
{
    for (guint i = 0; i < pairs->len; i++) {
        const LabelledEmPair *pair = &g_array_index(pairs, LabelledEmPair, i);
        guint at = 0;
        while (at < patterns->len &&
               g_array_index(patterns, HnPatternCount, at).pattern != pair->pattern)
            at++;
        if (at == patterns->len)
            g_array_append_val(patterns, ((HnPatternCount){ pair->pattern, 0 }));
        g_array_index(patterns, HnPatternCount, at).n_pairs++;
    }
    g_array_sort(patterns, compare);
    for (guint k = 0; k < patterns->len; k++) {
        HnLabelledPattern one = { g_array_index(patterns, HnPatternCount, k).pattern, 0, 0 };
        for (guint i = 0; i < pairs->len; i++) {
            const LabelledEmPair *pair = &g_array_index(pairs, LabelledEmPair, i);
            one.n_pairs += pair->pattern == one.pattern && pair->score >= 0;
            one.n_match += pair->pattern == one.pattern && pair->score >= 0 ? pair->score : 0;
        }
        if (one.n_pairs > 0)
            g_array_append_val(labelled, one);
    }
}

static void
test_patterns_are_pairs(void)
{
    g_autoptr(HnModel) start = start_model();
    HnEmPrior prior = { .n_pairs = 20 };
    for (guint c = 0; c < N_COMPARISONS; c++) {
        memcpy(prior.m[c], start->comparisons[c].m, sizeof prior.m[c]);
        for (guint level = 0; level < HN_LEVELS_MAX; level++)
            prior.most[c][level] = 1;
    }
    for (guint64 seed = 0; seed < N_SEEDS; seed++) {
        HnRng rng = hn_rng_seed(seed, 5);
        g_autoptr(GArray) pairs = g_array_new(FALSE, FALSE, sizeof(LabelledEmPair));
        g_autoptr(GArray) patterns = g_array_new(FALSE, FALSE, sizeof(HnPatternCount));
        g_autoptr(GArray) labelled = g_array_new(FALSE, FALSE, sizeof(HnLabelledPattern));
        for (guint i = 0; i < N_PAIRS; i++) {
            LabelledEmPair pair = { draw_pattern(&rng, i < N_MATCHES), -1 };
            if (hn_rng_unit(&rng) < 0.2)
                pair.score = hn_rng_unit(&rng) < 0.1 ? 0.5 : i < N_MATCHES;
            g_array_append_val(pairs, pair);
        }
        count(pairs, patterns, labelled);
        const HnEmPass pass = { patterns->len, (const HnPatternCount *)(gpointer)patterns->data,
                                4000 };
        const HnEmLabels labels = { labelled->len, (HnLabelledPattern *)(gpointer)labelled->data };
        HnEmResult slow, quick;
        prior.labels = &labels;
        hn_em_run(&type, start, &pass, &prior, NULL, &quick);
        labelled_em_run(&type, start, pairs, &prior, pass.n_possible, N_STEPS, &slow);
        g_assert_cmpfloat_with_epsilon(quick.n_matches, slow.n_matches, 1e-4 * slow.n_matches);
        for (guint c = 0; c < N_COMPARISONS; c++) {
            g_assert_cmpfloat_with_epsilon(quick.matches[c], slow.matches[c], 1e-3);
            for (guint level = 0; level < comparisons[c].n_levels; level++)
                g_assert_cmpfloat_with_epsilon(quick.m[c][level], slow.m[c][level], 1e-5);
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/em/labels_are_known_pairs", test_patterns_are_pairs);
    return g_test_run();
}
