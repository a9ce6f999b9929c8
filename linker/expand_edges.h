/* linker/expand_edges.h - edges between classes of equal rows become edges between records that
 *   can be one entity.
 *
 * Data walk: link. Scoring's class edges in, the record edges for clustering and for the store
 *   out. All record edges of one class edge have its weight and rule: equal rows cannot be told
 *   apart.
 * Rule: at most HN_EXPAND_PAIRS_MAX pairs: all of them. Beyond, a sparse connection in place of
 *   the square, over the members in *dealt* order: every source's first member, then every
 *   source's second, and so on, so that where sources hold one record per entity, first meets
 *   first as in the square.
 *   - Inside a class each member to the next HN_EXPAND_REACH members, in a ring.
 *   - Between two classes member i of the larger to the members i .. i + HN_EXPAND_REACH - 1 of
 *     the smaller, in a ring. Neighbours' windows overlap and cover the smaller class: it is
 *     connected.
 * The law: where some sources may not be compared (records/meetings.h), a record's window may hold
 *   none that it may be compared with, and the few that link it lie beyond. There all pairs in
 *   scope are made up to HN_EXPAND_LAWFUL_PAIRS_MAX: somebody whom 116 registers hold, thrice each.
 * Fair to constraints: a ring stays connected until HN_EXPAND_REACH neighbours in a row are kept
 *   out on both sides, so a decision about some of a thousand equal rows leaves the others
 *   together.
 * Cost: 16 bytes and about 5 ns an edge; a sort when classes have several rows.
 * Threads: parts of the class edges side by side; the result does not depend on how many.
 */
#pragma once
#include "base/thread_pool.h"
#include "records/pair_scope.h"
#include "store/entity_state.h"

#define HN_EXPAND_PAIRS_MAX 256
#define HN_EXPAND_LAWFUL_PAIRS_MAX 65536
#define HN_EXPAND_REACH 8

/* Of pairs in @scope. @class_edges ascending by (a, b). The result ascends by (a, b), a < b.
 * (transfer full) */
HnEdges *hn_expand_edges(const HnPairScope *scope, const HnEdge *class_edges, gsize n_class_edges,
                         HnThreadPool *pool);
