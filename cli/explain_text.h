/* cli/explain_text.h - explanations in words, as `explain` prints them.
 *
 * Data walk: pair_explanation.h and entity_explanation.h in, lines of text out; the last line is
 *   the sentence.
 * Threads: reentrant.
 */
#pragma once
#include "insight/entity_explanation.h"
#include "insight/pair_explainer.h"
#include "insight/phrases.h"

typedef struct {
    const HnPublishedView *view;
    HnLanguage language;
    gboolean unmask;
} HnExplainText;

/* All (transfer full). */
char *hn_explain_pair_text(const HnExplainText *options, const HnPairExplainer *explainer,
                           const HnPairExplanation *pair);
char *hn_explain_entity_text(const HnExplainText *options, const HnEntityExplanation *entity);
/* A value as it may be shown; "-" for none. */
char *hn_explain_value(const HnExplainText *options, HnAttributeType type, HnSlice value,
                       HnSlice other);
/* Spaces behind @text up to @n_columns, and two more. */
/* Words for a decision that does not stand: by a later one, or where sources of the type may not
 * meet perhaps by that. */
HnPhrase hn_explain_overruled(const HnLive *live, HnDecisionKind kind);
void hn_explain_pad(GString *out, const char *text, guint n_columns);
