/* linker/em_labels.h - what labelled pairs say to EM, by agreement pattern.
 *
 * Data walk: training looks up the patterns of the labelled pairs once; each step of EM asks here
 *   what m makes of them. Whether a blocking rule made a pair does not matter.
 * Rule: a labelled pair stands for w pairs of its pattern, as far as there are so many: these leave
 *   what the model believes of the pattern, and w times the score comes in. For m all that the
 *   model believes to be matches without being told, N pairs, speaks as loud as K labelled ones: w
 *   = max(1, N / K). So it does not drown few labels, nor is it drowned by them.
 * Labels are chosen, not drawn. So for the share of matches, and for what is taken out of u, a pair
 *   speaks for itself alone, w = 1: what is known of it replaces what is believed. u comes from
 *   random pairs, and no label enters it.
 * Source: EM with known members of a class: Larsen and Rubin (2001), "Iterative automated record
 *   linkage using mixture models", JASA 96(453); the lesser weight of what is not labelled: Nigam,
 *   McCallum, Thrun and Mitchell (2000), "Text classification from labeled and unlabeled
 *   documents using EM", Machine Learning 39, 5.3.1. K: docs/decisions/0026.
 * Cost: a merge of two sorted lists of patterns a step.
 * Threads: immutable after _new().
 */
#pragma once
#include "linker/em.h"
#include "linker/labels.h"
#include "scoring/pair_scorer.h"

typedef struct {
    guint64 pattern;
    double n_pairs, n_match; /* labelled pairs that show it, and the sum of their scores */
} HnLabelledPattern;

struct _HnEmLabels {
    gsize n;
    HnLabelledPattern *patterns; /* ascending */
};

HnEmLabels *hn_em_labels_new(const HnLabels *labels, HnPairScorer *scorer);
void hn_em_labels_free(HnEmLabels *labels);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnEmLabels, hn_em_labels_free)

/* m to start from: the prior's pseudo-matches and the labelled matches. */
void hn_em_labels_start(const HnEmLabels *labels, const HnEntityType *type, const HnEmPrior *prior,
                        HnModel *model);
/* What the model believes in one step. */
typedef struct {
    const HnEmPass *pass;
    const double *of_patterns; /* [pass->n] expected matches */
    double n_matches;          /* their sum */
} HnEmMatches;
/* @known, @counts: the matches that showed each level, as the model believes; afterwards, each
 * label for itself, and with the weight that m gives it. Returns the matches, each for itself. */
double hn_em_labels_apply(const HnEmLabels *labels, const HnEntityType *type,
                          const HnEmMatches *believed,
                          double known[HN_COMPARISONS_MAX][HN_LEVELS_MAX],
                          double counts[HN_COMPARISONS_MAX][HN_LEVELS_MAX]);
