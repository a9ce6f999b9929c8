/* insight/rule_candidates.h - blocking rules that may be worth trying.
 *
 * Data walk: rule_search.c. Keys of the compared attributes alone, in twos and in threes, the
 *   first 1,024 of them: beyond eleven or so attributes some twos and all threes are left out.
 *   What they cost and make is counted by tried_keys.h.
 * Threads: reentrant.
 */
#pragma once
#include "config/project.h"
#include "insight/draft.h"

typedef struct {
    char *parts;
    guint attributes[3]; /* index among the compared ones */
    guint n_attributes;
    guint keys[3];         /* [n_attributes] the candidates that are each key alone, by `made` */
    guint made;            /* as the how manieth */
    guint64 n_pairs;       /* of the sample's records */
    gdouble n_pairs_all;   /* estimated, of all records */
    guint64 pairs_dropped; /* of the sample, of values that are too common */
} HnRuleCandidate;

/* (element-type HnRuleCandidate), single keys first; nothing is counted yet. */
GArray *hn_rule_candidates_new(const HnDraft *draft);
void hn_rule_candidates_free(GArray *candidates);
/* Whom @narrow brings together @wide does, too: it needs the same parts or keys made of the same
 * values, or fewer. Not where @wide drops common values: of them @narrow makes pairs. */
gboolean hn_rule_candidate_implies(const HnRuleCandidate *narrow, const HnRuleCandidate *wide);
/* A project of the draft's attributes and comparisons with candidates [first, first + n) as its
 * rules; n <= HN_RULES_MAX. */
HnProject *hn_rule_candidates_project(const HnDraft *draft, const GArray *candidates, guint first,
                                      guint n, GError **error);
