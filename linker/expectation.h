/* linker/expectation.h - how good a night's clusters are, as its own model sees it: no labels.
 *
 * Data walk: link, behind the clusters; run.json and the report tell it. Nothing decides by it.
 * Precision: the mean match probability of the scored pairs inside clusters; pairs inside that were
 *   not scored are taken to be like them. (Posteriors as error rates: Belin and Rubin 1995, JASA
 *   90(430); their calibrated mixture is left out.)
 * Loss in blocking: likely matches are counted by how many rules make them; with f1 made by one
 *   rule and f2 by two, at least f1^2 / (2 f2) are made by none (Chao 1987, "Estimating the
 *   population size for capture-recapture data with unequal catchability", Biometrics 43). Rules
 *   that share attributes catch the same pairs, which makes it a lower bound. Dasylva and Goussanou
 *   (2022) ask for a second list without duplicates, which registers are not.
 * Recall: pairs inside clusters that are expected to match, over these, those expected outside, and
 *   those lost in blocking. Some of the last a cluster brings together all the same; how many
 *   nobody knows, so none is taken off: the figure would rather be too low. Where sources hold an
 *   entity once, a record outside is expected with one partner at most (free_partners.h).
 * Intervals: sampling error of the sums, and half of each stated error, as posteriors are estimates
 *   themselves.
 * Determinism: whole 1/65536, added; rules are counted on every n-th likely match of the edges'
 *   order.
 * Cost: one pass over the edges; 20,000 pairs are looked up in the rules.
 * Threads: reentrant.
 */
#pragma once
#include "base/json_writer.h"
#include "records/record_table.h"
#include "store/entity_state.h"

/* Sums over entity types; probabilities in 1/65536. */
typedef struct {
    guint64 n_within;        /* record pairs inside clusters */
    guint64 n_edges_within;  /* of them scored, and not below the review threshold */
    guint64 p_within;        /* their probabilities */
    guint64 variance_within; /* sum of p (1 - p) */
    guint64 p_outside;       /* of edges between clusters */
    guint64 n_once, n_twice, n_looked_up, n_likely; /* likely matches by rules that make them */
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
                        const HnEntityType *type, const HnEdges *edges, const guint32 *cluster_of);
/* FALSE: there was no pair to tell it by. */
gboolean hn_expectation_quality(const HnExpectation *expectation, HnExpectedQuality *ret_quality);
/* The figures with their intervals, into the object that is open; nothing without a pair. */
void hn_expectation_write(const HnExpectation *expectation, HnJsonWriter *json);
