/* linker/em_relatives.h - a third class of pairs: two people of one family.
 *
 * Data walk: model_fit.c, beside m, u and lambda while these are fitted; em.c asks how probable it
 *   is that a pair is of this class, and moves it. The model keeps it: a pair weighs as much less
 *   as it is likelier among relatives than among strangers (scoring/model.h, decision 0045).
 *   Two-way terms are of strangers, with relatives among them.
 * Why: where people of one house share address, ward and telephone, and are as many as the records
 *   of one person, a mixture of two classes settles on houses (docs/decisions/0034).
 * Together: half of those of one house are in one commune at least, where one is read (decision
 *   0052).
 *   How their house is written tells nothing: inside a commune levels are as among matches (0057).
 * Apart: as many live in another house, alike but for what a house gives. They are no parameter:
 *   without a house only a rare name, as a mother's, tells them from strangers (decision 0050).
 * Model: relatives share what a place gives, and are born like strangers. Of dates they have u, but
 *   that one pair in fifty has the same (twins), and keep it; in names, sex and issued numbers they
 *   begin as strangers, in all else as matches, and EM finds what they show. Where no date is
 *   compared nothing tells them from matches, and there is no such class; of firms neither.
 * Source: Winkler (1993), "Improved decision rules in the Fellegi-Sunter model of record linkage",
 *   ASA Survey Research: matches, other pairs of a household, and all others; Larsen and Rubin
 *   (2001), "Iterative automated record linkage using mixture models", JASA 96(453).
 * Threads: one at a time.
 */
#pragma once
#include "linker/em.h"

struct _HnEmRelatives {
    double share; /* those of one house of all possible pairs; 0: there is no such class */
    double m[HN_COMPARISONS_MAX][HN_LEVELS_MAX], prior[HN_COMPARISONS_MAX][HN_LEVELS_MAX];
    gboolean born[HN_COMPARISONS_MAX]; /* a date: of m the share of twins alone is learned */
    double twins[HN_COMPARISONS_MAX];
    double of_strangers[HN_COMPARISONS_MAX][HN_LEVELS_MAX]; /* and of one person: m of a date */
    double of_one[HN_COMPARISONS_MAX][HN_LEVELS_MAX];
    gboolean of_house[HN_COMPARISONS_MAX]; /* of those who live apart it is as of strangers */
};

/* A date is compared. */
gboolean hn_em_has_relatives(const HnEntityType *type);
/* Begins anew: @share of all pairs, by the prior of matches and the u of @model. */
void hn_em_relatives_start(HnEmRelatives *relatives, const HnEntityType *type,
                           const HnEmPrior *prior, const HnModel *model, double share);
/* Relatives agree more than matches do in names, dates, sex and issued numbers: the classes have
 * changed places. Then matches are what else there is, as strangers of one name, which may well be
 * likelier than relatives are: likelihood does not know which class is which (Redner and Walker
 * 1984, "Mixture densities, maximum likelihood and the EM algorithm", on labels). */
gboolean hn_em_relatives_are_exchanged(const HnEmRelatives *relatives, const HnEntityType *type,
                                       const HnModel *model);
/* The M-step. @of_matches: their m; @counts: expected relatives that show each level. */
void hn_em_relatives_update(HnEmRelatives *relatives, const HnEntityType *type, double n_pairs,
                            double of_matches[HN_COMPARISONS_MAX][HN_LEVELS_MAX],
                            double counts[HN_COMPARISONS_MAX][HN_LEVELS_MAX], double share);
