/* linker/confirmed_apart.h - records whose identifiers say that they are not of one entity.
 *
 * Data walk: link, before it clusters: match edges between two such records go, and pairs of them
 *   that other edges may still hold together are rejected pairs of weight HN_NEVER_UNITS, which the
 *   cluster function never lets become one. The store keeps them, so live decisions ask the same.
 *   Rejected pairs that only such edges held together go, too.
 * Rule (DESIGN 4.13): an attribute that is one for life, with a check digit that confirms both
 *   values, and they differ. A tax code's check digit finds every single wrong digit, so two
 *   confirmed codes are no slip of each other. A branch's code is none of its firm's. People stand
 *   above it: what they say is one stays one (cluster.h).
 *   A household's business is one whatever stands behind its code, by the form in its name: there
 *   the suffix counts the places where it works.
 * Left out: of a component with more than HN_APART_MAX such pairs the ones behind; the match edges
 *   between them go all the same.
 * Cost: a look at each row and edge.
 * Threads: one.
 */
#pragma once
#include "records/pair_scope.h"
#include "store/entity_state.h"

#define HN_APART_MAX 1000000u

/* Whether @attribute parts records. */
gboolean hn_confirmed_apart_asks(const HnAttribute *attribute);
/* Two rows of a table that holds few: for who asks why they are apart. */
gboolean hn_confirmed_apart_two(const HnRecordTable *table, const HnEntityType *type, guint32 a,
                                guint32 b);
/* Records that may not be compared are not (pair_scope.h). Changes both lists, which stay ascending
 * by (a, b) and distinct. */
void hn_confirmed_apart(const HnPairScope *scope, const HnEntityType *type, gint32 match_units,
                        HnEdges *edges, HnEdges *rejected);
