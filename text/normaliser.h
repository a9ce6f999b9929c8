/* text/normaliser.h - hn_normalise() for millions of values: its direct path as a table.
 *
 * Data walk: standardise/ makes one for each set of flags it needs and sends every raw value
 *   through it. The table is filled from the direct path itself; letters that were taken apart are
 *   put together for it (text/letter_parts.h); what needs the general path goes to hn_normalise().
 * Watching: a caller who looks for some letters in the result is told when there are none, which
 *   saves it a pass.
 * Cost: 1.3 ns a byte of Vietnamese names, no allocation; 4 KiB a normaliser.
 * Threads: immutable after _new().
 */
#pragma once
#include "text/normalise.h"

typedef struct _HnNormaliser HnNormaliser;
/* @watched [n_watched]: code points that the direct path can write. */
HnNormaliser *hn_normaliser_new(HnNormaliseFlags flags, const gunichar *watched, guint n_watched);
void hn_normaliser_free(HnNormaliser *normaliser);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnNormaliser, hn_normaliser_free)

/* Room for the normal form of @n_bytes. */
static inline gsize
hn_normaliser_bytes_max(gsize n_bytes)
{
    return 4 * n_bytes + 64;
}

/* What hn_normalise() gives, into @ret; its length is returned. @text is valid UTF-8. *ret_watched
 * (nullable) = FALSE: no watched code point is in the result. */
gsize hn_normaliser_apply(const HnNormaliser *normaliser, HnSlice text, guint8 *ret,
                          gboolean *ret_watched);
