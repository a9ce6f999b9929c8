/* linker/cross_support.h - how well two groups of rows agree over all of their pairs, while groups
 * grow.
 *
 * Data walk: cluster.c asks before it lets one edge join two groups: a chain of single agreements
 *   would otherwise make one cluster of many people.
 * Measure: the mean match probability m of the edges between the two groups, rejected pairs among
 *   them (rejected_pairs.h), less .84 of its standard error sqrt(m (1 - m) / n): its lower limit of
 *   a confidence of 80 %. n is the rows of the larger group: pairs of one row are no independent
 *   witnesses. So one agreement
 *   among few pairs is less than the same share of many. A pair without an edge was not compared:
 *   it counts like a tenth of a pair of probability 0, for at most HN_CROSS_REACH pairs a row of
 *   the larger group, because large classes of equal rows have no more edges than that
 *   (expand_edges.h). Two single rows have their pair's probability.
 *   A pair that the law keeps from being compared (records/meetings.h) says nothing, and a row that
 *   may be compared with none of the other group is none of its rows here.
 * Source: average linkage (Sokal and Michener 1958) over the pairs that are known, by the lower
 *   confidence limit of a proportion (Wald 1943) in place of its estimate; correlation clustering's
 *   view of an edge as a vote (Bansal, Blum and Chawla 2004). Left out: its optimum, which is
 *   NP-hard and cannot be told to a steward.
 * Determinism: probabilities are whole 1/65536, added; no order of additions matters.
 * Cost: a merge moves the neighbours of the group that has fewer: each at most log n times.
 * Threads: one.
 */
#pragma once
#include "records/meetings.h"

#define HN_CROSS_REACH 8u

typedef struct _HnCrossSupport HnCrossSupport;
/* Groups 0 .. n_groups - 1 of one row each. @meet: their sources; nullable: all may be compared. */
HnCrossSupport *hn_cross_support_new(guint32 n_groups, const HnRowsMeet *meet);
void hn_cross_support_free(HnCrossSupport *support);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnCrossSupport, hn_cross_support_free)
/* An edge between two groups; before any merge. */
void hn_cross_support_add(HnCrossSupport *support, guint32 a, guint32 b, gint32 weight_units);
/* In 1/65536; a and b are any rows of two different groups. */
guint32 hn_cross_support_between(HnCrossSupport *support, guint32 a, guint32 b);
void hn_cross_support_merge(HnCrossSupport *support, guint32 a, guint32 b);
/* 1 / (1 + 2^-w) in 1/65536 of an edge of @weight_units. */
guint32 hn_cross_probability(const HnCrossSupport *support, gint32 weight_units);
/* Where every pair has at least this probability, any two groups have the support @support_min. */
guint32 hn_cross_probability_enough(const HnCrossSupport *support, guint32 support_min);
