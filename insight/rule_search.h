/* insight/rule_search.h - which blocking rules are worth their pairs: measured on a sample.
 *
 * Data walk: `hopnhat init`, behind the attribute plan; gives a draft its rules, and says whether
 *   sources hold one record per entity.
 * Way: 1 candidates are keys of attributes, alone, in twos and in threes. 2 the pairs each would
 *   make of all records are counted on the sample. 3 the affordable ones train a model on the
 *   sample, without labels, and score its pairs: matches in proportion to their probability.
 *   4 rules are taken greedily by the likely matches that no rule before makes, for each pair they
 *   cost, down to a budget or until nothing is left to find; each as wide as is free, as likely
 *   matches are the easy ones. 5 as those are sound in most fields, rules follow that go around
 *   each field that a rule needs, and the numbers that somebody issues (decision 0057).
 * Source: greedy weighted covering (Chvatal 1979), as in learning blocking schemes (Bilenko, Kamath
 *   and Mooney 2006; Michelson and Knoblock 2006), with the labels replaced by a model's
 *   probabilities (Kejriwal and Miranker 2013 take weak labels in that place).
 * Cost: of 60,000 rows about 10 s on two cores.
 * Threads: uses the pool; the result does not depend on it.
 */
#pragma once
#include "base/budget.h"
#include "base/thread_pool.h"
#include "insight/draft.h"

#define HN_RULE_SEARCH_ROWS 60000u

/* Fills the draft's rules, `how` and one_per_source. @error: of config/ (a draft that does not
 * parse is a bug of ours, but says so), HN_INSIGHT_ERROR_NO_ATTRIBUTE: no key makes a pair, or
 * each makes too many. */
gboolean hn_rule_search_run(HnDraft *draft, HnThreadPool *pool, HnBudget *budget, GError **error);
