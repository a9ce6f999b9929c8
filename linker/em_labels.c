#include "linker/em_labels.h"

#define UNLABELLED_WORTH 20.0 /* labelled matches: docs/decisions/0026 */

static inline guint
pattern_digit(guint64 pattern, guint comparison)
{
    return (guint)(pattern >> (4 * comparison)) & 15;
}

static gint
compare_patterns(gconstpointer a, gconstpointer b)
{
    const HnLabelledPattern *x = a, *y = b;
    return (x->pattern > y->pattern) - (x->pattern < y->pattern);
}

/* Scores are added as whole millionths: no order matters. */
static gsize
join_equal(HnLabelledPattern *patterns, gsize n)
{
    gsize n_kept = 0;
    for (gsize i = 0; i < n; i++) {
        if (n_kept > 0 && patterns[n_kept - 1].pattern == patterns[i].pattern) {
            patterns[n_kept - 1].n_pairs += patterns[i].n_pairs;
            patterns[n_kept - 1].n_match += patterns[i].n_match;
        } else {
            patterns[n_kept++] = patterns[i];
        }
    }
    for (gsize i = 0; i < n_kept; i++)
        patterns[i].n_match /= 1e6;
    return n_kept;
}

HnEmLabels *
hn_em_labels_new(const HnLabels *labels, HnPairScorer *scorer)
{
    HnEmLabels *made = g_new0(HnEmLabels, 1);
    g_autofree HnPair *pairs = g_new0(HnPair, labels->n + 1);
    g_autofree guint64 *patterns = g_new0(guint64, labels->n + 1);
    made->patterns = g_new0(HnLabelledPattern, labels->n + 1);
    for (guint i = 0; i < labels->n; i++)
        pairs[i] = (HnPair){ labels->labels[i].a, labels->labels[i].b, 0 };
    hn_pair_scorer_row_patterns(scorer, 0, pairs, labels->n, TRUE, patterns);
    for (guint i = 0; i < labels->n; i++)
        made->patterns[i] =
            (HnLabelledPattern){ patterns[i], 1,
                                 (double)(guint64)(labels->labels[i].score * 1e6 + 0.5) };
    if (labels->n > 1)
        qsort(made->patterns, labels->n, sizeof *made->patterns, compare_patterns);
    made->n = join_equal(made->patterns, labels->n);
    return made;
}

void
hn_em_labels_free(HnEmLabels *labels)
{
    if (labels == NULL)
        return;
    g_free(labels->patterns);
    g_free(labels);
}

static void
add_pattern(const HnEntityType *type, guint64 pattern, double n,
            double counts[HN_COMPARISONS_MAX][HN_LEVELS_MAX])
{
    for (guint c = 0; c < type->n_comparisons; c++)
        if (pattern_digit(pattern, c) > 0)
            counts[c][pattern_digit(pattern, c) - 1] += n;
}

void
hn_em_labels_start(const HnEmLabels *labels, const HnEntityType *type, const HnEmPrior *prior,
                   HnModel *model)
{
    double counts[HN_COMPARISONS_MAX][HN_LEVELS_MAX] = { { 0 } };
    for (gsize i = 0; i < labels->n; i++)
        add_pattern(type, labels->patterns[i].pattern, labels->patterns[i].n_match, counts);
    for (guint c = 0; c < type->n_comparisons; c++) {
        double total = 0;
        for (guint level = 0; level < type->comparisons[c].n_levels; level++)
            total += counts[c][level];
        for (guint level = 0; level < type->comparisons[c].n_levels; level++)
            model->comparisons[c].m[level] =
                (counts[c][level] + prior->n_pairs * prior->m[c][level]) / (total + prior->n_pairs);
    }
}

/* Each labelled pair stands for @weight pairs of its pattern; returns how many matches come in more
 * than leave. */
static double
replace(const HnEmLabels *labels, const HnEntityType *type, const HnEmMatches *believed,
        double weight, double counts[HN_COMPARISONS_MAX][HN_LEVELS_MAX])
{
    const HnEmPass *pass = believed->pass;
    double change = 0;
    gsize at = 0;
    for (gsize i = 0; i < labels->n; i++) {
        const HnLabelledPattern *labelled = labels->patterns + i;
        double gone = 0;
        while (at < pass->n && pass->patterns[at].pattern < labelled->pattern)
            at++;
        if (at < pass->n && pass->patterns[at].pattern == labelled->pattern)
            gone = believed->of_patterns[at] *
                   MIN(1.0, weight * labelled->n_pairs / (double)pass->patterns[at].n_pairs);
        change += weight * labelled->n_match - gone;
        add_pattern(type, labelled->pattern, weight * labelled->n_match - gone, counts);
    }
    for (guint c = 0; c < type->n_comparisons; c++)
        for (guint level = 0; level < type->comparisons[c].n_levels; level++)
            counts[c][level] = MAX(counts[c][level], 0); /* not below by a rounding */
    return change;
}

double
hn_em_labels_apply(const HnEmLabels *labels, const HnEntityType *type, const HnEmMatches *believed,
                   double known[HN_COMPARISONS_MAX][HN_LEVELS_MAX],
                   double counts[HN_COMPARISONS_MAX][HN_LEVELS_MAX])
{
    const double change = replace(labels, type, believed, 1.0, known);
    const double n_matches = MAX(believed->n_matches + change, 0);
    replace(labels, type, believed, MAX(1.0, n_matches / UNLABELLED_WORTH), counts);
    return n_matches;
}
