/* linker/never_tags.h - sources whose records are never of one entity, as tags of veto.h.
 *
 * Data walk: settle.c and cluster.c tag each group of rows with what the sources of its rows never
 *   meet; veto.h lets no two of them become one.
 * Form: each two sources that never meet are a pair of partner tags, 2 p and 2 p + 1, one for each
 *   of them.
 * Cost: 4 bytes for each source and each that it never meets.
 * Threads: reentrant.
 */
#pragma once
#include "linker/veto.h"
#include "records/meetings.h"

typedef struct {
    guint32 n_pairs;
    guint32 *first; /* [n_sources + 1] into tags */
    guint32 *tags;
} HnNeverTags;

/* Nothing where all may meet. */
void hn_never_tags_init(HnNeverTags *never, const HnRowsMeet *rows);
void hn_never_tags_clear(HnNeverTags *never);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(HnNeverTags, hn_never_tags_clear)
/* The tags of a row of @source to @group, from @first_tag on, which is even. */
void hn_never_tags_put(const HnNeverTags *never, guint32 source, HnVeto *veto, guint32 group,
                       guint32 first_tag);
