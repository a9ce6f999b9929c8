/* insight/pair_explanation.h - why two records are the same entity, or not, or were never compared,
 *   and what would change it.
 *
 * Data walk: pair_explainer.h fills it: weight and rules; pair_standing.h the entities and what
 *   joins or parts them; what_if.h the changes. pair_json.h writes it, pair_sentence.h says it in a
 *   sentence.
 * The weight is pair_scorer.h's own explanation under the bundle of the published run: prior, for
 *   each comparison the level and the adjustment by the value, and what the model has beside them
 *   for two that are not independent. Were a model to weigh more than that, the rest stands as one
 *   more part: the parts always add up to the weight of the edge.
 * Were they compared? An edge says yes. Without one the rules are asked: a key in common, unless it
 *   is too common or its block is too large (key_sizes.h); of a rule with a window the keys that
 *   lie between theirs are counted.
 * What may not be compared (records/meetings.h) is not for an explanation either: such a pair has
 *   no weight, no comparisons, no rules and no changes.
 * Threads: immutable once it was filled.
 */
#pragma once
#include "blocking/row_keys.h"
#include "insight/match_graph.h"
#include "publish/cases.h"
#include "scoring/model.h"

typedef enum {
    HN_VERDICT_SAME,  /* one entity */
    HN_VERDICT_ASK,   /* two, and a person is asked */
    HN_VERDICT_APART, /* two, and nobody doubts it */
} HnVerdict;
const char *hn_verdict_name(HnVerdict verdict); /* "same", "ask", "apart" */

/* What the verdict rests on. */
typedef enum {
    HN_BECAUSE_EDGE,     /* SAME: their own weight reaches the match threshold */
    HN_BECAUSE_DECISION, /* SAME: people said so */
    HN_BECAUSE_CHAIN,    /* SAME: other records link them */
    HN_BECAUSE_PENDING,  /* SAME: of the last night; a decision waits for the next one */
    HN_BECAUSE_REVIEW,   /* ASK: their weight lies between the thresholds */
    HN_BECAUSE_CUT,      /* ASK: their weight says same, and something keeps them apart */
    HN_BECAUSE_CASE,     /* ASK: other records of the two entities are in doubt */
    HN_BECAUSE_PARTED,   /* APART: people said so */
    HN_BECAUSE_SOURCE,   /* APART: heavy enough, but of one source that holds an entity once */
    HN_BECAUSE_BELOW,    /* APART: they were compared, and weigh too little */
    HN_BECAUSE_NEVER,    /* APART: they were never compared */
    HN_BECAUSE_CODES,    /* APART: heavy enough, but their codes say that they are two */
    HN_BECAUSE_SPARSE,   /* APART: of many equal records only some edges are kept */
    HN_BECAUSE_LAW,      /* APART: their sources may not be compared, or those of other records of
                            the two entities (cuts) never meet */
} HnBecause;
const char *hn_because_name(HnBecause because); /* "edge", "decision", ... */

typedef enum { HN_OUTCOME_MATCH, HN_OUTCOME_REVIEW, HN_OUTCOME_BELOW } HnOutcome;
const char *hn_outcome_name(HnOutcome outcome); /* "match", "review", "below" */
HnOutcome hn_outcome_of(const HnModel *model, gint32 units);

/* A part of the weight, in the order in which they are added. */
typedef enum {
    HN_PART_PRIOR,
    HN_PART_LEVEL,
    HN_PART_TERM,
    HN_PART_LIKENESS,    /* scoring/likeness.h */
    HN_PART_INTERACTION, /* two comparisons that are not independent */
    HN_PART_REST,        /* what a model weighs beside all these */
} HnWeightPartKind;
#define HN_WEIGHT_PARTS_MAX (4 * HN_COMPARISONS_MAX + 2)
const char *hn_weight_part_kind_name(HnWeightPartKind kind); /* "prior", "level", ... */
typedef struct {
    HnWeightPartKind kind;
    guint comparison; /* LEVEL, TERM, LIKENESS, INTERACTION: index in the entity type */
    guint other;      /* INTERACTION: the other one, larger */
    gint32 units;
    gint32 sum_units; /* of the parts so far */
} HnWeightPart;

/* Values are codes in the picked table: the two that were compared, or what a side has where the
 * other has nothing; 0: none. */
typedef struct {
    gint level; /* -1: a side lacks a value */
    guint32 value[2];
    gint32 weight_units, term_units, likeness_units;
    gint32 sum_units;    /* of all parts up to this comparison's */
    gboolean told_apart; /* alike or not, their numbers contradict (text/number_words.h) */
    guint32 term_count;  /* records that held the value in training; 0: too few to be listed */
} HnComparedValues;

/* A rule and the pair. */
typedef struct {
    HnRuleMeeting meeting;
    guint32 n_sharing; /* MEETS and counted: classes that share the smallest of their keys */
    gboolean is_large; /* ... more than may be in a block: no pair came of it */
    gboolean is_far;   /* a window: their keys lie too far apart in the order */
} HnPairRule;
/* The rule makes the pair. */
static inline gboolean
hn_pair_rule_makes(const HnPairRule *rule)
{
    const HnMeetingKind kind = rule->meeting.kind;
    return (kind == HN_MEETING_MEETS || kind == HN_MEETING_NEAR) && !rule->is_large &&
           !rule->is_far;
}

/* A decision in force that names one of the two. */
typedef struct {
    const HnDecision *decision;
    gboolean stands;     /* not overruled by a later one */
    guint sides;         /* which it names: bit 0 the left record, bit 1 the right one */
    gboolean is_parting; /* it keeps these two apart */
    gboolean is_binding; /* it holds these two together */
} HnPairDecision;

/* What keeps two entities apart whose records have a match edge. */
typedef enum {
    HN_CUT_DECISION,
    HN_CUT_SOURCE,  /* it holds one record per entity, and has one in each */
    HN_CUT_LAW,     /* a record of each is of a source that never meets the other's */
    HN_CUT_CODES,   /* a record of each has a code that the check digit confirms, and they differ */
    HN_CUT_SUPPORT, /* all that is known between their records supports it too little */
} HnPairCutKind;
typedef struct {
    HnPairCutKind kind;
    guint64 decision;
    guint32 rows[2];              /* SOURCE, LAW: their records; CODES: those with the codes */
    guint32 support, support_min; /* SUPPORT: 1/65536, see linker/cross_support.h */
} HnPairCut;

typedef enum {
    HN_CHANGE_EQUAL,    /* if both had the value of one of them, or one that nobody else has */
    HN_CHANGE_MISSING,  /* if one of them had no value */
    HN_CHANGE_UNLIKE,   /* if their values had nothing in common */
    HN_CHANGE_DECISION, /* if a decision were lifted */
} HnChangeKind;
const char *hn_change_kind_name(HnChangeKind kind); /* "equal", "missing", ... */
typedef struct {
    HnChangeKind kind;
    guint attribute;
    guint64 decision;
    gint32 delta_units; /* 0 for a decision */
    gint32 total_units; /* the weight it would be */
    HnVerdict verdict;  /* that would follow from this pair alone */
    gint rule;          /* by which they would be compared then; -1: by none */
} HnPairChange;
#define HN_PAIR_CHANGES_MAX 3

typedef struct {
    guint type;
    guint32 rows[2];     /* of the crosswalk, as asked: left, right */
    guint64 entities[2]; /* that hold them now */
    HnMeet meet;         /* of their sources */
    HnVerdict verdict;
    HnBecause because;

    gint32 prior_units, total_units;
    HnOutcome outcome;     /* of the weight alone */
    gboolean codes_differ; /* linker/confirmed_apart.h */
    guint n_comparisons;
    HnComparedValues comparisons[HN_COMPARISONS_MAX];
    guint n_parts;
    HnWeightPart parts[HN_WEIGHT_PARTS_MAX];

    const HnEdge *edge; /* published; NULL: none */
    gboolean is_compared;
    guint n_rules;
    HnPairRule *rules; /* [n_rules] */
    gint first_rule;   /* by which they were compared (Splink's match_key); -1: never */

    GArray *decisions; /* HnPairDecision, ascending */
    GArray *cuts;      /* HnPairCut; of CUT */
    GArray *chain;     /* HnMatchLink with rows for places, from the left record to the right one:
                          without the edge of the two */
    guint weakest;     /* index in chain */
    const HnCase *open_case; /* of the last night, about the two entities; NULL: none */
    const HnEdge *case_edge; /* of CASE: the heaviest in doubt between the two entities */
    guint n_changes;
    HnPairChange changes[HN_PAIR_CHANGES_MAX];
} HnPairExplanation;
HnPairExplanation *hn_pair_explanation_new(guint n_rules);
void hn_pair_explanation_free(HnPairExplanation *explanation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnPairExplanation, hn_pair_explanation_free)
