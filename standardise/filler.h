/* standardise/filler.h - values that stand where somebody had nothing to say.
 *
 * Data walk: standardiser.c asks about every canonical value; a filler is missing, neither for
 *   nor against a match.
 * Rule: a filler left in would agree among thousands of strangers; a real value taken for one
 *   only loses its own evidence. So an entry must be a word that no real value of its type is.
 * Cost: 2-5 ns.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"
#include "records/schema.h"

/* Empty values are fillers too. */
gboolean hn_is_filler(HnSlice canonical, HnAttributeType type);
