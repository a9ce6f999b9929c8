/* scoring/date_levels.h - the levels at which two dates agree.
 *
 * Data walk: level_chain.c asks for the levels of one pair of values in turn.
 * Parts: a level that needs a part holds only where both sides know it; years apart alone are told
 *   by years where a day is unknown.
 * Cost: 2 to 20 ns, of packed numbers (text/date_value.h).
 * Threads: reentrant.
 */
#pragma once
#include "records/schema.h"
#include "scoring/value_forms.h"

/* Of HN_LEVEL_DATE_SWAPPED .. HN_LEVEL_DATE_AGE: @level is one of dates. */
gboolean hn_date_level_holds(const HnValueForms *forms, guint32 code_a, guint32 code_b,
                             const HnLevelSpec *level);
