#include "insight/pair_explanation.h"

const char *
hn_verdict_name(HnVerdict verdict)
{
    static const char *const names[] = { "same", "ask", "apart" };
    g_assert((gsize)verdict < G_N_ELEMENTS(names));
    return names[verdict];
}

const char *
hn_because_name(HnBecause because)
{
    static const char *const names[] = { "edge",  "decision", "chain",  "pending", "review",
                                         "cut",   "case",     "parted", "source",  "below",
                                         "never", "codes",    "sparse", "law" };
    g_assert((gsize)because < G_N_ELEMENTS(names));
    return names[because];
}

const char *
hn_outcome_name(HnOutcome outcome)
{
    static const char *const names[] = { "match", "review", "below" };
    g_assert((gsize)outcome < G_N_ELEMENTS(names));
    return names[outcome];
}

const char *
hn_weight_part_kind_name(HnWeightPartKind kind)
{
    static const char *const names[] = {
        "prior", "level", "term", "likeness", "interaction", "rest"
    };
    g_assert((gsize)kind < G_N_ELEMENTS(names));
    return names[kind];
}

const char *
hn_change_kind_name(HnChangeKind kind)
{
    static const char *const names[] = { "equal", "missing", "unlike", "decision" };
    g_assert((gsize)kind < G_N_ELEMENTS(names));
    return names[kind];
}

HnOutcome
hn_outcome_of(const HnModel *model, gint32 units)
{
    if (units >= model->threshold_match_units)
        return HN_OUTCOME_MATCH;
    return units >= model->threshold_review_units ? HN_OUTCOME_REVIEW : HN_OUTCOME_BELOW;
}

HnPairExplanation *
hn_pair_explanation_new(guint n_rules)
{
    HnPairExplanation *explanation = g_new0(HnPairExplanation, 1);
    explanation->n_rules = n_rules;
    explanation->rules = g_new0(HnPairRule, (gsize)n_rules + 1);
    explanation->decisions = g_array_new(FALSE, FALSE, sizeof(HnPairDecision));
    explanation->cuts = g_array_new(FALSE, FALSE, sizeof(HnPairCut));
    explanation->chain = g_array_new(FALSE, FALSE, sizeof(HnMatchLink));
    return explanation;
}

void
hn_pair_explanation_free(HnPairExplanation *explanation)
{
    if (explanation == NULL)
        return;
    g_free(explanation->rules);
    g_array_unref(explanation->decisions);
    g_array_unref(explanation->cuts);
    g_array_unref(explanation->chain);
    g_free(explanation);
}
