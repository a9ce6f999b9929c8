/* linker/em.h - m, u and lambda from counted agreement patterns.
 *
 * Data walk: training counts patterns (each once, with how many record pairs show it); EM runs over
 *   the few hundred distinct patterns, so its cost does not depend on the number of pairs.
 * Model: Fellegi and Sunter's mixture of two classes, or of three (em_relatives.h), comparisons
 *   independent given the class; u is given (from frequencies), m and the share of matches are
 *   estimated; missing comparisons say nothing. Which pairs blocking makes depends on what they
 *   agree in, but given its pattern a pair is a match or not whatever made it: so the pairs of all
 *   rules together, each once, are looked at under the share among all pairs.
 * Source: Fellegi and Sunter (1969); Winkler (1988), "Using the EM algorithm for weight computation
 *   in the Fellegi-Sunter model", ASA Survey Research; Dirichlet priors as pseudo-counts (Gelman et
 *   al., BDA3, 3.4).
 * Determinism: patterns ascending; sums in that order in double precision, no FMA contraction.
 * Cost: iterations x patterns x comparisons.
 * Threads: reentrant.
 */
#pragma once
#include "scoring/model.h"

typedef struct {
    guint64 pattern; /* 4 bits a comparison: 0 = missing, else 1 + level */
    guint64 n_pairs; /* record pairs, multiplicity counted */
} HnPatternCount;

typedef struct {
    gsize n;
    const HnPatternCount *patterns; /* ascending by pattern */
    double n_possible; /* pairs that there are: those that blocking did not make are no matches and
                          show nothing; >= the sum of the patterns' */
} HnEmPass;

typedef struct {
    double m[HN_COMPARISONS_MAX][HN_LEVELS_MAX];
    double matches[HN_COMPARISONS_MAX]; /* expected matching pairs that showed comparison c */
    double share;                       /* of all possible pairs, that match */
    double n_matches;                   /* expected */
    guint n_iterations;
} HnEmResult;

typedef struct _HnEmLabels HnEmLabels;       /* linker/em_labels.h */
typedef struct _HnEmRelatives HnEmRelatives; /* linker/em_relatives.h */

/* Pseudo-matches behind each comparison's m: keeps a level that was hardly seen near what is usual.
 * And a convex constraint (Winkler 1993): names of one person hardly differ altogether, so a class
 * of pairs in which they do is another one than matches. Its levels sum to 1 or more. */
typedef struct {
    double n_pairs; /* > 0 */
    double m[HN_COMPARISONS_MAX][HN_LEVELS_MAX];
    double most[HN_COMPARISONS_MAX][HN_LEVELS_MAX]; /* m is no larger; 1: it may be anything */
    const HnEmLabels *labels; /* nullable: pairs of which people said whether they match */
} HnEmPrior;

/* Starts from @start (its lambda, m and u; u stays), and from @relatives (inout) (nullable). */
void hn_em_run(const HnEntityType *type, const HnModel *start, const HnEmPass *pass,
               const HnEmPrior *prior, HnEmRelatives *relatives, HnEmResult *ret_result);
/* Probability of a match of each pattern, [pass->n], under a complete model, beside @relatives
 * (nullable), of whom there are as many for each match as they have it. */
void hn_em_posteriors(const HnEntityType *type, const HnModel *model, const HnEmPass *pass,
                      const HnEmRelatives *relatives, double share, double *ret_posteriors);
/* Expected number of matching pairs among the patterns under a complete model. */
double hn_em_expected_matches(const HnEntityType *type, const HnModel *model, const HnEmPass *pass,
                              double share);
/* Mean natural logarithm of the probability of @pass's patterns under a complete model, its
 * interactions among strangers with it: to tell which of two models of the same patterns fits. */
double hn_em_log_likelihood(const HnEntityType *type, const HnModel *model, const HnEmPass *pass,
                            const HnEmRelatives *relatives);
