/* linker/never_shared.h - clusters that can never be one, because records of theirs are of sources
 * that never meet.
 *
 * Data walk: link asks it of each edge between two clusters before it makes a case of them: what
 *   nobody may decide, nobody is asked.
 * Cost: 8 bytes a row; a question the records of both clusters.
 * Threads: reentrant.
 */
#pragma once
#include "records/meetings.h"

typedef struct _HnNeverShared HnNeverShared;
/* @cluster_of[n_rows]: of each row the smallest row of its cluster. Borrows @meet. (nullable): all
 * may meet. */
HnNeverShared *hn_never_shared_new(const guint32 *cluster_of, guint32 n_rows,
                                   const HnRowsMeet *meet);
void hn_never_shared_free(HnNeverShared *shared);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnNeverShared, hn_never_shared_free)
/* Of the clusters of two rows. @shared nullable: FALSE. */
gboolean hn_never_shared_has(const HnNeverShared *shared, guint32 row_a, guint32 row_b);
