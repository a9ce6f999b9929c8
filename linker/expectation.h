/* linker/expectation.h - how good a night's clusters are, as its own model sees it: no labels.
 *
 * Data walk: link, behind the clusters; run.json and the report tell it. Nothing decides by it.
 * Precision: the mean probability of the pairs inside clusters, seen with what stands around them
 *   (pair_beliefs.h); pairs inside that have no edge by a sample of them. (Posteriors as error
 *   rates, and that they need calibration: Belin and Rubin 1995, JASA 90(430).)
 * Loss in blocking: by the key parts that likely matches share, and by pairs inside clusters that
 *   no rule makes (blocking_loss.h).
 * Recall: pairs inside clusters that are expected to match, over these and those expected outside,
 *   less the share that is lost in blocking. Some of the lost a chain of edges brings together all
 *   the same: half of the pairs inside that no rule makes are taken for such, as the loss is a
 *   least one and what it misses is outside. The upper end of the interval leaves the loss out.
 * Where all rules need one attribute, nobody can tell the loss from what they make: recall is of
 *   the pairs that agree in it, and the intervals reach to 0 and to 1.
 * Intervals: sampling error of the sums, and half of what may be wrong: of the stated error, as
 *   posteriors are estimates themselves, and of the way from what weights say by themselves, as the
 *   surroundings are an estimate, too; the two as independent errors.
 * Determinism: whole 1/65536, added.
 * Cost: one pass over the edges; and that of the loss.
 * Threads: reentrant.
 */
#pragma once
#include "base/json_writer.h"
#include "linker/pair_beliefs.h"

/* Sums over entity types; probabilities in 1/65536. */
typedef struct {
    guint64 n_within;        /* record pairs inside clusters */
    guint64 n_edges_within;  /* of them scored, and not below the review threshold */
    guint64 p_within;        /* their probabilities */
    guint64 p_plain_within;  /* the same by their weights alone */
    guint64 variance_within; /* sum of p (1 - p) */
    guint64 n_unscored;      /* what the sampled others stand for, in 1/HN_PATH_SHARES */
    guint64 p_unscored;      /* and their probabilities, each as often */
    guint64 p_outside;       /* of matches that are not inside */
    guint64 p_plain_outside; /* the same by weights alone */
    guint64 n_once, n_twice, n_looked_up, n_likely; /* likely matches by rules that make them */
    guint64 p_lost;                                 /* true pairs that no rule makes */
    guint64 n_blind;   /* entity types whose rules need one attribute */
    guint64 n_unruled; /* pairs inside clusters that no rule makes: lost, and brought together */
} HnExpectation;
#define HN_EXPECTATION_NUMBERS (sizeof(HnExpectation) / sizeof(guint64))

typedef struct {
    double value, low, high; /* 0..1 */
} HnExpected;
typedef struct {
    HnExpected precision, recall, blocking_loss;
} HnExpectedQuality;

/* Adds what @edges (of rows) and clusters of one entity type tell. */
void hn_expectation_add(HnExpectation *expectation, const HnRecordTable *table,
                        const HnEdges *edges, const guint32 *cluster_of,
                        const HnPairBeliefs *beliefs);
/* What edge @i of @edges, or one pair without an edge, adds to it: parts of the records add up
 * theirs. */
void hn_expectation_add_edge(HnExpectation *expectation, const HnPairBeliefs *beliefs,
                             const HnEdges *edges, gsize i);
void hn_expectation_add_unscored(HnExpectation *expectation, const HnUnscoredPair *pair);
/* FALSE: there was no pair to tell it by. */
gboolean hn_expectation_quality(const HnExpectation *expectation, HnExpectedQuality *ret_quality);
/* The figures with their intervals, into the object that is open; nothing without a pair. */
void hn_expectation_write(const HnExpectation *expectation, HnJsonWriter *json);
