/* insight/pool_plan.h - what the columns of a pool mean, and of the files in it.
 *
 * Data walk: attribute_plan.c plans each file for its key, pools the files, plans the pools.
 * Way: the values of all files decide; of a column's headers the one that says most of them speaks.
 * Threads: reentrant.
 */
#pragma once
#include "insight/file_pool.h"
#include "insight/file_slots.h"

/* Says of the key's and the source's column what they are. */
void hn_pool_plan_set_roles(HnPlannedFile *planned);
/* @profiles: (transfer full) of the pool's columns. @ret_pooled: as if the pool were a file; it has
 * no source's name. A pool's column gets the header that speaks. */
void hn_pool_plan_make(const HnFilePools *pools, const HnPlannedFile *files, guint pool,
                       HnColumnProfile *profiles, HnPlannedFile *ret_pooled);
/* The files' columns mean what the pool's do. @pooled [pools->scan->n_files] */
void hn_pool_plan_tell(const HnFilePools *pools, const HnPlannedFile *pooled, HnPlannedFile *files);
/* How @file fills what @slot of its pool holds; @map has no columns where it has nothing of it. */
void hn_pool_plan_map(const HnFilePools *pools, const HnPlannedFile *files, guint file,
                      const HnSlot *slot, HnPlannedMap *map);
void hn_planned_file_clear(HnPlannedFile *file);
