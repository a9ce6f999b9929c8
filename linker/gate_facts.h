/* linker/gate_facts.h - what the gates ask of a linked entity type, and of the last published run.
 *
 * Data walk: link, while the arrays of a type are there: its facts in HnNight; they are part of the
 *   stage's payload, so that a resumed night is judged by the same. What the last published run
 *   counted comes from its summary (`types` of run.json): without one, or of a version that did not
 *   write it, nothing is known and nothing is held for it.
 * Cost: a look at each row and entity.
 * Threads: one.
 */
#pragma once
#include "linker/night.h"

/* Fills night->gate_facts[t]; the type is linked. */
gboolean hn_gate_facts_find(HnNight *night, guint t, GError **error);
void hn_gate_facts_encode(const HnGateFacts *facts, GByteArray *out);
/* Into cleared facts; what is wrong shows at the cursor. */
void hn_gate_facts_decode(HnGateFacts *facts, HnCursor *cursor);
/* Pairs and records of @entity_type in the JSON of a run's summary; FALSE: it does not say. */
gboolean hn_gate_facts_last(const char *summary, const char *entity_type, guint64 *ret_pairs,
                            guint64 *ret_records);
