/* insight/pair_sentence.h - an explanation of a pair in one plain sentence, English or Vietnamese.
 *
 * Data walk: the end of what `explain` prints, and "sentence" of its JSON. Names of records,
 *   attributes, rules and decisions stand in it, never a value.
 * Threads: reentrant.
 */
#pragma once
#include "insight/pair_explanation.h"
#include "insight/phrases.h"
#include "insight/published_view.h"

/* "source:record_id" of a row of the type's crosswalk. (transfer full) */
char *hn_pair_record_name(const HnPublishedView *view, guint type, guint32 row);
/* The rule in which the two come nearest to a common key: with the fewest parts that are not equal;
 * -1: the type has no rule. */
gint hn_pair_nearest_rule(const HnEntityType *type, const HnPairExplanation *pair);
/* What the part says keeps the two from meeting through its rule. */
gboolean hn_pair_part_stops(const HnBlockingRule *rule, const HnPartMeeting *meeting);
/* (transfer full) */
char *hn_pair_sentence(HnLanguage language, const HnPublishedView *view, const HnModel *model,
                       const HnPairExplanation *pair);
/* Of two records that cannot be compared: of different entity types, or one that was named twice.
 * (transfer full) */
char *hn_pair_names_sentence(HnLanguage language, const HnPublishedView *view, const guint types[2],
                             const guint32 rows[2]);
