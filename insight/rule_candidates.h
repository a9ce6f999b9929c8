/* insight/rule_candidates.h - blocking rules that may be worth trying, and what they cost.
 *
 * Data walk: rule_search.c. Keys of the compared attributes alone, in twos and in threes, the
 *   first 1,024 of them: beyond eleven or so attributes some twos and all threes are left out.
 * Cost: sorting the sample's keys once a candidate.
 * Threads: uses the pool.
 */
#pragma once
#include "base/budget.h"
#include "base/thread_pool.h"
#include "config/project.h"
#include "insight/draft.h"
#include "records/record_table.h"

typedef struct {
    char *parts;
    guint attributes[3]; /* index among the compared ones */
    guint n_attributes;
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
typedef struct {
    const HnDraft *draft;
    const HnRecordTable *table; /* the sample */
    gdouble scale;              /* records of all over those of the table */
    HnThreadPool *pool;
    HnBudget *budget;
} HnRuleCount;

/* Counts the pairs of every candidate; those that make none fall away, the others stand ascending
 * by pairs, then as they were made. */
gboolean hn_rule_candidates_count(GArray *candidates, const HnRuleCount *count, GError **error);
