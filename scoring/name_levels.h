/* scoring/name_levels.h - the levels at which two Vietnamese names agree.
 *
 * Data walk: level_chain.c asks for the levels of one pair in turn; what was found out for one
 *   serves the next.
 * Cost: marks alone 5-15 ns; names of other words are aligned once, see text/name_alignment.h.
 * Threads: an HnNameLook belongs to one thread.
 */
#pragma once
#include "records/schema.h"
#include "scoring/vietnamese_forms.h"

typedef struct {
    gboolean is_marked, is_aligned; /* FALSE: not looked at yet */
    HnNameMarks marks;
    HnNameAlignment alignment;
} HnNameLook;

/* Of HN_LEVEL_UNMARKED .. HN_LEVEL_VIETNAMESE_OVERLAP. @look: of these two values. */
gboolean hn_name_level_holds(const HnVietnameseForms *forms, guint32 a, guint32 b,
                             const HnLevelSpec *level, HnNameLook *look);
