/* tests/reference/reference_bridges.h - bridges by their definition: take a link out and look
 * whether its ends still reach each other.
 */
#pragma once
#include "records/edge.h"

/* Whether links[@which] is a bridge among the @n_links links of @n_rows rows; then the number of
 * rows that are on the side of each end. */
gboolean hn_reference_is_bridge(const HnEdge *links, gsize n_links, guint32 n_rows, gsize which,
                                guint32 ret_sides[2]);
