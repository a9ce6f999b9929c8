/* linker/capture_model.h - how many true pairs no blocking rule makes, from those that rules make.
 *
 * Data walk: blocking_loss.c gives the patterns of likely matches; nothing decides by it.
 * Pattern: which parts of the rules' keys a pair shares, one bit a part. Parts of one attribute are
 *   one question with several answers: a month and day that are shared say much about the year.
 * Model: log-linear over all patterns, those that no rule makes among them (cells that are zero by
 *   structure): a term for each answer of each attribute, and one for all k (k - 1) / 2 pairs of
 *   the k attributes of which not all parts are shared. The last is what independence leaves out:
 *   slips may come together, as with a record that was badly written, or rule each other out, as
 *   where a copy has one slip. Fitted to the patterns that rules make, it says how many there are
 *   of others.
 * Source: incomplete tables: Bishop, Fienberg and Holland (1975), "Discrete Multivariate Analysis",
 *   ch. 5 and 6; one term for all pairs of captures: quasi-symmetry of Darroch, Fienberg, Glonek
 *   and Junker (1993), "A three-sample multiple-recapture approach to census population estimation
 *   with heterogeneous catchability", JASA 88(423). Capture by rules, as Chao (1987) counts them,
 *   takes rules that share attributes for independent.
 * How: iterative proportional fitting of the answers' shares, a Newton step for the common term,
 *   which has a prior of variance 1 in place of no information. Sums over all patterns go along a
 *   diagram: after each attribute it holds which rules are still possible, not each pattern.
 * Limits: an answer that was never seen (no part of an attribute shared, where each rule needs one)
 *   counts as half a pair before the fit.
 * Determinism: no order of patterns matters but for rounding, and they come ascending.
 * Cost: patterns once, then some hundred passes over the diagram, of some hundred arcs.
 * Threads: reentrant.
 */
#pragma once
#include <glib.h>

#define HN_CAPTURE_GROUPS_MAX 32u

typedef struct {
    guint64 parts; /* bit p: the pair shares key part p */
    guint64 n;
} HnCapturePattern;

typedef struct {
    guint n_rules;
    const guint64 *rules; /* the parts that each needs */
    guint n_groups;
    const guint64 *groups; /* the parts of each attribute; disjoint, together all */
    guint n_patterns;
    const HnCapturePattern *patterns; /* distinct, ascending, each makes a rule */
} HnCaptures;

/* How many rules make a pair of these parts. */
guint hn_capture_n_rules(const guint64 *rules, guint n_rules, guint64 parts);
/* FALSE: there is no pattern, or too many groups or answers to look at. @ret_share: of all pairs
 * those that no rule makes, 0 .. 1. */
gboolean hn_capture_model_missed(const HnCaptures *captures, gdouble *ret_share);
