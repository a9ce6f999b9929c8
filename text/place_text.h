/* text/place_text.h - the canonical text of a whole address: its unit, a bar, its line.
 *
 * Data walk: standardise/ writes it for type address; unit_codes.h and address_fields.h read their
 *   part of it. A text without a bar is one part alone, of type unit or address_line.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

#define HN_PLACE_BAR '|' /* in neither part */

static inline HnSlice
hn_place_unit(HnSlice text)
{
    const guint8 *bar = text.n_bytes == 0 ? NULL : memchr(text.bytes, HN_PLACE_BAR, text.n_bytes);
    return bar == NULL ? text : hn_slice(text.bytes, (gsize)(bar - text.bytes));
}

static inline HnSlice
hn_place_line(HnSlice text)
{
    const guint8 *bar = text.n_bytes == 0 ? NULL : memchr(text.bytes, HN_PLACE_BAR, text.n_bytes);
    const gsize n_gone = bar == NULL ? 0 : (gsize)(bar - text.bytes) + 1;
    return hn_slice(text.bytes + n_gone, text.n_bytes - n_gone);
}
