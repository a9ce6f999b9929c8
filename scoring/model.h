/* scoring/model.h - the numbers that decide: m, u, prior, term frequencies; integers, only added.
 *
 * Data walk: linker/ trains it and reads it from the bundle; pair_scorer.h resolves it against a
 *   table.
 * Weights are i32 in 1/65536 bit (DESIGN 4.6), each clamped to +-HN_WEIGHT_CLAMP_UNITS, so 16
 *   comparisons with term adjustments and the prior cannot overflow. They are rounded once, in
 *   training, and then only read.
 * Source: Fellegi and Sunter (1969), JASA 64(328); Winkler (2000), frequency-based matching in
 *   FS.
 * Threads: immutable after it was filled.
 */
#pragma once
#include "base/arena.h"
#include "base/slice.h"
#include "records/schema.h"

#define HN_WEIGHT_CLAMP_UNITS (60 * HN_WEIGHT_UNITS_PER_BIT)
/* A threshold is no weight: it may lie beyond what any sum of them reaches. */
#define HN_THRESHOLD_UNITS_MAX (1000 * HN_WEIGHT_UNITS_PER_BIT)

/* Term frequencies of one comparison's attribute: adjustment of the exact level for a value. */
typedef struct {
    HnSlice value;       /* canonical */
    guint32 count;       /* records that hold it in the training data */
    gint32 adjust_units; /* log2(u_exact / frequency), clamped */
} HnTerm;
typedef struct {
    guint n; /* values seen often enough to be listed, ascending by value bytes */
    HnTerm *terms;
    gint32 unseen_units; /* for every value that is not listed */
    guint64 n_total;     /* records with a value */
} HnTermTable;

typedef struct {
    double m[HN_LEVELS_MAX], u[HN_LEVELS_MAX]; /* by level index as in HnComparison.levels */
    gint32 weight_units[HN_LEVELS_MAX];        /* log2(m/u); missing always weighs 0 */
    HnTermTable terms; /* n = 0 and unseen_units = 0 without term_frequency */
    /* Of the attribute's words, where a level weighs them: adjust_units is a word's weight, ln(1 +
     * n_total / count) in 1/1024, and > 0. unseen_units = 0: no level does. */
    HnTermTable tokens;
    /* With term_frequency, of what names are without marks, whatever the order of their words: what
     * levels add that take names of one spelling. unseen_units = 0 and n = 0: no level does. */
    HnTermTable spellings;
} HnComparisonModel;

/* Two comparisons that are not independent: what both levels are worth beyond their sum, because
 * among strangers one implies the other (a postal code and its town). */
typedef struct {
    guint a, b;                                 /* comparisons, a < b */
    gint32 units[HN_LEVELS_MAX][HN_LEVELS_MAX]; /* a shows level i, b shows level j */
} HnInteraction;

/* Two people of one family: pairs between matches and strangers. A pair is worth as much less as it
 * is likelier among them than among strangers. They live in one house, or apart: as many, and then
 * what a house gives is as among strangers. */
typedef struct {
    gboolean is_there;
    gint32 prior_units;                              /* log2(those of one house / strangers) */
    gint32 units[HN_COMPARISONS_MAX][HN_LEVELS_MAX]; /* log2(rate among them / u) */
    gboolean may_be_apart;
    gboolean of_house[HN_COMPARISONS_MAX]; /* a house gives it: an address, a telephone */
} HnRelatives;

/* What counts for relatives as it does for matches: interactions, and how common a value is. */
typedef struct {
    gint32 all;       /* for those of one house */
    gint32 of_family; /* for those who live apart: without what a house gives */
} HnSharedUnits;

typedef struct {
    double lambda;      /* P(two random records match) */
    gint32 prior_units; /* log2(lambda / (1 - lambda)) */
    guint n_comparisons;
    HnComparisonModel comparisons[HN_COMPARISONS_MAX];
    guint n_interactions;
    HnInteraction interactions[HN_COMPARISONS_MAX]; /* a forest: a pair of comparisons once */
    HnRelatives relatives;
    gint32 threshold_match_units, threshold_review_units;
    guint32 cluster_support; /* 1/65536: mean probability that two groups need to become one */
    HnArena *arena;          /* owns the terms */
} HnModel;
HnModel *hn_model_new(guint n_comparisons);
void hn_model_free(HnModel *model);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnModel, hn_model_free)
/* log2(ratio) in units, rounded half away from zero, clamped; ratio > 0. */
gint32 hn_weight_units(double ratio);
/* Units of all interactions for an agreement pattern (4 bits a comparison: 0 = missing, else 1 +
 * level). */
static inline gint32
hn_model_interaction_units(const HnInteraction *interactions, guint n, guint64 pattern)
{
    gint32 units = 0;
    for (guint i = 0; i < n; i++) {
        const guint a = (guint)(pattern >> (4 * interactions[i].a)) & 15;
        const guint b = (guint)(pattern >> (4 * interactions[i].b)) & 15;
        if (a != 0 && b != 0)
            units += interactions[i].units[a - 1][b - 1];
    }
    return units;
}
/* What a pair of this pattern loses to relatives, 0 or below: -log2(1 + their odds against
 * strangers). @shared: of its interactions and its values. */
gint32 hn_relatives_units(const HnRelatives *relatives, guint n_comparisons, guint64 pattern,
                          HnSharedUnits shared);
/* Adds the interactions of @pattern. @of_house: by comparison, as in HnRelatives. */
void hn_relatives_add_interactions(const gboolean *of_house, const HnInteraction *interactions,
                                   guint n, guint64 pattern, HnSharedUnits *shared);
/* Adds as much of @term_units, for how common the value is, as counts for relatives, too: what they
 * share (a mother, a house) is as telling as if they were one person; what they agree on by chance
 * is not. @digit: of a pattern. */
static inline void
hn_relatives_add_term(const HnRelatives *relatives, guint comparison, guint digit,
                      gint32 term_units, HnSharedUnits *shared)
{
    const gint32 units = digit == 0 ? 0 : relatives->units[comparison][digit - 1];
    const gint32 term = units > 0 ? MAX(term_units, -units) : 0;
    shared->all += term;
    shared->of_family += relatives->of_house[comparison] ? 0 : term;
}
/* weight_units from m and u of every level, prior_units from lambda. */
void hn_model_weigh(HnModel *model, const HnEntityType *type);
