/* standardise/address_line.h - what stands below the commune: house, lanes, street, hamlet.
 *
 * Data walk: address_parser.c gives the words that no unit used; the canonical text is that of
 *   text/address_fields.h.
 * Numbers: "Số 5 ngách 34 ngõ 12" is 12/34/5, as "hẻm 12/34/5" is. Words for a street are left
 *   out: "phố Huế" = "Huế". Short and long forms of other words are one: "KP3" = "khu phố 3".
 * Cost: 100-200 ns, no allocation but to grow.
 * Threads: belongs to one thread.
 */
#pragma once
#include "standardise/address_words.h"
#include "standardise/gazetteer.h"

typedef struct _HnAddressLine HnAddressLine;
HnAddressLine *hn_address_line_new(const HnGazetteer *gazetteer); /* borrowed */
void hn_address_line_free(HnAddressLine *line);                   /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnAddressLine, hn_address_line_free)

/* Of the words whose @is_used is 0. Valid until the next call. */
HnSlice hn_address_line_make(HnAddressLine *line, const HnAddressWords *words,
                             const guint8 *is_used);
