/* publish/rekey_gate.h - the one gate of a night in which keys move: nothing happens to entities.
 *
 * Data walk: gate. Nothing was delivered, so the gates of deliveries have nothing to say; what
 *   the move would do to an entity (a source that holds a person once and gets two records of one,
 *   pairs that are not compared inside a source) is for a person to see first.
 * Threads: pure.
 */
#pragma once
#include "publish/changes.h"
#include "publish/gates.h"

/* One result; arguments and ownership as hn_gates_check(). */
GPtrArray *hn_rekey_gate(const char *entity_type, const HnChangeCounts *counts,
                         gboolean *ret_passed);
